"""By which a number with a unit is no figure of a report.

A rule is a pattern over the number as written with its surroundings, `shown(…)`:
`before⟪qualifier¦numeral¦unit¦tail⟫after`. The first rule that matches drops the number.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from . import units
from .table import ReadingRule, RuleTable

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


class NumberSeen(NamedTuple):
    """A number as written with its surroundings, and its value."""

    written: str
    value: Decimal


def _rule(
    name: str,
    because: str,
    pattern: str,
    *examples: str,
    near: str = "",
    above: int | None = None,
    within: tuple[int, int] | None = None,
) -> ReadingRule[NumberSeen, None]:
    """`above`, `within`: the values for which the rule holds."""
    search = re.compile(pattern).search

    def holds(number: NumberSeen) -> bool:
        if above is not None and number.value <= above:
            return False
        if within and not within[0] <= number.value <= within[1]:
            return False
        return bool(search(number.written))

    return ReadingRule(name, holds, None, because, examples, (near,) if near else ())


def _word(unit: str, after: str) -> str:
    return rf"{_ANY}(?:{unit}){_TAIL}(?:{after})"


_LONGER = "the number is a piece of something longer"
_BEGINS = "the unit is the beginning of another word"
_SOUNDS = "a Chinese numeral that only sounds like a count"
_WHEN = "a time that says when and not how long"

NO_FIGURES: RuleTable[NumberSeen, None] = RuleTable("no figure", ("text",), (
    _rule("第 makes an ordinal", _LONGER, "第⟪", "第21组带队", near="共21组带队 → 21组"),
    _rule(
        "rest of a Chinese numeral", _LONGER, rf"[十百千万亿数几]{_CN}", "带动数十家企业",
        near="带动八十家企业 → 八十家",
    ),
    _rule(
        "letter before the number", _LONGER,
        rf"[A-Za-z]{_ANY}(?!(?:{units.alternatives(units.MONEY + units.RATES)})¦)",
        "新能源重卡V3台架", near="利用外资USD3美元 → 3美元",
    ),
    _rule("another number before", _LONGER, r"\d[.:：×*xX/]⟪", "会议9:30分开始", near="9，30分钟 → 30分钟"),
    _rule(
        "house of an address", "88号3幢 is where something stands", rf"号(?:院|楼)?{_ANY}(?:幢|栋|层)¦",
        "科技路88号3幢", near="科技路88号建成3幢 → 3幢",
    ),
    _rule("三番五次", "often, not five times", rf"番{_CN}次", "三番五次上门", near="先后五次上门 → 五次"),
    _rule("大 begins a word", _BEGINS, _word("大", _AFTER_BIG), "召开5大会议", near="建设5大工程 → 5大"),
    _rule("成 begins a word", _BEGINS, _word("成", _AFTER_TENTH), "产量3成为主", near="超过3成的企业 → 超过3成"),
    _rule("分 begins a word", _BEGINS, _word("分", "[之别局公管行类级]"), "设3分公司", near="得95分 → 95分"),
    _rule("名 begins a word", _BEGINS, _word("名", "单|称|录"), "公布3名单", near="选派3名干部 → 3名"),
    _rule("个 begins a word", _BEGINS, _word("个", "性|人所得|体(?!系|制|量)"), "共3个体户", near="共3个项目 → 3个"),
    _rule(
        "人 begins a word", _BEGINS, _word("人", "民币|工智能|民|大|社|均|口普查"), "折合300人民币",
        near="引进300人 → 300人",
    ),
    _rule("家 begins a word", _BEGINS, _word("家", "庭|具|电"), "走访3家庭", near="走访3家企业 → 3家"),
    _rule("类 begins a word", _BEGINS, _word("类", "似|型"), "共3类型", near="共3类企业 → 3类"),
    _rule(
        "期 is a stage", "建设5期 names the fifth stage",
        rf"{_ANY}期{_TAIL}(?:工程|项目|建设|厂房|规划|土地|用地|工厂)|(?<!培训)(?<!讲座)(?<!讲堂)(?<!举办)(?<!课程)(?<!简报)(?<!专刊)(?<!编发){_CN}期¦",
        "建设5期工程", "抓好三期", near="举办讲座6期 → 6期",
    ),
    _rule(
        "a rare count word begins a word", _BEGINS,
        _word("[部本对道口片块层门节位起组支]", _AFTER_RARE), "召集3部门", near="编制3部规划 → 3部",
    ),
    _rule(
        "Chinese numeral with another unit", "a Chinese numeral counts with few words only",
        rf"{_CN}(?!(?:{units.alternatives(tuple(units.WITH_CHINESE))})¦)",
        "抓好三线三艘", near="推出三项举措 → 三项",
    ),
    _rule(
        "turn of phrase", _SOUNDS, rf"{_CN}[个大条种项次类]{_TAIL}{_RHETORIC}", "做到三个坚持",
        near="建成三个项目 → 三个",
    ),
    _rule(
        "次 begins a word", _SOUNDS, rf"{_CN}次{_TAIL}(?:产业|创业|会议|全会|函数|分配)", "推进三次产业融合",
        near="召开三次调度会 → 三次",
    ),
    _rule(
        "一 is an article", _SOUNDS, rf"{_OPEN}一¦(?!倍¦|(?:{_TIMES_BUT_YEAR})¦[^⟫]*内|[家个]¦[^⟫]*⟫(?:企业|单位|项目|园区)?(?:获批|入选|获评|荣获|上榜|被认定|被评为|列入))",
        "这是一个项目",
        near="产能增长一倍 → 一倍",
    ),
    _rule(
        "二 and 零 are no counts", "two of a thing are 两", _OPEN + r"(?:二|[零〇][^¦]*)¦", "第一、二个项目",
        near="确定两个项目 → 两个",
    ),
    _rule("十成 is all", _SOUNDS, _OPEN + "十¦成¦", "十成把握", near="九成企业 → 九成"),
    _rule(
        "congress", "十九届六中全会 is a meeting", rf"{_CN}届{_TAIL}(?:[一二三四五六七八九]中|中央|全会|人大|政协|[省市县区]?[委政])",
        "十九届六中全会", near="举办五届大会 → 五届",
    ),
    _rule(
        "大 in a name", "五大行动 is what a programme is called, and 十九大 a congress", rf"{_CN}大¦", "五大圣人", "三大攻坚战",
        near="突出3大主责 → 3大",
    ),
    _rule(
        "quoted slogan", _SOUNDS, rf"[“‘]{_CN}个{_TAIL}(?!\d)", "落实“四个走在前”",
        near="落实四个项目 → 四个",
    ),
    _rule("one helps many", _SOUNDS, rf"[带帮助万]{_CN}人{_TAIL}", "先富带两人", near="派出两人 → 两人"),
    _rule("日 is a date", _WHEN, rf"{_ANY}日¦(?![^⟫]*内)", "奋战3日", near="3日内办结 → 3日内"),
    _rule("年 is a year", _WHEN, rf"{_ANY}年¦", "已有200年历史", near="建设3年 → 3年", above=120),
    _rule("yearly average", _WHEN, _word("年", "平均"), "按3年平均计算", near="按3年计算 → 3年"),
    _rule(
        "years counted from now", _WHEN,
        rf"(?:(?:近|前|过去|过往|最近|未来|今后|第|每|去|近些){_OPEN}|⟪[^¦]*近¦)[^¦]*¦年¦",
        "未来3年建成", near="用3年建成 → 3年",
    ),
    _rule("years until now", _WHEN, _word("年", "来|前|级|代|以前|版|之前|期间"), "3年来建成", near="3年建成 → 3年"),
    _rule(
        "short year of a date", _WHEN, rf"{_OPEN}[^¦]*\d¦年{_TAIL}(?:\d{{1,2}}月|度|底|末)", "完成21年度任务",
        near="完成3年度任务 → 3年", within=(15, 30),
    ),
    _rule(
        "hours of a service", "24小时 says always", _word("小时", "不|值班|服务|热线|在线|全天"), "24小时值班",
        near="24小时办结 → 24小时",
    ),
    _rule(
        "time counted from now", _WHEN, rf"(?:前|近|过去|最近|未来|今后|第){_ANY}(?:{_SHORT_TIMES})¦",
        "过去3个月建成", near="用3个月建成 → 3个月",
    ),
    _rule("time until now", _WHEN, _word(_SHORT_TIMES, "来|以来|年"), "3个月来建成", near="3个月内建成 → 3个月内"),
    _rule("minute of a time", _WHEN, rf"[时点]{_ANY}分¦", "会议9点5分开始", near="会议得5分 → 5分"),
    _rule(
        "place in a list of firms", "500强 is a name",
        rf"(?:世界|全球|中国|全国|民企|企业){_ANY}(?!(?:日|年|分|{_SHORT_TIMES})¦)[^¦]*{_TAIL}强",
        "世界500家强企", near="世界500家企业 → 500家",
    ),
))  # fmt: skip


def shown(before: str, qualifier: str, numeral: str, unit: str, tail: str, after: str) -> str:
    """The number with its surroundings as the patterns read it."""
    return f"{before}⟪{qualifier}¦{numeral}¦{unit}¦{tail}⟫{after}"
