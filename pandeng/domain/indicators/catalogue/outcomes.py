"""Figures of what came of the help."""

from pandeng.domain.indicators.catalogue.filters import OUTCOME_SLICES
from pandeng.domain.indicators.declare import Indicator, Sum

OUTCOME = ("enterprise__name", "counterparty", "happened_on", "evidence")


def outcomes(name: str, kind: str, unit: str, title: tuple[str, str], text: tuple[str, str]) -> Sum:
    return Sum(
        name,
        title,
        text,
        unit,
        measure=f"outcome_{kind}",
        of="outcomes.Outcome",
        since="happened_on",
        amount="amount",
        where=(lambda t, at: (t.kind == kind) & (t.status == "confirmed"),),
        by=OUTCOME_SLICES,
        shows=OUTCOME,
    )


OUTCOMES: tuple[Indicator, ...] = (
    outcomes(
        "new_bank_loans",
        "loan",
        "元",
        ("新增银行贷款", "New bank loans"),
        ("截至该日协调落实的新增银行贷款金额之和。", "New bank loans brought about up to the day."),
    ),
    outcomes(
        "fund_investment",
        "fund",
        "元",
        ("基金投资", "Fund investment"),
        ("截至该日落地的基金投资金额之和。", "Fund investments made up to the day."),
    ),
    outcomes(
        "talent_recruited",
        "hire",
        "人",
        ("招聘各类人才", "Talent recruited"),
        (
            "截至该日帮助企业招聘的各类人才人数之和。",
            "People hired with the office's help up to the day.",
        ),
    ),
    outcomes(
        "land_quota_mu",
        "land",
        "亩",
        ("解决土地指标", "Land quota"),
        ("截至该日帮助企业解决的土地指标亩数之和。", "Land quota secured up to the day, in mu."),
    ),
)
