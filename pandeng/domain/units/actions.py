"""Setting units up, correcting, ending, merging and splitting them; their history stays under both names."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department, Membership, UnitAttribution, UnitSuccession
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.dated import in_force
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.domain.units import queries, rules

SET_UP = Action("units.set_up", gettext_noop("设立单位"), Permission.EDIT_USER)
DAY = timedelta(days=1)


def set_up(
    *,
    kind: str,
    code: str,
    name: str,
    short_name: str = "",
    region_code: str = "",
    parent: Department | None = None,
    since: date | None = None,
    by: Scope,
    now: datetime,
) -> Department:
    """A new unit of the office; that of an enterprise is made on the enterprise's page."""
    with Change(SET_UP, by=by, now=now) as change:
        if kind == "enterprise":
            raise DomainError(_("企业的账号在企业页面办理。"))
        if parent is not None:
            _own(parent, by)
        return change.add(
            Department(
                cluster_id=by.in_cluster(),
                kind=kind,
                code=code.strip(),
                name=name.strip(),
                short_name=short_name.strip(),
                region_code=region_code.strip(),
                parent=parent,
                since=since,
            )
        )


CORRECT = Action("units.correct", gettext_noop("更正单位"), Permission.EDIT_USER)


def correct(unit: Department, *, why: str, by: Scope, now: datetime, **fields: Any) -> None:
    """What was entered wrongly, or changed without the unit becoming another; the reason is kept."""
    require_reason(why, _("请写明更正原因。"))
    with Change(CORRECT, by=by, now=now, why=why.strip(), target=unit) as change:
        row = _own(unit, by)
        if parent := fields.get("parent"):
            rules.may_stand_above(row.kind, _stands_above(row, _own(parent, by))).require()
        change.save(unit, **fields)


END = Action("units.end", gettext_noop("撤销单位"), Permission.EDIT_USER)


def end(unit: Department, *, on: date, why: str, by: Scope, now: datetime) -> None:
    """Its last day. Refused while people sit in it or open matters lie with it after that day."""
    require_reason(why, _("请写明依据。"))
    with Change(END, by=by, now=now, why=why.strip(), target=unit) as change:
        row = _own(unit, by)
        rules.may_end(row.since, row.until, on, queries.in_hand(by, row, on)).require()
        change.save(unit, until=on)


MERGE = Action("units.merge", gettext_noop("合并单位"), Permission.EDIT_USER)


def merge(
    units: Sequence[Department], into: Department, *, on: date, why: str, by: Scope, now: datetime
) -> None:
    """From a day on these units are part of another: their people sit there with the same roles, what
    lies with them counts as lying with it, and on the days before everything stays as it was."""
    require_reason(why, _("请写明依据。"))
    with Change(MERGE, by=by, now=now, why=why.strip(), target=into) as change:
        into = _own(into, by)
        before = [_own(one, by) for one in units]
        is_among = into.pk in {one.pk for one in before}
        rules.may_merge([into.kind, *(one.kind for one in before)], is_among=is_among).require()
        rules.may_stop(into.since, into.until, on).require()
        for one in before:
            rules.may_stop(one.since, one.until, on - DAY).require()
            _become(change, one, into, on, rules.MERGED, why)
            _hand_over(change, one, into, on)
            for below in Department.objects.filter(parent=one, until=None):
                change.save(below, parent=None if below.pk == into.pk else into)


class Part(NamedTuple):
    """A unit that a split makes."""

    code: str
    name: str
    short_name: str = ""


SPLIT = Action("units.split", gettext_noop("分设单位"), Permission.EDIT_USER)


def split(
    unit: Department, parts: Sequence[Part], *, on: date, why: str, by: Scope, now: datetime
) -> list[Department]:
    """From a day on several units stand in place of one. People and what lies with it go to the first;
    what is then moved to another part by hand counts, on the days before, as the old unit's still."""
    require_reason(why, _("请写明依据。"))
    with Change(SPLIT, by=by, now=now, why=why.strip(), target=unit) as change:
        row = _own(unit, by)
        rules.may_split([part.name for part in parts]).require()
        rules.may_split([part.code for part in parts]).require()
        rules.may_stop(row.since, row.until, on - DAY).require()
        made = [_part(change, row, part, on) for part in parts]
        _become(change, row, made[0], on, rules.SPLIT, why)
        for other in made[1:]:
            _tell(change, row, other, on, rules.SPLIT, why)
        for one in made:
            _count_back(change, one, row, on)
        _hand_over(change, row, made[0], on)
        for below in Department.objects.filter(parent=row, until=None):
            change.save(below, parent=made[0])
    return made


def _part(change: Change, unit: Department, part: Part, on: date) -> Department:
    return change.add(
        Department(
            cluster_id=unit.cluster_id,
            kind=unit.kind,
            parent=unit.parent,
            since=on,
            **part._asdict(),
        )
    )


def _become(
    change: Change, unit: Department, into: Department, on: date, kind: str, why: str
) -> None:
    """The unit ends the day before; from this day on all that counted as its counts as the other's."""
    change.save(unit, until=on - DAY)
    _tell(change, unit, into, on, kind, why)
    for earlier in UnitAttribution.objects.filter(counts_as=unit, until=None):
        change.save(earlier, until=on - DAY)
        _count(change, earlier.unit, into, since=on)
    _count(change, unit, into, since=on)


def _tell(
    change: Change, before: Department, after: Department, on: date, kind: str, why: str
) -> None:
    change.add(
        UnitSuccession(
            cluster_id=before.cluster_id, before=before, after=after, on=on, kind=kind, why=why
        )
    )


def _count(
    change: Change,
    unit: Department,
    as_: Department,
    since: date | None = None,
    until: date | None = None,
) -> None:
    change.add(
        UnitAttribution(
            cluster_id=unit.cluster_id, unit=unit, counts_as=as_, since=since, until=until
        )
    )


def _count_back(change: Change, part: Department, unit: Department, on: date) -> None:
    """On the days before it began a part counts as what the old unit then counted as."""
    begins = None
    for earlier in UnitAttribution.objects.filter(unit=unit, until__lt=on - DAY).order_by("until"):
        _count(change, part, earlier.counts_as, earlier.since, earlier.until)
        begins = earlier.until + DAY
    _count(change, part, unit, begins, on - DAY)


def _hand_over(change: Change, unit: Department, into: Department, on: date) -> None:
    """Whoever sits in the unit on that day sits in the other from then on, with the same role."""
    held = Membership.objects.filter(department=unit, until=None) | Membership.objects.filter(
        department=unit, until__gte=on
    )
    for one in held.order_by("id"):
        last, begins = one.until, max(one.since, on)
        there = Membership.objects.filter(
            in_force(begins), user=one.user, department=into, role=one.role
        )
        if not there.exists():
            change.add(
                Membership(
                    cluster_id=one.cluster_id,
                    user=one.user,
                    department=into,
                    role=one.role,
                    since=begins,
                    until=last,
                )
            )
        if one.since < on:
            change.save(one, until=on - DAY)
        else:
            change.remove(one)


def _own(unit: Department, by: Scope) -> Department:
    """The unit as it stands, locked until the change ends."""
    rows = Department.objects.visible_to(by).select_for_update(of=("self",))
    found: Department | None = rows.filter(pk=unit.pk).exclude(kind="enterprise").first()
    if found is None:
        raise NotFound(_("没有找到这个单位。"))
    return found


def _stands_above(one: Department, other: Department | None) -> bool:
    """Is `one` the unit `other`, or above it?"""
    seen: set[int] = set()
    while other is not None and other.pk not in seen:
        if other.pk == one.pk:
            return True
        seen.add(other.pk)
        other = other.parent
    return False
