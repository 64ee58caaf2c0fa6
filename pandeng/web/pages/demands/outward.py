"""Where a demand stands, in words for somebody outside the office."""

from datetime import date

from django.utils.translation import gettext as _

from pandeng.domain.demands.models import Demand

STAGES = (
    ("received", ("received", "returned")),
    ("assigned", ("accepted", "assigned", "objected")),
    ("handling", ("handling", "consulting", "parked")),
    ("answered", ("answered", "confirmed")),
    ("closed", ("closed", "archived")),
)


def plain_words(demand: Demand, today: date) -> str:
    """Where a demand stands, in words for somebody outside the office."""
    unit = demand.department or _("专班")
    due = demand.due_on
    words = {
        "received": _("专班已收到，正在受理。"),
        "accepted": _("专班已受理，正在确定由哪个单位办理。"),
        "assigned": _("已交%(unit)s，等待签收。") % {"unit": unit},
        "objected": _("正在确定由哪个单位办理。"),
        "consulting": _("正在组织有关单位会商。"),
        "parked": _("需要等待外部条件，具备后继续办理。"),
        "returned": _("需要您补充材料后重新提交。"),
        "answered": _("办理单位已答复，请您确认。"),
        "closed": _("已办结。"),
        "archived": _("已办结。"),
        "declined": _("不予受理，理由见下。"),
        "merged": _("已与您的另一件诉求合并办理。"),
        "split": _("已分成几件分别办理。"),
        "confirmed": _("您已确认，专班正在销号。"),
    }.get(demand.status)
    if words:
        return words
    if due and due >= today:
        return _("%(unit)s正在办理，最晚%(due)s前答复您。") % {"unit": unit, "due": due}
    if due:
        return _("%(unit)s正在办理，已超过原定期限%(due)s，专班正在督办。") % {
            "unit": unit,
            "due": due,
        }
    return _("%(unit)s正在办理。") % {"unit": unit}


def stages(status: str) -> list[tuple[str, str]]:
    """The five stages, each done, here or ahead."""
    titles = (_("已提交"), _("已分办"), _("办理中"), _("待您确认"), _("已办结"))
    here = next((n for n, (_code, statuses) in enumerate(STAGES) if status in statuses), None)
    if here is None:  # declined, merged or split: no way leads on
        return []
    return [
        (title, "done" if n < here else "here" if n == here else "")
        for n, title in enumerate(titles)
    ]
