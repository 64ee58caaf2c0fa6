"""Which enterprise a written name means, with the dirt of real lists; what is not certain waits."""

from datetime import datetime

import pytest

from pandeng.core.errors import DomainError, NotFound
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises.actions.matches import (
    confirm_match,
    propose_matches,
    reject_match,
)
from pandeng.domain.enterprises.lookup import propose
from pandeng.domain.enterprises.matching import NameIndex, parts, plain
from pandeng.domain.enterprises.models import Enterprise, NameMatch
from pandeng.domain.exchange.name_list import names

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
REGISTER = (
    (1, "山推工程机械股份有限公司"),
    (1, "山推"),
    (2, "济宁泗通义液压科技有限公司"),
    (2, "济宁市泗通机械厂"),
    (3, "济宁泗通车桥制造有限公司"),
    (4, "山东水泊焊割设备制造有限公司"),
    (5, "嘉祥金马液压科技有限公司"),
    (6, "梁山金马液压科技有限公司"),
    (7, "曲阜鲁恒仁智能装备集团有限公司"),
    (8, "曲阜鲁恒仁智能装备有限公司"),
    (9, "济宁ABC精密机械有限公司"),
)


@pytest.fixture(scope="module")
def index():
    return NameIndex(REGISTER)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("山推工程机械股份有限公司", 1),
        ("山推", 1),
        ("济宁泗通义液压科技有限公司\xa0", 2),  # NBSP
        ("济宁 泗通义 液压科技 有限公司", 2),  # spaces
        ("济宁\u3000泗通义液压科技有限公司", 2),  # a full-width space
        ("\ufeff济宁泗通义液压\u200b科技有限公司", 2),  # invisible characters
        ("（济宁）泗通义液压科技有限公司", 2),  # full-width brackets
        ("(济宁)泗通义液压科技有限公司", 2),
        ("泗通义液压科技（济宁）有限公司", 2),  # the place in brackets behind
        ("山东济宁泗通义液压科技有限公司", 2),  # province before the city
        ("济宁市泗通义液压科技有限公司", 2),  # 市
        ("山东省济宁市泗通义液压科技有限公司", 2),
        ("泗通义液压科技有限公司", 2),  # no place
        ("济宁泗通义液压科技股份有限公司", 2),  # 股份
        ("济宁泗通义液压科技有限责任公司", 2),
        ("濟寧泗通義液壓科技有限公司", 2),  # traditional
        ("济宁市泗通机械厂", 2),  # a former name
        ("水泊焊割设备", 4),  # short: how it begins
        ("济宁ＡＢＣ精密机械有限公司", 9),  # full-width letters
        ("济宁abc精密机械有限公司", 9),
    ],
)
def test_a_name_with_only_dirt_is_matched_automatically(index, written, key):
    best = index.find(written)[0]
    assert (best.key, best.is_automatic) == (key, True), best


@pytest.mark.parametrize(
    "written",
    [
        "泗通",  # two enterprises bear it
        "济宁泗通有限公司",
        "金马液压科技有限公司",  # one in 嘉祥, one in 梁山
        "汶上金马液压科技有限公司",  # neither
        "曲阜鲁恒仁集团",  # a group and its company
        "济宁泗通义机械有限公司",
        "山推楚天工程机械有限公司",  # another enterprise that is not in the register
        "梁山水泊食品有限公司",
    ],
)
def test_a_doubtful_name_waits_for_a_person(index, written):
    assert not any(one.is_automatic for one in index.find(written))


def test_a_group_is_not_its_company(index):
    best = index.find("曲阜鲁恒仁智能装备集团有限公司")[0]
    assert (best.key, best.how) == (7, "name")
    assert index.find("曲阜鲁恒仁智能装备股份有限公司")[0].key == 8


@pytest.mark.parametrize("written", ["", "公", "……", "有限公司", "ZZZ", "a" * 5000])
def test_nonsense_finds_nothing_or_nothing_for_sure(index, written):
    assert not any(one.is_automatic for one in index.find(written))


def test_a_name_is_taken_apart():
    taken = parts("山东省济宁市泗通义液压科技（集团）股份有限公司")
    assert taken.places == ("山东", "济宁")
    assert (taken.core, taken.form) == ("泗通义液压科技集团", "股份有限公司")
    assert plain("*ＳＴ 萬科Ａ") == "*st万科a"


def test_the_index_meets_only_names_that_share_a_pair():
    many = NameIndex(
        [
            *((n, f"济宁{chr(0x4E00 + n)}{chr(0x5E00 + n)}液压有限公司") for n in range(3000)),
            (9999, "鲁恒仁"),
        ]
    )
    assert [one.key for one in many.find("鲁恒仁")] == [9999]
    assert many.find("鲁恒仁")[0].is_automatic


# -- the queue --------------------------------------------------------------------------------


@pytest.fixture
def enterprise(jining):
    return Enterprise.objects.filter(cluster=jining, is_example=True, climbing_since__isnull=False)[
        44
    ]


@pytest.fixture
def waiting(enterprise, office):
    written = f"山东{enterprise.name[2:5]}{enterprise.name[5:7]}集团"
    found = propose_matches([written], source="某银行名单", by=office, now=NOW)
    assert found[0].answer == "waiting"
    return NameMatch.objects.get(written=written)


def test_a_confirmed_name_is_learned(waiting, enterprise, office):
    assert waiting.enterprise == enterprise
    confirm_match(waiting, by=office, now=NOW)
    (found,) = propose(office, [waiting.written])
    assert (found.answer, found.best.key) == ("automatic", enterprise.pk)
    with pytest.raises(DomainError, match="已经有人处理过"):
        reject_match(waiting, by=office, now=NOW)


def test_a_rejected_pair_is_never_proposed_again(waiting, enterprise, office):
    reject_match(waiting, by=office, now=NOW)
    propose_matches([waiting.written, f" {waiting.written}"], source="再来", by=office, now=NOW)
    (found,) = propose(office, [waiting.written])
    assert enterprise.pk not in [one.key for one in found.candidates]
    assert not NameMatch.objects.filter(
        enterprise=enterprise, plain=waiting.plain, status="waiting"
    ).exists()


def test_the_same_list_twice_asks_once(waiting, office):
    count = NameMatch.objects.count()
    propose_matches([waiting.written], source="又一次", by=office, now=NOW)
    assert NameMatch.objects.count() == count


def test_a_person_may_say_it_is_another(waiting, enterprise, office, jining):
    other = Enterprise.objects.filter(cluster=jining, is_example=True).exclude(pk=enterprise.pk)[7]
    confirm_match(waiting, enterprise=other, by=office, now=NOW)
    waiting.refresh_from_db()
    assert waiting.status == "rejected"
    (found,) = propose(office, [waiting.written])
    assert (found.answer, found.best.key) == ("automatic", other.pk)


def test_a_scope_is_proposed_only_what_it_sees(enterprise, scope_of):
    county = scope_of("county")
    foreign = Enterprise.objects.exclude(county_id__in=county.counties).first()
    (found,) = propose(county, [foreign.name])
    assert foreign.pk not in [one.key for one in found.candidates]


def test_a_match_out_of_scope_is_not_there(waiting, scope_of):
    other = scope_of("other")
    with pytest.raises(NotFound):
        reject_match(waiting, by=other, now=NOW)


def test_too_long_a_list_is_refused(office):
    with pytest.raises(DomainError, match="一次最多匹配5000个"):
        propose_matches(["济宁某某有限公司"] * 5001, source="x", by=office, now=NOW)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("企业名称,电话\n山推,1\n水泊焊割,2\n".encode(), ["山推", "水泊焊割"]),
        ("序号,单位名称\n1,山推\n".encode("gb18030"), ["山推"]),
        ("\ufeff山推\r\n\r\n 水泊焊割 \r\n".encode(), ["山推", "水泊焊割"]),
    ],
)
def test_lists_are_read_with_and_without_head(data, found):
    assert names(data) == found


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "没有名称"),
        (b"PK\x03\x04xlsx", "另存为CSV"),
        (b"x" * (2 * 2**20 + 1), "超过2 MB"),
        (b"\xff\xff\xff\xff", "编码无法识别"),
    ],
)
def test_what_is_no_list_is_refused(data, sentence):
    with pytest.raises(DomainError, match=sentence):
        names(data)
