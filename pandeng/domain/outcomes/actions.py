"""Recording what came of the help, and correcting it with the reason kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core import workflow as process
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, EditConflict, NotFound, require_reason
from pandeng.core.verdict import Verdict
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import handles
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.notices.actions import notify
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.outcomes.queries import duplicates
from pandeng.domain.outcomes.workflow import DECIDED, OUTCOME, OutcomeState
from pandeng.domain.projects.models import Project

UNIT = {
    "loan": ("yuan", "元"),
    "fund": ("yuan", "元"),
    "hire": ("person", "人"),
    "land": ("mu", "亩"),
}


REPORT = Action("outcomes.report", gettext_noop("上报成果"), Permission.REPORT_OUTCOME)


def report(
    enterprise: Enterprise,
    *,
    kind: str,
    written: str,
    happened_on: date,
    counterparty: str = "",
    evidence: str = "",
    demand: Demand | None = None,
    project: Project | None = None,
    by: Scope,
    now: datetime,
) -> Outcome:
    """Report one outcome; `written` is the amount with its unit. It counts once somebody else confirms it.

    Refuses a wrong unit, a future day, missing evidence, and a demand or project of another enterprise.
    """
    REPORT.require(by)
    may_report_of(by, enterprise, demand)
    amount, code = _amount(kind, written)
    require_plausible(
        enterprise.pk, happened_on, evidence, (demand, project), timezone.localdate(now)
    )
    unit = Department.objects.filter(pk__in=by.departments).order_by("pk").first()
    with Change(REPORT, by=by, now=now) as change:
        outcome = change.add(
            Outcome(
                cluster_id=enterprise.cluster_id,
                kind=kind,
                enterprise=enterprise,
                county_id=enterprise.county_id,
                department=unit,
                amount=amount,
                unit=code,
                happened_on=happened_on,
                counterparty=counterparty.strip(),
                evidence=evidence.strip(),
                demand=demand,
                project=project,
                status="reported",
                reporter_id=by.user_id,
            )
        )
        notify(
            change,
            staff(by, on=timezone.localdate(now), roles=("office_lead", "office_staff")),
            _("有一项成果等待确认"),
            path=outcome.get_absolute_url(),
            about=f"{enterprise.name} {outcome.get_kind_display()}",
        )
    return outcome


def may_report_of(by: Scope, enterprise: Enterprise, demand: Demand | None) -> None:
    """Refuse an enterprise out of sight, unless what came of a demand is reported by a unit that handles it."""
    if Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        return
    seen = demand and Demand.objects.visible_to(by).filter(pk=demand.pk, enterprise=enterprise)
    if not (demand and seen and seen.exists() and handles(by, demand)):
        raise NotFound(_("没有找到这家企业。"))


def require_plausible(
    enterprise_id: int,
    happened_on: date,
    evidence: str,
    links: Iterable[Demand | Project | None],
    today: date,
) -> None:
    if happened_on > today:
        raise DomainError(_("发生日期还没有到，请核对。"))
    if not evidence.strip():
        raise DomainError(_("请写明依据，如借款合同、劳动合同备案、用地批复。"))
    for linked in links:
        if linked and linked.enterprise_id != enterprise_id:
            raise DomainError(_("“%(linked)s”不是这家企业的，不能关联。") % {"linked": linked})


def _amount(kind: str, written: str) -> tuple[Decimal, str]:
    if kind not in UNIT:
        raise DomainError(_("请选择成果类别。"))
    code, word = UNIT[kind]
    try:
        amount, unit = units.parse(written)
    except ValueError:
        raise DomainError(
            _("“%(written)s”不是数值加单位，请填写如“1250万元”。") % {"written": written}
        ) from None
    if unit != word:
        raise DomainError(
            _("“%(written)s”的单位应为%(word)s，请核对。") % {"written": written, "word": word}
        )
    if amount <= 0:
        raise DomainError(_("成果的数值须大于零；没有成效的不用登记。"))
    return amount, code


def amount_as_reported(outcome: Outcome) -> str:
    """The amount with its unit, without loss, as `report` and `correct` read it."""
    word = UNIT[outcome.kind][1]
    money = word == "元"
    return (
        units.exact_in_chinese(outcome.amount) if money else f"{units.plain(outcome.amount)}{word}"
    )


CONFIRM = Action("outcomes.confirmed", gettext_noop("确认成果"), Permission.CONFIRM_OUTCOME)
REJECT = Action("outcomes.rejected", gettext_noop("不予确认成果"), Permission.CONFIRM_OUTCOME)
MARK_DUPLICATE = Action(
    "outcomes.duplicate", gettext_noop("认定成果重复"), Permission.CONFIRM_OUTCOME
)


def confirm(outcome: Outcome, *, apart: bool = False, by: Scope, now: datetime) -> None:
    """Confirm a reported outcome; from now on it counts. Never by the person who reported it.

    Where one that counts may be the same, whoever confirms says that they are two (`apart`).
    """
    twins = [] if apart else [one for one in duplicates(by, outcome) if one.status == "confirmed"]
    if twins:
        raise DomainError(
            _(
                "另有%(count)s项成果可能是同一项，请先认定重复；确实不是同一项的，请勾选“不是同一项”。"
            )
            % {"count": len(twins)}
        )
    _decide(CONFIRM, outcome, "confirm", by, now)


def reject(outcome: Outcome, *, why: str, by: Scope, now: datetime) -> None:
    """Do not confirm an outcome; it stays on record and is not counted."""
    _decide(REJECT, outcome, "reject", by, now, note=why)


def mark_duplicate(outcome: Outcome, counted: Outcome, *, by: Scope, now: datetime) -> None:
    """Say that an outcome is one that stands there already: kept as a duplicate, counted once."""
    if counted.cluster_id != outcome.cluster_id or counted.pk == outcome.pk:
        raise NotFound(_("没有找到与它重复的那一项。"))
    if counted.kind != outcome.kind or counted.enterprise_id != outcome.enterprise_id:
        raise DomainError(_("类别或企业不同，不是同一项成果。"))
    if counted.status in ("duplicate", "rejected"):
        raise DomainError(_("“%(other)s”本身不计数，请选择计数的那一项。") % {"other": counted})
    _decide(MARK_DUPLICATE, outcome, "mark_duplicate", by, now, counted=counted)


def _decide(
    action: Action, outcome: Outcome, step: str, by: Scope, now: datetime, **inputs: Any
) -> None:
    why = str(inputs.get("note") or "")
    with Change(action, by=by, now=now, why=why) as change:
        found = Outcome.objects.visible_to(by).filter(pk=outcome.pk).first()
        if found is None:
            raise NotFound(_("没有找到这项成果。"))
        taking = OutcomeTaking(change, found, OutcomeState(found.status, found.reporter_id))
        process.take(OUTCOME, taking, step, inputs, scope=by, cluster_id=found.cluster_id)


@dataclass
class OutcomeTaking:
    """A decision about an outcome being taken, as the engine asks for it."""

    change: Change
    outcome: Outcome
    state: OutcomeState
    to: str | None = None
    counted: Outcome | None = None

    def run(self, effect: str, inputs: Any) -> str | None:
        self.counted = inputs.counted
        return None

    def write(self, step: str, line: str, before: str, inputs: Any) -> None:
        met = self.change.update_where(
            Outcome.objects.filter(pk=self.outcome.pk, status=before),
            status=self.to,
            confirmer_id=self.change.by.user_id,
            decided_on=timezone.localdate(self.change.now),
            counted_as=self.counted,
        )
        if met != 1:
            raise EditConflict(_(DECIDED))

    def notify(self, whom: str, line: str) -> None:
        """Nobody is notified of a decision."""


IMPORT_EXISTING_OUTCOMES = Action(
    "outcomes.import_existing", gettext_noop("导入已有成果台账"), Permission.REPORT_OUTCOME
)


def import_existing_outcomes(
    outcomes: Iterable[Outcome], *, by: Scope, now: datetime, why: str = ""
) -> None:
    """Import outcomes that another ledger has confirmed; each is checked as one that is reported."""
    rows, today = list(outcomes), timezone.localdate(now)
    for row in rows:
        links = (row.demand, row.project)
        require_plausible(row.enterprise_id, row.happened_on, row.evidence, links, today)
    with Change(IMPORT_EXISTING_OUTCOMES, by=by, now=now, why=why) as change:
        change.bulk_add(rows)


CORRECT = Action("outcomes.correct", gettext_noop("更正成果"), Permission.REPORT_OUTCOME)
CORRECT_OUTCOMES = Action(
    "outcomes.correct_each", gettext_noop("批量更改成果"), Permission.REPORT_OUTCOME
)
UNDO_OUTCOMES = Action(
    "outcomes.undo_each", gettext_noop("撤回批量更改成果"), Permission.REPORT_OUTCOME
)


def correct(
    outcome: Outcome,
    *,
    written: str,
    happened_on: date,
    counterparty: str,
    evidence: str,
    why: str,
    by: Scope,
    now: datetime,
) -> None:
    """Correct what was reported; only what differs is saved. What is confirmed counts, so whoever may
    confirm corrects it."""
    CORRECT.require(by)
    amount, unit = _amount(outcome.kind, written)
    links = (outcome.demand, outcome.project)
    require_plausible(outcome.enterprise_id, happened_on, evidence, links, timezone.localdate(now))
    require_reason(why, _("请写明更正原因。"))
    with Change(CORRECT, by=by, now=now, why=why.strip()) as change:
        may_change(_fresh(outcome, by), by).require()
        change.save(
            outcome,
            amount=amount,
            unit=unit,
            happened_on=happened_on,
            counterparty=counterparty.strip(),
            evidence=evidence.strip(),
        )


WITHDRAW = Action("outcomes.withdraw", gettext_noop("撤回成果"), Permission.REPORT_OUTCOME)


def withdraw(outcome: Outcome, *, why: str, by: Scope, now: datetime) -> None:
    """Take back an outcome reported by mistake or twice; its history stays."""
    WITHDRAW.require(by)
    require_reason(why, _("请写明撤回原因。"))
    with Change(WITHDRAW, by=by, now=now, why=why.strip()) as change:
        found = _fresh(outcome, by)
        may_change(found, by).require()
        if twins := Outcome.objects.filter(counted_as=found).count():
            raise DomainError(_("另有%(count)s项记为与它重复，请先处理那几项。") % {"count": twins})
        change.remove(found)


def may_change(outcome: Outcome, by: Scope) -> Verdict:
    """May this person correct or withdraw it? A confirmed one counts: only who may confirm."""
    if (may := by.may(Permission.REPORT_OUTCOME)) and outcome.status == "confirmed":
        return by.may(Permission.CONFIRM_OUTCOME)
    return may


def _fresh(outcome: Outcome, by: Scope) -> Outcome:
    rows = Outcome.objects.visible_to(by).select_for_update(of=("self",))
    found: Outcome | None = rows.filter(pk=outcome.pk).first()
    if found is None:
        raise NotFound(_("没有找到这项成果。"))
    return found
