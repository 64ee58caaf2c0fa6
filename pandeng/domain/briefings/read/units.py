"""What reports count in: count words, money, measures, rates and times, and what is no figure."""

import re

MONEY = ("元人民币", "美元", "港元", "欧元", "日元", "英镑", "块钱", "元", "圆")
RATES = ("个百分点", "百分点", "个点", "%", "％", "‰", "成", "倍")
TIMES = (
    "个工作日", "工作日", "个小时", "小时", "分钟", "个月", "个季度", "天", "年", "周", "日", "秒", "个半月",
)  # fmt: skip
MEASURES = (
    "平方公里", "平方千米", "平方米", "平米", "立方米", "公里", "千米", "毫米", "厘米", "微米", "纳米", "米",
    "亩", "公顷", "顷", "吨标准煤", "吨公里", "吨", "公斤", "千克", "克", "升", "千瓦时", "千瓦", "兆瓦时", "兆瓦", "吉瓦", "标准箱", "标箱",
    "㎡", "km", "kWh", "KWh", "MW", "GW", "KW", "kW", "TEU", "GWh", "MWh", "马力", "兆", "度电", "千伏", "公顷",
)  # fmt: skip
COUNTS = (
    "大类", "小类", "中类", "门类", "人次", "场次", "批次", "台套", "台（套）", "台(套)", "例次", "车次", "架次", "户次", "家次", "件次", "课时", "个班次", "项次",
    "家", "个", "项", "条", "件", "名", "人", "户", "场", "次", "张", "份", "类", "大", "种", "台", "套", "辆", "艘", "架", "部",
    "支", "座", "处", "所", "间", "栋", "幢", "宗", "笔", "册", "篇", "款", "例", "起", "组", "轮", "颗", "枚", "位", "只", "头", "株", "棵",
    "本", "门", "节", "堂", "道", "片", "块", "层", "盏", "根", "粒", "包", "袋", "箱", "桶", "瓶", "盒", "期", "岁", "分", "批", "对", "环节", "口",
)  # fmt: skip
# A Chinese numeral is a figure only with these: 三年, 两张, 六大类; not 四上, 一线, 三农.
WITH_CHINESE = frozenset(
    [
        "家",
        "个",
        "项",
        "条",
        "件",
        "名",
        "人",
        "户",
        "场",
        "次",
        "张",
        "份",
        "类",
        "大",
        "种",
        "台",
        "套",
        "辆",
        "座",
        "处",
        "所",
        "间",
        "位",
        "轮",
        "支",
        "大类",
        "小类",
        "人次",
        "场次",
        "亩",
        "倍",
        "年",
        "天",
        "周",
        "个月",
        "小时",
        "个小时",
        "个工作日",
        "工作日",
        "个百分点",
        "百分点",
        "成",
        "%",
        "元",
        "块钱",
        "吨",
        "公里",
        "平方米",
        "平方公里",
        "米",
        "日",
        "分钟",
        "台套",
        "批次",
        "个季度",
    ]
)
# Counted things that are no figure of a report: turns of phrase and fixed political wording.
_RHETORIC = re.compile(
    r"(?:方面|层面|维度|角度|关键|到位|环节|阶段|支点|抓手|着力点|关口|字|方向|结合|转变|统筹|坚持|聚焦|强化|突出|带头|同步"
    r"|维护|确立|意识|自信|全面|代表|毫不动摇|健康|大局|百年|务必|一批|一[律流一]|革命|不|务必|先锋|面向|更加|更|必须|有利于|离不开"
    r"|绝不|伟大|工程(?=”)|人文|服从|规定|文明|伟人|中全会|中央|产业(?=[、和，]))"
)
_AFTER_BIG = re.compile(
    r"(?:会|学|厅|道|街|巴|棚|楼|厦|桥|队|米|豆|量|力|幅|型|班子|小|家|地|师|海|洋|以来|报告|精神|召开|代表)"
)
_AFTER_TENTH = re.compile(r"(?:[为立员功果效本都长分就交品熟绩型套片群人年渠])")
# A bare numeral between these is a fraction of an hour, a place in a list, a model.
_BOUND = re.compile(r"[A-Za-z\-_/.:：第]$")


def alternatives(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


ALL = alternatives(MONEY + RATES + TIMES + MEASURES + COUNTS)


def form(unit: str) -> str:
    """money | rate | duration | measure | count"""
    if unit in MONEY:
        return "money"
    if unit in RATES:
        return "rate"
    if unit in TIMES:
        return "duration"
    return "measure" if unit in MEASURES else "count"


def is_turn_of_phrase(unit: str, after: str) -> bool:
    """Whether a Chinese numeral with this unit and what follows only sounds like a count."""
    if unit in {"个", "大", "条", "种", "项", "次", "类"} and _RHETORIC.match(after):
        return True
    if unit == "大" and (not after[:1] or not "\u4e00" <= after[0] <= "\u9fff"):
        return True
    return unit == "次" and after.startswith(("产业", "创业", "会议", "全会", "函数", "分配"))


def is_other_word(unit: str, after: str) -> bool:
    """The unit is the beginning of another word: 大会, 成为, 日报."""
    if unit == "大":
        return bool(_AFTER_BIG.match(after))
    if unit == "成":
        return bool(_AFTER_TENTH.match(after))
    if unit == "分":
        return after[:1] in {"之", "别", "局", "公", "管", "行", "类", "级"}
    if unit == "名":
        return after.startswith(("单", "称", "录"))
    if unit == "个":
        return after.startswith(("性", "人所得", "体"))
    if unit == "人":
        return after.startswith(("民币", "工智能", "民", "大", "社", "均", "口普查"))
    if unit == "家":
        return after.startswith(("庭", "具", "电"))
    if unit == "类":
        return after.startswith(("似", "型"))
    if unit == "期":
        return True  # 二期, 5期: a stage, not a count
    if unit in {"部", "本", "对", "道", "口", "片", "块", "层", "门", "节", "位", "起", "组", "支"}:
        return after.startswith(
            (
                "门",
                "分",
                "署",
                "科",
                "市",
                "省",
                "报",
                "应",
                "接",
                "路",
                "区",
                "钱",
                "次",
                "面",
                "能",
                "点",
                "置",
                "于",
                "成",
                "持",
                "撑",
                "付",
            )
        )
    return False
