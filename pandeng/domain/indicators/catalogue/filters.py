"""Conditions and slices that several indicators share.

Filters read as conditions over a relation `t` and what is asked `at`: `at.day` is the as-of date (or
the end of the year asked for), `at.first` and `at.year` its year, `at.records(kind)` other records as
the same scope sees them.
"""

from dataclasses import dataclass
from typing import Any

from pandeng.domain.indicators.declare import Slices, Words


def climbing(t: Any, at: Any) -> Any:
    return (t.climbing_since <= at.day) & (t.climbing_until.isnull() | (t.climbing_until >= at.day))


def scale(t: Any, at: Any) -> Any:
    """Enterprises in the above-scale statistics on the day."""
    s = at.records("enterprises.ScaleListing")
    return t.id.isin(s.filter(at.in_force(s)).enterprise_id)


def of_enterprises(condition: Any) -> Any:
    """Records whose enterprise meets a condition on the day."""

    def where(t: Any, at: Any) -> Any:
        e = at.records("enterprises.Enterprise")
        return t.enterprise_id.isin(e.filter(condition(e, at)).id)

    return where


@dataclass(frozen=True)
class Through:
    """A slice by a field of the record that `column` points to; it can also be grouped by."""

    column: str
    kind: str
    field: str

    def __call__(self, t: Any, at: Any, value: Any) -> Any:
        other = at.records(self.kind)
        return t[self.column].isin(other.filter(other[self.field] == value).id)


def through_where(column: str, kind: str, condition: Any) -> Any:
    """Records whose `column` points to one that meets a condition."""

    def where(t: Any, at: Any) -> Any:
        other = at.records(kind)
        return t[column].isin(other.filter(condition(other, at)).id)

    return where


def placed(field: str, column: str = "id") -> Any:
    """A slice of enterprises by the segment, or the chain, they stand on; chain 0 asks for those of none."""

    def where(t: Any, at: Any, value: Any) -> Any:
        p = at.records("chains.Placement")
        p = p.filter(at.in_force(p))
        if field == "segment_id":
            return t[column].isin(p.filter(p.segment_id == value).enterprise_id)
        s = at.records("chains.Segment")
        segments = s.filter(s.chain_id == value).id
        none = (value == 0) & (t[column].isnull() | t[column].notin(p.enterprise_id))
        return t[column].isin(p.filter(p.segment_id.isin(segments)).enterprise_id) | none

    return where


def in_tier(t: Any, at: Any, value: Any) -> Any:
    m = at.records("enterprises.ClubMember")
    return t.id.isin(m.filter(at.in_force(m), m.tier_id == value).enterprise_id)


def listings(at: Any) -> Any:
    """The key-project list of the year, as it stood on the day."""
    p = at.records("projects.ProjectListing")
    return p.filter(p.year == at.year, at.in_force(p))


def listed(t: Any, at: Any) -> Any:
    return t.id.isin(listings(at).project_id)


def of_listed(t: Any, at: Any) -> Any:
    return t.project_id.isin(listings(at).project_id)


def on_chain(t: Any, at: Any, value: Any) -> Any:
    """Projects of a chain; 0 asks for those of none."""
    return (t.chain_id == value) | ((value == 0) & t.chain_id.isnull())


def of_project_on_chain(t: Any, at: Any, value: Any) -> Any:
    p = at.records("projects.Project")
    return t.project_id.isin(p.filter(on_chain(p, at, value)).id)


def carries(kind: str, field: str, column: str) -> Any:
    """A slice of projects by a dated record of theirs that holds on the day: a label, a leader.

    The empty value asks for the projects that have none.
    """

    def where(t: Any, at: Any, value: Any) -> Any:
        p = at.records(kind)
        p = p.filter(at.in_force(p))
        none = (value == "") & t[column].notin(p.project_id)
        return t[column].isin(p.filter(p[field] == value).project_id) | none

    return where


def ahead(t: Any, at: Any) -> Any:
    """Every node due by the day is done, and one planned later is done already. Due is a node by its first
    plan or that of now, whichever is earlier, and what was late by one between them."""
    m, moved = at.records("projects.Milestone"), at.records("projects.NodeLate")

    def undone(nodes: Any) -> Any:
        return nodes.actual_on.isnull() | (nodes.actual_on > at.day)

    on_day = moved.filter(moved.since <= at.day).node_id
    before_done = moved.semi_join(m, (moved.node_id == m.id) & (moved.since <= m.actual_on)).node_id
    due = (m.planned_on <= at.day) | (
        m.original_on <= at.day
    )  # a plan without a first one is its own
    late = (due | m.id.isin(on_day)) & undone(m)
    early = ~due.fill_null(False) & (m.actual_on <= at.day) & m.id.notin(before_done)
    reached = m.filter(late | early)  # the early are done: whoever has one undone here is late
    each = reached.group_by(reached.project_id).aggregate(undone=undone(reached).ifelse(1, 0).max())
    return t.id.isin(each.filter(each.undone < 1).project_id)


def in_team(column: str) -> Any:
    """A slice by the assistance team that serves the enterprise on the day."""

    def where(t: Any, at: Any, value: Any) -> Any:
        s = at.records("teams.TeamService")
        return t[column].isin(s.filter(at.in_force(s), s.team_id == value).enterprise_id)

    return where


@dataclass(frozen=True)
class InMonth:
    """A slice by the calendar month, written 2022-05, in which something happened; `title` says what."""

    column: str
    title: Words

    def __call__(self, t: Any, at: Any, value: Any) -> Any:
        return t[self.column].strftime("%Y-%m") == value


ENTERPRISE_SLICES: Slices = {
    "county": "county_id",
    "chain": placed("chain_id"),
    "segment": placed("segment_id"),
    "tier": in_tier,
}
OF_ENTERPRISE_SLICES: Slices = {
    "county": Through("enterprise_id", "enterprises.Enterprise", "county_id"),
    "chain": placed("chain_id", "enterprise_id"),
    "enterprise": "enterprise_id",
}
PROJECT_SLICES: Slices = {
    "county": "county_id",
    "chain": on_chain,
    "level": carries("projects.ProjectLabel", "level", "id"),
    "leader": carries("projects.ProjectLeader", "person", "id"),
    "project": "id",
    "enterprise": "enterprise_id",
}
OF_PROJECT_SLICES: Slices = {
    "county": Through("project_id", "projects.Project", "county_id"),
    "chain": of_project_on_chain,
    "level": carries("projects.ProjectLabel", "level", "project_id"),
    "leader": carries("projects.ProjectLeader", "person", "project_id"),
    "project": "project_id",
}
DEMAND_SLICES: Slices = {
    "county": "county_id",
    "matter": "matter_id",
    "department": "department_id",
    "enterprise": "enterprise_id",
    "chain": placed("chain_id", "enterprise_id"),
    "team": in_team("enterprise_id"),
    "month": InMonth("received_on", ("收到月份", "Month received")),
    "channel": "channel",
    "result": "result",
}
OUTCOME_SLICES: Slices = {
    "county": "county_id",
    "enterprise": "enterprise_id",
    "department": "department_id",
    "chain": placed("chain_id", "enterprise_id"),
    "team": in_team("enterprise_id"),
}
