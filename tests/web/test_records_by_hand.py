"""The pages of records kept by hand: every kind by every verb, and what those who may not see."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pandeng.access import workable
from pandeng.domain.chains.models import Chain, Segment
from pandeng.domain.enterprises.models import ClubMember
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.register import Register

pytestmark = pytest.mark.django_db
BY_HAND = [one for one in REGISTERS.values() if one.works]
SignedIn = Callable[[str], Client]


@pytest.mark.parametrize("register", BY_HAND, ids=lambda one: one.path)
def test_every_form_of_every_kind_opens(register: Register, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    form = lead.get(reverse(f"{register.route}_enter"))
    assert form.status_code == 200
    assert set(register.work.fields) <= set(form.context["form"].fields)
    assert lead.get(reverse(f"{register.route}_withdrawn")).status_code == 200
    if (record := register.model.objects.order_by("id").first()) is None:
        return
    for verb in register.work.verbs:
        if verb not in (workable.ENTER, workable.RESTORE):
            address = reverse(f"{register.route}_{verb}", args=[record.pk])
            assert lead.get(address).status_code == 200, address
    version = workable.newest_version(record)
    assert lead.get(reverse(f"{register.route}_restore", args=[version])).status_code == 200


@pytest.mark.parametrize("register", BY_HAND, ids=lambda one: one.path)
def test_who_may_not_is_offered_no_form_and_refused(
    register: Register, signed_in: SignedIn
) -> None:
    leader = signed_in("leader")
    address = reverse(f"{register.route}_enter")
    assert address not in leader.get(register.url).content.decode()
    count = register.model.objects.count()
    assert leader.post(address, {}).status_code == 422
    assert register.model.objects.count() == count


def values_of_segment(chain: Chain) -> dict[str, Any]:
    return {
        "chain": chain.pk, "code": "SEG-NEW", "name": "减速器", "stage": "上游", "products": "RV减速器",
    }  # fmt: skip


def test_a_record_goes_all_its_ways_by_pages(signed_in: SignedIn) -> None:
    lead, chain = signed_in("lead"), Chain.objects.order_by("id")[0]
    listed = lead.get(reverse("chains_segments")).content.decode()
    assert reverse("chains_segments_enter") in listed
    lead.post(reverse("chains_segments_enter"), values_of_segment(chain))
    made = Segment.objects.get(code="SEG-NEW")

    correct = reverse("chains_segments_correct", args=[made.pk])
    form = lead.get(correct).context["form"]
    assert "code" not in form.fields
    sent = {name: form[name].value() or "" for name in form.fields}
    answer = lead.post(correct, {**sent, "name": "精密减速器", "why": "与名录一致"}, follow=True)
    assert "精密减速器" in answer.content.decode()
    assert "恢复到这一版" in answer.content.decode()

    first = made.history.order_by("history_id")[0].history_id
    lead.post(reverse("chains_segments_restore", args=[first]), {"why": "原名正确"})
    made.refresh_from_db()
    assert made.name == "减速器"

    gone = lead.post(
        reverse("chains_segments_withdraw", args=[made.pk]), {"why": "重复"}, follow=True
    )
    assert "减速器" in gone.content.decode()
    last = workable.withdrawn(REGISTERS["chains/segments"].work, _scope(gone))[0]
    lead.post(reverse("chains_segments_restore", args=[last.history_id]), {"why": "不重复"})
    assert Segment.objects.get(pk=made.pk).code == "SEG-NEW"


def _scope(answer: Any) -> Any:
    return answer.wsgi_request.scope


def test_a_refused_form_keeps_what_was_typed(signed_in: SignedIn) -> None:
    lead, chain = signed_in("lead"), Chain.objects.order_by("id")[0]
    taken = Segment.objects.filter(chain=chain)[0].code
    sent = {**values_of_segment(chain), "code": taken}
    answer = lead.post(reverse("chains_segments_enter"), sent)
    assert answer.status_code == 422
    assert "RV减速器" in answer.content.decode()


def test_an_amount_is_asked_with_its_unit_and_not_in_yuan(signed_in: SignedIn) -> None:
    shown = signed_in("lead").get("/enterprises/tiers/new/").content.decode()
    assert "营业收入下限" in shown
    assert "（元）" not in shown
    assert "写明单位" in shown


def test_a_change_asks_for_its_reason_beside_the_evidence(signed_in: SignedIn) -> None:
    member = ClubMember.objects.filter(until=None).order_by("id")[0]
    form = signed_in("lead").get(f"/enterprises/club/{member.pk}/move/").context["form"]
    labels = [str(one.label) for one in form]
    assert {"依据", "变更原因"} <= set(labels)
    assert len(labels) == len(set(labels))


def test_a_new_record_begins_with_what_the_page_before_knew(signed_in: SignedIn) -> None:
    lead, chain = signed_in("lead"), Chain.objects.order_by("id")[0]
    page = lead.get(reverse("chains_leaders_enter"), {"chain": chain.pk})
    assert f'value="{chain.pk}" selected' in page.content.decode()
