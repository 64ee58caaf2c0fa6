"""Recording what came of the help, and correcting it with the reason kept."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.change import Change
from pandeng.core.verdict import NotFound, Refused
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.outcomes.models import Outcome

UNIT = {
    "loan": ("yuan", "元"),
    "fund": ("yuan", "元"),
    "hire": ("person", "人"),
    "land": ("mu", "亩"),
}


def report(
    enterprise: Enterprise,
    *,
    kind: str,
    written: str,
    happened_on: date,
    counterparty: str = "",
    evidence: str = "",
    by: Scope,
    now: datetime,
) -> Outcome:
    """Report one outcome; `written` is the amount with its unit. Refuses a wrong unit or a future day."""
    by.may("report_outcome").require()
    if not Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        raise NotFound(_("没有找到这家企业。"))
    if kind not in UNIT:
        raise Refused(_("请选择成果类别。"))
    code, word = UNIT[kind]
    try:
        amount, unit = units.parse(written)
    except ValueError:
        raise Refused(
            _("“%(written)s”不是数值加单位，请填写如“1250万元”。") % {"written": written}
        ) from None
    if unit != word:
        raise Refused(
            _("“%(written)s”的单位应为%(word)s，请核对。") % {"written": written, "word": word}
        )
    if happened_on > now.date():
        raise Refused(_("发生日期还没有到，请核对。"))
    with Change("outcomes.report", by=by, now=now) as change:
        return change.add(
            Outcome(
                cluster_id=enterprise.cluster_id,
                kind=kind,
                enterprise=enterprise,
                county_id=enterprise.county_id,
                amount=amount,
                unit=code,
                happened_on=happened_on,
                counterparty=counterparty,
                evidence=evidence,
            )
        )


def take_over(outcomes: Iterable[Outcome], *, by: Scope, now: datetime, why: str = "") -> None:
    by.may("report_outcome").require()
    with Change("outcomes.take_over", by=by, now=now, why=why) as change:
        change.add_all(outcomes)


def correct(outcome: Outcome, *, amount: Decimal, why: str, by: Scope, now: datetime) -> None:
    by.may("report_outcome").require()
    if not why.strip():
        raise Refused(_("请写明更正原因。"))
    with Change("outcomes.correct", by=by, now=now, why=why) as change:
        change.save(outcome, amount=amount)


def withdraw(outcome: Outcome, *, why: str, by: Scope, now: datetime) -> None:
    """Take back an outcome reported by mistake or twice; its history stays."""
    by.may("report_outcome").require()
    if not why.strip():
        raise Refused(_("请写明撤回原因。"))
    with Change("outcomes.withdraw", by=by, now=now, why=why) as change:
        change.remove(outcome)
