"""The words by which counts belong together: rates and their parts, wholes and their lists."""

import re

from .table import ReadingRule, RuleTable


def _rate(stem: str, done: str, example: str) -> ReadingRule[str, str]:
    because = "the part done is written with this word"
    return ReadingRule(stem, lambda what: stem in what, done, because, (example,))


# Over what a rate is of; yields the words by which its numerator is written.
RATE_STEMS: RuleTable[str, str] = RuleTable("rate", ("text", "numerator", "denominator"), (
    _rate("销号", "销号", "诉求80项，销号60项，诉求按期销号率75% → 80项 - -；60项 - -；75% 60 80"),
    _rate("办结", "办结", "诉求80项，办结60项，诉求按期办结率75% → 80项 - -；60项 - -；75% 60 80"),
    _rate("解决", "解决", "诉求80项，解决60项，诉求总体解决率75% → 80项 - -；60项 - -；75% 60 80"),
    _rate("办理", "办理|办结", "诉求80项，办结60项，办理率75% → 80项 - -；60项 - -；75% 60 80"),
    _rate("化解", "化解", "积案80件，化解60件，积案总体化解率75% → 80件 - -；60件 - -；75% 60 80"),
    _rate("开工", "开工", "重点工程80个，开工60个，工程总体开工率75% → 80个 - -；60个 - -；75% 60 80"),
    _rate("竣工", "竣工", "重点工程80个，竣工60个，工程总体竣工率75% → 80个 - -；60个 - -；75% 60 80"),
    _rate("投产", "投产", "重点工程80个，投产60个，工程总体投产率75% → 80个 - -；60个 - -；75% 60 80"),
    _rate("完成", "完成", "重点任务80项，完成60项，任务总体完成率75% → 80项 - -；60项 - -；75% 60 80"),
    _rate("签约", "签约", "洽谈意向80个，签约60个，意向总体签约率75% → 80个 - -；60个 - -；75% 60 80"),
    _rate("落地", "落地", "签约意向80个，落地60个，意向总体落地率75% → 80个 - -；60个 - -；75% 60 80"),
    _rate("兑现", "兑现", "政策条款80项，兑现60项，条款总体兑现率75% → 80项 - -；60项 - -；75% 60 80"),
    _rate("回复", "回复", "群众留言80件，回复60件，留言总体回复率75% → 80件 - -；60件 - -；75% 60 80"),
    _rate("答复", "答复", "代表建议80件，答复60件，建议总体答复率75% → 80件 - -；60件 - -；75% 60 80"),
    _rate("满意", "满意", "回访企业80家，表示满意60家，企业总体满意率75% → 80家 - -；60家 - -；75% 60 80"),
    _rate("覆盖", "覆盖", "规上企业80家，覆盖60家，企业总体覆盖率75% → 80家 - -；60家 - -；75% 60 80"),
    _rate("通过", "通过", "参评企业80家，通过60家，企业总体通过率75% → 80家 - -；60家 - -；75% 60 80"),
    _rate("合格", "合格", "抽检产品80件，合格60件，产品总体合格率75% → 80件 - -；60件 - -；75% 60 80"),
    _rate("入库", "入库", "储备工程80个，入库60个，工程总体入库率75% → 80个 - -；60个 - -；75% 60 80"),
    _rate("纳统", "纳统", "在建工程80个，纳统60个，工程总体纳统率75% → 80个 - -；60个 - -；75% 60 80"),
))  # fmt: skip


def done_by(what: str, stem: str) -> str:
    """The words of the numerator; for a rate that no row names, its own stem."""
    rule = RATE_STEMS.first(what)
    return rule.yields if rule else stem


def _opening(name: str, pattern: str, example: str, near: str = "") -> ReadingRule[str, None]:
    because = "the word says that parts follow"
    examples, others = (example,), (near,) if near else ()
    return ReadingRule(name, re.compile(pattern).search, None, because, examples, others)


# Over the words between a whole and the next number: by which the parts begin there.
PART_OPENINGS: RuleTable[str, None] = RuleTable("parts", ("clash",), (
    _opening("其中", "其中", "共120个，其中开工80个、停工50个 → sum 120个 130", "共120个，此外开工80个、停工50个"),
    _opening("中", r"中(?:，|新|有|已)", "120个项目中有80个、50个两类 → sum 120个 130", "120个项目中期80个、50个两类"),
    _opening("包括", "包括", "共120个，包括开工80个、停工50个 → sum 120个 130"),
    _opening("分为", "分为", "共120个，分为开工80个、停工50个 → sum 120个 130"),
    _opening("分别是", "分别是", "共120个，分别是开工80个、停工50个 → sum 120个 130"),
    _opening("bracket", r"[（(]", "共120个（开工80个、停工50个） → sum 120个 130", "共120个“开工80个、停工50个”"),
))  # fmt: skip


def _remainder(word: str, example: str) -> ReadingRule[str, None]:
    because = "the word says that nothing is left out"
    return ReadingRule(word, lambda text: word in text, None, because, (example,))


def _pair(one: str, other: str, example: str) -> ReadingRule[str, None]:
    because = "the two together are everything"
    return ReadingRule(
        f"{one} and {other}", lambda text: one in text and other in text, None, because, (example,)
    )


# Over the text of a list of parts: by which the list is complete, so that a smaller sum is a fault.
COMPLETE_LISTS: RuleTable[str, None] = RuleTable("complete list", ("clash",), (
    _remainder("其他", "共100件，其中资金50件、其他40件。 → sum 100件 90"),
    _remainder("其它", "共100件，其中资金50件、其它40件。 → sum 100件 90"),
    _remainder("其余", "共100件，其中资金50件、其余40件。 → sum 100件 90"),
    _remainder("余下", "共100件，其中资金50件、余下40件。 → sum 100件 90"),
    _remainder("合计", "共100件，其中资金50件、用工40件，合计100件。 → sum 100件 90"),
    _remainder("组成", "共100件，其中资金50件、用工40件组成。 → sum 100件 90"),
    _remainder("分为", "共100件，分为资金50件、用工40件。 → sum 100件 90"),
    _remainder("包括", "共100件，包括资金50件、用工40件。 → sum 100件 90"),
    _remainder("划分", "共100件，其中划分资金50件、用工40件。 → sum 100件 90"),
    _remainder("由", "共100件，其中由资金50件、用工40件构成。 → sum 100件 90"),
    _pair("线上", "线下", "共100件，其中线上50件，线下40件。 → sum 100件 90"),
    _pair("规上", "规下", "共100家，其中规上50家、规下40家。 → sum 100家 90"),
    _pair("国有", "民营", "共100家，其中国有50家、民营40家。 → sum 100家 90"),
    _pair("新开工", "续建", "共100个，其中新开工50个、续建40个。 → sum 100个 90"),
    _pair("实施类", "准备类", "共100个，其中实施类50个、准备类40个。 → sum 100个 90"),
    _pair("实施类", "储备类", "共100个，其中实施类50个、储备类40个。 → sum 100个 90"),
    _pair("建设类", "准备类", "共100个，其中建设类50个、准备类40个。 → sum 100个 90"),
    _pair("已办结", "正在办理", "共100件，其中已办结50件、正在办理40件。 → sum 100件 90"),
    _pair("已解决", "未解决", "共100件，其中已解决50件、未解决40件。 → sum 100件 90"),
    _pair("办结", "未办结", "共100件，其中办结50件、未办结40件。 → sum 100件 90"),
    _pair("城镇", "农村", "共100人，其中城镇50人、农村40人。 → sum 100人 90"),
    _pair("内资", "外资", "共100家，其中内资50家、外资40家。 → sum 100家 90"),
))  # fmt: skip
