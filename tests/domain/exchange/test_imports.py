"""Workbooks as people send them: shown line by line, written as one change, sent twice, taken back."""

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.access.workable import workables
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent
from pandeng.core.search import found
from pandeng.domain.chains.actions import PLACEMENT, SEGMENT
from pandeng.domain.chains.models import Chain, Placement, Segment
from pandeng.domain.enterprises import rules
from pandeng.domain.enterprises.actions.club import MEMBER, TIER
from pandeng.domain.enterprises.models import ClubMember, Enterprise
from pandeng.domain.exchange.imports.actions import commit, take_back
from pandeng.domain.exchange.imports.cells import CellReader
from pandeng.domain.exchange.imports.kinds import ENTERPRISES, ByHand
from pandeng.domain.exchange.imports.records import (
    SentFile,
    preview,
    with_marks,
)
from pandeng.domain.exchange.imports.tables import read_sheets
from pandeng.domain.exchange.imports.template import template
from pandeng.domain.platforms.actions import PLATFORM
from pandeng.domain.projects.models import Project

pytestmark = pytest.mark.django_db
COLUMNS = {1: "chain", 2: "code", 3: "name", 4: "stage"}
OF_SEGMENT = ByHand(SEGMENT)
NOW = timezone.make_aware(datetime(2022, 6, 1, 9, 0))


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


def workbook(rows: list[list[Any]], before: str = "") -> bytes:
    """A workbook with these rows on its second sheet, the first a hidden one."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy/m/d"})
    book.add_worksheet("说明").hide()
    sheet = book.add_worksheet("台账")
    sheet.activate()
    sheet.set_first_sheet()
    if before:
        sheet.write(0, 0, before)
    for line, row in enumerate(rows, start=3):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(line, place, datetime.combine(cell, datetime.min.time()), day)
            elif cell is not None:
                sheet.write(line, place, cell)
    book.close()
    return out.getvalue()


def dirty(chain: Chain) -> bytes:
    """A title above, brackets in the head, full-width letters and blanks, a total at the end."""
    rows = [
        ["序号", "所属产业链", "代码", "名称（全称）", "阶段"],
        [1, chain.name, "ZZ01", "　精密锻件 ", "中试"],
        [2, chain.name, "ＺＺ０２", "热处理", "量产"],
        [3, "没有的产业链", "ZZ03", "检测", "量产"],
        ["合计", None, None, None, 3],
    ]
    return workbook(rows, before="产业链环节清单")


def states(work: Any, sent: SentFile, by: Scope) -> list[str]:
    return [line.state for line in preview(work, sent, by=by, now=NOW).lines]


def test_a_list_as_people_keep_it_is_read_and_what_is_wrong_is_told(lead: Scope) -> None:
    chain = Chain.objects.visible_to(lead).order_by("id")[0]
    sent = SentFile("环节.xlsx", dirty(chain), columns=COLUMNS)
    shown = preview(OF_SEGMENT, sent, by=lead, now=NOW)
    assert shown.table.sheet.name == "台账", "a hidden sheet is not meant"
    assert [line.state for line in shown.lines] == ["new", "new", "wrong"], "no line of the total"
    assert [line.number for line in shown.lines] == [5, 6, 7]
    assert [line.values["name"] for line in shown.lines] == ["精密锻件", "热处理", "检测"]
    assert shown.lines[1].values["code"] == "ZZ02"
    assert shown.lines[2].said == [("所属产业链", "没有找到“没有的产业链”。")]
    before = Segment.objects.count()
    with pytest.raises(DomainError, match="1行有误"):
        commit(OF_SEGMENT, sent, why="清单", by=lead, now=NOW)
    assert Segment.objects.count() == before


def test_the_rest_is_written_once_with_its_source_and_taken_back(lead: Scope) -> None:
    chain = Chain.objects.visible_to(lead).order_by("id")[0]
    sent = SentFile("环节.xlsx", dirty(chain), columns=COLUMNS, skips_wrong=True)
    counts, uid = commit(OF_SEGMENT, sent, why="清单", by=lead, now=NOW)
    assert (counts["new"], counts["wrong"]) == (2, 1)
    made = Segment.objects.get(code="ZZ01", chain=chain)
    event = AuditEvent.objects.get(uid=uid)
    facts = event.changes[f"chains.Segment:{made.pk}"]
    assert (facts["source"], facts["digest"]) == ("环节.xlsx 台账 5", sent.digest)
    with pytest.raises(DomainError, match="相同"):
        commit(OF_SEGMENT, sent, why="再发一次", by=lead, now=NOW)
    assert take_back(OF_SEGMENT, uid, by=lead, now=NOW) == 2
    assert not Segment.objects.filter(code__in=("ZZ01", "ZZ02")).exists()


def test_only_the_cells_that_differ_change(lead: Scope) -> None:
    segments = list(Segment.objects.visible_to(lead).order_by("id")[:4])
    data = template(OF_SEGMENT, lead, segments)
    assert set(states(OF_SEGMENT, SentFile("a.xlsx", data), lead)) == {"unchanged"}
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    rows[2][rows[0].index("环节")] = "改过的名称"
    moved = [list(reversed(row)) for row in [rows[0], *rows[:0:-1]]]  # sorted and columns moved
    sent = SentFile("b.xlsx", workbook(moved))
    shown = preview(OF_SEGMENT, sent, by=lead, now=NOW)
    (changed,) = (line for line in shown.lines if line.state == "changed")
    assert [(one.title, one.new) for one in changed.changes] == [("环节", "改过的名称")]
    assert shown.counts == {"wrong": 0, "changed": 1, "new": 0, "unchanged": 3}
    commit(OF_SEGMENT, sent, why="更正", by=lead, now=NOW)
    assert Segment.objects.get(pk=changed.record.pk).name == "改过的名称"


def test_what_is_wrong_goes_back_in_the_senders_own_workbook(lead: Scope) -> None:
    chain = Chain.objects.visible_to(lead).order_by("id")[0]
    sent = SentFile("环节.xlsx", dirty(chain), columns=COLUMNS)
    back = with_marks(sent, preview(OF_SEGMENT, sent, by=lead, now=NOW))
    book, before = load_workbook(io.BytesIO(back)), load_workbook(io.BytesIO(sent.data))
    cell = book["台账"]["B7"]
    assert "没有找到“没有的产业链”" in cell.comment.text
    assert book["说明"].sheet_state == "hidden"
    values = [[one.value for one in row] for row in book["台账"].iter_rows()]
    assert values == [[one.value for one in row] for row in before["台账"].iter_rows()]
    assert [one.coordinate for row in book["台账"].iter_rows() for one in row if one.comment] == [
        "B7"
    ]
    cell.value = chain.name
    mended = io.BytesIO()
    book.save(mended)
    again = SentFile("环节.xlsx", mended.getvalue(), columns=COLUMNS)
    assert preview(OF_SEGMENT, again, by=lead, now=NOW).counts["wrong"] == 0


def test_an_office_begins_with_its_own_list_of_enterprises(
    lead: Scope, scope_of: Callable[[str], Scope]
) -> None:
    old = Enterprise.objects.visible_to(lead).order_by("id")[0]
    county, before = old.county.short_name, old.name
    rows = [
        ["企业名称（全称）", "统一社会信用代码", "所在县市区", "行业代码"],
        ["济宁新来轴承有限公司", code("MA3C00AA"), county, "3451"],
        ["山东更名以后有限公司", old.code, county, old.industry_code],
        [before, code("MA3C00BB"), county, "3451"],
        ["又一家", "91370800123", county, "3451"],
    ]
    sent = SentFile("企业.xlsx", workbook(rows), skips_wrong=True)
    shown = preview(ENTERPRISES, sent, by=lead, now=NOW)
    assert [line.state for line in shown.lines] == ["new", "changed", "wrong", "wrong"]
    assert "已由另一家企业使用" in shown.lines[2].said[0][1]
    _counts, uid = commit(ENTERPRISES, sent, why="名录", by=lead, now=NOW)
    assert [one.name for one in found_by(lead, "新来轴承")] == ["济宁新来轴承有限公司"]
    assert found_by(lead, before) == [old], "the name of before still finds it"
    assert take_back(ENTERPRISES, uid, by=lead, now=NOW) == 2
    old.refresh_from_db()
    assert old.name == before
    assert found_by(lead, "新来轴承") == []
    by = scope_of("county")
    other = Department.objects.filter(kind="county").exclude(pk__in=by.counties)[0]
    rows[1][2] = other.short_name
    sent = SentFile("企业.xlsx", workbook(rows))
    assert preview(ENTERPRISES, sent, by=by, now=NOW).lines[0].state == "wrong"


def code(organisation: str) -> str:
    """A credit code whose two check digits are right."""
    first = f"91370800{organisation}{rules.organisation_digit(organisation)}"
    return first + rules.check_digit(first)


def found_by(by: Scope, words: str) -> list[Enterprise]:
    return list(found(Enterprise.objects.visible_to(by), words))


def test_an_empty_cell_leaves_a_value_and_a_word_takes_it_away(lead: Scope) -> None:
    segment = Segment.objects.visible_to(lead).exclude(products="").order_by("id")[0]
    told = f"系统编号,环节,主要产品\n{segment.pk},,"
    for cell, state in (("", "unchanged"), ("-", "unchanged"), ("#DIV/0!", "wrong")):
        sent = SentFile("a.csv", f"{told}{cell}\n".encode())
        (line,) = preview(OF_SEGMENT, sent, by=lead, now=NOW).lines
        assert (line.state, bool(line.wrong)) == (state, state == "wrong"), cell
    (line,) = preview(
        OF_SEGMENT, SentFile("a.csv", f"{told}清空\n".encode()), by=lead, now=NOW
    ).lines
    assert [(one.old, one.new) for one in line.changes] == [(segment.products, "")]


def test_text_files_and_what_was_pasted(lead: Scope) -> None:
    placed = Placement.objects.visible_to(lead).select_related("enterprise", "segment")[0]
    other = Segment.objects.visible_to(lead).exclude(pk=placed.segment_id).order_by("id")[0]
    row = f"{placed.enterprise.name}\t{other}\t2022.5.3"
    text = f"企业名称\t产业链环节\t起始日期\r{row}\r"
    for data in (text.encode("gb18030"), text.encode("utf-16"), text.encode("utf-8-sig")):
        sent = SentFile("a.csv", data, columns={1: "segment", 2: "since"})
        (line,) = preview(ByHand(PLACEMENT), sent, by=lead, now=NOW).lines
        assert not line.wrong
        assert line.values["since"] == date(2022, 5, 3)
        assert line.values["enterprise"] == placed.enterprise


CELLS = """
least_revenue_yuan | １，２５０．５万元 | 12505000
least_revenue_yuan | 1.2亿 | 120000000
least_revenue_yuan | 三百 | “三百”不是数字。
since | 2022年5月 | 2022-05-01
since | 44712 | 2022-05-31
since | 20220531 | 2022-05-31
since | 2022-13-01 | “2022-13-01”不是日期，请写成2022-05-31。
since | ፩፪፩፪፩ | “፩፪፩፪፩”不是日期，请写成2022-05-31。
order | 2.5 | “2.5”不是整数。
order | 1e400 | “1e400”不是数字。
order | nan | “nan”不是数字。
name | 轴承（含滚子）， Ａ３ | 轴承（含滚子）， A3
role | 1（核心平台） | core
name | 9.137E+17 | “9.137E+17”被表格软件缩写成了科学计数，请把这一列设为文本后重填。
"""


def test_what_a_cell_says(lead: Scope) -> None:
    for line in CELLS.strip().splitlines():
        name, written, wanted = (part.strip() for part in line.split(" | "))
        of = {"since": PLACEMENT, "name": SEGMENT, "role": PLATFORM}
        work = ByHand(of.get(name, TIER))
        try:
            found: Any = CellReader(work, lead).read(name, written, "", {})
        except DomainError as refusal:
            found = refusal.message
        assert str(found) == wanted, line


def test_a_template_sent_back_as_it_is_changes_nothing(lead: Scope) -> None:
    for work in workables():
        kind: Any = ByHand(work)
        if not lead.may(kind.permission):
            continue
        sent = SentFile("a.xlsx", template(kind, lead, kind.model.objects.visible_to(lead)[:3]))
        assert set(states(kind, sent, lead)) <= {"unchanged"}, work.code


def test_what_a_person_says_of_columns_and_numbers_is_met_with_one_sentence(lead: Scope) -> None:
    segment = Segment.objects.visible_to(lead).order_by("id")[0]
    rows = [["系统编号", "代码", "代码", "产业链"], *([n] for n in ("፩", "9" * 40, 0, segment.pk))]
    data = workbook([[*rows[0]], *([*row, "A", "B", segment.chain.name] for row in rows[1:])])
    for told, said in (
        ({"columns": {1: "code", 2: "code"}}, "只能对应一列"),
        ({"columns": {3: "unknown"}}, "没有这些项"),
        ({"sheet": "没有"}, "没有工作表“没有”"),
    ):
        with pytest.raises(DomainError, match=said):
            preview(OF_SEGMENT, SentFile("a.xlsx", data, **told), by=lead, now=NOW)
    sent = SentFile("a.xlsx", data, columns={2: "code", 998: "stage"})
    assert set(states(OF_SEGMENT, sent, lead)) == {"wrong"}
    part = SentFile("a.csv", f"产业链,环节\n{segment.chain.name},x\n".encode())
    (line,) = preview(OF_SEGMENT, part, by=lead, now=NOW).lines
    assert "缺少：代码" in line.wrong[-1]


def test_a_record_is_met_again_by_what_is_kept_once(lead: Scope) -> None:
    member = ClubMember.objects.visible_to(lead).filter(until=None).order_by("id")[0]
    with Change(MEMBER.actions["correct"], by=lead, now=NOW) as change:
        change.save(member, since=date(2018, 1, 1), until=date(2020, 1, 1))
    for since, state in (("2022-01-01", "new"), ("2018-01-01", "unchanged")):
        text = (
            f"企业,强企俱乐部梯队,起始日期\n{member.enterprise.name},{member.tier.name},{since}\n"
        )
        sent = SentFile("a.csv", text.encode(), columns={1: "tier", 2: "since"})
        assert states(ByHand(MEMBER), sent, lead) == [state], "what had ended is not written over"
    placed = Placement.objects.visible_to(lead).filter(until=None)[0]
    other = Segment.objects.visible_to(lead).exclude(placements__enterprise=placed.enterprise)[:2]
    rows = "".join(f"{placed.enterprise.name},{one},2022-01-01\n" for one in other)
    text = f"企业,环节,起始日期\n{rows}"
    sent = SentFile("a.csv", text.encode(), columns={1: "segment", 2: "since"})
    assert states(ByHand(PLACEMENT), sent, lead) == ["new", "new"], "a second segment, no move"


def test_files_that_are_none_are_refused_in_one_sentence() -> None:
    for data, said in (
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"PK\x03\x04" + b"\0" * 200, "打不开"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff", "读不出来"),
        (_sparse(), "读不完"),
        (_spread_far(), "读不完"),
    ):
        with pytest.raises(DomainError, match=said):
            read_sheets(data)


def _sparse() -> bytes:
    """Two cells, far apart: a table of a million rows to whoever lays it out."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.write(0, 0, "企业名称")
    sheet.write(1048575, 16383, "x")
    book.close()
    return out.getvalue()


def _spread_far() -> bytes:
    """A long text in one cell that says it is merged with thousands below it."""
    out, whole = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.merge_range(0, 0, 0, 1, "x" * 30_000)
    sheet.write(3_000, 0, "x")
    book.close()
    with ZipFile(out) as old, ZipFile(whole, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:B1"', b'ref="A1:B3000"'))
    return whole.getvalue()


def test_who_may_not_keep_the_records_sends_none(
    scope_of: Callable[[str], Scope], signed_in: Callable[[str], Client]
) -> None:
    with pytest.raises(DomainError):
        preview(
            OF_SEGMENT, SentFile("a.csv", "代码\nA\n".encode()), by=scope_of("handler"), now=NOW
        )
    assert signed_in("handler").get("/chains/segments/import/").status_code == 400


def test_pages_take_a_file_show_it_and_write_it(
    signed_in: Callable[[str], Client], lead: Scope, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    chain = Chain.objects.visible_to(lead).order_by("id")[0]
    text = f"产业链清单（2022年）\n序号\t产业链\t代码\t环节名称（全称）\t位置\n1\t{chain.name}\tZZ09\t涂层\t中游\n"
    client = signed_in("lead")
    sent = client.post("/chains/segments/import/", {"pasted": text})
    shown = client.get(sent["Location"])
    page = shown.content.decode()
    assert "新增1行" in page
    assert "（2022年）序号" not in page, "a title above is no line of the head"
    assert not Segment.objects.filter(code="ZZ09").exists()
    assert signed_in("staff").get(sent["Location"]).content.decode().count("已过期") == 1
    done = client.post(sent["Location"], {"why": "现场核实"})
    assert done.status_code == 302
    assert Segment.objects.get(code="ZZ09").name == "涂层"
    again = client.post(sent["Location"], {"why": "再按一次"})
    assert "没有要写入的" in again.content.decode()


def test_the_command_takes_the_same_file(lead: Scope, tmp_path: Path, capsys: Any) -> None:
    chain = Chain.objects.visible_to(lead).order_by("id")[0]
    path = tmp_path / "环节.csv"
    path.write_text(f"产业链,代码,环节,位置\n{chain.name},ZZ08,磨加工,中游\n", encoding="utf-8")
    call_command("import", "chains/segments", str(path), dry_run=True)
    assert not Segment.objects.filter(code="ZZ08").exists()
    call_command("import", "chains/segments", str(path))
    assert "新增1行" in capsys.readouterr().out
    assert Segment.objects.filter(code="ZZ08").exists()
    out = tmp_path / "t.xlsx"
    call_command("template", "chains/segments", str(out), filled=True)
    names = CalamineWorkbook.from_path(str(out)).sheet_names
    assert names[0] == "填报"


def test_an_export_holds_dates_and_amounts_not_their_words(
    signed_in: Callable[[str], Client],
) -> None:
    data = signed_in("lead").get("/projects/?format=xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    head = next(row for row in rows if row[0] == "系统编号")
    total = head.index("计划总投资（元）")
    body = rows[rows.index(head) + 1 :]

    assert sum(row[total] for row in body) == sum(
        Project.objects.values_list("planned_total_yuan", flat=True)
    )
    assert all(isinstance(row[0], float) for row in body)
