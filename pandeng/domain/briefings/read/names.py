"""The enterprises and projects named at a figure: 水泊焊割等4家企业, 105.6亿元的山能智慧制造园区."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .table import ReadingRule, RuleTable

_LEADING = re.compile(
    r"^(?:已经|已|正在|目前|全市|全省|其中|共计|共有|共|累计|现有|以及|使得|带领|由|把|将|对|让|使"
    r"|推荐|解决|推动|支持|引导|帮助|组织|促成|协助|指导|培育|培养|培强|引进|引入|吸引|服务|走访|包括|涉及|涵盖|新增|协调|针对|围绕|依托|借助|聚焦|突出|比如|例如|促进|推进|助力|助推|紧盯"
    r"|拥有|形成|打造|大力|积极|划分为|分为|划分|按产品功能|(?:19|20)\d\d年度?|今年|去年|全力|先后|累计为|对接|与|和|及)"
)
_AWARD = re.compile(r"(?:获批|入选|荣获|获评|获得|被认定为|被评为|跻身|成为|通过)")
_PROJECT = re.compile(
    r"^的([^，。；、\d“”]{2,24}?(?:项目|工程|园区|基地|产业园|中心))(?=启动|开工|建设|投产|竣工|落|签|已|正|顺利|加快|，|。|；|、|等|$)"
)
_SPLIT = re.compile(r"[、]|(?<=\S)(?:以及|和|及|与)(?=\S)")
_WITHIN = re.compile(r"([^，。；：]{2,80}?)等(?:\d+家)?(?:企业|公司|项目|单位|园区|高校|院所|品牌)")
_NO_NAME = re.compile(r"[\d，。；、企业]$|家|个")
_TAILS = ("园区项目", "基地项目", "中心项目", "产业园项目")


@dataclass(frozen=True)
class Beside:
    """The clause before a figure and the one behind it."""

    form: str
    lead: str
    rest: str


Names = tuple[str, ...]


def _listed(one: Beside) -> Names:
    """已推荐水泊焊割、神力索具等 → 水泊焊割, 神力索具."""
    return _of_list(one.lead[:-1]) if one.form == "count" and one.lead.endswith("等") else ()


def _of_list(listed: str) -> Names:
    parts = [part.strip("“”‘’《》 ") for part in _SPLIT.split(listed)]
    return tuple(name for part in parts if 1 < len(name := _bare(part)) <= 24)


def _within(one: Beside) -> Names:
    """解决山矿机械、港航金属、锐博工程机械等企业土地指标 → the three enterprises."""
    match = _WITHIN.search(one.lead)
    return _of_list(match[1]) if match else ()


def _project(one: Beside) -> Names:
    match = _PROJECT.match(one.rest)
    if not match:
        return ()
    name = match[1]
    for tail in _TAILS:
        if name.endswith(tail):
            name = name.removesuffix("项目")
    return (name,)


def _awarded(one: Beside) -> Names:
    """2021年山推获批全市唯一… → 山推."""
    match = _AWARD.search(one.lead)
    name = _bare(one.lead[: match.start()]) if match else ""
    return (name,) if 1 < len(name) <= 16 and not _NO_NAME.search(name) else ()


def _bare(name: str) -> str:
    while (match := _LEADING.match(name)) and match.end() < len(name):
        name = name[match.end() :]
    return name.strip("“”‘’ ")


Finder = Callable[[Beside], Names]
NAME_RULES: RuleTable[Beside, Finder] = RuleTable("names", ("text", "names"), (
    ReadingRule(
        "listed before the count", _listed, _listed, "等4家企业 sums up the names before it",
        (
            "水泊焊割等4家企业获批 → 4家 水泊焊割", "已推荐水泊焊割、神力索具等8家企业 → 8家 水泊焊割、神力索具",
            "支持山推和重汽等2家企业 → 2家 山推、重汽",
        ),
        ("支持山推4家企业 → 4家 -",),
    ),
    ReadingRule(
        "project behind the amount", _project, _project, "投资10亿元的某某项目 names what costs it",
        ("投资105.6亿元的山能智慧制造园区项目启动 → 105.6亿元 山能智慧制造园区", "投资3亿元的轴承工程开工 → 3亿元 轴承工程"),
        ("投资3亿元的轴承生意 → 3亿元 -",),
    ),
    ReadingRule(
        "enterprises within the clause", _within, _within, "等企业 in the clause says whose amount it is",
        ("解决山矿机械、港航金属等企业土地指标2216亩 → 2216亩 山矿机械、港航金属",), ("解决企业土地指标2216亩 → 2216亩 -",),
    ),
    ReadingRule(
        "who was awarded", lambda one: one.form != "rate" and _awarded(one), _awarded,
        "the subject of 获批 or 荣获 got it", ("山推获得补助300万元 → 300万元 山推",),
        ("山推获得增长3% → 3% -", "3家企业获得补助300万元 → 3家 -；300万元 -"),
    ),
))  # fmt: skip


def names(beside: Beside) -> Names:
    rule = NAME_RULES.first(beside)
    return rule.yields(beside) if rule else ()
