"""The rows of the queue: fifty at a time, so each is one format of prepared pieces, not a template."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pandeng.domain.demands.workflow import LOOP
from pandeng.web.drawn import drawn

TICK = (
    '<td class="tick"><input class="form-check-input" type="checkbox" name="id" value="{}"'
    ' aria-label="{}"></td>'
)
ROW = (
    '<tr data-row>{}<td class="main"><a href="/demands/{}/">{}</a> {}<span class="quiet small block">{}'
    '</span></td><td data-label="{}">{}</td><td data-label="{}">{}</td><td data-label="{}">{}</td>'
    '<td data-label="{}">{}</td><td data-label="{}">{}</td><td data-label="{}" class="nowrap">{}</td></tr>'
)
TAG = '<span class="tag">{}</span>'
DUE = '{} <span class="nowrap">{}</span>'
NONE = "—"


class QueueRows:
    """Draws lines of the queue in the reader's language; with boxes to tick for those who assign."""

    def __init__(self, *, ticks: bool) -> None:
        self.ticks = ticks
        self.labels = [
            _("最近期限"), _("状态"), _("企业"), _("类别"), _("主办单位"), _("收到"),
        ]  # fmt: skip
        self.statuses = {code: _(words) for code, words in LOOP.status_words.items()}
        self.shared, self.long, self.example = (
            format_html(TAG, _("共性")), format_html(TAG, _("长周期")), drawn("example"),
        )  # fmt: skip

    def __call__(self, line: dict[str, Any]) -> SafeString:
        demand, light = line["of"], line["light"]
        tags = [(demand.chain_id, self.shared), (demand.is_long_cycle, self.long),
                (demand.is_example, self.example)]  # fmt: skip
        due: str = NONE
        if light:
            day = demand.next_due_on.strftime("%m-%d")
            due = format_html(DUE, drawn("light", tone=light.tone, text=light.name), day)
        status = drawn("pill", tone=line["tone"], text=self.statuses[demand.status])
        cells = (due, status, demand.whose, demand.matter, demand.department or NONE,
                 demand.received_on.isoformat())  # fmt: skip
        return format_html(
            ROW,
            format_html(TICK, demand.pk, _("选择%(number)s") % {"number": demand.number})
            if self.ticks
            else "",
            demand.pk,
            demand.title,
            SafeString("".join(tag for on, tag in tags if on)),
            demand.number,
            *(part for pair in zip(self.labels, cells, strict=True) for part in pair),
        )
