"""The wall chart on paper: right size, every name, nothing over anything else, the address as a QR code."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import pairwise

import pytest
import typst

from pandeng.core.errors import DomainError
from pandeng.domain.exchange.wallchart import chart_pdf, charts, paper, project_pdf
from pandeng.domain.exchange.wallchart.paper import Box, fit, width, wrap
from pandeng.domain.exchange.wallchart.sheet import a4
from pandeng.domain.projects.chart import WallLight, WallNeed
from pandeng.domain.projects.models import Project
from pandeng.domain.projects.wall import Filters, project_sheet, wall

DAYS = {"as_of": date(2022, 5, 31), "today": date(2022, 7, 1)}
ABOUT = charts.About("济宁市高端装备产业集群", "", "按现在所知", "http://localhost/", "<svg/>")
MM = 72 / 25.4
poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="no poppler here: apt-get install poppler-utils"
)
font = pytest.mark.skipif(
    paper.FONT not in typst.Fonts().families(), reason="no Chinese font: fonts-noto-cjk"
)


@pytest.fixture
def everything(office):
    return wall(office, **DAYS)


def printed(office, shown, page, **more):
    return chart_pdf(office, shown, page, narrowed={}, query={}, **more).data


def read(data, tmp_path):
    """Pages as poppler reads them: their size in millimetres and each word with its box."""
    file = tmp_path / "out.pdf"
    file.write_bytes(data)
    told = subprocess.run(
        ["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = []
    for page in re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', told, re.S):
        words = re.findall(
            r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
            page[2],
        )
        size = (round(float(page[0]) / MM), round(float(page[1]) / MM))
        pages.append((size, [(*map(float, word[:4]), unescape(word[4])) for word in words]))
    return pages


def overlaps(boxes):
    """Pairs that lie over each other, found by a sweep from top to bottom."""
    ordered = sorted(boxes, key=lambda box: box[1].y)
    found = []
    for at, (name, box) in enumerate(ordered):
        for other_name, other in ordered[at + 1 :]:
            if other.y > box.y + box.high:
                break
            if box.meets(other):
                found.append((name, other_name, box, other))
    return found


def with_guarantees(shown):
    """The chart with two guarantees at every key node, some given: more than any office asks for."""
    needs = (
        WallNeed("land", "用地", "市自然资源和规划局", date(2022, 4, 1), None, "overdue"),
        WallNeed("finance", "资金", "市地方金融监管局", None, date(2022, 3, 1), "given"),
    )
    rows = [
        replace(row, nodes=tuple(replace(node, needs=needs if node.is_key else ()) for node in row.nodes))
        for row in shown.rows
    ]  # fmt: skip
    return replace(shown, rows=rows)


@pytest.mark.parametrize("view", ["progress", "guarantee"])
def test_nothing_on_the_sheets_lies_over_anything_else(everything, view):
    about = charts.About(*[getattr(ABOUT, name) for name in ("cluster", "narrowed", "known", "address", "code")], view)  # fmt: skip
    shown = with_guarantees(everything)
    for sheet in [*charts.a0(shown, about), *charts.a3(shown, about)]:
        assert len(sheet.labels) > 20
        assert overlaps(sheet.labels) == []
        assert all(
            box.x >= 0 and box.y >= 0 and box.x + box.wide <= sheet.wide and box.y + box.high <= sheet.high
            for _label, box in sheet.labels
        )  # fmt: skip


def test_the_test_sees_an_overlap():
    assert overlaps([("a", Box(0, 0, 10, 5)), ("b", Box(9, 4, 10, 5))])
    assert not overlaps([("a", Box(0, 0, 10, 5)), ("b", Box(10, 0, 10, 5))])


@font
@poppler
def test_the_a0_sheet_has_its_size_and_the_names_of_all_341_projects(office, everything, tmp_path):
    pages = read(printed(office, everything, "A0"), tmp_path)
    assert [size for size, _words in pages] == [(1189, 841)]
    text = "".join(word for *_box, word in pages[0][1])
    assert [row.name for row in everything.rows if row.name not in text] == []
    assert "截至2022年5月31日" in text
    for words in ("按期完成", "逾期完成", "逾期未完成", "受阻", "计划中"):
        assert words in text


@font
@poppler
def test_words_as_the_pdf_holds_them_do_not_overlap(office, everything, tmp_path):
    """The program's own widths are checked against the font's: poppler's boxes, side by side in a line."""
    pages = read(printed(office, everything, "A3"), tmp_path)
    assert {size for size, _words in pages} == {(420, 297)}
    over = []
    for _size, words in pages:
        lines = {}
        for left, top, right, bottom, word in words:
            lines.setdefault(round((top + bottom) / 4), []).append((left, right, word))
        for line in lines.values():
            over += [
                (first, later)
                for first, later in pairwise(sorted(line))
                if later[0] < first[1] - 0.3
            ]
    assert over == []


@font
@poppler
def test_a3_lists_begin_each_county_on_a_page_and_number_their_pages(office, everything, tmp_path):
    pages = read(printed(office, everything, "A3"), tmp_path)
    texts = ["".join(word for *_box, word in words) for _size, words in pages]
    assert all(f"第{at}页共{len(texts)}页" in text for at, text in enumerate(texts, start=1))
    assert sum("任城区18个项目" in text for text in texts) == 1
    assert sum("兖州区34个项目" in text for text in texts) == 2


@font
@poppler
def test_one_project_on_an_a4_page(office, tmp_path):
    project = Project.objects.get(code="2022-001")
    made = project_pdf(office, project_sheet(office, project.pk, **DAYS), None)
    assert made.name == "project-2022-001-2022-05-31.pdf"
    ((size, words),) = read(made.data, tmp_path)
    text = "".join(word for *_box, word in words)
    assert size == (210, 297)
    assert "山能智慧制造园区项目" in text
    assert "12亿元" in text
    assert f"/projects/{project.pk}/?as_of=2022-05-31" in text


def test_a_project_with_many_guarantees_still_stands_on_one_page(office):
    found = project_sheet(office, Project.objects.get(code="2022-033").pk, **DAYS)
    nodes = [
        replace(node, waits_for=("用地手续", "规划许可"), original_on=date(2021, 8, 1), needs=(
            WallNeed("land", "用地", "市自然资源和规划局", date(2022, 4, 1), None, "overdue"),) if node.is_key else ())
        for node in found.row.nodes
    ]  # fmt: skip
    light = WallLight(
        "behind", "yellow", "滞后", ("投资进度落后序时12个百分点。", "关键节点逾期8天。")
    )
    full = replace(found, row=replace(found.row, nodes=tuple(nodes), light=light))
    (page,) = a4(full, ABOUT)
    assert overlaps(page.labels) == []
    assert sum("要素保障：用地" in label for label, _box in page.labels) == 6


@font
@poppler
def test_paper_leads_to_the_address_of_the_office(office, tmp_path, settings):
    settings.PUBLIC_URL = "https://pandeng.example"
    shown = wall(office, Filters(words="山能智慧"), **DAYS)
    made = chart_pdf(
        office,
        shown,
        "A0",
        narrowed={"名称含": "山能智慧"},
        query={"q": "山能智慧"},
        view="guarantee",
    )
    ((_size, words),) = read(made.data, tmp_path)
    text = "".join(word for *_box, word in words)
    assert "https://pandeng.example/projects/wall/?as_of=2022-05-31&q=%E5%B1%B1" in text
    assert "view=guarantee" in text
    assert "名称含：山能智慧" in text


@font
def test_the_pdf_is_vector_and_small(office, everything):
    data = printed(office, everything, "A0")
    assert data.startswith(b"%PDF-")
    assert len(data) < 2_000_000
    assert b"/Subtype/Image" not in data.replace(b" ", b"")


@font
def test_text_is_never_read_as_markup(office, everything):
    row = replace(everything.rows[0], name='#panic("x") *粗* $x$ \\ "引号" #import "a.typ"')
    shown = replace(everything, rows=[row])
    assert printed(office, shown, "A3").startswith(b"%PDF-")


def test_a_missing_font_is_told_before_anything_is_printed(office, everything, monkeypatch):
    monkeypatch.setattr(paper, "FONT", "No Such Font")
    with pytest.raises(DomainError, match="fonts-noto-cjk"):
        printed(office, everything, "A0")


def test_an_empty_chart_is_not_printed(office):
    with pytest.raises(DomainError, match="没有符合条件的项目"):
        printed(office, wall(office, Filters(words="没有这样的项目"), **DAYS), "A0")


def test_more_rows_than_an_a0_sheet_holds_are_refused(everything):
    with pytest.raises(DomainError, match="一张A0最多排"):
        charts.a0(replace(everything, rows=everything.rows * 3), ABOUT)


def test_few_projects_are_printed_large(office):
    few = charts.a0(wall(office, Filters(words="山能智慧"), **DAYS), ABOUT)[0]
    name = next(box for label, box in few.labels if label == "山能智慧制造园区项目")
    assert name.high > 5


def test_a_long_text_is_made_smaller_then_cut():
    assert fit("短", 50, 10, 5) == ("短", 10)
    shown, size = fit("很长" * 20, 80, 10, 4)
    assert shown == "很长" * 20
    assert size < 10
    cut, size = fit("很长" * 20, 30, 10, 8)
    assert cut.endswith("…")
    assert width(cut, size) <= 30
    assert "".join(wrap("很长" * 20, 30, 10)) == "很长" * 20
    assert all(width(line, 10) <= 30 for line in wrap("很长" * 20, 30, 10))
