"""An office is opened whole or not at all: cluster, pack, first administrator, one event."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pandeng.access.models import Cluster, Department, Membership, User
from pandeng.access.queries import clusters_of
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from pandeng.domain.offices import queries
from pandeng.domain.offices.actions import (
    Opened,
    Opening,
    close_office,
    issue_key,
    open_office,
    reopen_office,
)
from pandeng.domain.offices.queries import AlreadyOpen, WrongKey
from pandeng.domain.offices.rules import may_set_clock
from pandeng.domain.packs import reader
from pandeng.domain.packs.models import LoadedPack
from pandeng.domain.strategy.models import Target
from pandeng.domain.teams.queries import scope_for
from pandeng.jobs.check_deadlines import check_deadlines
from tests.conftest import YUNXI

SERVER = Scope.of_system(None)


def opening(**change: object) -> Opening:
    plain = Opening("yunxi-bearings", "云溪市轴承产业集群", reader.read(YUNXI), "qinlan", "秦岚")
    return replace(plain, **change)  # type: ignore[arg-type]


def counts() -> tuple[int, ...]:
    kinds = (Cluster, User, Membership, Department, LoadedPack, Target, AuditEvent)
    return tuple(kind._base_manager.count() for kind in kinds)


def test_an_office_begins_with_its_pack_and_one_administrator(yunxi: Opened) -> None:
    cluster, office = yunxi.cluster, Scope.of_system(yunxi.cluster.pk)
    assert cluster.city_code == "990100", "as the counties of the pack say"
    assert not cluster.is_demo
    assert LoadedPack.objects.get(cluster=cluster).version == "2026.1"
    assert {county.short_name for county in Department.objects.visible_to(office)} >= {
        "东浔区",
        "石渡县",
        "白沙湾新区",
    }
    held = Membership.objects.get(cluster=cluster)
    assert (held.user, held.role, str(held.department)) == (
        yunxi.administrator,
        "administrator",
        "轴承专班",
    )
    assert Target.objects.filter(cluster=cluster).count() == 2


def test_the_opening_is_one_event_in_the_log_of_the_office(yunxi: Opened) -> None:
    event = AuditEvent.objects.get(cluster_id=yunxi.cluster.pk)
    assert event.action == "offices.open"
    assert (event.target_kind, event.target_id) == ("access.Cluster", yunxi.cluster.pk)
    assert yunxi.password not in str(event.personal)


def test_the_one_time_password_is_read_without_doubt_and_known_to_nobody(yunxi: Opened) -> None:
    assert len(yunxi.password) == 19
    assert not set(yunxi.password) & set("01ilo")
    assert yunxi.administrator.check_password(yunxi.password)
    assert yunxi.administrator.password_is_temporary
    second = open_office(
        opening(code="yunxi-two", username="second"), by=SERVER, now=timezone.now()
    )
    assert second.password != yunxi.password


def test_without_a_unit_of_its_own_the_office_gets_one(db: None) -> None:
    opened = open_office(opening(pack=reader.find("base")), by=SERVER, now=timezone.now())
    unit = Department.objects.get(cluster=opened.cluster)
    assert (unit.kind, unit.name) == ("cluster_office", "云溪市轴承产业集群专班")
    assert opened.cluster.city_code == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "jining-high-end-equipment"}, "已由“济宁市高端装备产业集群”使用"),
        ({"code": "Yunxi"}, "以小写字母开头"),
        ({"code": "yunxi bearings"}, "以小写字母开头"),
        ({"code": "a" * 61}, "最多60个字符"),
        ({"code": ""}, "代码“”不合要求"),
        ({"name": " "}, "集群名称应有2至60个字"),
        ({"name": "云溪\n轴承"}, "控制字符"),
        ({"name": "云" * 61}, "集群名称应有2至60个字"),
        ({"username": "秦 岚"}, "用户名“秦 岚”不合要求"),
        ({"username": "ADMIN"}, "用户名“ADMIN”已有人使用"),
        ({"display_name": "秦\t岚"}, "管理员姓名"),
    ],
)
def test_bad_input_gets_one_sentence_and_leaves_nothing(
    db: None, change: dict[str, object], sentence: str
) -> None:
    before = counts()
    with pytest.raises(DomainError, match=sentence):
        open_office(opening(**change), by=SERVER, now=timezone.now())
    assert counts() == before


def test_a_pack_that_is_refused_late_leaves_nothing(db: None) -> None:
    pack = reader.read(YUNXI)
    wrong = pack.targets[0].model_copy(update={"indicator": "happiness"})
    before = counts()
    with pytest.raises(DomainError, match="指标“happiness”不存在"):
        open_office(
            opening(pack=pack.model_copy(update={"targets": (wrong,)})),
            by=SERVER,
            now=timezone.now(),
        )
    assert counts() == before


@pytest.mark.parametrize("username", ["admin", "lead", "other"])
def test_nobody_opens_or_closes_an_office_from_inside(scope_of, username: str) -> None:  # type: ignore[no-untyped-def]
    by, now = scope_of(username), timezone.now()
    for act in (
        lambda: open_office(opening(), by=by, now=now),
        lambda: close_office(Cluster.objects.first(), why="x", by=by, now=now),
        lambda: reopen_office(Cluster.objects.first(), by=by, now=now),
        lambda: issue_key(by=by, now=now),
    ):
        with pytest.raises(DomainError, match="在服务器上用命令"):
            act()
    assert not queries.is_any_open(by), "an office knows no other"


def test_a_closed_office_is_entered_by_nobody_and_keeps_its_records(yunxi: Opened) -> None:
    now, who = timezone.now(), yunxi.administrator
    today = timezone.localdate(now)
    close_office(yunxi.cluster, why="专班撤销", by=SERVER, now=now)
    assert not clusters_of(who, on=today)
    assert scope_for(who, on=today).cluster_id is None
    assert Target.objects.filter(cluster=yunxi.cluster).count() == 2
    with pytest.raises(DomainError, match="已经关闭"):
        close_office(yunxi.cluster, why="再关", by=SERVER, now=now)
    with pytest.raises(DomainError, match="已由“云溪市轴承产业集群”使用"):
        open_office(opening(username="second"), by=SERVER, now=now)
    reopen_office(yunxi.cluster, by=SERVER, now=now)
    assert list(clusters_of(who, on=today)) == [yunxi.cluster]
    with pytest.raises(DomainError, match="没有关闭"):
        reopen_office(yunxi.cluster, by=SERVER, now=now)


def test_closing_asks_for_a_reason(yunxi: Opened) -> None:
    with pytest.raises(DomainError, match="须写明原因"):
        close_office(yunxi.cluster, why=" ", by=SERVER, now=timezone.now())


def test_no_deadline_of_a_closed_office_is_watched(jining: Cluster) -> None:
    now = timezone.now() + timedelta(days=60)
    for cluster in Cluster.objects.all():
        close_office(cluster, why="年度结束", by=SERVER, now=now)
    assert check_deadlines(now) == 0


def test_the_list_names_every_office(yunxi: Opened) -> None:
    close_office(Cluster.objects.get(code="demo-other"), why="x", by=SERVER, now=timezone.now())
    lines = {line.code: line for line in queries.offices(SERVER)}
    assert list(lines) == ["jining-high-end-equipment", "demo-other", "yunxi-bearings"]
    assert lines["yunxi-bearings"].administrators == ["qinlan"]
    assert lines["yunxi-bearings"].pack == "yunxi-bearings 2026.1"
    assert lines["demo-other"].closed_at
    assert lines["jining-high-end-equipment"].is_demo
    assert lines["jining-high-end-equipment"].opened_at.date() == date(2021, 1, 5)
    with pytest.raises(NotFound, match="现有：jining-high-end-equipment、demo-other、yunxi"):
        queries.by_code(SERVER, "yunxi")


@pytest.fixture
def nothing_open(jining: Cluster) -> None:
    for cluster in Cluster.objects.all():
        close_office(cluster, why="x", by=SERVER, now=timezone.now())


def test_a_key_opens_one_office_once(nothing_open: None) -> None:
    now = timezone.now()
    old, key = issue_key(by=SERVER, now=now), issue_key(by=SERVER, now=now)
    for wrong in (old, "", key[:-1]):
        with pytest.raises(WrongKey, match="开设口令不对"):
            open_office(opening(), key=wrong, by=SERVER, now=now)
    with pytest.raises(DomainError, match="以小写字母开头"):
        open_office(opening(code="1"), key=key, by=SERVER, now=now)
    open_office(opening(), key=f" {key} ", by=SERVER, now=now)
    before = counts()
    with pytest.raises(AlreadyOpen, match="已经用过"):
        open_office(opening(code="second", username="second"), key=key, by=SERVER, now=now)
    assert counts() == before


def test_a_key_opens_nothing_beside_an_office(nothing_open: None) -> None:
    now = timezone.now()
    key = issue_key(by=SERVER, now=now)
    open_office(opening(), by=SERVER, now=now)
    with pytest.raises(AlreadyOpen):
        open_office(opening(code="second", username="second"), key=key, by=SERVER, now=now)


def test_a_demo_alone_may_be_tried_on_another_day() -> None:
    day, today = date(2027, 1, 4), date(2026, 12, 20)
    assert may_set_clock(day, today, is_trial=False, in_earnest=[])
    assert not may_set_clock(day, today, is_trial=False, in_earnest=["云溪市轴承产业集群"])
    assert may_set_clock(day, today, is_trial=True, in_earnest=["云溪市轴承产业集群"])
    assert not may_set_clock(today, today, is_trial=True, in_earnest=[])
    assert "2026-12-20" in may_set_clock(today, today, is_trial=True, in_earnest=[]).message


def test_a_trial_says_so_on_every_page(signed_in: Callable[[str], Client], settings: Any) -> None:
    lead = signed_in("lead")
    assert "试用时钟" not in lead.get("/demands/").content.decode()
    settings.TRIAL_DAYS = 22
    for address in ("/demands/", "/account/", "/figures/"):
        shown = lead.get(address).content.decode()
        assert "试用时钟 2022-" in shown, address
    lead.post("/language/", {"language": "en", "next": "/account/"})
    assert "Trial clock 2022-" in lead.get("/account/").content.decode()
