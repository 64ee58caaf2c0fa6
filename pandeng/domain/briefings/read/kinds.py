"""Whether a figure tells what is, what is wanted, what is planned, or how the framework is built."""

import re
from dataclasses import dataclass

from .table import ReadingRule, RuleTable

_FRAMEWORK = re.compile(
    r"^(?:“[^”]{1,8}”|[^，。；\d]{0,8}?)(?:主责|主线|支点|产业链|板块|领域|战略|目标|任务|工程|体系|行动|举措|机制|原则|抓手|攻坚战|清单|图(?:”|$)|专班|指挥部|组群)"
)
_TEAM = re.compile(r"^[^，。；\d]{0,12}(?:小组|专班|工作组|团队|服务队|班子)")
_SHARE = re.compile(r"占[^，。；]{0,8}$")
_PLAN = re.compile(r"(?:计划(?!新开工)|概算|拟|设计|规划|总投资|估算|协议)[^，。；、\d]{0,8}$")
_PAID = re.compile(r"完成|实现|到位|累计|新增")
_DONE = re.compile(
    r"(?:已|完成|实现|达到|累计|新增|获批|获评|入选|荣获|兑现|发放|到位|落地|销号|办结)"
)
_WANT = re.compile(
    r"确保|力争|(?<!对上)(?<!向上)(?<!积极)(?<!主动)争取(?!上级|到|资金|专项|中央|国家)|努力(?=实现|完成|达到|突破|培育|推动|新增)|奋力|力保"
    r"|目标(?=是|为|：|达)|预计|预期|有望|冲刺|下一步|今后|未来|明年|重点培育|确定(?=\d|$)|(?<!行动)计划(?!总投资|投资|完成投资|新开工项目实现|的|$|[，、。；》”（])|(?<![模比虚草])拟(?![定态合真人订])"
    r"|将(?=达|实现|突破|完成|新增|建成|累计|新建|带动|形成|超|培育|打造|引进|力争)|到20[2-4]\d年(?!\d{1,2}月)(?:底|末)?|到“?十[四五]五”?末|再(?=新增|培育|引进|打造)|要(?=达到|实现|完成|突破)"
)
_BACK = re.compile(
    r"截[至止]|目前|(?<!争取)(?<!力争)(?<!确保)已(?!经?将)|去年|(?<=[，。；：])(?:20\d\d年|前\w{1,3}月|前三季度|上半年)"
)


_AIM_BEFORE = re.compile(r"(?:目标|目标任务|目标值|任务目标)(?:任务|数|总量)?(?:为|是)?$")
_AIM_AFTER = re.compile(r"的(?:全年|年度|年初|既定|预期|工作)*(?:目标|任务)")
_DUE = re.compile(
    r"(?:^|[，；、])(?:应|应当|须|需|应该|按期应|到期应)(?!急|用|收|税|届|对|有尽)[^，。；\d]{0,8}$"
)
_FORECAST = re.compile(r"预计|预期|有望|预测|估计")


@dataclass(frozen=True)
class Around:
    """A number with what decides its kind.

    `before`/`after`: the segment around it; `lead`: its sentence up to it; `is_ahead`: its year lies
    after the article's, or the paragraph opens with 下一步.
    """

    form: str
    unit: str
    number: float
    before: str
    after: str
    lead: str
    is_quoted: bool
    is_population: bool
    is_ahead: bool

    def last(self, pattern: re.Pattern[str]) -> int:
        """Where in the sentence so far the last such word stands; -1 when there is none."""
        return max((match.start() for match in pattern.finditer(self.lead)), default=-1)


def _is_team(one: Around) -> bool:
    few = one.unit in {"名", "人", "家"} and one.number <= 12
    return few and (one.is_quoted or bool(_TEAM.match(one.after)))


def _is_framework(one: Around) -> bool:
    few = one.unit in {"条", "大", "个", "张"} and one.number <= 20
    return few and bool(_FRAMEWORK.match(one.after)) and not _DONE.search(one.before)


def _is_planned(one: Around) -> bool:
    planned = _PLAN.search(one.before) or (
        one.before.endswith("投资") and one.after.startswith("的")
    )
    return one.form == "money" and bool(planned) and not _PAID.search(one.before)


def _is_foreseen(one: Around) -> bool:
    seen = one.last(_FORECAST)
    return seen >= 0 and seen >= max(one.last(_WANT), one.last(_BACK))


def _is_wanted(one: Around) -> bool:
    want = one.last(_WANT)
    return want >= 0 and want >= one.last(_BACK)


# Yields actual | target | plan | forecast | required | framework.
KIND_RULES: RuleTable[Around, str] = RuleTable("kind", ("text", "kind"), (
    ReadingRule(
        "pattern", lambda one: one.form == "pattern", "framework", "1+N is a word of the framework",
        ("形成“1+N”体系 → 1+N framework", "力争形成“9+2”体系 → 9+2 framework"), ("形成9个体系 → 9个 framework",),
    ),
    ReadingRule(
        "seat of a team", _is_team, "framework", "a few people or banks quoted, or before 小组 or 专班, are its seats",
        ("力争发挥4人助企攀登小组作用 → 4人 framework", "力争配齐“1名市级领导、1家主办银行” → 1名 framework；1家 framework"),
        ("力争选派20人驻企服务队 → 20人 target",),
    ),
    ReadingRule(
        "part of the framework", _is_framework, "framework", "a few lines, chains, tasks of the way of work",
        ("力争突出3大主责 → 3大 framework", "力争围绕3条核心产业链 → 3条 framework", "力争完善10个专班 → 10个 framework"),
        ("力争建成10个项目 → 10个 target", "力争新增3条核心产业链 → 3条 target"),
    ),
    ReadingRule(
        "aim by name", lambda one: _AIM_BEFORE.search(one.before) or _AIM_AFTER.match(one.after), "target",
        "年度目标174亿元 and 700家的目标 are aims",
        ("年度投资目标174亿元 → 174亿元 target", "规模企业700家的年度目标已完成95% → 700家 target；95% actual"),
        ("完成年度目标的49% → 49% actual",),
    ),
    ReadingRule(
        "required", lambda one: _DUE.search(one.before), "required", "应销号648项 is what should have been done",
        ("截至5月底，应销号648项 → 648项 required", "需办结诉求30件 → 30件 required"), ("应急企业30家 → 30家 actual",),
    ),
    ReadingRule(
        "who is spoken of", lambda one: one.is_population, "actual",
        "in 302家攀登企业营收突破750亿元 the firms are there already",
        ("确保302家攀登企业营收突破750亿元 → 302家 actual；突破750亿元 target",), ("确保302家攀登企业 → 302家 target",),
    ),
    ReadingRule(
        "share", lambda one: _SHARE.search(one.before), "actual", "what is shared out is there already",
        ("力争新增项目占全市30% → 30% actual",), ("力争增长30% → 30% target",),
    ),
    ReadingRule(
        "planned amount", _is_planned, "plan", "计划, 总投资, 概算 before an amount and nothing of it done",
        (
            "项目总投资35亿元 → 35亿元 plan", "计划总投资279亿元 → 279亿元 plan", "工程概算3亿元 → 3亿元 plan",
            "签订协议资金5亿元 → 5亿元 plan", "投资105.6亿元的园区项目开工 → 105.6亿元 plan",
        ),
        ("计划完成投资35亿元 → 35亿元 actual", "计划新开工项目3个 → 3个 target"),
    ),
    ReadingRule(
        "forecast", _is_foreseen, "forecast", "预计 and 有望 say what will come",
        ("预计年产值12亿元 → 12亿元 forecast", "有望新增产值5亿元 → 5亿元 forecast", "预计可新增就业300人 → 300人 forecast"),
        ("预计下一步加快，已新增产值5亿元 → 5亿元 actual",),
    ),
    ReadingRule(
        "wanted", _is_wanted, "target", "the last word on it says that it is wanted: 确保, 力争, 到2025年",
        (
            "力争新增规模企业50家 → 50家 target", "确保营收突破1000亿元 → 突破1000亿元 target",
            "到2025年，培育龙头企业10家 → 10家 target",
            "目标是新增企业10家 → 10家 target", "今后，将新建厂房20万平方米 → 20万平方米 target",
            "再培育企业10家 → 10家 target", "争取新增企业8家 → 8家 target", "拟新建厂房3万平方米 → 3万平方米 target",
        ),
        (
            "积极争取上级资金3亿元 → 3亿元 actual", "力争做大做强，目前已培育企业10家 → 10家 actual",
            "目标企业10家 → 10家 actual", "实施倍增计划，培育企业10家 → 10家 actual", "将企业10家纳入名单 → 10家 actual",
        ),
    ),
    ReadingRule(
        "ahead", lambda one: one.is_ahead and one.last(_BACK) < 0, "target",
        "the paragraph or the year speaks of what is to come", (
            "一、下一步工作。新增企业10家 → 10家 target",
            "2022年建成5个。至2023年，新增企业10家 → 5个 actual；10家 target",
        ),
        ("一、下一步工作。已新增企业10家 → 10家 actual",),
    ),
    ReadingRule(
        "told as done", lambda one: True, "actual", "what nothing marks as wanted is told as done",
        ("新增规模企业50家 → 50家 actual", "截至5月底，已开工309个 → 309个 actual"),
    ),
))  # fmt: skip


def kind(around: Around) -> str:
    rule = KIND_RULES.first(around)
    return rule.yields if rule else ""
