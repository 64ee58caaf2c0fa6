"""What a web page adds to a report: furniture, ornaments, anti-copy noise, masks, doubled marks."""

import re
import unicodedata
from collections.abc import Iterator

from .track import Edit

# (kind, what to change, what it becomes): the single-pattern passes
ENTITIES = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "nbsp": " ",
    "ensp": " ",
    "emsp": " ",
    "ldquo": "“",
    "rdquo": "”",
    "lsquo": "‘",
    "rsquo": "’",
    "middot": "·",
    "mdash": "—",
    "ndash": "–",
    "hellip": "…",
    "times": "×",
    "permil": "‰",
    "yen": "¥",
    "deg": "°",
}
_ENTITY = re.compile(
    r"&(?:amp;)?(?:({})|#(\d{{2,6}})|#[xX]([0-9a-fA-F]{{2,5}}));".format("|".join(ENTITIES))
)
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|font|img|table|tr|td|th|tbody|h[1-6]|ul|ol|li|section"
    r"|center|script|style|input|hr|sup|sub|o:p)(?:\s[^<>]{0,400})?/?>",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]+"
)

# Signs of the category "symbol, other" that reports do write
_KEPT_SYMBOLS = frozenset("℃℉№°©®™㎡㎥㎞㎏㎎㏄→←↑↓⇒")
_ORNAMENT = re.compile(
    r"[\u10a0-\u10ff\u0e00-\u0e7f\u06d6-\u06ed\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf"
    r"\u2900-\u2bff\u3004\u3012\u3013\u3020\ua9c0-\ua9df\ua980-\ua9bf\U0001f000-\U0001faff\u0f00-\u0fff"
    r"\u0400-\u052f\u2600-\u26ff\ufe0f]+"
)

_DOUBLED = re.compile(
    r"([,，、;；:：!！])[ \u3000]*(?:[,，、;；:：!！][ \u3000]*)*(?<=[,，、;；:：!！])|。{2}(?!。)"
)
_HALF = re.compile(
    r"(?<=[\u3400-\u9fff”’》）%％])[,;:!?](?=[^\s\d]|$|\s|\d)|(?<=\d),(?=[\u3400-\u9fff“‘《])"
)
_FULL_OF_HALF = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_FULLWIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ％．＋－／～＝]+")

# Forum software strews tokens of one to three letters, digits and signs between the sentences.
_FORUM = re.compile(r"(?:(?<![!-~])[!-~]{1,3}[ \t]){3,}[!-~]{1,3}(?![!-~])")
_MIXED = re.compile(r"[A-Za-z][0-9!-/:-@\[-`{-~]|[0-9!-/:-@\[-`{-~][A-Za-z]")

MASKS = {
    "*府": "政府",
    "*策": "政策",
    "*治": "政治",
    "*务": "政务",
    "*委": "党委",
    "*员": "党员",
    "*建": "党建",
    "政*": "政府",
    "领*": "领导",
    "*导": "领导",
    "书*": "书记",
    "*记": "书记",
}
_MASK = re.compile(
    r"(?<![*＊0-9A-Za-z])[*＊](?=[府策](?![*＊])|治(?=建设|协商|学习|站位)|务(?=服务|大厅|公开)"
    r"|[委员建](?=[班部会组干引下政]))"
)

_FURNITURE = re.compile(
    r"""^[ \t\u3000【\[（(>»·|]*(?:
      扫一扫|扫描二维码|长按(?:识别|二维码)|微信(?:扫一扫|联系|公众号)|关注我们
    | 上一[篇条页]|下一[篇条页]|相关(?:新闻|阅读|推荐|文章|链接|信息)|推荐阅读|延伸阅读|热门(?:文章|新闻|推荐)|猜你喜欢|更多>>
    | 分享(?:到|至|：|:|$)|打印(?:本页|$|[ |】])|关闭(?:窗口|本页|$)|字[体号][：:]|收藏本(?:站|页)|点赞|返回(?:顶部|首页|列表)|【?(?:打印|关闭|大|中|小)】
    | (?:当前|您的)?(?:现在的)?位置[：:]|(?:网站)?首页[ \t]*(?:[>»|/]|$)
    | (?:责任|本文|网站|文字|视频|图文)?编[辑审][：:丨|]|责编[：:丨|]|编辑(?:$|[ \t　/|｜])|审[核校签][：:丨|]|监制[：:丨|]|校对[：:丨|]
    | (?:文章|信息|稿件|消息)?来源[：:]|作者[：:]|(?:发布|发表|更新|发稿)(?:时间|日期)[：:]|(?:浏览|阅读|点击|访问)(?:次数|量|数)?[：:]
    | (?:本报|(?:本报)?(?:通讯员|记者))[：:]|版权所有|版权声明|免责声明|声明[：:]|技术支持[：:]|主办单位[：:]|承办单位[：:]|网站地图|联系我们
    | (?:.{0,12}ICP[备证])|(?:.{0,8}公网安备)|Copyright|©|All\s+Rights|(?:咨询|服务|联系|客服)(?:电话|热线)[：:]|邮编[：:]
    | 登录|注册|发表于|回复|楼主|沙发|本帖最后由|使用道具|举报$|https?://|www\.
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LIST_FOLLOWS = re.compile(r"相关(?:新闻|阅读|推荐|文章|链接|信息)|推荐阅读|延伸阅读|热门|猜你喜欢")
_SENTENCE = re.compile(r"[。！？；]")
_WORDS_APART = re.compile(r"[ \t\u3000,，_|、\-—/]+")
_INLINE = re.compile(
    r"[（(【\[](?:责任)?编辑[：:][^）)】\]\n]{1,20}[）)】\]]|[（(]?(?:完)[）)]$", re.MULTILINE
)
MAX_FURNITURE_LENGTH = 120


def entities(text: str) -> Iterator[Edit]:
    for match in _ENTITY.finditer(text):
        name, decimal, hexadecimal = match.groups()
        if name:
            after = ENTITIES[name]
        else:
            code = int(decimal) if decimal else int(hexadecimal, 16)
            after = chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""
        yield match.start(), match.end(), after


def tags(text: str) -> Iterator[Edit]:
    for match in _TAG.finditer(text):
        is_break = re.match(r"</?(?:p|br|div|tr|li|h\d|section)\b", match[0], re.IGNORECASE)
        yield match.start(), match.end(), "\n" if is_break else ""


def invisible(text: str) -> Iterator[Edit]:
    for match in _INVISIBLE.finditer(text):
        yield (
            match.start(),
            match.end(),
            "\n" if "\r" in match[0] and not _next(text, match) else "",
        )


def _next(text: str, match: re.Match[str]) -> bool:
    return text[match.end() : match.end() + 1] == "\n"


def fullwidth(text: str) -> Iterator[Edit]:
    """Full-width digits, letters and percent signs; the marks of Chinese sentences stay."""
    for match in _FULLWIDTH.finditer(text):
        yield match.start(), match.end(), unicodedata.normalize("NFKC", match[0])


def ornaments(text: str) -> Iterator[Edit]:
    for match in _ORNAMENT.finditer(text):
        kept = "".join(sign for sign in match[0] if sign in _KEPT_SYMBOLS)
        if kept != match[0]:
            yield match.start(), match.end(), kept


def doubled(text: str) -> Iterator[Edit]:
    """,, or ，， or 。。 become one mark; of a mixture the first is kept."""
    for match in _DOUBLED.finditer(text):
        marks = re.sub(r"[ \u3000]", "", match[0])
        if len(marks) > 1 and len({_FULL_OF_HALF.get(mark, mark) for mark in marks}) == 1:
            tail = match[0][len(match[0].rstrip(" \u3000")) :]
            yield match.start(), match.end() - len(tail), marks[0]


def half_width(text: str) -> Iterator[Edit]:
    for match in _HALF.finditer(text):
        yield match.start(), match.end(), _FULL_OF_HALF[match[0]]


def forum(text: str) -> Iterator[Edit]:
    """Runs of short loose tokens with letters and digits mixed; a number with its unit stays."""
    for match in _FORUM.finditer(text):
        tokens = match[0].split()
        begin, end = match.span()
        if tokens[0].isdigit() and not _MIXED.search(" ".join(tokens[:2])) and len(tokens) < 4:
            continue
        follows = text[end : end + 1]
        if tokens[-1].rstrip("%").replace(".", "").isdigit() and "\u4e00" <= follows <= "\u9fff":
            end -= len(tokens[-1])
            tokens = tokens[:-1]
        lettered = sum(1 for token in tokens if any(sign.isalpha() for sign in token))
        mixed = sum(1 for token in tokens if _MIXED.search(token))
        if len(tokens) >= 3 and lettered >= 2 and mixed >= 2:
            yield begin, end, ""


def masks(text: str) -> Iterator[Edit]:
    for match in _MASK.finditer(text):
        whole = "*" + text[match.end() : match.end() + 1]
        if whole in MASKS:
            yield match.start(), match.end(), MASKS[whole][0]


def furniture(text: str) -> Iterator[Edit]:
    """Lines of the page around the report: navigation, bylines, footers, lists of other titles."""
    at = 0
    is_first = True
    in_list = False
    for line in text.splitlines(keepends=True):
        begin, at = at, at + len(line)
        bare = line.strip()
        if not bare:
            continue
        drop = len(bare) <= MAX_FURNITURE_LENGTH and bool(_FURNITURE.match(bare))
        if drop and len(bare) > 40 and len(_SENTENCE.findall(bare)) > 1:
            drop = False
        if in_list and not _SENTENCE.search(bare) and len(bare) <= 60:
            drop = True
        elif not drop:
            in_list = False
        if drop and _LIST_FOLLOWS.search(bare):
            in_list = True
        if is_first and not drop and _is_keyword_line(bare):
            drop = True
        is_first = False
        if drop:
            yield begin, at, ""
            continue
        for match in _INLINE.finditer(line):
            yield begin + match.start(), begin + match.end(), ""


def _is_keyword_line(line: str) -> bool:
    """A first line of many short unrelated words, put there for search engines."""
    if _SENTENCE.search(line) or any(sign.isdigit() for sign in line):
        return False
    words = [word for word in _WORDS_APART.split(line) if word]
    return len(words) >= 6 and max(map(len, words)) <= 12


_BLANKS = re.compile(
    r"^[ \t\u3000\xa0]+|[ \t\u3000\xa0]+$|\n[ \t\u3000\xa0\n]*\n|[\u3000\xa0]|[ \t]{2,}", re.M
)


def spaces(text: str) -> Iterator[Edit]:
    for match in _BLANKS.finditer(text):
        lines = match[0].count("\n")
        if lines:
            after = "\n"
        elif match.start() == 0 or text[match.start() - 1] == "\n" or match.end() == len(text):
            after = ""
        else:
            after = "" if text[match.end()] == "\n" else " "
        if after != match[0]:
            yield match.start(), match.end(), after
