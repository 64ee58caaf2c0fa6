"""What is sealed cannot be cut off, rewritten, reordered or rolled back unnoticed."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection

from pandeng.access.scope import Scope
from pandeng.core import audit, seals
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AppendOnly, AuditEvent, AuditSeal
from pandeng.demo.facts import OFFICE_TIME

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)


@pytest.fixture
def sealed(office, tmp_path, monkeypatch):
    """The demo's audit log, sealed in batches of a hundred, anchored in a folder of its own."""
    monkeypatch.setenv("PANDENG_ANCHORS", str(tmp_path))
    monkeypatch.setattr(seals, "BATCH", 100)
    seals.seal(NOW)
    assert seals.verify().broken is None
    assert AuditSeal.objects.count() >= 3
    return tmp_path


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def broken():
    found = seals.verify().broken
    return found.message if found else ""


def ids():
    return list(AuditEvent.objects.order_by("id").values_list("id", flat=True))


def test_a_second_seal_finds_nothing_to_do(sealed):
    count = AuditSeal.objects.count()
    assert seals.seal(NOW) == 0
    assert AuditSeal.objects.count() == count


def test_the_tail_cut_off(sealed):
    last = ids()[-1]
    sql("DELETE FROM core_auditevent WHERE id = %s", last)
    assert f"第{last}号审计记录被删除" in broken()


def test_tail_and_seals_cut_off_together(sealed):
    newest = AuditSeal.objects.latest("number")
    first = newest.members[0][0]
    sql("DELETE FROM core_auditseal WHERE number = %s", newest.number)
    sql("DELETE FROM core_auditevent WHERE id >= %s", first)
    assert "截断或数据库被恢复为旧副本" in broken()


@pytest.mark.parametrize(
    ("column", "value"),
    [("action", "harmless"), ("target_id", 7), ("at", "2020-01-01 00:00:00+00:00")],
)
def test_a_rewritten_row(sealed, column, value):
    row = ids()[120]
    if connection.vendor == "sqlite" and column == "at":
        value = "2020-01-01 00:00:00"
    sql(f"UPDATE core_auditevent SET {column} = %s WHERE id = %s", value, row)
    assert f"第{row}号审计记录" in broken()


def test_rewritten_contents(sealed):
    row = ids()[5]
    sql("UPDATE core_auditevent SET personal = %s WHERE id = %s", json.dumps({"why": "x"}), row)
    assert f"第{row}号审计记录的内容被改写" in broken()


def test_a_row_forged_with_a_fresh_salt_still_fails(sealed):
    event = AuditEvent.objects.get(id=ids()[5])
    digest = audit.digest_of_personal("ab", {"why": "x"})
    sql(
        "UPDATE core_auditevent SET personal = %s, salt = 'ab', personal_digest = %s WHERE id = %s",
        json.dumps({"why": "x"}), digest, event.pk,
    )  # fmt: skip
    assert f"第{event.pk}号审计记录被改写" in broken()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL refuses such values itself")
@pytest.mark.parametrize(("column", "value"), [("uid", "nobody"), ("at", "yesterday"), ("at", 5)])
def test_a_row_that_cannot_be_read_is_named(sealed, column, value):
    row = ids()[120]
    sql(f"UPDATE core_auditevent SET {column} = %s WHERE id = %s", value, row)
    assert f"第{row}号审计记录无法识读" in broken()


def test_two_rows_swapped(sealed):
    one, two = ids()[10:12]
    sql("UPDATE core_auditevent SET id = -1 WHERE id = %s", one)
    sql("UPDATE core_auditevent SET id = %s WHERE id = %s", one, two)
    sql("UPDATE core_auditevent SET id = %s WHERE id = -1", two)
    assert f"第{one}号" in broken()


def test_a_row_removed_in_the_middle(sealed):
    row = ids()[57]
    sql("DELETE FROM core_auditevent WHERE id = %s", row)
    assert f"第{row}号审计记录被删除" in broken()


def test_a_row_inserted_among_sealed_ones(sealed):
    row = ids()[57]
    sql("UPDATE core_auditevent SET id = -1 WHERE id = %s", row)
    assert "第-1号审计记录是封存后插入的" in broken()


@pytest.mark.parametrize(
    ("column", "value"),
    [("digest", "0" * 64), ("at", "2020-01-01 00:00:00"), ("members", "[]"), ("members", "null")],
)
def test_a_seal_rewritten(sealed, column, value):
    sql(f"UPDATE core_auditseal SET {column} = %s WHERE number = 2", value)
    assert "第2号封存被改写" in broken()
    assert seals.verify().broken.seal_number == 2


def test_a_member_taken_out_of_a_seal_is_told_of_the_seal(sealed):
    members = AuditSeal.objects.get(number=2).members
    sql("UPDATE core_auditseal SET members = %s WHERE number = 2", json.dumps(members[1:]))
    assert "第2号封存被改写" in broken()


def test_seals_are_written_once(sealed):
    for write in (
        lambda: AuditSeal.objects.all().delete(),
        lambda: AuditSeal.objects.update(digest=""),
        lambda: AuditSeal.objects.first().save(),
        lambda: AuditSeal.objects.first().delete(),
    ):
        with pytest.raises(AppendOnly):
            write()


def test_the_anchor_file_edited_or_cut(sealed):
    path = sealed / "anchors.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(lines[0].replace('"number": 1', '"number": 9') + "".join(lines[1:]))
    assert "锚文件第1行" in broken()
    path.write_text(lines[0])
    assert "锚文件被截短" in broken()


@pytest.mark.parametrize("line", ["[]\n", "1\n", "{}\n", "第一行\n", '{"number": "1"}\n'])
def test_an_anchor_that_is_none_is_named(sealed, line):
    path = sealed / "anchors.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([lines[0], line, *lines[2:]]))
    assert "锚文件第2行" in broken()


def test_sealing_does_not_write_a_lost_anchor_file_anew(sealed):
    path = sealed / "anchors.jsonl"
    path.unlink()
    with pytest.raises(DomainError, match="锚文件"):
        seals.seal(NOW)
    assert "锚文件被截短" in broken()


def test_lost_anchors_are_written_again_only_for_a_reason_that_is_kept(sealed):
    path = sealed / "anchors.jsonl"
    whole = path.read_text()
    path.write_text(whole.splitlines(keepends=True)[0])
    with pytest.raises(DomainError, match="原因"):
        seals.anchor_again(NOW, actor_name="孙示例", why=" ")
    assert "锚文件被截短" in broken()

    assert seals.anchor_again(NOW, actor_name="孙示例", why="存储盘损坏") > 1
    assert path.read_text() == whole
    assert broken() == ""
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.why, event.actor_name) == (
        "audit.anchor_again", "存储盘损坏", "孙示例",
    )  # fmt: skip
    assert seals.anchor_again(NOW, actor_name="孙示例", why="再试") == 0
    assert seals.seal(NOW) == 1


def test_lost_anchors_are_not_written_after_a_file_that_does_not_fit(sealed):
    path = sealed / "anchors.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(lines[0].replace('"number": 1', '"number": 9'))
    with pytest.raises(DomainError, match="被改动"):
        seals.anchor_again(NOW, actor_name="孙示例", why="存储盘损坏")


def test_sealing_does_not_go_on_behind_the_anchors(sealed):
    newest = AuditSeal.objects.latest("number")
    sql("DELETE FROM core_auditseal WHERE number = %s", newest.number)
    with pytest.raises(DomainError, match="旧副本"):
        seals.seal(NOW)
    assert AuditSeal.objects.count() == newest.number - 1


def test_a_copy_of_the_anchors_finds_what_was_cut_off_on_both_sides(sealed):
    path, copy = sealed / "anchors.jsonl", sealed / "copy.jsonl"
    copy.write_text(path.read_text())
    newest = AuditSeal.objects.latest("number")
    sql("DELETE FROM core_auditseal WHERE number = %s", newest.number)
    sql("DELETE FROM core_auditevent WHERE id >= %s", newest.members[0][0])
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    assert broken() == "", "nothing on this machine remembers"
    assert "截断或数据库被恢复为旧副本" in seals.verify(copy).broken.message


def test_an_older_copy_of_the_anchors_still_fits(sealed):
    older = sealed / "older.jsonl"
    older.write_text((sealed / "anchors.jsonl").read_text().splitlines(keepends=True)[0])
    assert seals.verify(older).broken is None
    assert seals.verify(older).anchors == 1


def test_a_copy_that_is_not_there_is_refused(sealed):
    with pytest.raises(DomainError, match="没有找到"):
        seals.verify(sealed / "nowhere.jsonl")


def test_a_crash_between_database_and_anchor_heals(sealed):
    path = sealed / "anchors.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:-1]))
    assert broken() == ""
    seals.seal(NOW)
    assert path.read_text().splitlines(keepends=True) == lines


@pytest.mark.parametrize("kept", [1, 40, -1])
def test_a_half_written_anchor_heals(sealed, kept):
    path = sealed / "anchors.jsonl"
    whole = path.read_text()
    lines = whole.splitlines(keepends=True)
    path.write_text("".join(lines[:-1]) + lines[-1][:kept])
    assert broken() == ""
    seals.seal(NOW)
    assert path.read_text() == whole


def test_erasing_personal_data_keeps_the_chain_whole(sealed, office):
    event = AuditEvent.objects.get(id=ids()[3])
    audit.erase(event, by=office, now=NOW, why="本人申请")
    event.refresh_from_db()
    assert event.erased
    assert event.actor_name == "—"
    assert broken() == ""


def test_an_erasure_nobody_recorded_is_found(sealed):
    row = ids()[3]
    sql("UPDATE core_auditevent SET personal = NULL, salt = NULL WHERE id = %s", row)
    assert "而无删除记录" in broken()


def test_the_event_of_another_cluster_is_not_found(sealed, office):
    event = AuditEvent.objects.filter(cluster_id=office.cluster_id).first()
    with pytest.raises(NotFound):
        audit.erase(event, by=Scope.of_system(office.cluster_id + 1), now=NOW, why="本人申请")
    event.refresh_from_db()
    assert not event.erased


def test_an_erasure_needs_a_reason(sealed, office):
    with pytest.raises(DomainError, match="依据"):
        audit.erase(AuditEvent.objects.first(), by=office, now=NOW, why=" ")


def test_a_second_erasure_is_refused_and_writes_nothing(sealed, office):
    event = AuditEvent.objects.get(id=ids()[3])
    audit.erase(event, by=office, now=NOW, why="本人申请")
    count = AuditEvent.objects.count()
    with pytest.raises(DomainError, match="已经删除"):
        audit.erase(event, by=office, now=NOW, why="再次申请")
    assert AuditEvent.objects.count() == count


def test_an_event_outside_the_transaction_of_its_action_is_refused():
    def write_alone():
        return audit.write(
            uid=uuid.uuid4(), at=NOW, cluster_id=1, actor_id=1, actor_name="周示例",
            action="demands.close", target_kind="demands.Demand", target_id=1, why="", changes={},
        )  # fmt: skip

    with ThreadPoolExecutor() as threads, pytest.raises(RuntimeError, match="inside the trans"):
        threads.submit(write_alone).result()  # a thread has a connection of its own
