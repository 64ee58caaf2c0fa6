"""The page of a project and of a node, as each role sees it; forms that come back with the sentence."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.demo.facts import OFFICE_TIME
from pandeng.demo.nodes import DONE_LATE
from pandeng.domain.demands.models import Demand
from pandeng.domain.projects.chart import SYMBOLS
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.node_queries import Node, nodes_of
from pandeng.domain.projects.nodes.actions import need
from pandeng.domain.projects.nodes.models import Guarantee, NodeBlock

SignIn = Callable[[str], Client]
# Who may plan (edit_project), and who may report a node of their own unit.
PLANNERS = ("lead", "staff", "county")
READERS = ("leader", "auditor")


def blocked_node() -> Milestone:
    block = NodeBlock.objects.filter(
        until__isnull=True, milestone__project__county__code="370811"
    ).first()
    assert block
    return block.milestone


@pytest.mark.parametrize("who", [*PLANNERS, *READERS, "handler"])
def test_the_page_shows_nodes_guarantees_and_demands(
    who: str, signed_in: SignIn, office: Scope
) -> None:
    node = blocked_node()
    answer = signed_in(who).get(f"/projects/{node.project_id}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    nodes = nodes_of(office, [node.project_id])[node.project_id]
    for one in nodes:
        assert f'id="node-{one.id}"' in page
    why = "受诉求" if who in PLANNERS else "由其他单位负责" if who == "handler" else "没有这项权限"
    assert why in page, "the disabled button says why"
    assert page.count("要素保障") >= 1
    assert ("增补节点" in page) is True
    assert (f'href="/projects/{node.project_id}/nodes/"' in page) is (who in PLANNERS)


def test_every_state_of_a_node_has_its_symbol_of_the_wall_chart(
    signed_in: SignIn, office: Scope
) -> None:
    """Blocked and late are not told apart by colour, done and done early neither: by shape."""
    client, shown = signed_in("staff"), {}
    for project, nodes in nodes_of(office, None, date(2022, 7, 1)).items():
        for node in nodes:
            shown.setdefault(node.state, (project, node))
    assert {"late", "blocked", "done"} <= set(shown)
    for state, (project, node) in shown.items():
        symbol = f'<svg class="sym s-{state}" viewBox="0 0 16 16" aria-hidden="true"><use href="#s-'
        symbol += f'{SYMBOLS[state].shape}"/></svg><span>{SYMBOLS[state].word}</span>'
        page = one_line(client.get(f"/projects/{project}/"))
        assert symbol in page.split(f'id="node-{node.id}"')[1].split("</tr>")[0]
        assert symbol in one_line(client.get(f"/projects/milestones/{node.id}/"))
        assert f'id="s-{SYMBOLS[state].shape}"' in page, "drawn on the page itself"


def one_line(answer: Any) -> str:
    """A page without the white space between its elements."""
    return re.sub(r">\s+<", "><", answer.content.decode())


@pytest.mark.parametrize("who", ["bank", "other"])
def test_a_project_out_of_scope_is_not_there(who: str, signed_in: SignIn) -> None:
    node = blocked_node()
    client = signed_in(who)
    for address in (f"/projects/{node.project_id}/", f"/projects/milestones/{node.pk}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/projects/milestones/{node.pk}/move/", {}).status_code == 404


def test_the_node_done_late_is_yellow_with_its_late_days(signed_in: SignIn) -> None:
    node = Milestone.objects.get(actual_on=DONE_LATE, code="structure", evidence__gt="")
    page = signed_in("staff").get(f"/projects/milestones/{node.pk}/").content.decode()
    state = page[page.index('id="state"') : page.index("</span>", page.index("逾期完成"))]
    assert "light-yellow" in state
    assert "light-green" not in state
    assert f"至{DONE_LATE}逾期" in page


def test_the_queries_of_the_page_do_not_grow_with_its_nodes(
    signed_in: SignIn, office: Scope
) -> None:
    client, counts = signed_in("staff"), {}
    of = nodes_of(office)
    many = next(iter(of))
    few = next(p for p in Project.objects.order_by("-id").values_list("id", flat=True) if p in of)
    spare = Milestone.objects.filter(project_id=few).values_list("id", flat=True)
    for name, project in (("many", many), ("few", few)):
        client.get(f"/projects/{project}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/projects/{project}/")
        counts[name] = len(asked)
    assert len(spare) == len(of[few])
    assert counts["many"] <= 48
    assert abs(counts["many"] - counts["few"]) <= 8, "lists without rows are not fetched"


def test_a_node_page_takes_a_fixed_number_of_queries(signed_in: SignIn) -> None:
    client = signed_in("staff")
    node = blocked_node()
    client.get(f"/projects/milestones/{node.pk}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/projects/milestones/{node.pk}/")
    assert len(asked) <= 40


def test_a_refused_date_comes_back_with_its_sentence(signed_in: SignIn, office: Scope) -> None:
    node = _open_node(office)
    client = signed_in("staff")
    answer = client.post(
        f"/projects/milestones/{node.id}/reach/",
        {"actual_on": "2031-01-01", "evidence": "许可证"},
    )
    assert answer.status_code == 422
    assert "还没有到" in answer.content.decode()
    answer = client.post(
        f"/projects/milestones/{node.id}/reach/", {"actual_on": "昨天", "evidence": "证"}
    )
    assert answer.status_code == 422
    assert Milestone.objects.get(pk=node.id).actual_on is None


def test_a_loop_comes_back_with_its_names(signed_in: SignIn, office: Scope) -> None:
    client = signed_in("staff")
    rows = next(rows for rows in nodes_of(office).values() if any(n.waits_for for n in rows))
    last = next(node for node in rows if node.waits_for)
    first = Milestone.objects.get(pk=last.waits_for[0].node_id)
    answer = client.post(
        f"/projects/milestones/{first.pk}/edit/",
        {"department": first.department_id, "waits_for": [last.id]},
    )
    assert answer.status_code == 422
    assert "形成循环" in answer.content.decode()


def test_who_may_not_is_told_and_nothing_changes(signed_in: SignIn, office: Scope) -> None:
    node = _open_node(office)
    answer = signed_in("leader").post(
        f"/projects/milestones/{node.id}/move/", {"planned_on": "2022-12-01", "why": "试试"}
    )
    assert answer.status_code == 422
    assert "没有这项权限" in answer.content.decode()
    assert Milestone.objects.get(pk=node.id).planned_on == node.planned_on


def test_a_project_is_planned_from_a_template_of_the_pack(signed_in: SignIn) -> None:
    client = signed_in("staff")
    project = Project.objects.filter(milestones__isnull=True).first()
    assert project
    empty = client.get(f"/projects/{project.pk}/").content.decode()
    assert "还没有节点计划" in empty
    at = f"/projects/{project.pk}/plan/?template=upgrade&first=2022-07-10"
    page = client.get(at).content.decode()
    assert "技改备案" in page
    assert "建议值" in page
    told = dict(re.findall(r'name="(on_\w+)" value="([\d-]+)"', page))
    assert len(told) == 8
    wrong = client.post(at, {**told, "on_start": "2022-07-11"})
    assert wrong.status_code == 422
    assert "须在“环评能评”之后" in wrong.content.decode()
    assert client.post(at, told).status_code == 302
    assert Milestone.objects.filter(project=project).count() == 8
    land = Guarantee.objects.filter(project=project, kind="energy").first()
    assert land
    assert land.department
    assert client.get(f"/projects/{project.pk}/plan/?template=none").status_code == 400


def test_a_problem_is_one_tap_from_its_node(signed_in: SignIn, office: Scope) -> None:
    node = _open_node(office)
    client = signed_in("staff")
    at = f"/demands/new/?node={node.id}"
    page = client.get(at).content.decode()
    told = dict(re.findall(r'name="(enterprise|title|key|node|channel)"[^>]*value="([^"]*)"', page))
    told |= {"key": re.findall(r'name="key" value="(\w+)"', page)[0]}
    told |= dict(re.findall(r'name="(node)" value="(\d+)"', page))
    title = f"“{node.name}”节点受阻"
    assert title in page
    assert told["node"] == str(node.id)
    matter = Demand.objects.filter(matter__code="permits").values_list("matter_id", flat=True)[0]
    enterprise = Project.objects.get(pk=node.project_id).enterprise
    assert enterprise
    sent = {
        "enterprise": enterprise.name, "matter": matter, "channel": "visit", "title": title,
        "key": told["key"], "node": told["node"],
    }  # fmt: skip
    assert client.post(at, sent).status_code == 302
    demand = Demand.objects.get(title=title)
    shown = client.get(f"/projects/{node.project_id}/").content.decode()
    assert demand.number in shown
    assert "影响的项目节点" in client.get(f"/demands/{demand.pk}/").content.decode()
    assert client.get("/demands/new/?node=99999999").status_code == 404


def test_a_guarantee_is_given_by_its_unit(signed_in: SignIn, office: Scope) -> None:
    one = need(
        Milestone.objects.get(pk=_open_node(office).id),
        kind="land",
        department=Department.objects.get(cluster_id=office.cluster_id, code="land"),
        by=office,
        now=datetime(2022, 6, 29, 9, tzinfo=OFFICE_TIME),
    )
    client = signed_in("handler")
    assert client.get(f"/projects/guarantees/{one.pk}/give/").status_code == 200
    answer = client.post(f"/projects/guarantees/{one.pk}/give/", {"given_on": "2022-06-30"})
    assert answer.status_code == 302
    other = Guarantee.objects.filter(department__code="approval", given_on__isnull=True).filter(
        project__in=Guarantee.objects.filter(department__code="land").values("project_id")
    )[0]
    refused = client.post(f"/projects/guarantees/{other.pk}/give/", {"given_on": "2022-06-30"})
    assert refused.status_code == 422
    assert "其他单位负责" in refused.content.decode()


def test_as_known_earlier_the_plain_record_is_shown(signed_in: SignIn) -> None:
    node = blocked_node()
    page = signed_in("staff").get(f"/projects/{node.project_id}/?known_at=2022-03-01").content
    assert "按2022-03-01" in page.decode()


def test_as_of_a_day_the_nodes_are_those_of_the_day(signed_in: SignIn) -> None:
    node = blocked_node()
    client = signed_in("staff")
    page = client.get(f"/projects/{node.project_id}/?as_of=2022-05-31").content.decode()
    assert "截至2022-05-31的情况" in page
    assert "受阻 1" not in page
    assert client.get(f"/projects/{node.project_id}/?as_of=2030-01-01").status_code == 400


def _open_node(office: Scope) -> Node:
    """A node that nothing holds: not done, not blocked, all before it done, of an enterprise's project."""
    built = set(Project.objects.exclude(enterprise=None).values_list("id", flat=True))
    return next(
        node
        for project, rows in nodes_of(office).items()
        for node in rows
        if project in built
        and not node.is_done
        and not node.blocked_by
        and all(one.reached for one in node.waits_for)
    )
