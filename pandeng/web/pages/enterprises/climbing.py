"""The ladder of the climbing enterprises, and the climb plan of one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.queries import county_choices
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.errors import DomainError
from pandeng.domain.climbing import actions, rules
from pandeng.domain.climbing.queries import plan_of, rungs
from pandeng.domain.climbing.wording import TONES, sentences, tone_of
from pandeng.domain.enterprises.rules import plain
from pandeng.domain.exchange.xlsx import workbook
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.ladder import Ladder, LadderRow, ladder
from pandeng.domain.indicators.populations import Population, populations
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.indicators.question import default_as_of, question
from pandeng.web.forms.climbing import PlanForm
from pandeng.web.pages.enterprises.entry import enterprise_of
from pandeng.web.ui.download import download
from pandeng.web.ui.form_page import carry_out, show_form
from pandeng.web.ui.paging import page_of

PER_PAGE = 25
OUTSIDE = "none"  # the rung below the club, in addresses
FIGURES = (
    "climbing_enterprises", "club_enterprises", "planned_club_enterprises", "planned_climbing_revenue",
    "climbing_revenue", "climbing_revenue_growth", "climbing_reporting_rate", "incomplete_climbing",
)  # fmt: skip


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """Tiers × who rises, holds, is at risk; a list with the reasons; the populations beside each other."""
    scope = request.scope
    asked = parse_times(request.GET)
    as_of = asked["as_of"] or default_as_of(scope)
    known_at: datetime | None = asked["known_at"]
    found = ladder(scope, as_of=as_of, known_at=known_at)
    chosen = {
        name: request.GET.get(name, "").strip() for name in ("tier", "verdict", "county", "q")
    }
    lines = _chosen(found, chosen)
    if request.GET.get("format") == "xlsx":
        return _download(found, lines)
    shown = page_of(request, lines, PER_PAGE)
    shown.object_list = [_shown(found, line) for line in shown.object_list]
    return render(
        request,
        "climbing/ladder.html",
        {
            "ladder": found,
            "rows": _rows(found),
            "verdicts": [(shape, _(rules.NAMES[shape]), TONES[shape]) for shape in TONES],
            "total": _counts(found.lines),
            "figures": _figures(scope, as_of, known_at),
            "populations": _bars(populations(scope, as_of=as_of, known_at=known_at)),
            "page": shown,
            "chosen": chosen,
            "counties": county_choices(scope, "enterprise"),
            "tiers": [*((t.code, t.name) for t in found.tiers), (OUTSIDE, _("未入俱乐部"))],
            "asked": asked,
            "sees_all": scope.rows("enterprise").everything,
            "known_at": request.GET.get("known_at", ""),
        },
    )


@require_http_methods(["GET", "POST"])
def plan(request: PageRequest, pk: int) -> HttpResponse:
    """Set or change the five-year plan of an enterprise: a refusal comes back with what was typed."""
    scope, enterprise = request.scope, enterprise_of(request, pk)
    now = request.now
    may, present = scope.may(Permission.PLAN_CLIMB), plan_of(scope, pk)
    form = PlanForm(rungs(scope), present, timezone.localdate(now).year, request.POST or None)
    if request.method == "POST":
        may.require()
    answer = carry_out(
        request,
        form,
        lambda: actions.set_plan(
            enterprise,
            form.goals(),
            form.evidence(),
            source=form.cleaned_data["source"],
            why=form.cleaned_data.get("why", ""),
            by=scope,
            now=now,
        ),
        done=_("攀登计划已保存。"),
        to=f"{enterprise.get_absolute_url()}#climb",
    )
    shown = {"enterprise": enterprise, "may": may, "plan": present}
    return answer or show_form(request, "climbing/plan.html", form, shown)


# -- inside -----------------------------------------------------------------------------------


def _chosen(found: Ladder, chosen: dict[str, str]) -> list[LadderRow]:
    """The lines that the filters leave, those at risk first."""
    order = {shape: place for place, shape in enumerate(TONES)}
    if chosen["verdict"] and chosen["verdict"] not in order:
        raise DomainError(
            _("筛选条件“%(value)s”无效，请重新选择。") % {"value": chosen["verdict"][:30]}
        )
    if chosen["tier"] not in {"", OUTSIDE, *(tier.code for tier in found.tiers)}:
        raise DomainError(
            _("筛选条件“%(value)s”无效，请重新选择。") % {"value": chosen["tier"][:30]}
        )
    if chosen["county"] and not chosen["county"].isdecimal():
        raise DomainError(
            _("筛选条件“%(value)s”无效，请重新选择。") % {"value": chosen["county"][:30]}
        )
    words = plain(chosen["q"])
    lines = [
        line
        for line in found.lines
        if (not chosen["verdict"] or line.climb.shape == chosen["verdict"])
        and (not chosen["tier"] or (line.climb.standing.present or OUTSIDE) == chosen["tier"])
        and (not chosen["county"] or str(line.county_id) == chosen["county"])
        and words in plain(line.name)
    ]
    lost = {"red": 0}
    return sorted(
        lines, key=lambda line: (lost.get(tone_of(line.climb), 1), order[line.climb.shape])
    )


def _shown(found: Ladder, line: LadderRow) -> dict[str, Any]:
    climb, names = line.climb, {tier.code: tier.name for tier in found.tiers}
    reasons = sentences(climb)
    return {
        "line": line,
        "tone": tone_of(climb),
        "word": _(rules.NAMES[climb.shape]),
        "present": names.get(climb.standing.present, ""),
        "goal": names.get(climb.standing.goal, ""),
        "planned": _money(climb.standing.planned),
        "forecast": _money(climb.forecast),
        "months": f"{climb.standing.months}/{climb.standing.months_due}",
        "first": reasons[0],
        "more": reasons[1:],
    }


def _money(yuan: int | None) -> str:
    return "—" if yuan is None else units.money(yuan)


def _rows(found: Ladder) -> list[dict[str, Any]]:
    """A row a rung, the highest first, and the enterprises below the club."""
    rungs_ = [*((t.code, t.name, t.least_yuan) for t in found.tiers), ("", _("未入俱乐部"), None)]
    most = max((sum(_rung(found, code).values()) for code, _n, _l in rungs_), default=0) or 1
    return [
        {
            "code": code or OUTSIDE,
            "name": name,
            "least": _money(least) if least is not None else "",
            "counts": [(shape, TONES[shape], of.get(shape, 0)) for shape in TONES],
            "total": sum(of.values()),
            "bar": _bar(of, most),
        }
        for code, name, least in rungs_
        for of in [_rung(found, code)]
    ]


def _rung(found: Ladder, code: str) -> dict[str, int]:
    return {shape: found.counts[code, shape] for shape in TONES if found.counts[code, shape]}


def _counts(lines: Sequence[LadderRow]) -> list[tuple[str, int]]:
    return [(shape, sum(line.climb.shape == shape for line in lines)) for shape in TONES]


def _bar(of: dict[str, int], most: int) -> list[tuple[str, float, float]]:
    """(tone, x, width) of each part, of a bar 100 wide."""
    parts, x = [], 0.0
    for shape, tone in TONES.items():
        if count := of.get(shape):
            width = round(count * 100 / most, 2)
            parts.append((tone, round(x, 2), width))
            x += width
    return parts


def _bars(found: list[Population]) -> list[dict[str, Any]]:
    widest = max((one.inside + one.outside for one in found), default=0) or 1
    return [
        {
            "of": one,
            "inside": round(one.inside * 100 / widest, 2),
            "outside": round(one.outside * 100 / widest, 2),
        }
        for one in found
    ]


def _figures(scope: Scope, as_of: date, known_at: datetime | None) -> list[Figure]:
    """What stands above the ladder; a figure that has no answer for this day is left out."""
    answers = []
    for name in (*FIGURES, "target_club_enterprises", "target_climbing_revenue"):
        try:
            answers.append(figure(question(scope, name, as_of=as_of, known_at=known_at)))
        except DomainError:
            continue
    return answers


def _download(found: Ladder, lines: Sequence[LadderRow]) -> HttpResponse:
    names = {tier.code: tier.name for tier in found.tiers}
    known = timezone.localtime(found.known_at or timezone.now()).strftime("%Y-%m-%d %H:%M")
    data = workbook(
        _("攀登阶梯"),
        [
            _("截至%(day)s，按%(known)s所知，共%(count)s家")
            % {"day": found.as_of, "known": known, "count": len(lines)},
            _("研判规则%(version)s；推算不含未报企业") % {"version": found.rule.version},
        ],
        [
            _("企业"), _("县市区"), _("现在梯队"), _("今年计划梯队"), _("研判"), _("已报月份"),
            _("推算全年营收（元）"), _("计划营收（元）"), _("同月同口径增减（%）"), _("依据"),
        ],
        (_cells(line, names) for line in lines),
    )  # fmt: skip
    return download(data, "ladder.xlsx")


def _cells(line: LadderRow, tiers: dict[str, str]) -> tuple[Any, ...]:
    """A line of the ladder as a workbook holds it."""
    climb = line.climb
    return (
        line.name,
        line.county,
        tiers.get(climb.standing.present, ""),
        tiers.get(climb.standing.goal, ""),
        _(rules.NAMES[climb.shape]),
        climb.standing.months,
        climb.forecast,
        climb.standing.planned,
        climb.change_percent,
        "".join(sentences(climb)),
    )
