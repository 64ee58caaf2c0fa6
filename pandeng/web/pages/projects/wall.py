"""The wall chart: projects down, months across; the same rows as a table, as a workbook and on paper."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.queries import counties
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.chains.queries import chains
from pandeng.domain.exchange.wallchart import VIEWS, chart_pdf, project_pdf
from pandeng.domain.exchange.xlsx import workbook
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.projects.chart import (
    GIVEN,
    SYMBOLS,
    WallPoint,
    WallRow,
    groups,
    guarantees,
    summary,
)
from pandeng.domain.projects.models import Level
from pandeng.domain.projects.wall import (
    Filters,
    Wall,
    project_sheet,
    wall,
)
from pandeng.web.ui.download import download
from pandeng.web.ui.paging import page_of

QUERY_NAMES = ("county", "chain", "level", "leader", "light", "state", "q")
PAPERS = {"a0": ("A0", "county"), "a3": ("A3", "county"), "a3-leader": ("A3", "leader")}


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """Both charts with their filters; `format` asks for the table, a workbook, or paper."""
    scope, view = request.scope, _view(request)
    times = _times(request, scope)
    form = request.GET.get("format", "")
    whole = request.GET.get("span") == "all" and form not in PAPERS
    shown = wall(scope, _filters(request), **times, whole=whole)
    if form in PAPERS:
        paper, by = PAPERS[form]
        narrowed, query = _narrowed(request, scope)
        chart = chart_pdf(scope, shown, paper, narrowed=narrowed, query=query, view=view, by=by)
        return download(chart.data, chart.name)
    if form == "xlsx":
        return _workbook(request, scope, shown)
    options = _options(scope, shown)
    context = {
        "wall": shown,
        "view": view,
        "options": options,
        "chosen": {name: request.GET.get(name, "") for name in QUERY_NAMES},
        "known_at": request.GET.get("known_at", ""),
        "whole": whole,
        "is_narrowed": any(request.GET.get(name) for name in QUERY_NAMES),
        "legend": _legend(shown, view),
        "is_bare": view == "guarantee"
        and not any(count for _state, count in guarantees(shown.rows)),
    }
    if form == "table":
        nodes = [(row, node) for row in shown.rows for node in row.nodes]
        listed = page_of(request, nodes)
        listed.object_list = [_cells(row, node) for row, node in listed.object_list]
        return render(request, "projects/wall_table.html", {**context, "page": listed})
    context["groups"] = [
        {"name": name, "count": len(rows), "rows": rows}
        for name, rows in groups(shown.rows, "county")
    ]
    context["data"] = _data(shown, view)
    return render(request, "projects/wall.html", context)


@require_GET
def sheet(request: PageRequest, pk: int) -> HttpResponse:
    """One project on an A4 page."""
    scope = request.scope
    times = _times(request, scope)
    made = project_pdf(scope, project_sheet(scope, pk, **times), times["known_at"])
    return download(made.data, made.name)


# -- what was asked ---------------------------------------------------------------------------


def _times(request: PageRequest, scope: Scope) -> dict[str, Any]:
    asked = parse_times(request.GET)
    asked["as_of"] = asked["as_of"] or default_as_of(scope)
    return {**asked, "today": request.today}


def _view(request: PageRequest) -> str:
    view = request.GET.get("view", "progress")
    if view not in VIEWS:
        raise DomainError(_("没有这种图，请选择作战进度图或作战保障图。"))
    return view


def _filters(request: PageRequest) -> Filters:
    def number(name: str) -> int | None:
        written = request.GET.get(name, "")
        if written and not (written.isdecimal() and len(written) < 19):
            raise DomainError(_("筛选条件“%(value)s”无效，请重新选择。") % {"value": written[:30]})
        return int(written) if written else None

    state, level = request.GET.get("state", ""), request.GET.get("level", "")
    if state not in {"", *SYMBOLS} or level not in {"", *Level.values}:
        raise DomainError(
            _("筛选条件“%(value)s”无效，请重新选择。") % {"value": (state or level)[:30]}
        )
    return Filters(
        county=number("county"),
        chain=number("chain"),
        level=level,
        leader=request.GET.get("leader", ""),
        light=request.GET.get("light", ""),
        state=state,
        words=request.GET.get("q", "")[:60],
    )


def _named(scope: Scope) -> dict[str, list[tuple[int, str]]]:
    """The counties and chains that the chart may be narrowed to; who answers for no county sees all."""
    own = "project" if scope.rows("project").counties else ""
    return {
        "county": [(one.pk, str(one)) for one in counties(scope, own)],
        "chain": [(one.pk, one.name) for one in chains(scope)],
    }


def _options(scope: Scope, shown: Wall) -> list[dict[str, Any]]:
    """The filters that have something to choose from."""
    named = {
        name: [(str(key), words) for key, words in found] for name, found in _named(scope).items()
    }
    offered = (
        ("county", _("县市区"), named["county"]),
        ("chain", _("产业链"), named["chain"]),
        ("level", _("层级"), [(code, str(words)) for code, words in Level.choices]),
        ("leader", _("市级领导"), [(name, name) for name in shown.leaders]),
        ("light", _("亮灯"), [(light.code, light.word) for light in shown.lights]),
        ("state", _("节点状态"), [(code, _(symbol.word)) for code, symbol in SYMBOLS.items()]),
    )
    return [{"name": name, "title": title, "values": values} for name, title, values in offered]


def _narrowed(request: PageRequest, scope: Scope) -> tuple[dict[str, str], dict[str, str]]:
    """The filters in words, as the paper says them, and as they stand in the address."""
    query = {name: value for name in QUERY_NAMES if (value := request.GET.get(name, ""))}
    known = {name: dict(found) for name, found in _named(scope).items()}
    words: dict[str, str] = {}
    for name, value in query.items():
        if name in known:
            words[_("县市区") if name == "county" else _("产业链")] = known[name].get(
                int(value), value
            )
        elif name == "level":
            words[_("层级")] = str(Level(value).label)
        elif name == "state":
            words[_("有此类节点")] = _(SYMBOLS[value].word)
        else:
            title = {"leader": _("市级领导"), "light": _("亮灯"), "q": _("名称含")}[name]
            words[title] = value
    if (reach := scope.rows("project")) and not reach.everything and "county" not in query:
        words[_("范围")] = _("仅%(name)s可见的项目") % {"name": scope.name}
    return words, query


# -- what is shown ----------------------------------------------------------------------------


def _legend(shown: Wall, view: str) -> list[dict[str, Any]]:
    symbols, found = (
        (GIVEN, guarantees(shown.rows)) if view == "guarantee" else (SYMBOLS, summary(shown.rows))
    )
    return [
        {"shape": symbols[state].shape, "state": state, "word": _(symbols[state].word), "count": count}
        for state, count in found
    ]  # fmt: skip


def _data(shown: Wall, view: str) -> dict[str, Any]:
    """The nodes for the drawing script: numbers, and places in one list of words."""
    words: dict[str, int] = {}

    def word(text: str) -> int:
        return words.setdefault(text, len(words))

    first = shown.window.first
    states = list(SYMBOLS)
    given = list(GIVEN)
    rows = []
    for row in shown.rows:
        nodes = []
        for node in row.nodes:
            who = " ".join(part for part in (node.department, node.responsible) if part)
            fields: list[Any] = [
                word(node.name), states.index(node.state), int(node.is_key),
                _days(first, node.planned_on), _days(first, node.actual_on),
                _days(first, node.forecast_on), word(who),
                [
                    [word(_(need.sign)), given.index(need.state), word(need.what), word(need.by), _days(first, need.given_on)]
                    for need in node.needs
                ],
                _days(first, node.original_on), word("、".join(node.waits_for)), word(node.blocked_by),
            ]  # fmt: skip
            nodes.append(fields)
        rows.append([row.project_id, nodes])
    return {
        "first": first.isoformat(),
        "months": shown.window.months,
        "today": shown.window.place(shown.as_of) if shown.window.holds(shown.as_of) else None,
        "view": view,
        "states": [[SYMBOLS[state].shape, _(SYMBOLS[state].word), state] for state in states],
        "given": [[GIVEN[state].shape, _(GIVEN[state].word), state] for state in given],
        "rows": rows,
        "words": list(words),
        "say": {
            "planned": _("计划"), "original": _("原计划"), "forecast": _("预计"), "actual": _("实际"),
            "who": _("责任"), "waits": _("先决节点"), "needs": _("保障"), "blocked": _("受阻"),
            "open": _("打开项目"), "month": _("%(month)s月"),
        },
    }  # fmt: skip


def _days(first: date, day: date | None) -> int | None:
    return (day - first).days if day else None


def _cells(row: WallRow, node: WallPoint) -> dict[str, Any]:
    return {
        "row": row,
        "node": node,
        "symbol": SYMBOLS[node.state],
        "word": _(SYMBOLS[node.state].word),
        "needs": [(need, _(GIVEN[need.state].word)) for need in node.needs],
    }


def _workbook(request: PageRequest, scope: Scope, shown: Wall) -> HttpResponse:
    narrowed, _query = _narrowed(request, scope)
    known = timezone.localtime(shown.known_at or timezone.now()).strftime("%Y-%m-%d %H:%M")
    notes = [
        _("截至%(day)s，按%(known)s所知") % {"day": shown.as_of, "known": known},
        "　".join(f"{title}：{value}" for title, value in narrowed.items()),
    ]
    columns = [
        _("项目编号"), _("项目名称"), _("县市区"), _("产业链"), _("市级领导"), _("亮灯"), _("年度计划投资（元）"),
        _("次序"), _("节点"), _("关键节点"), _("状态"), _("计划完成"), _("原计划"), _("预计完成"), _("实际完成"),
        _("责任单位"), _("责任人"), _("先决节点"), _("要素保障"), _("受阻"),
    ]  # fmt: skip
    rows = (
        [
            row.code, row.name, row.county, row.chain, row.leader, row.light.word if row.light else "",
            row.annual_plan_yuan, node.order, node.name, node.is_key, _(SYMBOLS[node.state].word),
            node.planned_on, node.original_on, node.forecast_on, node.actual_on, node.department,
            node.responsible, "、".join(node.waits_for),
            "；".join(f"{need.what} {need.by} {_(GIVEN[need.state].word)}" for need in node.needs),
            node.blocked_by,
        ]
        for row in shown.rows
        for node in row.nodes
    )  # fmt: skip
    data = workbook(_("作战图节点"), [note for note in notes if note], columns, rows)
    return download(data, f"wallchart-{shown.as_of}.xlsx")
