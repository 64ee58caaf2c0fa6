"""What stands around a figure: what it counts, whose it is, whether done, planned or wanted."""

import re
from bisect import bisect_right
from dataclasses import dataclass

# Verbs that end the noun counted: 302家攀登企业|营收突破…
_VERB = re.compile(
    r"(?:除.{1,10}?外|基础上|等的|的|精准|剔除|抽调(?=$)|加强|召开|列入|纳入|获批|获评|获得|荣获|入选|通过|申报|进入|跻身|完成|实现|突破|超前|启动|开工|竣工|投产|达产|落地|落户|建成|达到|达"
    r"|表示|参加|参与|带头|反映|成立|推进|营收(?=突破|达|实现|增长|超|完成|总|同比|收入|$)|实行|开展|认定|上市|已|被|分别|中(?=新|已|，|有)|(?<!平)均|全部|共|累计|将|正|在建|需(?!求)|为|是|比|较|占|总投资|年度|当年|反馈|走访|包联|等$)"
)
_LEADING = re.compile(
    r"^(?:已经|已|正在|目前|全市|全省|其中|共计|共有|共|累计|现有|以及|使得|带领|由|把|将|对|让|使"
    r"|推荐|解决|推动|支持|引导|帮助|组织|促成|协助|指导|培育|培养|培强|引进|引入|吸引|服务|走访|包括|涉及|涵盖|新增|协调|针对|围绕|依托|借助|聚焦|突出|比如|例如|促进|推进|助力|助推|紧盯"
    r"|拥有|形成|打造|大力|积极|划分为|分为|划分|按产品功能|(?:19|20)\d\d年度?|今年|去年|全力|先后|累计为|对接|与|和|及)"
)
_TRAILING = re.compile(
    r"(?:总数|数量)?(?:已经|已|共计|共有|共|总计|合计|累计|约|为|是|达到|达|至|有|到|的|了|仅|就|近|超|各|均|分别|高达|多达|只用|只|突破|超过|增至|增加到|增加至|提高到|提升至|提升到|降至|降到|稳定在|保持在)+$"
)
_GROWTH = re.compile(
    r"^(?:其中)?(?:较|比)?(?:上年|去年|上月|年初|同期|上年同期|去年同期)?(?:同比|环比|年均|分别|实际)?(?:增长|提高|提升|下降|增加(?!值)|上升|降低|增幅|增速|回落|增(?![加设值资])|降|占|均占|完成率)"
)
_FRAMEWORK = re.compile(
    r"^(?:“[^”]{1,8}”|[^，。；\d]{0,8}?)(?:主责|主线|支点|产业链|板块|领域|战略|目标|任务|工程|体系|行动|举措|机制|原则|抓手|攻坚战|清单|图(?:”|$)|专班|指挥部|组群)"
)
_TEAM = re.compile(r"^[^，。；\d]{0,12}(?:小组|专班|工作组|团队|服务队|班子)")
_PLAN = re.compile(r"(?:计划(?!新开工)|概算|拟|设计|规划|总投资|估算|协议)[^，。；、\d]{0,8}$")
_DONE = re.compile(
    r"(?:已|完成|实现|达到|累计|新增|获批|获评|入选|荣获|兑现|发放|到位|落地|销号|办结)"
)
_WANT = re.compile(
    r"确保|力争|(?<!对上)(?<!向上)(?<!积极)(?<!主动)争取(?!上级|到|资金|专项|中央|国家)|努力(?=实现|完成|达到|突破|培育|推动|新增)|奋力|力保"
    r"|目标(?=是|为|：|达)|预计|预期|有望|冲刺|下一步|今后|未来|明年|重点培育|确定(?=\d|$)|计划(?!总投资|投资|完成投资|新开工项目实现|的|$)|拟(?=新|推|实|建|申|投|培|引)"
    r"|将(?=达|实现|突破|完成|新增|建成|累计|新建|带动|形成|超|培育|打造|引进|力争)|到20[2-4]\d年(?:底|末)?|到“?十[四五]五”?末|再(?=新增|培育|引进|打造)|要(?=达到|实现|完成|突破)"
)
_BACK = re.compile(
    r"截[至止]|目前|(?<!争取)(?<!力争)(?<!确保)已(?!经?将)|去年|(?<=[，；。：])(?:20\d\d年|前\w{1,3}月|前三季度|上半年)"
)
_CLAUSE = re.compile(r"[，。；：！？\n]")
_SEGMENT = re.compile(r"[，。；：、！？\n“”‘’（）()《》\t ]")
_SENTENCE = re.compile(r"[。！？\n]")
_NAMED = re.compile(r"等$")
_SUPERLATIVE = re.compile(
    r"唯一|首[个家批位条例台套]|第一[家个]|独家|(?:国内|全国|全省|全市|世界|全球|亚洲|省内|行业|同类|历史)?(?:最大|最多|最高|最快|最好|最强|领先|第一(?!批|季|产|时间|书记|线|要务))|(?:居|列|位)[^，。；]{0,8}(?:第一|首位|榜首)"
)
_AWARD = re.compile(r"(?:获批|入选|荣获|获评|获得|被认定为|被评为|跻身|成为|通过)")
_PROJECT = re.compile(
    r"^的([^，。；、\d“”]{2,24}?(?:项目|工程|园区|基地|产业园|中心))(?=启动|开工|建设|投产|竣工|落|签|已|正|顺利|加快|，|。|；|、|等|$)"
)
_SPLIT = re.compile(r"[、]|(?<=\S)(?:以及|和|及|与)(?=\S)")


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


def kind(
    *,
    form: str,
    unit: str,
    number: float,
    before: str,
    after: str,
    lead: str,
    is_quoted: bool,
    is_population: bool,
    is_ahead: bool,
) -> str:
    """actual | target | plan | framework.

    `before`/`after`: the segment around the number; `lead`: the sentence up to it; `is_ahead`: its
    year lies after the article's, or the paragraph opens with 下一步.
    """
    if form == "pattern":
        return "framework"
    if unit in {"名", "人", "家"} and number <= 12 and (is_quoted or _TEAM.match(after)):
        return "framework"
    if (
        unit in {"条", "大", "个", "张"}
        and number <= 20
        and _FRAMEWORK.match(after)
        and not _DONE.search(before)
    ):
        return "framework"
    if is_population:
        return "actual"
    if re.search(r"占[^，。；]{0,8}$", before):
        return "actual"
    is_planned = _PLAN.search(before) or (before.endswith("投资") and after.startswith("的"))
    if form == "money" and is_planned and not re.search(r"完成|实现|到位|累计|新增", before):
        return "plan"
    if form == "duration" and after[:2] in {"行动", "计划", "规划", "攻坚"}:
        return "plan"
    want = back = -1
    for match in _WANT.finditer(lead):
        want = match.start()
    for match in _BACK.finditer(lead):
        back = match.start()
    if want >= 0 and want >= back:
        return "target"
    if is_ahead and back < 0:
        return "target"
    return "actual"


def superlative(clause: str) -> str:
    match = _SUPERLATIVE.search(clause)
    return match[0] if match else ""


def names_before(before: str) -> tuple[str, ...]:
    """已推荐水泊焊割、神力索具等 → 水泊焊割, 神力索具."""
    if not _NAMED.search(before):
        return ()
    listed = before[:-1]
    parts = [part.strip("“”‘’《》 ") for part in _SPLIT.split(listed)]
    return tuple(name for part in parts if 1 < len(name := _bare(part)) <= 24)


def names_within(before: str) -> tuple[str, ...]:
    """解决山矿机械、港航金属、锐博工程机械等企业土地指标 → the three enterprises."""
    match = re.search(
        r"([^，。；：]{2,80}?)等(?:\d+家)?(?:企业|公司|项目|单位|园区|高校|院所|品牌)", before
    )
    if not match:
        return ()
    return names_before(match[1] + "等")


def named_project(after: str) -> tuple[str, ...]:
    match = _PROJECT.match(after)
    if not match:
        return ()
    name = match[1]
    for tail in ("园区项目", "基地项目", "中心项目", "产业园项目"):
        if name.endswith(tail):
            name = name.removesuffix("项目")
    return (name,)


def awarded(before: str) -> tuple[str, ...]:
    """2021年山推获批全市唯一… → 山推."""
    match = None
    for match in _AWARD.finditer(before):  # noqa: B007
        break
    if not match:
        return ()
    name = _bare(before[: match.start()])
    is_name = 1 < len(name) <= 16 and not re.search(r"[\d，。；、企业]$|家|个", name)
    return (name,) if is_name else ()


def _bare(name: str) -> str:
    while (match := _LEADING.match(name)) and match.end() < len(name):
        name = name[match.end() :]
    return name.strip("“”‘’ ")
