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
    "本", "门", "节", "堂", "道", "片", "块", "层", "盏", "根", "粒", "届", "顶",  "包", "袋", "箱", "桶", "瓶", "盒", "期", "岁", "分", "批", "对", "环节", "口",
)  # fmt: skip
# A Chinese numeral is a figure only with these: 三年, 两张, 六大类; not 四上, 一线, 三农.
WITH_CHINESE = frozenset(
    """
    家 个 项 条 件 名 人 户 场 次 张 份 类 大 种 台 套 辆 座 处
    所 间 位 轮 支 大类 小类 人次 场次 亩 倍 年 天 周 个月 小时 个小时
    个工作日 工作日 个百分点 百分点 成 % 元 块钱 吨 公里 平方米 平方公里
    米 日 分钟 台套 批次 个季度 届 期 批 户 笔 起 宗 台 件次 课时 颗 枚 只 部 篇 例
    """.split()
)


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
