"""The words around a figure: where clauses begin, the noun counted, the words before, superlatives."""

import re
from bisect import bisect_right
from dataclasses import dataclass

# Verbs that end the noun counted: 302家攀登企业|营收突破…
_VERB = re.compile(
    r"(?:除.{1,10}?外|基础上|等的|的|精准|剔除|抽调(?=$)|加强|召开|列入|纳入|获批|获评|获得|荣获|入选|通过|申报|进入|跻身|完成|实现|突破|超前|启动|开工|竣工|投产|达产|落地|落户|建成|达到|达"
    r"|表示|参加|参与|带头|反映|成立|推进|(?:营收|营业收入|主营业务收入|销售收入|产值|利润|税收)(?=突破|达|实现|增长|超|完成|总|同比|收入|$)|实行|开展|认定|上市|已|被|分别|中(?=新|已|，|有)|(?<!平)均|全部|共|累计|将|正|在建|需(?!求)|为|是|比|较|占|总投资|年度|当年|反馈|走访|包联|等$|销号|办结|化解|解决(?!方案)|并(?=已|将|于)|(?<![集其])中$)"
)
_TRAILING = re.compile(
    r"(?:总数|数量)?(?:已经|已|共计|共有|共|总计|合计|累计|约|为|是|达到|达|至|有|到|的|了|仅|就|近|超|各|均|分别|高达|多达|只用|只|突破|超过|增至|增加到|增加至|提高到|提升至|提升到|降至|降到|稳定在|保持在)+$"
)
_GROWTH = re.compile(
    r"^(?:其中)?(?:较|比)?(?:上年|去年|上月|年初|同期|上年同期|去年同期)?(?:同比|环比|年均|分别|实际)?(?:增长|提高|提升|下降|增加(?!值)|上升|降低|增幅|增速|回落|增(?![加设值资])|降|占|均占|完成率)"
)
_CLAUSE = re.compile(r"[，。；：！？\n]")
_SEGMENT = re.compile(r"[，。；：、！？\n“”‘’（）()《》\t ]")
_SENTENCE = re.compile(r"[。！？\n]")
_SUPERLATIVE = re.compile(
    r"唯一|首[个家批位条例台套]|第一[家个]|独家|(?:国内|全国|全省|全市|世界|全球|亚洲|省内|行业|同类|历史)?(?:最大|最多|最高|最快|最好|最强|领先|第一(?!批|季|产|时间|书记|线|要务))|(?:居|列|位)[^，。；]{0,8}(?:第一|首位|榜首)"
)


@dataclass(frozen=True)
class Frame:
    """The cuts of a text: where its paragraphs, sentences, clauses and small segments begin."""

    text: str
    paragraphs: list[int]
    sentences: list[int]
    clauses: list[int]
    segments: list[int]

    def span(self, starts: list[int], place: int) -> tuple[int, int]:
        at = bisect_right(starts, place)
        return starts[at - 1], starts[at] if at < len(starts) else len(self.text) + 1


def frame(text: str) -> Frame:
    def cuts(pattern: re.Pattern[str]) -> list[int]:
        return [
            0,
            *(m.end() for m in pattern.finditer(text) if not _inside_number(text, m.start())),
        ]

    return Frame(text, cuts(re.compile(r"\n")), cuts(_SENTENCE), cuts(_CLAUSE), cuts(_SEGMENT))


def _inside_number(text: str, place: int) -> bool:
    return (
        text[place] == "。"
        and text[place - 1 : place].isdigit()
        and text[place + 1 : place + 2].isdigit()
        and place > 0
    )


def noun(after: str) -> str:
    """The thing counted, without what is said of it: 攀登企业营收突破 → 攀登企业."""
    match = _VERB.search(after)
    while match and match.start() == 0:
        match = _VERB.search(after, match.end())
        if match and match.start() < 2:
            match = None
            break
    found = after[: match.start()] if match else after
    return found.strip("的 ") or after


def is_noun(after: str) -> bool:
    """Whether what follows a number names the thing counted (708项|问题诉求), or goes on (69个|已解决)."""
    if not after or not ("\u4e00" <= after[0] <= "\u9fff" or after[0] in "“《A5"):
        return False
    return not re.match(
        r"(?:的|已|和|与|及|以及|并|占|增长|同比|较|比|将|(?<!平)均|全部|左右|以上|其中|分别|等|，|被|列|纳|获|实现|完成|达|正|仍|都|是|为(?!期)|中(?:[，有已]|新|完)|在|由|用于)",
        after,
    )


def head(before: str) -> str:
    """The words just before a number that say what it is: 已销号 → 已销号, 项目共 → 项目."""
    trimmed = _TRAILING.sub("", before).strip()
    return trimmed or before.strip()


def is_growth(before: str) -> bool:
    return bool(_GROWTH.match(before))


def superlative(clause: str) -> str:
    match = _SUPERLATIVE.search(clause)
    return match[0] if match else ""
