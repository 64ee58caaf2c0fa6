"""How numbers are written: digits and words, 万 and 亿, full width, ranges, qualifiers, misprints."""

from decimal import Decimal

import pytest

from pandeng.domain.briefings.clean import clean
from pandeng.domain.briefings.read import read
from pandeng.domain.briefings.read.numerals import MULTIPLIERS, arabic, chinese, plain, value_of
from tests.domain.briefings.reading import parted, shown

# Written in digits: text → figure, value, unit.
DIGITS = """
攀登企业302家 → 302家 302 家
攀登企业1,286家 → 1,286家 1286 家
发放补贴1,286,400元 → 1,286,400元 1286400 元
发放补贴1，286，400元 → 1，286，400元 1286400 元
新增产值0.8亿元 → 0.8亿元 80000000 元
新增产值10.710亿元 → 10.710亿元 1071000000 元
新增产值007万元 → 007万元 70000 元
新增产值12亿元 → 12亿元 1200000000 元
新增产值12 亿元 → 12 亿元 1200000000 元
新增产值 12亿元 → 12亿元 1200000000 元
新增产值1.2万亿元 → 1.2万亿元 1200000000000 元
新增产值3千亿元 → 3千亿元 300000000000 元
新增产值3百亿元 → 3百亿元 30000000000 元
新增产值3十亿元 → 3十亿元 3000000000 元
新增产值5千万元 → 5千万元 50000000 元
新增产值5百万元 → 5百万元 5000000 元
新增产值5十万元 → 5十万元 500000 元
新增产值5千元 → 5千元 5000 元
新增产值5百元 → 5百元 500 元
新增产值1亿2000万元 → 1亿2000万元 120000000 元
新增产值3亿5600万元 → 3亿5600万元 356000000 元
新增贷款10.71亿 → 10.71亿 1071000000 元
新增贷款8600万。 → 8600万 86000000 -
用工缺口1.2万人 → 1.2万人 12000 人
带动就业3.5万余人 → 3.5万余人 35000 人
带动就业3万多人 → 3万多人 30000 人
利润同比下降-3.2% → -3.2% -3.2 %
利润增速为－3.2% → －3.2% -3.2 %
利润增速为−3.2% → −3.2% -3.2 %
占比12.50% → 12.50% 12.5 %
占比100% → 100% 100 %
占比0% → 0% 0 %
"""
# Written in words.
WORDS = """
派出工作组五个 → 五个 5 个
派出工作组十个 → 十个 10 个
派出工作组十五个 → 十五个 15 个
派出工作组二十个 → 二十个 20 个
派出工作组二十八个 → 二十八个 28 个
派出工作组两个 → 两个 2 个
服务企业一百家 → 一百家 100 家
服务企业一百零五家 → 一百零五家 105 家
服务企业一百五十家 → 一百五十家 150 家
服务企业一百五家 → 一百五家 150 家
服务企业三百零二家 → 三百零二家 302 家
服务企业两千家 → 两千家 2000 家
服务企业两千三百家 → 两千三百家 2300 家
服务企业一千零八家 → 一千零八家 1008 家
招聘人才一万人 → 一万人 10000 人
招聘人才一万二千人 → 一万二千人 12000 人
招聘人才三万五人 → 三万五人 35000 人
完成投资一亿元 → 一亿元 100000000 元
完成投资一亿二千万元 → 一亿二千万元 120000000 元
完成投资三十六亿元 → 三十六亿元 3600000000 元
完成投资两千三百万元 → 两千三百万元 23000000 元
完成投资十二点五亿元 → 十二点五亿元 1250000000 元
完成投资叁拾万元 → 叁拾万元 300000 元
完成投资伍佰万元 → 伍佰万元 5000000 元
增长百分之五 → 百分之五 5 %
增长百分之十二 → 百分之十二 12 %
增长百分之三点六 → 百分之三点六 3.6 %
增长百分之12.5 → 百分之12.5 12.5 %
达到百分之一百 → 百分之一百 100 %
占全市的三分之一 → 三分之一 0.3333 -
占全市的四分之三 → 四分之三 0.75 -
占全市的十分之一 → 十分之一 0.1 -
占全市的1/4 → 1/4 0.25 -
占全市的3/5 → 3/5 0.6 -
九成企业开工 → 九成 90 成
产能增长一倍 → 一倍 1 倍
产能增长两倍 → 两倍 2 倍
梳理六大类问题 → 六大类 6 大类
"""


def written(text: str) -> str:
    """As `shown`, with fractions cut after four digits."""
    return "；".join(
        f"{one.text} {plain(round(one.value, 4)) if one.value is not None else '-'} {one.unit or '-'}"
        for one in read(text)
    )


@pytest.mark.parametrize("line", [*DIGITS.strip().splitlines(), *WORDS.strip().splitlines()])
def test_a_number_as_written(line: str) -> None:
    text, wanted = parted(line)
    assert written(text) == wanted


@pytest.mark.parametrize("line", DIGITS.strip().splitlines())
def test_full_width_is_read_as_half_width(line: str) -> None:
    text, wanted = parted(line)
    wide = text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789.%"})
    _figure, value, unit = wanted.rsplit(" ", 2)
    (one,) = read(clean(wide).text)
    assert (one.value, one.unit or "-") == (Decimal(value), unit)


@pytest.mark.parametrize("line", WORDS.strip().splitlines())
def test_digits_in_traditional_text_are_the_same(line: str) -> None:
    text, wanted = parted(line)
    twice = text.translate(str.maketrans("万亿两余占产点", "萬億兩餘佔產點"))
    assert written(clean(twice).text) == wanted


# From – to: text → figure, low, high.
RANGES = """
引进企业3-5家 → 3-5家 3 5
引进企业3—5家 → 3—5家 3 5
引进企业3~5家 → 3~5家 3 5
引进企业3～5家 → 3～5家 3 5
引进企业3至5家 → 3至5家 3 5
引进企业3到5家 → 3到5家 3 5
引进企业3家至5家 → 3家至5家 3 5
引进企业三至五家 → 三至五家 3 5
引进企业两三家 → 两三家 2 3
引进企业七八家 → 七八家 7 8
引进企业三五家 → 三五家 3 5
完成投资3至5亿元 → 3至5亿元 300000000 500000000
完成投资3亿元至5亿元 → 3亿元至5亿元 300000000 500000000
完成投资3亿至5亿元 → 3亿至5亿元 300000000 500000000
完成投资3000万至1亿元 → 3000万至1亿元 30000000 100000000
完成投资七千到九千亿元 → 七千到九千亿元 700000000000 900000000000
增速8%-10% → 8%-10% 8 10
增速8-10% → 8-10% 8 10
增速8%至10% → 8%至10% 8 10
增速1.5至2个百分点 → 1.5至2个百分点 1.5 2
时限3至5个工作日 → 3至5个工作日 3 5
土地50—100亩 → 50—100亩 50 100
引进企业5家 → 5家 5 5
"""


@pytest.mark.parametrize("line", RANGES.strip().splitlines())
def test_from_to(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("text", "low", "high")) == wanted


@pytest.mark.parametrize("line", RANGES.strip().splitlines())
def test_a_range_is_one_figure_and_counts_by_its_upper_end_written(line: str) -> None:
    (one,) = read(parted(line)[0])
    assert one.is_range == (one.low != one.high)
    assert one.low is not None
    assert one.high is not None
    assert one.low <= one.high


# How exactly it is meant: text → figure, qualifier, direction.
QUALIFIED = """
营收约100亿元 → 约100亿元 约 -
营收大约100亿元 → 大约100亿元 大约 -
营收近100亿元 → 近100亿元 近 -
营收将近100亿元 → 将近100亿元 将近 -
营收接近100亿元 → 接近100亿元 接近 -
营收超100亿元 → 超100亿元 超 >=
营收超过100亿元 → 超过100亿元 超过 >=
营收超出100亿元 → 超出100亿元 超出 >=
营收突破100亿元 → 突破100亿元 突破 >=
营收逾100亿元 → 逾100亿元 逾 >=
营收过100亿元 → 过100亿元 过 >=
营收高于100亿元 → 高于100亿元 高于 >=
营收不少于100亿元 → 不少于100亿元 不少于 >=
营收不低于100亿元 → 不低于100亿元 不低于 >=
营收至少100亿元 → 至少100亿元 至少 >=
营收低于100亿元 → 低于100亿元 低于 <=
营收不足100亿元 → 不足100亿元 不足 <=
营收不高于100亿元 → 不高于100亿元 不高于 <=
营收不超过100亿元 → 不超过100亿元 不超过 <=
营收不多于100亿元 → 不多于100亿元 不多于 <=
营收最多100亿元 → 最多100亿元 最多 <=
营收高达100亿元 → 高达100亿元 高达 -
企业多达100家 → 多达100家 多达 -
营收100亿元以上 → 100亿元以上 以上 >=
营收100亿元以下 → 100亿元以下 以下 <=
营收100亿元以内 → 100亿元以内 以内 <=
营收100亿元左右 → 100亿元左右 左右 -
营收100亿元上下 → 100亿元上下 上下 -
营收100多亿元 → 100多亿元 多 >=
营收100余亿元 → 100余亿元 余 >=
走访企业100余家 → 100余家 余 >=
走访企业100多家 → 100多家 多 >=
走访企业100家多 → 100家多 多 >=
走访企业上百家 → 上百家 上 -
走访企业100+家 → 100+家 余 >=
办结时限5天内 → 5天内 内 <=
办结时限5天之内 → 5天之内 之内 <=
约100家以上 → 约100家以上 约以上 >=
签约100家 → 100家 - -
邀约100家 → 100家 - -
最近100家 → 100家 - -
附近100家 → 100家 - -
通过100家 → 100家 - -
走过100家 → 100家 - -
赶超100家 → 100家 - -
召开过3次 → 3次 - -
"""


@pytest.mark.parametrize("line", QUALIFIED.strip().splitlines())
def test_how_exactly_it_is_meant(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("text", "qualifier", "direction")) == wanted


# Misprints of which the number is beyond doubt, and writing that is right.
PRINTED = """
销号率91.5.%。 → 91.5.% 91.5 % True
销号率91..5%。 → 91..5% 91.5 % True
销号率91。5%。 → 91。5% 91.5 % True
销号率91·5%。 → 91·5% 91.5 % True
销号率91.5%%。 → 91.5%% 91.5 % True
销号率91.5％。 → 91.5％ 91.5 % False
销号率91.5%。 → 91.5% 91.5 % False
销号率91.5 %。 → 91.5 % 91.5 % False
新增贷款10。71亿元。 → 10。71亿元 10.71 元 True
新增贷款10..71亿元。 → 10..71亿元 10.71 元 True
新增贷款10.71.亿元。 → 10.71.亿元 10.71 元 True
新增贷款200万o。 → 200万o 200 元 True
新增贷款200万O。 → 200万O 200 元 True
新增贷款200万元。 → 200万元 200 元 False
开工309.个。 → 309.个 309 个 True
"""


@pytest.mark.parametrize("line", PRINTED.strip().splitlines())
def test_a_misprint_is_read_and_marked(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("text", "number", "unit", "malformed")) == wanted


# A list of numbers with one unit behind the last.
SERIES = """
新开工、续建分别为51、69个 → 51 51 个；69个 69 个
三县分别为12、15和18家 → 12 12 家；15 15 家；18家 18 家
各县完成1.5、2.5亿元 → 1.5 150000000 元；2.5亿元 250000000 元
1、20家企业上市 → 20家 20 家
第1、2个项目 → 2个 2 个
"""


@pytest.mark.parametrize("line", SERIES.strip().splitlines())
def test_numbers_of_a_list_share_the_unit(line: str) -> None:
    text, wanted = parted(line)
    assert written(text) == wanted


# Places, shares of a kind, and the only one.
SPECIAL = """
总量居全省第3位 → 第3位 3 位 rank
总量居全省第三位。 → 第三位 3 位 rank
增幅列全省第1名 → 第1名 1 名 rank
增速排名第二。 → 第二 2 位 rank
总量跃居全省前3位 → 前3位 3 位 rank
总量进入全国前十强 → 前十强 10 强 rank
全市唯一的国家级中心 → 全市唯一的 1 家 count
全省唯一获批的园区 → 全省唯一获批的 1 家 count
检验真理的唯一标准 →
形成“1+N”体系 → 1+N - - pattern
组建“9+2”专班 → 9+2 - - pattern
第3个项目开工 →
第二批干部到岗 →
"""


@pytest.mark.parametrize("line", SPECIAL.strip().splitlines())
def test_ranks_patterns_and_the_only_one(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("text", "value", "unit", "form")) == wanted.replace("→", "").strip()


@pytest.mark.parametrize("word", [word for word in MULTIPLIERS if word not in ("", "十")])
def test_every_multiplier_is_read(word: str) -> None:
    (one,) = read(f"完成投资3{word}元。")
    assert one.value == 3 * MULTIPLIERS[word]


@pytest.mark.parametrize(
    "number", [0, 1, 7, 10, 11, 19, 20, 35, 99, 100, 101, 110, 302, 648, 708, 999]
)
def test_a_numeral_in_words_is_the_number_in_digits(number: int) -> None:
    assert chinese(in_words(number)) == number


@pytest.mark.parametrize(
    "number", [1000, 1008, 1080, 2216, 2513, 9999, 10000, 12000, 10050, 350000]
)
def test_a_large_numeral_in_words_is_the_number_in_digits(number: int) -> None:
    high, low = divmod(number, 10000)
    words = in_words(low)
    if high:
        words = in_words(high) + "万" + (("零" if low < 1000 else "") + words if low else "")
    assert chinese(words) == number


def in_words(number: int) -> str:
    """The numeral as it is said, below 10,000."""
    if number == 0:
        return "零"
    said, owed = "", False
    for size, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            said += ("零" if owed and said else "") + "零一二三四五六七八九"[digit] + sign
            owed = False
        else:
            owed = bool(said)
    return said.removeprefix("一") if 10 <= number < 20 else said


@pytest.mark.parametrize(
    ("text", "value"), [("302", "302"), ("三百零二", "302"), ("1,286", "1286"), ("十五", "15")]
)
def test_a_number_in_either_writing(text: str, value: str) -> None:
    assert value_of(text) == Decimal(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+3", "1000"), ("10.50", "10.5"), ("0.0", "0"), ("302", "302"), ("-3.20", "-3.2"), ("1000", "1000")],
)  # fmt: skip
def test_a_value_is_written_as_people_write_it(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


def test_thousands_are_parted_by_either_comma() -> None:
    assert arabic("1,286,400") == arabic("1，286，400") == 1286400
