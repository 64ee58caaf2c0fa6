"""Numbers that are part of a name: of a document, a programme, a plan. They count nothing.

A rule is a pattern over the number with its line, `before⟪numeral¦unit⟫after`.
"""

import re

from .table import ReadingRule, RuleTable

_PROGRAMME = "(?:措施|举措|意见|政策|规定|办法|方案|计划|规划|行动|工程|战略|任务|专项|清单|机制)"
_PLAN = "(?:行动|计划|规划|方案|纲要|攻坚)"
# What stands between 三年 and 行动 is a name, not a deed: 三年倍增计划, not 三年完成计划.
_NAME = "(?:(?!完成|实现|建成|编制|制定|执行|开展|推进|落实|内|的|来)[\u4e00-\u9fff“”]){0,8}?"
_CHINESE = r"[^\d⟪¦⟫]+"
LONGEST_LINE = 80


def _rule(
    name: str, because: str, pattern: str, *examples: str, near: str
) -> ReadingRule[str, None]:
    return ReadingRule(name, re.compile(pattern).search, None, because, examples, (near,))


TITLES: RuleTable[str, None] = RuleTable("title", ("text",), (
    _rule(
        "title of a document", "《》 holds a name", r"《[^》⟫]*⟪[^⟫]*⟫[^《]*》",
        "印发《支持企业攀登十条措施》，服务302家企业 → 302家", "落实《300家企业培育名单》", "修订《攀登企业三年规划（2021—2023年）》",
        near="印发《措施》，服务300家企业，公布《名单》 → 300家",
    ),
    _rule(
        "quoted programme", "“十条措施” is what a programme is called",
        rf"“[^”\d⟫]{{0,6}}⟪(?:{_CHINESE}¦[^⟫]*|\d+¦条)⟫[^”，。；、\d]{{0,8}}{_PROGRAMME}”",
        "出台“十条措施”，服务302家企业 → 302家", "出台“10条措施”",
        near="出台十条措施。 → 十条",
    ),
    _rule(
        "list with numbers in its name", "“10强50户” is what a list is called",
        r"“(?:\d+[\u4e00-\u9fff]{1,2})+⟪\d+¦[户家个项企名]⟫(?:\d+[\u4e00-\u9fff]{1,2})*”",
        "入选“10强50户”名单企业8家 → 8家", near="入选“前列50户”名单企业8家 → 50户；8家",
    ),
    _rule(
        "named plan", "三年行动计划 is named after its length", rf"¦(?:年|个月|天|周)⟫{_NAME}{_PLAN}",
        "实施三年行动计划", "启动“链主”培育三年行动", "编制五年发展规划", "开展100天攻坚行动", "实施3年倍增计划",
        near="用三年完成规划 → 三年",
    ),
    _rule(
        "headline", "条措施 in a headline names what the report is of",
        rf"^[^，。；！？：]*⟪{_CHINESE}¦条⟫[^，。；！？]{{0,4}}{_PROGRAMME}[^，。；！？]*\n",
        "某市出台十条措施助企攀登\n全市共有302家攀登企业。 → 302家",
        near="某市服务三百家企业攀登\n全市共有302家攀登企业。 → 三百家；302家",
    ),
))  # fmt: skip


def is_part_of_a_name(text: str, start: int, end: int, unit: str) -> bool:
    """Whether the number at text[start:end] belongs to a name of its line."""
    since = max(0, start - LONGEST_LINE)
    begin = max(text.rfind("\n", since, start) + 1, since)
    stop = text.find("\n", end, end + LONGEST_LINE) + 1 or len(text)
    numeral = text[start:end].removesuffix(unit)
    line = f"{text[begin:start]}⟪{numeral}¦{unit}⟫{text[end : min(stop, end + LONGEST_LINE)]}"
    return TITLES.first(line) is not None
