"""What the enterprise reads of its own demand, and when it and its officer are told."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pandeng.access.models import Cluster
from pandeng.domain.demands import actions
from pandeng.domain.demands.models import Demand, DemandPart, DemandStep, Extension
from pandeng.domain.demands.queries import process_and_buttons
from pandeng.domain.enterprises.models import Enterprise, EnterpriseContact
from pandeng.domain.notices.models import Notice
from pandeng.domain.outcomes.models import Outcome
from tests.domain.demands.people import ANSWER, Cast

pytestmark = pytest.mark.django_db


def quarrelled_over(cast: Cast) -> Demand:
    """Objection, ruling, assistance, an extension: all with words that are not for the enterprise."""
    land = cast.unit("land")
    demand = cast.demand(title="施工许可办理缓慢")
    cast.take(demand, "accept", cast.staff, note="内部：先压一压")
    cast.take(demand, "assign", cast.staff, department=land, assisting=[cast.unit("power")])
    cast.take(demand, "object", cast.handler, reason="not_ours", note="内部：应由供电办")
    cast.take(demand, "rule_on_objection", cast.staff, department=land, note="内部：不得推诿")
    cast.take(demand, "sign", cast.handler)
    cast.take(demand, "handle", cast.handler, note="内部：企业材料有问题")
    cast.take(demand, "report_part", cast.handler_of("power"), note="内部：与我无关")
    cast.take(demand, "extend", cast.handler, note="内部：人手不够", new_due_on=date(2022, 7, 22))
    cast.take(demand, "grant", cast.staff)
    return cast.take(demand, "answer", cast.handler, **ANSWER)


def test_the_enterprise_reads_what_is_addressed_to_it(
    jining: Cluster, client: Client, signed_in
) -> None:
    cast = Cast(jining)
    demand = quarrelled_over(cast)
    lines = [line["step"] for line in process_and_buttons(cast.enterprise, demand)[0]]
    assert lines == ["receive", "answer"]
    assert len(process_and_buttons(cast.staff, demand)[0]) > 8
    for kind in (DemandPart, Extension):
        assert not kind.objects.visible_to(cast.enterprise).filter(demand=demand).exists()
        assert kind.objects.visible_to(cast.handler).filter(demand=demand).exists()
    steps = DemandStep.objects.visible_to(cast.enterprise).filter(demand=demand)
    assert set(steps.values_list("step", flat=True)) == {"receive", "answer"}
    page = signed_in("enterprise").get(f"/demands/{demand.pk}/").content.decode()
    assert "内部" not in page
    assert ANSWER["note"] in page
    assert "待企业确认" in page
    assert str(cast.unit("land")) in page
    known = f"/demands/{demand.pk}/?known_at=2022-07-04T23:00:00"
    assert "内部" not in signed_in("enterprise").get(known).content.decode()
    assert "内部：不得推诿" in signed_in("staff").get(f"/demands/{demand.pk}/").content.decode()


def test_who_handles_calls_the_enterprise_and_reports_what_came_of_it(
    jining: Cluster, signed_in
) -> None:
    """The unit does not read the enterprise's page, and no link leads there; it has the phone number."""
    cast = Cast(jining)
    demand = cast.to_handling(assisting=[cast.unit("power")])
    phone = EnterpriseContact.objects.filter(enterprise=demand.enterprise, until=None)[0].phone
    browser = signed_in("handler")
    page = browser.get(f"/demands/{demand.pk}/").content.decode()
    assert phone in page
    assert f'/enterprises/{demand.enterprise_id}/"' not in page
    assert phone not in signed_in("auditor").get(f"/demands/{demand.pk}/").content.decode()
    address = f"/enterprises/{demand.enterprise_id}/outcome/?demand={demand.pk}"
    assert address in page
    assert browser.get(address).status_code == 200
    assert browser.get(address.split("?")[0]).status_code == 404
    told = {"kind": "hire", "written": "12人", "happened_on": "2022-07-01", "evidence": "备案",
            "demand": demand.pk}  # fmt: skip
    told["happened_on"] = str(date(2022, 6, 30))
    assert browser.post(address, told).status_code == 302
    outcome = Outcome.objects.get(demand=demand)
    assert browser.get(outcome.get_absolute_url()).status_code == 200


def test_the_enterprise_and_its_officer_are_told_at_each_outward_step(jining: Cluster) -> None:
    cast = Cast(jining)
    last = Notice.objects.order_by("-id").values_list("id", flat=True).first() or 0
    demand = quarrelled_over(cast)
    news = Notice.objects.filter(id__gt=last, path=demand.get_absolute_url())
    told = news.filter(user=cast.enterprise.user_id).order_by("id").values_list("line", flat=True)
    assert list(told) == [
        "您的一件诉求已受理",
        "您的一件诉求已由承办单位签收办理",
        "您的一件诉求的答复期限已延长",
        "您的一件诉求已有答复，等待您确认",
    ]
    served = actions.receive(
        Enterprise.objects.get(pk=min(cast.officer.enterprises)),
        matter=demand.matter, title="用工缺口", text="", channel="phone", by=cast.staff, now=cast.now,
    )  # fmt: skip
    cast.take(served, "accept", cast.staff)
    news = Notice.objects.filter(user=cast.officer.user_id, path=served.get_absolute_url())
    assert [one.line for one in news] == ["您的一件诉求已受理"]


def test_a_refused_intake_says_that_its_file_did_not_come_along(signed_in) -> None:
    told = {"enterprise": "", "title": "", "file": SimpleUploadedFile("现场照片.pdf", b"%PDF-1.4")}
    page = signed_in("enterprise").post("/demands/new/", told)
    assert "请重新选择文件：现场照片.pdf" in page.content.decode()
