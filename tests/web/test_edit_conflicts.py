"""Two people at one correction form: what only one changed is kept, what both changed is shown with both values."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from pandeng.access.models import Cluster, Department
from pandeng.domain.enterprises.models import Enterprise, EnterpriseContact
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.projects.models import Milestone, Project, ProjectListing

pytestmark = pytest.mark.django_db
FORMS = Path(__file__).resolve().parents[2] / "pandeng" / "web" / "forms"
SignIn = Callable[[str], Client]


def filled(client: Client, address: str, verb: str = "") -> dict[str, Any]:
    """What a browser would send of the form as it stands on the page."""
    context = client.get(address).context
    form = context["form"]
    if verb:
        form = next(one["form"] for one in context["verbs"] if one["of"].code == verb)
    found: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False):
            found[bound.name] = bound.field.prepare_value(value) if value is not True else "on"
    return found


def of(model: Any, **where: Any) -> Any:
    return model.objects.filter(**where).order_by("pk").first()


def cases() -> list[tuple[str, str, Callable[[], Any], tuple[str, Any, Any], tuple[str, Any]]]:
    """Who, address, the record; a field with two new values; another field with one."""
    return [
        ("staff", "/enterprises/{0.pk}/correct/", lambda: of(Enterprise, merged_into=None),
         ("industry_code", "3511", "3512"), ("registered_region", "370812")),
        ("staff", "/projects/{0.pk}/edit/", lambda: of(Project, enterprise__isnull=False),
         ("planned_total_yuan", "1.5亿元", "1.7亿元"), ("short_name", "新简称")),
        ("lead", "/outcomes/{0.pk}/correct/", lambda: of(Outcome, status="confirmed", kind="loan"),
         ("counterparty", "齐鲁银行", "济宁银行"), ("evidence", "借款合同2号")),
        ("admin", "/administration/units/{0.pk}/correct/", lambda: of(Department, kind="department", until=None),
         ("name", "甲局", "乙局"), ("short_name", "丙")),
    ]  # fmt: skip


@pytest.mark.parametrize("place", range(4))
def test_only_what_a_person_changed_is_written(
    place: int, jining: Cluster, signed_in: SignIn
) -> None:
    username, path, find, (field, mine, theirs), (other, value) = cases()[place]
    record, client = find(), signed_in(username)
    address = path.format(record)
    first, second = filled(client, address), filled(client, address)
    assert client.post(address, {**first, field: mine, "why": "更正"}).status_code == 302
    record.refresh_from_db()
    changed = getattr(record, field)
    assert client.post(address, {**second, other: value, "why": "更正"}).status_code == 302
    record.refresh_from_db()
    assert getattr(record, field) == changed, "what the first person changed stays"
    assert str(getattr(record, other)) == value
    refused = client.post(address, {**second, field: theirs, "why": "更正"})
    assert refused.status_code == 422, "both changed it"
    page = refused.content.decode()
    assert "已有人把它改为" in page
    assert theirs in page, "what was typed stands there still"
    record.refresh_from_db()
    assert getattr(record, field) == changed
    again = {**filled_of(refused), field: theirs, "why": "更正"}
    assert client.post(address, again).status_code == 302, "having seen it, one may decide"
    record.refresh_from_db()
    assert getattr(record, field) != changed


def filled_of(answer: Any) -> dict[str, Any]:
    return {b.name: b.value() for b in answer.context["form"] if b.value() not in (None, "", False)}


def test_a_node_is_edited_by_two(jining: Cluster, signed_in: SignIn) -> None:
    node = of(Milestone, actual_on=None, is_key=True)
    client, address = signed_in("staff"), f"/projects/milestones/{node.pk}/"
    first, second = filled(client, address, "edit"), filled(client, address, "edit")
    client.post(f"{address}edit/", {**first, "responsible": "王敏"})
    client.post(f"{address}edit/", {**second, "place": "科技大道18号"})
    node.refresh_from_db()
    assert (node.responsible, node.place, node.is_key) == ("王敏", "科技大道18号", True)


def test_a_contact_is_corrected_by_two(jining: Cluster, signed_in: SignIn) -> None:
    contact = of(EnterpriseContact, until=None)
    client = signed_in("lead")
    address = f"/enterprises/{contact.enterprise_id}/contacts/{contact.pk}/correct/"
    first, second = filled(client, address), filled(client, address)
    client.post(address, {**first, "post": "总经理", "why": "更正"})
    client.post(address, {**second, "name": "李新", "why": "更正"})
    contact.refresh_from_db()
    assert (contact.post, contact.name) == ("总经理", "李新")


def test_a_plan_of_the_year_is_shown_to_who_comes_second(
    jining: Cluster, signed_in: SignIn
) -> None:
    listing = of(ProjectListing, year=2022, until=None)
    client = signed_in("staff")
    address = f"/projects/{listing.project_id}/listings/{listing.pk}/plan/"
    first, second = filled(client, address), filled(client, address)
    client.post(address, {**first, "annual_plan_yuan": "3000万元", "why": "调剂"})
    assert (
        client.post(address, {**second, "annual_plan_yuan": "2000万元", "why": "x"}).status_code
        == 422
    )


# What corrects a single value that it does not show beforehand.
SHOWS_NOTHING = {"CorrectReport", "CorrectDay"}


def test_every_correction_form_meets_others() -> None:
    """A walk over all forms: what corrects a record says what it showed."""
    blind = set()
    for path in FORMS.glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and node.name.startswith(
                ("Correct", "Edit", "Change")
            ):
                bases = {ast.unparse(base) for base in node.bases}
                if "EditForm" not in bases and node.name not in {"EditForm", *SHOWS_NOTHING}:
                    blind.add(node.name)
    assert blind == set()
