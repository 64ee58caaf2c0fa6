"""The words that may stand beside a figure without changing what it is: of telling, of counting, of urging.

What is neither here, nor what the pack says of an indicator, nor a name of the office, makes a figure
another one: 偿还, 余额, 未, 联络员, 培育库.
"""

import re
from functools import lru_cache

FUNCTION = (
    "其中 要 的 了 已经 已 共计 共有 共 合计 累计 总计 总数 总量 数量 总 达到 达 为 是 有 现有 及 以及 和 与 并 也 均 都 约 大约 近 超过 超 逾 "
    "等 至 到 在 把 将 对 截至 截止 截止到 截至到 底 末 数 就 其 各 各类 各项 一批 左右 以上 增长到 增加到 增至 增长至 增加至 上升到 上升至 提高到 提高至 "
    "提升到 提升至 扩大到 下降到 下降至 降到 降至 减少到 减少至 回落到 回落至 调整为 调整到 调整至 变为 突破 稳定在 保持在 高达 多达 实际 目前 现在 "
    "仍 还 又 再 也有 分别 全部 全面 全力 进一步 不断 持续 切实 积极 大力 加快 加速 扎实 稳步 有序 顺利 有效 有力 深入 精准 充分 累计已 全年 年度内"
)
URGED = (
    "正在 推动 推进 促进 抓好 抓实 紧盯 聚焦 围绕 突出 做好 攻坚 负责 组织 开展 发挥 作用 坚持 服务 建设 实施 加强 确保 力争 努力 奋力 争取 "
    "带动 支持 帮助 助力 为 我们 专班 指挥部 工作 情况 任务 目标 指标"
)
TOLD = "实现 形成 完成情况 显示 表明 统计 据统计 经统计 初步统计 台账显示 纳入台账"
# What is said of all of them takes nothing away: 302家攀登企业全部建档.
_OF_ALL = re.compile(
    r"(?:全部|均|全都|都|悉数|逐一|逐个|统一)(?!.*(?:未|没|不|无|取消|退出|撤|停|落选)).*$"
)
_OPENING = re.compile(
    r"^[，、]?中(?![小高低外期心介])|^(?:[（(]?[\d一二三四五六七八九十]{1,2}[)）.、．]|[①-⑳])\s?"
)
_ENDING = re.compile(r"中$|[“”（(]$")
_SIGNS = re.compile(r"[^\w]|_")
_COMMON = frozenset(f"{FUNCTION} {URGED} {TOLD}".split())


@lru_cache(maxsize=4096)
def _known(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(words | _COMMON, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)))


@lru_cache(maxsize=65536)
def unexplained(own: str, words: frozenset[str]) -> str:
    """What is left of a figure's own words when all that is known is taken away; "" when nothing is."""
    lead, _, trail = own.partition("|")
    lead, trail = _OPENING.sub("", lead), _ENDING.sub("", trail)
    said = f"{lead}|{_OF_ALL.sub('', trail)}"
    return _SIGNS.sub("", _known(words).sub("|", said))
