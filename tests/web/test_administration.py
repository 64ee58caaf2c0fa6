"""Administration: people, packs and the audit log, by those who may."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from pandeng.access.actions import add_membership
from pandeng.access.models import Cluster, Department, Membership, RoleRequest, User
from pandeng.access.scope import Scope
from pandeng.core import seals
from pandeng.core.models import AuditEvent
from pandeng.domain.packs import reader
from pandeng.domain.packs.models import LoadedPack

SignedIn = Callable[[str], Client]
PAGES = (
    ("/administration/users/", {"admin", "auditor"}),
    ("/administration/users/new/", {"admin"}),
    ("/administration/packs/", {"admin", "auditor", "lead", "staff"}),
    ("/administration/audit/", {"admin", "auditor", "lead"}),
)
EVERYONE = ("leader", "lead", "staff", "handler", "county", "officer", "bank", "enterprise")


@pytest.mark.parametrize(("path", "allowed"), PAGES)
def test_each_page_opens_for_its_roles_alone(
    signed_in: SignedIn, path: str, allowed: set[str]
) -> None:
    for username in (*EVERYONE, "auditor", "admin"):
        client = signed_in(username)
        answer = client.get(path)
        assert answer.status_code == (200 if username in allowed else 403), username
        menu = client.get("/account/").content.decode() + client.get("/ledgers/").content.decode()
        if path != "/administration/users/new/":
            assert (f'href="{path}"' in menu) == (username in allowed), f"menu of {username}"


def new_person(office: Department, **change: object) -> dict[str, object]:
    good = {
        "username": "zhaolei",
        "display_name": "赵磊",
        "role": "county_reporter",
        "department": office.pk,
        "since": "2022-06-01",
    }
    return {**good, **change}


@pytest.fixture
def rencheng(jining: Cluster) -> Department:
    return Department.objects.get(cluster=jining, code="370811")


def link_in(page: str) -> str:
    return "/" + page.split('id="link" value="http://testserver/')[1].split('"')[0]


def test_an_invited_person_sets_a_password_and_signs_in(
    signed_in: SignedIn, rencheng: Department
) -> None:
    answer = signed_in("admin").post("/administration/users/new/", new_person(rencheng))
    made = User.objects.get(username="zhaolei")
    link = link_in(answer.content.decode())
    assert "本集群只有一名管理员" in answer.content.decode()
    assert made.memberships.get().department == rencheng
    event = AuditEvent.objects.filter(action="access.invite_person").latest("id")
    assert event.actor_name == "钱示例"
    person = Client()
    assert "赵磊" in person.get(link).content.decode()
    new = {"new": "Weishan-Lake-2022", "again": "Weishan-Lake-2022"}
    assert person.post(link, {**new, "again": "other"}).status_code == 422
    assert person.post(link, new).headers["Location"] == "/sign-in/"
    person.post("/sign-in/", {"username": "zhaolei", "password": "Weishan-Lake-2022"})
    assert person.get("/account/").status_code == 200
    used = Client()
    assert "已经用过" in used.get(link).content.decode()
    again = used.post(link, {"new": "Nanyang-Lake-2022", "again": "Nanyang-Lake-2022"})
    assert again.status_code == 422
    made.refresh_from_db()
    assert made.check_password("Weishan-Lake-2022")


def test_a_late_link_says_so_and_a_wrong_one_is_no_page(
    signed_in: SignedIn, rencheng: Department
) -> None:
    answer = signed_in("admin").post("/administration/users/new/", new_person(rencheng))
    link = link_in(answer.content.decode())
    statement = "UPDATE access_invitation SET expires_at = '2022-01-01 00:00:00+00:00'"
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert "已经过期" in Client().get(link).content.decode()
    assert Client().get(link[:-2] + "/").status_code == 404


def test_a_role_waits_for_the_second_administrator(
    signed_in: SignedIn, rencheng: Department, office: Scope
) -> None:
    second = User.objects.get(username="auditor")
    unit = second.memberships.get().department
    since = date(2022, 1, 1)
    add_membership(
        second, role="administrator", department=unit, since=since, by=office, now=timezone.now()
    )
    admin, other = signed_in("admin"), signed_in("auditor")
    page = admin.post("/administration/users/new/", new_person(rencheng)).content.decode()
    assert "待另一名管理员审批" in page
    made = User.objects.get(username="zhaolei")
    request = RoleRequest.objects.get(user=made)
    path = f"/administration/roles/{request.pk}/"
    assert "待另一名管理员审批" in admin.get("/administration/roles/").content.decode()
    assert "任职审批（1）" in admin.get("/administration/users/").content.decode()
    refused = admin.post(path, {"verb": "approve"})
    assert refused.status_code == 422
    assert "申请人不能自己批准" in refused.content.decode()
    assert not made.memberships.exists()
    assert 'value="approve"' in other.get("/administration/roles/").content.decode()
    assert other.post(path, {"verb": "approve"}).status_code == 302
    assert made.memberships.get().role == "county_reporter"
    assert "已批准" in admin.get(f"/administration/users/{made.pk}/").content.decode()


def test_an_account_is_switched_off_at_once_and_on_again(signed_in: SignedIn) -> None:
    admin, county = signed_in("admin"), User.objects.get(username="county")
    reporter, at = signed_in("county"), f"/administration/users/{county.pk}/"
    assert reporter.get("/account/").status_code == 200
    assert admin.post(f"{at}off/", {"why": ""}).status_code == 422
    assert admin.post(f"{at}off/", {"why": "调离"}).status_code == 302
    assert reporter.get("/account/").headers["Location"].startswith("/sign-in/")
    assert "已停用" in admin.get(at).content.decode()
    admin.post(f"{at}on/")
    assert reporter.get("/account/").headers["Location"].startswith("/sign-in/"), "ended for good"
    assert signed_in("county").get("/account/").status_code == 200


def test_signed_in_sessions_are_ended(signed_in: SignedIn) -> None:
    county, reporter = User.objects.get(username="county"), signed_in("county")
    assert reporter.get("/account/").status_code == 200
    signed_in("admin").post(f"/administration/users/{county.pk}/sessions/")
    assert reporter.get("/account/").headers["Location"].startswith("/sign-in/")


def test_nobody_ends_their_own_role(signed_in: SignedIn) -> None:
    own = Membership.objects.get(user__username="admin")
    answer = signed_in("admin").post(
        f"/administration/memberships/{own.pk}/end/", {"until": "2022-05-31"}
    )
    assert answer.status_code == 422
    assert "由其他管理员办理" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "admin"}, "已存在"),
        ({"username": "赵 磊"}, "用户名只能用字母"),
        ({"role": "emperor"}, "emperor"),
        ({"since": "昨天"}, "日期"),
        ({"department": 999999}, "选择"),
    ],
)
def test_a_bad_new_person_is_refused_at_the_form(
    signed_in: SignedIn, rencheng: Department, change: dict[str, object], sentence: str
) -> None:
    before = User.objects.count()
    answer = signed_in("admin").post("/administration/users/new/", new_person(rencheng, **change))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert User.objects.count() == before


def test_a_unit_of_another_cluster_cannot_be_chosen(signed_in: SignedIn) -> None:
    foreign = Department.objects.get(memberships__user__username="other")
    answer = signed_in("admin").post("/administration/users/new/", new_person(foreign))
    assert answer.status_code == 422
    assert not User.objects.filter(username="zhaolei").exists()


def test_an_ended_membership_closes_the_door(signed_in: SignedIn) -> None:
    county = User.objects.get(username="county")
    membership = county.memberships.get()
    reporter = signed_in("county")
    assert reporter.get("/account/").status_code == 200
    signed_in("admin").post(
        f"/administration/memberships/{membership.pk}/end/", {"until": "2022-05-31"}
    )
    assert reporter.get("/account/").status_code == 403


def test_a_membership_does_not_end_before_it_begins(signed_in: SignedIn) -> None:
    membership = Membership.objects.get(user__username="county")
    answer = signed_in("admin").post(
        f"/administration/memberships/{membership.pk}/end/", {"until": "1999-01-01"}
    )
    assert answer.status_code == 422
    assert "止期不能早于起期" in answer.content.decode()


def test_a_second_role_is_added(signed_in: SignedIn, rencheng: Department) -> None:
    staff = User.objects.get(username="staff")
    form = {"role": "county_reporter", "department": rencheng.pk, "since": "2022-06-01"}
    signed_in("admin").post(f"/administration/users/{staff.pk}/memberships/", form)
    assert set(staff.memberships.values_list("role", flat=True)) == {
        "office_staff",
        "county_reporter",
    }


def test_a_password_is_reset_but_not_across_clusters(signed_in: SignedIn) -> None:
    staff = User.objects.get(username="staff")
    path, new = f"/administration/users/{staff.pk}/password/", {"password": "Weishan-Lake-2022"}
    assert signed_in("admin").post(path, new).status_code == 302
    staff.refresh_from_db()
    assert staff.check_password("Weishan-Lake-2022")
    elsewhere = Department.objects.get(memberships__user__username="other")
    add_membership(
        staff,
        role="office_staff",
        department=elsewhere,
        since=date(2022, 6, 1),
        by=Scope.of_system(elsewhere.cluster_id),
        now=timezone.now(),
    )
    answer = signed_in("admin").post(path, {"password": "Nanyang-Lake-2022"})
    assert answer.status_code == 422
    assert "只能由本人修改" in answer.content.decode()


def test_a_second_factor_can_be_demanded(signed_in: SignedIn) -> None:
    county = User.objects.get(username="county")
    signed_in("admin").post(f"/administration/users/{county.pk}/second-factor/", {"wanted": "on"})
    asked = signed_in("county").get("/account/")
    assert asked.headers["Location"].startswith("/account/second-factor/")


def test_nobody_else_writes(signed_in: SignedIn, rencheng: Department) -> None:
    before = AuditEvent.objects.count()
    staff = User.objects.get(username="staff")
    for username in (*EVERYONE, "auditor"):
        client = signed_in(username)
        answers = (
            client.post("/administration/users/new/", new_person(rencheng)),
            client.post(f"/administration/users/{staff.pk}/password/", {"password": "x"}),
            client.post(f"/administration/users/{staff.pk}/second-factor/", {"wanted": "on"}),
            client.post(f"/administration/users/{staff.pk}/memberships/", {}),
            client.post(f"/administration/users/{staff.pk}/invite/"),
            client.post(f"/administration/users/{staff.pk}/off/", {"why": "x"}),
            client.post(f"/administration/users/{staff.pk}/on/"),
            client.post(f"/administration/users/{staff.pk}/sessions/"),
            client.post("/administration/roles/1/", {"verb": "approve"}),
        )
        assert {answer.status_code for answer in answers} == {403}, username
    assert AuditEvent.objects.count() == before


def test_people_are_found_by_name_and_role(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    assert "county" in admin.get("/administration/users/", {"q": "张示"}).content.decode()
    by_role = admin.get("/administration/users/", {"role": "auditor"}).content.decode()
    assert "孙示例" in by_role
    assert "张示例" not in by_role
    nobody = admin.get("/administration/users/", {"q": "查无此人"}).content.decode()
    assert "没有符合条件的用户" in nobody
    assert "吴示例" not in admin.get("/administration/users/").content.decode()


# -- packs ------------------------------------------------------------------------------------


def zipped(folder: Path, *, inside: str = "", **replaced: str) -> SimpleUploadedFile:
    """The pack of a folder as one .zip, some files replaced by other text."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path in folder.glob("*.yaml"):
            text = replaced.get(path.stem, path.read_text(encoding="utf-8"))
            archive.writestr(inside + path.name, text)
    return SimpleUploadedFile("pack.zip", file.getvalue(), "application/zip")


JINING = reader.SHIPPED / "jining-high-end-equipment"
HEAD = (JINING / "pack.yaml").read_text(encoding="utf-8")


def test_a_pack_shows_its_items_and_marks_proposals(signed_in: SignedIn) -> None:
    loaded = LoadedPack.objects.filter(cluster__is_demo=True).latest("loaded_at")
    shown = signed_in("lead").get(f"/administration/packs/{loaded.pk}/").content.decode()
    assert "工程机械" in shown
    assert "建议值" in shown


def test_an_uploaded_pack_is_loaded(signed_in: SignedIn, jining: Cluster) -> None:
    head = HEAD.replace("2022.5", "2022.6")
    file = zipped(JINING, inside="jining/", pack=head)
    answer = signed_in("lead").post("/administration/packs/upload/", {"file": file, "why": "增补"})
    loaded = LoadedPack.objects.filter(cluster=jining).latest("id")
    assert answer.headers["Location"] == f"/administration/packs/{loaded.pk}/"
    assert loaded.version == "2022.6"
    assert AuditEvent.objects.filter(action="packs.load").latest("id").why == "增补"


def test_the_pack_in_force_is_not_loaded_twice(signed_in: SignedIn) -> None:
    answer = signed_in("admin").post(
        "/administration/packs/load/", {"name": "jining-high-end-equipment"}
    )
    assert answer.status_code == 422
    assert "无须重复载入" in answer.content.decode()


def test_a_wrong_field_is_shown_with_file_and_line(signed_in: SignedIn, jining: Cluster) -> None:
    before = LoadedPack.objects.filter(cluster=jining).count()
    file = zipped(JINING, pack=HEAD + "colour: red\n")
    answer = signed_in("admin").post("/administration/packs/upload/", {"file": file})
    assert answer.status_code == 422
    line = len(HEAD.splitlines()) + 1
    assert f"pack.yaml:{line}" in answer.content.decode()
    assert LoadedPack.objects.filter(cluster=jining).count() == before


def _linked() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("pack.yaml", HEAD)
        link = zipfile.ZipInfo("targets.yaml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pack.yaml", HEAD)
        archive.writestr("targets.yaml", b" " * (30 * 2**20))
    return file.getvalue()


def _two_heads() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a/pack.yaml", HEAD)
        archive.writestr("b/pack.yaml", HEAD)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空"),
        (b"not a zip", "这不是能打开的 .zip 文件"),
        (_linked(), "不能有链接"),
        (_bomb(), "2兆字节"),
        (_two_heads(), "有且只有一个 pack.yaml"),
    ],
)
def test_a_bad_archive_is_refused_in_one_sentence(
    signed_in: SignedIn, content: bytes, sentence: str
) -> None:
    file = SimpleUploadedFile("pack.zip", content, "application/zip")
    answer = signed_in("admin").post("/administration/packs/upload/", {"file": file})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


# -- audit ------------------------------------------------------------------------------------


def test_the_log_says_who_did_what_in_words(signed_in: SignedIn, rencheng: Department) -> None:
    signed_in("admin").post("/administration/users/new/", new_person(rencheng))
    event = AuditEvent.objects.filter(action="access.invite_person").latest("id")
    auditor = signed_in("auditor")
    listed = auditor.get("/administration/audit/").content.decode()
    assert "邀请用户" in listed
    assert "钱示例" in listed
    shown = auditor.get(f"/administration/audit/{event.pk}/").content.decode()
    assert "赵磊" in shown
    assert "县市区填报员" in shown
    assert "任城区" in shown
    assert "2022-06-01" in shown


def test_an_event_with_lists_and_tables_in_it_opens(signed_in: SignedIn) -> None:
    event = AuditEvent.objects.filter(action="packs.load").latest("id")
    shown = signed_in("auditor").get(f"/administration/audit/{event.pk}/")
    assert shown.status_code == 200


def test_what_a_reader_may_not_see_is_named_once_on_one_line(signed_in: SignedIn) -> None:
    event = AuditEvent.objects.filter(action="projects.judge_month").latest("id")
    address = f"/administration/audit/{event.pk}/"
    answer = signed_in("admin").get(address)
    shown = answer.content.decode()
    assert shown.count("不在您的查看范围内") == 1
    assert answer.context["changed"] == []
    assert len(answer.context["closed"]) > 1
    assert all(title in shown for title in answer.context["closed"])
    assert "不在您的查看范围内" not in signed_in("auditor").get(address).content.decode()


def test_the_log_is_narrowed(signed_in: SignedIn) -> None:
    auditor = signed_in("auditor")
    loaded = auditor.get("/administration/audit/", {"action": "packs.load"}).content.decode()
    assert "载入政策包" in loaded
    none = auditor.get("/administration/audit/", {"since": "2100-01-01"}).content.decode()
    assert "没有符合条件的记录" in none
    nonsense = auditor.get("/administration/audit/", {"since": "昨天", "actor": "x", "page": "-3"})
    assert nonsense.status_code == 200


def test_another_clusters_rows_are_not_there(signed_in: SignedIn) -> None:
    foreign = AuditEvent.objects.exclude(
        cluster_id=Cluster.objects.get(code="jining-high-end-equipment").pk
    ).filter(cluster_id__isnull=False)[0]
    auditor = signed_in("auditor")
    assert auditor.get(f"/administration/audit/{foreign.pk}/").status_code == 404


def test_an_administrator_erases_what_an_event_says_of_people(
    signed_in: SignedIn, rencheng: Department
) -> None:
    admin = signed_in("admin")
    admin.post("/administration/users/new/", new_person(rencheng))
    event = AuditEvent.objects.filter(action="access.invite_person").latest("id")
    address = f"/administration/audit/{event.pk}/"
    erase = {"why": "2022年7月1日申请（济工信访〔2022〕8号）", "confirmed": "on"}
    assert f"{address}erase/" in admin.get(address).content.decode()
    asked = admin.get(f"{address}erase/").content.decode()
    assert "不能恢复" in asked
    assert "校验链仍然有效" in asked
    for incomplete in ({"confirmed": "on"}, {"why": erase["why"]}):
        assert admin.post(f"{address}erase/", incomplete).status_code == 422
    assert admin.post(f"{address}erase/", erase).status_code == 302

    shown = admin.get(address).content.decode()
    assert "赵磊" not in shown
    assert "已依法删除" in shown
    assert f"{address}erase/" not in shown
    last = AuditEvent.objects.latest("id")
    assert (last.action, last.target_id, last.why) == ("audit.erase", event.pk, erase["why"])
    assert seals.verify().broken is None
    again = admin.post(f"{address}erase/", erase)
    assert again.status_code == 422
    assert "已经删除" in again.content.decode()

    by_hand = AuditEvent.objects.get(pk=last.pk)
    with connection.cursor() as cursor:
        statement = "UPDATE core_auditevent SET personal = NULL, salt = NULL WHERE id = %s"
        cursor.execute(statement, [by_hand.pk])
    found = seals.verify().broken
    assert found is not None
    assert f"第{by_hand.pk}号审计记录的个人信息被抹去而无删除记录" in found.message


def test_nobody_but_an_administrator_erases(signed_in: SignedIn) -> None:
    event = AuditEvent.objects.filter(action="packs.load").latest("id")
    address = f"/administration/audit/{event.pk}/"
    for username in (*EVERYONE, "auditor"):
        answer = signed_in(username).post(f"{address}erase/", {"why": "申请", "confirmed": "on"})
        assert answer.status_code == 403, username
    assert "可由系统管理员办理" in signed_in("auditor").get(address).content.decode()
    foreign = AuditEvent.objects.filter(cluster_id__isnull=False).exclude(
        cluster_id=event.cluster_id
    )[0]
    answer = signed_in("admin").post(
        f"/administration/audit/{foreign.pk}/erase/", {"why": "申请", "confirmed": "on"}
    )
    assert answer.status_code == 404
    assert not AuditEvent.objects.filter(salt__isnull=True).exists()


def test_lists_ask_the_database_a_fixed_number_of_times(
    signed_in: SignedIn, rencheng: Department, django_assert_max_num_queries: object
) -> None:
    admin = signed_in("admin")
    admin.get("/administration/users/")
    for number in range(12):
        form = new_person(rencheng, username=f"person{number}")
        assert link_in(admin.post("/administration/users/new/", form).content.decode())
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        admin.get("/administration/users/")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        admin.get("/administration/audit/")
