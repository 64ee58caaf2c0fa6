"""The ordered rules by which a number with a unit is no figure of a report.

A rule is a pattern over the number as written with its surroundings, `shown(…)`:
`before⟪qualifier¦numeral¦unit¦tail⟫after`. The first rule that matches drops the number. The
examples of a rule are its tests: each is dropped by exactly this rule, each near miss is a figure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from . import units

_OPEN = r"⟪[^¦]*¦"
_CN = _OPEN + r"[^\d¦]+¦"
_ANY = _OPEN + r"[^¦]*¦"
_TAIL = r"¦[^⟫]*⟫"
_SHORT_TIMES = "个月|个季度|天|周|个工作日|小时"
_TIMES_BUT_YEAR = units.alternatives(tuple(unit for unit in units.TIMES if unit != "年"))
# Turns of phrase and fixed political wording.
_RHETORIC = (
    r"(?:方面|层面|维度|角度|关键|到位|环节|阶段|支点|抓手|着力点|关口|字|方向|结合|转变|统筹|坚持|聚焦|强化|突出|带头|同步"
    r"|维护|确立|意识|自信|全面|代表|毫不动摇|健康|大局|百年|务必|一批|一[律流一]|革命|不|务必|先锋|面向|更加|更|必须|有利于|离不开"
    r"|绝不|伟大|工程(?=”)|人文|服从|规定|文明|伟人|中全会|中央|产业(?=[、和，]))"
)
_AFTER_BIG = "(?:会|学|厅|道|街|巴|棚|楼|厦|桥|队|米|豆|量|力|幅|型|班子|小|家|地|师|海|洋|以来|报告|精神|召开|代表)"
_AFTER_TENTH = "[为立员功果效本都长分就交品熟绩型套片群人年渠]"
_AFTER_RARE = "[门分署科市省报应接路区钱次面能点置于成持撑付]"


@dataclass(frozen=True)
class NoFigureRule:
    name: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    near_miss: str = ""
    above: Decimal | None = None  # the rule holds for values above this
    within: tuple[int, int] | None = None  # the rule holds for values in this range


def _rule(
    name: str,
    pattern: str,
    *examples: str,
    near_miss: str = "",
    above: int | None = None,
    within: tuple[int, int] | None = None,
) -> NoFigureRule:
    limit = None if above is None else Decimal(above)
    return NoFigureRule(name, re.compile(pattern), examples, near_miss, limit, within)


def _word(unit: str, after: str) -> str:
    return rf"{_ANY}(?:{unit}){_TAIL}(?:{after})"


RULES: tuple[NoFigureRule, ...] = (
    # The unit is the beginning of another word.
    _rule("大 begins a word", _word("大", _AFTER_BIG), "召开5大会议", near_miss="建设5大工程"),
    _rule("成 begins a word", _word("成", _AFTER_TENTH), "产量3成为主", near_miss="超过3成的企业"),
    _rule("分 begins a word", _word("分", "[之别局公管行类级]"), "设3分公司", near_miss="得95分"),
    _rule("名 begins a word", _word("名", "单|称|录"), "公布3名单", near_miss="选派3名干部"),
    _rule("个 begins a word", _word("个", "性|人所得|体"), "共3个体户", near_miss="共3个项目"),
    _rule(
        "人 begins a word", _word("人", "民币|工智能|民|大|社|均|口普查"), "折合300人民币",
        near_miss="引进300人",
    ),
    _rule("家 begins a word", _word("家", "庭|具|电"), "走访3家庭", near_miss="走访3家企业"),
    _rule("类 begins a word", _word("类", "似|型"), "共3类型", near_miss="共3类企业"),
    _rule("期 is a stage", _word("期", ""), "建设5期工程"),
    _rule(
        "a rare count word begins a word", _word("[部本对道口片块层门节位起组支]", _AFTER_RARE),
        "召集3部门", near_miss="编制3部规划",
    ),
    # Chinese numerals that only sound like a count.
    _rule(
        "Chinese numeral with another unit",
        rf"{_CN}(?!(?:{units.alternatives(tuple(units.WITH_CHINESE))})¦)",
        "抓好三期三线三艘", "推出三批", near_miss="推出三项举措",
    ),
    _rule(
        "turn of phrase", rf"{_CN}[个大条种项次类]{_TAIL}{_RHETORIC}", "做到三个坚持",
        near_miss="建成三个项目",
    ),
    _rule("大 before no word", rf"{_CN}大{_TAIL}(?![\u4e00-\u9fff])", "做优五大，"),
    _rule(
        "次 begins a word", rf"{_CN}次{_TAIL}(?:产业|创业|会议|全会|函数|分配)", "推进三次产业融合",
        near_miss="召开三次调度会",
    ),
    _rule(
        "一 is an article", rf"{_OPEN}一¦(?!倍¦|(?:{_TIMES_BUT_YEAR})¦[^⟫]*内)", "这是一个项目",
        near_miss="产能增长一倍",
    ),
    _rule("二 and 零 are no counts", _OPEN + r"(?:二|[零〇][^¦]*)¦", "第一、二个项目"),
    _rule("十成 is all", _OPEN + "十¦成¦", "十成把握"),
    _rule("大 above twelve", rf"{_CN}大{_TAIL}", "十九大党代表", near_miss="十二大工程", above=12),
    _rule(
        "quoted slogan", rf"[“‘]{_CN}个{_TAIL}(?!\d)", "落实“四个走在前”",
        near_miss="落实四个项目",
    ),
    _rule("one helps many", rf"[带帮助万]{_CN}人{_TAIL}", "先富带两人", near_miss="派出两人"),
    # Times that say when and not how long.
    _rule("日 is a date", rf"{_ANY}日¦(?![^⟫]*内)", "奋战3日", near_miss="3日内办结"),
    _rule("年 is a year", rf"{_ANY}年¦", "已有200年历史", near_miss="建设3年", above=120),
    _rule("yearly average", _word("年", "平均"), "按3年平均计算"),
    _rule(
        "years counted from now",
        rf"(?:(?:近|前|过去|过往|最近|未来|今后|第|每|去|近些){_OPEN}|⟪[^¦]*近¦)[^¦]*¦年¦",
        "未来3年建成", near_miss="用3年建成",
    ),
    _rule("years until now", _word("年", "来|前|级|代|以前|版|之前|期间"), "3年来建成"),
    _rule(
        "short year of a date", rf"{_OPEN}[^¦]*\d¦年{_TAIL}(?:\d{{1,2}}月|度|底|末)", "完成21年度任务",
        near_miss="完成3年度任务", within=(15, 30),
    ),
    _rule("hours of a service", _word("小时", "不|值班|服务|热线|在线|全天"), "24小时值班"),
    _rule(
        "time counted from now",
        rf"(?:前|近|过去|最近|未来|今后|第){_ANY}(?:{_SHORT_TIMES})¦",
        "过去3个月建成", near_miss="用3个月建成",
    ),
    _rule("time until now", _word(_SHORT_TIMES, "来|以来|年"), "3个月来建成"),
    _rule("minute of a time", rf"[时点]{_ANY}分¦", "会议9点5分开始"),
    _rule(
        "place in a list of firms",
        rf"(?:世界|全球|中国|全国|民企|企业){_ANY}(?!(?:日|年|分|{_SHORT_TIMES})¦)[^¦]*{_TAIL}强",
        "世界500家强企",
    ),
)  # fmt: skip


def shown(before: str, qualifier: str, numeral: str, unit: str, tail: str, after: str) -> str:
    """The number with its surroundings as the patterns read it."""
    return f"{before}⟪{qualifier}¦{numeral}¦{unit}¦{tail}⟫{after}"


def dropped_by(
    written: str, value: Decimal, rules: Iterable[NoFigureRule] = RULES
) -> NoFigureRule | None:
    """The first rule that says the number is no figure."""
    for rule in rules:
        if rule.above is not None and value <= rule.above:
            continue
        if rule.within and not rule.within[0] <= value <= rule.within[1]:
            continue
        if rule.pattern.search(written):
            return rule
    return None
