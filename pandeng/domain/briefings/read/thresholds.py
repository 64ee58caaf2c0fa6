"""Amounts that only name a class (过10亿元的52个, 30亿元以上的8个, 50亿级企业) and are no result.

A rule is a pattern over the amount and what follows it, `⟪qualifier¦form¦tail⟫after`.
"""

import re

from .table import ReadingRule, RuleTable

_CLASS = r"(?:产业(?!链)|企业|园区|集群|俱乐部|量级|规模|项目|门槛)"
_THING = r"(?:\(?含\)?)?(?:的|（含）)?(?:[^，。；、]{0,10}?(?:项目|企业|产业|园区|集群|客户|工业|单位|公司|工程))"
_ABOVE = "(?:以上|以下|以内)"


def _rule(
    name: str, because: str, pattern: str, *examples: str, near: str
) -> ReadingRule[str, None]:
    return ReadingRule(name, re.compile(pattern).search, None, because, examples, (near,))


THRESHOLDS: RuleTable[str, None] = RuleTable("threshold", ("text",), (
    _rule(
        "级", "50亿级 is a class by its size", r"¦(?:money|measure|count)¦[^⟫]*⟫级",
        "打造50亿元级产业3个 → 3个", near="增长3倍级差 → 3倍",
    ),
    _rule(
        "以上 before what is counted", "those above a size are counted, not the size",
        rf"¦(?:money|measure)¦{_ABOVE}[^⟫]*⟫(?:的|{_THING})",
        "30亿元以上的8个 → 8个", "投资50亿元以上项目12个 → 12个", "100亩以上园区2个 → 2个",
        near="完成投资50亿元以上，开工12个 → 50亿元以上；12个",
    ),
    _rule(
        "及以上 before what is counted", "those from a size on are counted, not the size",
        rf"¦(?:money|measure|count)¦[^⟫]*⟫(?:（含[^）]{{0,4}}）|\(含[^)]{{0,4}}\)|及|含)(?:以上|以下)(?:的|{_THING})",
        "50亿元及以上项目12个 → 12个", "年销售收入2000万元（含）以上企业35家 → 35家",
        near="完成投资50亿元及其他，项目12个 → 50亿元；12个",
    ),
    _rule(
        "过 before a class", "过10亿元的 and 突破百亿元企业 name who is meant",
        rf"⟪(?:过|超|超过|突破|逾)¦(?:money¦(?!{_ABOVE})[^⟫]*|measure¦(?!{_ABOVE})[^⟫]+)⟫(?:的|{_CLASS})",
        "总投资过10亿元的52个 → 52个", "营收突破50亿元企业3家 → 3家", near="营收突破50亿元，企业3家 → 突破50亿元；3家",
    ),
    _rule(
        "amount before a class", "a 10亿元项目 is a project of that size",
        rf"⟪¦money¦(?!{_ABOVE})[^⟫]*⟫(?!规模){_CLASS}",
        "引进10亿元项目3个 → 3个", near="达到10亿元规模 → 10亿元",
    ),
    _rule(
        "count 以上 before 的", "10人以上的 names who is meant", r"¦count¦(?:以上|以下)[^⟫]*⟫的",
        "员工300人以上的企业12家 → 12家", near="培训300人以上 → 300人以上",
    ),
))  # fmt: skip


def names_a_class(qualifier: str, form: str, tail: str, after: str) -> bool:
    return THRESHOLDS.first(f"⟪{qualifier}¦{form}¦{tail}⟫{after}") is not None
