"""A contact is corrected in place, and a person's name and number are erased wherever they stand."""

import json
from datetime import date, datetime

import pytest
from django.db import connection

from pandeng.core import seals
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import as_of_system_time, version_model
from pandeng.core.models import AuditEvent
from pandeng.core.personal import ERASED
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises import merging
from pandeng.domain.enterprises.actions.merging import merge
from pandeng.domain.enterprises.actions.particulars import (
    add_contact,
    correct_contact,
    end_contact,
    erase_person,
)
from pandeng.domain.enterprises.models import Enterprise, EnterpriseContact
from pandeng.domain.enterprises.queries import contacts

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
SINCE = date(2022, 6, 1)
NAME, PHONE, WRONG = "郑示例", "13812341234", "13812341243"


@pytest.fixture
def enterprise(jining):
    rows = Enterprise.objects.filter(
        cluster=jining, climbing_since=date(2021, 3, 1), climbing_until=None, merged_into=None
    )
    return rows.filter(is_example=True).order_by("id")[40]


def added(enterprise, by, name=NAME, phone=PHONE, **more):
    return add_contact(enterprise, name=name, phone=phone, since=SINCE, by=by, now=NOW, **more)


def corrected(contact, by, why="登记时录错", **told):
    given = {"since": contact.since, "post": contact.post, "is_main": contact.is_main}
    correct_contact(contact, why=why, by=by, now=NOW, **(given | told))


def places(*words):
    """Every column of every table in which one of these words stands, as it is or as JSON writes it."""
    said = {*words, *(json.dumps(word)[1:-1] for word in words)}
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            for column in connection.introspection.get_table_description(cursor, table):
                for word in said:
                    cursor.execute(
                        f'SELECT COUNT(*) FROM "{table}" WHERE CAST("{column.name}" AS TEXT) LIKE %s',
                        [f"%{word}%"],
                    )
                    if cursor.fetchone()[0]:
                        found.append(f"{table}.{column.name}")
    return found


# -- correcting ---------------------------------------------------------------------------------


def test_a_correction_keeps_what_stood_there_and_the_reason(enterprise, office):
    contact = added(enterprise, office, phone=WRONG)
    corrected(contact, office, phone=PHONE, post="厂长")
    contact.refresh_from_db()
    assert (contact.name, contact.phone, contact.post) == (NAME, PHONE, "厂长")
    versions = version_model(EnterpriseContact).objects.filter(id=contact.pk)
    assert set(versions.values_list("phone", flat=True)) == {WRONG, PHONE}
    assert AuditEvent.objects.latest("id").why == "登记时录错"


def test_a_corrected_main_contact_takes_the_place_of_the_former(enterprise, office):
    contact = added(enterprise, office)
    corrected(contact, office, is_main=True)
    main = [one.pk for one in contacts(office, enterprise) if one.is_main]
    assert main == [contact.pk]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"phone": "1381234"}, "不像电话号码"),
        ({"why": " "}, "更正原因"),
        ({"since": date(2022, 7, 2)}, "还没有到"),
        ({"name": "孙示例"}, "已经登记过"),
    ],
)
def test_a_wrong_correction_is_refused(enterprise, office, told, sentence):
    added(enterprise, office, name="孙示例")
    contact = added(enterprise, office)
    with pytest.raises(DomainError, match=sentence):
        corrected(contact, office, **told)
    contact.refresh_from_db()
    assert (contact.name, contact.phone, contact.since) == (NAME, PHONE, SINCE)


def test_an_ended_contact_is_corrected_but_does_not_become_the_main_one(enterprise, office):
    contact = added(enterprise, office)
    end_contact(contact, until=date(2022, 6, 20), by=office, now=NOW)
    with pytest.raises(DomainError, match="晚于停用日期"):
        corrected(contact, office, since=date(2022, 6, 21))
    corrected(contact, office, name="郑改例", is_main=True)
    contact.refresh_from_db()
    assert (contact.name, contact.is_main) == ("郑改例", False)


def test_who_reads_numbers_masked_corrects_the_rest(enterprise, scope_of, office, signed_in):
    county = scope_of("county")
    seen = Enterprise.objects.visible_to(county).exclude(pk__in=county.enterprises).first()
    contact = added(seen, office)
    address = f"/enterprises/{seen.pk}/contacts/{contact.pk}/correct/"
    shown = signed_in("county").get(address).content.decode()
    assert PHONE not in shown
    assert NAME not in shown
    assert PHONE in signed_in("staff").get(address).content.decode()
    told = {"name": "", "phone": "", "post": "厂长", "since": "2022-06-01", "why": "职务录错"}
    assert signed_in("county").post(address, told).status_code == 302
    contact.refresh_from_db()
    assert (contact.name, contact.phone, contact.post) == (NAME, PHONE, "厂长")
    assert signed_in("handler").post(address, told).status_code in {403, 404}


# -- erasing ------------------------------------------------------------------------------------


@pytest.fixture
def sealed(tmp_path, monkeypatch):
    monkeypatch.setenv("PANDENG_ANCHORS", str(tmp_path))


def test_a_person_is_erased_wherever_name_and_number_stand(enterprise, office, sealed):
    twin = Enterprise.objects.filter(cluster=enterprise.cluster, merged_into=None).exclude(
        pk=enterprise.pk
    )[0]
    contact = added(enterprise, office, phone=WRONG, is_main=True)
    corrected(contact, office, phone=PHONE)
    elsewhere = added(twin, office)
    end_contact(elsewhere, until=date(2022, 6, 20), by=office, now=NOW)
    other = added(enterprise, office, name="孙示例", phone="13912341234")
    assert len(places(NAME, PHONE, WRONG)) >= 6
    seals.seal(NOW)

    assert erase_person(contact, why="2022年7月1日本人申请", by=office, now=NOW) == 2

    assert places(NAME, PHONE, WRONG) == []
    for one in (contact, elsewhere):
        one.refresh_from_db()
        assert (one.name, one.phone) == (ERASED, ERASED)
        assert (one.until is not None, one.is_main) == (True, False)
    assert as_of_system_time(EnterpriseContact, NOW).get(id=contact.pk).phone == ERASED
    other.refresh_from_db()
    assert other.phone == "13912341234"
    erasure = AuditEvent.objects.latest("id")
    assert (erasure.action, erasure.target_id) == ("enterprises.erase_person", contact.pk)
    erased = AuditEvent.objects.filter(salt__isnull=True)
    assert {event.action for event in erased} == {
        "enterprises.add_contact", "enterprises.correct_contact",
    }  # fmt: skip
    assert AuditEvent.objects.filter(action="audit.erase").count() == erased.count() == 3
    assert seals.verify().broken is None
    seals.seal(NOW)
    assert seals.verify().broken is None

    with connection.cursor() as cursor:
        statement = "UPDATE core_auditevent SET personal = NULL, salt = NULL WHERE id = %s"
        cursor.execute(statement, [erasure.pk])
    assert f"第{erasure.pk}号" in seals.verify().broken.message


def test_an_entry_that_a_merge_removed_is_erased_too(enterprise, office):
    loser = Enterprise.objects.filter(
        cluster=enterprise.cluster, merged_into=None, is_example=True
    ).exclude(pk=enterprise.pk)[0]
    contact, _twin = added(enterprise, office), added(loser, office)
    kept = {clash.key: "ours" for clash in merging.plan(enterprise, loser).to_decide}
    merge(loser, enterprise, why="重复登记", decisions=kept, by=office, now=NOW)
    assert erase_person(contact, why="本人申请", by=office, now=NOW) == 2
    assert places(NAME, PHONE) == []


def test_somebody_whose_entry_was_corrected_to_another_persons_is_left_alone(enterprise, office):
    twin = Enterprise.objects.filter(merged_into=None).exclude(pk=enterprise.pk)[0]
    theirs, mistaken = added(twin, office), added(enterprise, office)
    corrected(mistaken, office, name="孙示例", phone="13912341234")
    assert erase_person(mistaken, why="本人申请", by=office, now=NOW) == 1
    theirs.refresh_from_db()
    assert (theirs.name, theirs.phone, theirs.until) == (NAME, PHONE, None)


def test_what_a_page_read_before_an_erasure_does_not_come_back(enterprise, office):
    contact = added(enterprise, office)
    read_before = EnterpriseContact.objects.get(pk=contact.pk)
    erase_person(contact, why="本人申请", by=office, now=NOW)
    with pytest.raises(DomainError, match="不能更正"):
        corrected(read_before, office, post="副总经理")
    assert places(NAME, PHONE) == []


def test_a_correction_of_the_post_keeps_a_number_corrected_meanwhile(enterprise, office):
    contact = added(enterprise, office, phone=WRONG)
    read_before = EnterpriseContact.objects.get(pk=contact.pk)
    corrected(contact, office, phone=PHONE)
    corrected(read_before, office, post="副总经理")
    contact.refresh_from_db()
    assert (contact.phone, contact.post) == (PHONE, "副总经理")


def test_two_erased_people_of_one_day_stand_beside_each_other(enterprise, office):
    for name in (NAME, "孙示例"):
        erase_person(added(enterprise, office, name=name), why="申请", by=office, now=NOW)
    assert EnterpriseContact.objects.filter(enterprise=enterprise, phone=ERASED).count() == 2


def test_an_erasure_is_refused_without_reason_twice_and_to_others(enterprise, office, scope_of):
    contact = added(enterprise, office)
    for username in ("lead", "staff", "auditor", "county"):
        with pytest.raises(DomainError, match="可由系统管理员办理"):
            erase_person(contact, why="申请", by=scope_of(username), now=NOW)
    with pytest.raises(DomainError, match="须写明依据"):
        erase_person(contact, why=" ", by=office, now=NOW)
    foreign = type(office).of_system(office.cluster_id + 1)
    with pytest.raises(NotFound):
        erase_person(contact, why="申请", by=foreign, now=NOW)
    erase_person(contact, why="申请", by=office, now=NOW)
    with pytest.raises(DomainError, match="已经删除"):
        erase_person(contact, why="申请", by=office, now=NOW)
    with pytest.raises(DomainError, match="不能更正"):
        corrected(contact, office, name="郑改例")


def test_an_administrator_erases_by_name_and_number(enterprise, office, signed_in):
    contact, admin = added(enterprise, office), signed_in("admin")
    record = f"/enterprises/contacts/{contact.pk}/"
    erase = "/administration/erasure/"
    assert "不能恢复" in admin.get(erase).content.decode()
    request = {"name": contact.name, "phone": contact.phone, "why": "本人申请"}
    assert admin.post(erase, request).status_code == 422, "not confirmed"
    request["confirmed"] = "on"
    other = admin.post(erase, {**request, "phone": "13800000000"})
    assert other.status_code == 422
    assert "没有姓名和电话都与此相符的联系人" in other.content.decode()
    refused = signed_in("staff").post(erase, request)
    assert "可由系统管理员办理" in refused.content.decode()
    assert PHONE[-4:] in signed_in("auditor").get(record).content.decode(), "still there"
    assert admin.post(erase, request).status_code == 302
    for username in ("staff", "auditor"):
        for address in (record, f"/enterprises/{enterprise.pk}/register/"):
            shown = signed_in(username).get(address).content.decode()
            assert PHONE[-4:] not in shown
            assert ERASED in shown
            assert f"tel:{ERASED}" not in shown
