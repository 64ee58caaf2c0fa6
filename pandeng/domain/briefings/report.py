"""A checked text for people: in the terminal, as an annotated page, as a Word file with comments."""

import html
import io
from collections.abc import Iterator

from pandeng.domain.briefings.checked import Checked, Judged
from pandeng.domain.briefings.clean import KINDS

# Word, sign, terminal colour. The sign and the word carry the meaning, colour only helps.
VERDICTS = {
    "confirmed": ("一致", "✓", "green"),
    "contradicted": ("不一致", "✗", "bold red"),
    "malformed": ("写法有误", "!", "bold magenta"),
    "inconsistent": ("前后矛盾", "≠", "bold red"),
    "not_comparable": ("不可比", "∦", "yellow"),
    "unknown": ("未收录", "?", "dim"),
}


def summary(checked: Checked) -> str:
    counts = "，".join(
        f"{words}{checked.count(verdict)}处"
        for verdict, (words, _sign, _colour) in VERDICTS.items()
        if checked.count(verdict)
    )
    return f"截至{checked.as_of}：{counts or '文中没有读到数'}。{checked.unread}"


def to_terminal(checked: Checked, name: str) -> None:
    from rich.console import Console
    from rich.table import Table

    def table_of(title: str, *headings: str) -> Table:
        made = Table(title=f"{name}：{title}", title_justify="left", show_edge=False)
        for heading in headings:
            made.add_column(heading, overflow="fold")
        return made

    console = Console(width=None)
    repairs = table_of("修复", "类别", "原文", "修复为", "处数", "说明")
    for item in checked.repairs:
        kind = KINDS.get(item.kind, item.kind)
        repairs.add_row(kind, item.before[:24], item.after[:24], str(item.count), item.note)
    if checked.repairs:
        console.print(repairs)
        console.print()
    table = table_of(f"{len(checked.figures)}个数", "判定", "文中", "记录", "指标", "理由")
    for one in checked.figures:
        words, sign, colour = VERDICTS[one.verdict]
        table.add_row(
            f"[{colour}]{sign} {words}[/]", one.text, one.expected, one.indicator, one.reason
        )
    console.print(table)
    console.print(summary(checked))


def marked(checked: Checked) -> Iterator[tuple[str, list[Judged]]]:
    """The clean text in pieces; a piece with figures carries their verdicts."""
    text, place = checked.cleaned.text, 0
    by_span: dict[tuple[int, int], list[Judged]] = {}
    for one in checked.figures:
        by_span.setdefault((one.start, one.end), []).append(one)
    for (start, end), figures in sorted(by_span.items()):
        if start < place:
            continue
        yield text[place:start], []
        yield text[start:end], figures
        place = end
    yield text[place:], []


def _marked_html(checked: Checked) -> Iterator[str]:
    """The text piece by piece, every figure marked with its verdict."""
    for piece, figures in marked(checked):
        if not figures:
            yield html.escape(piece).replace("\n", "</p><p>")
            continue
        words, sign, _colour = VERDICTS[figures[0].verdict]
        title = html.escape("；".join(one.reason for one in figures))
        yield (
            f'<mark class="{figures[0].verdict}" title="{title}">{html.escape(piece)}'
            f"<sup>{sign}{words}</sup></mark>"
        )


def as_html(checked: Checked, name: str) -> str:
    """A page that stands alone: the text with every figure marked, then the table of verdicts."""
    rows = "".join(
        f"<tr><td>{VERDICTS[one.verdict][1]} {VERDICTS[one.verdict][0]}</td>"
        f"<td>{html.escape(one.text)}</td><td>{html.escape(one.expected)}</td>"
        f"<td>{html.escape(one.reason)}</td></tr>"
        for one in checked.figures
    )
    repairs = "".join(
        f"<tr><td>{KINDS.get(r.kind, r.kind)}</td><td>{html.escape(r.before)}</td>"
        f"<td>{html.escape(r.after)}</td><td>{r.count}</td></tr>"
        for r in checked.repairs
    )
    return PAGE.format(
        name=html.escape(name),
        summary=html.escape(summary(checked)),
        body="".join(_marked_html(checked)),
        rows=rows,
        repairs=repairs,
    )


PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>核对：{name}</title>
<meta name="viewport" content="width=device-width"><style>
body{{max-width:52rem;margin:2rem auto;padding:0 1rem;line-height:1.8;
font-family:"Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}}
mark{{background:#e6f4ea;padding:0 .15em}}sup{{font-size:.65em;margin-left:.2em}}
mark.contradicted,mark.inconsistent{{background:#fde2e1}}mark.malformed{{background:#f3e2fb}}
mark.not_comparable{{background:#fff3cd}}mark.unknown{{background:#eee}}
table{{border-collapse:collapse;width:100%}}td,th{{border:1px solid #ccc;padding:.3em .5em;text-align:left}}
</style><h1>{name}</h1><p><strong>{summary}</strong></p><p>{body}</p>
<h2>逐数判定</h2><table><tr><th>判定</th><th>文中</th><th>记录</th><th>理由</th></tr>{rows}</table>
<h2>修复</h2><table><tr><th>类别</th><th>原文</th><th>修复为</th><th>处数</th></tr>{repairs}</table></html>
"""


def as_docx(checked: Checked, name: str) -> bytes:
    """The clean text as a Word file, one comment per figure."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    style = document.styles["Normal"]
    style.font.name = "Noto Sans CJK SC"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    document.add_heading(f"核对：{name}", level=1)
    document.add_paragraph(summary(checked))
    paragraph = document.add_paragraph()
    for piece, figures in marked(checked):
        if not figures:
            for index, line in enumerate(piece.split("\n")):
                if index:
                    paragraph = document.add_paragraph()
                paragraph.add_run(line)
            continue
        run = paragraph.add_run(piece)
        run.bold = figures[0].verdict != "confirmed"
        for one in figures:
            words, sign, _colour = VERDICTS[one.verdict]
            document.add_comment(
                run, text=f"{sign} {words}：{one.reason}", author="攀登核对", initials="核"
            )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
