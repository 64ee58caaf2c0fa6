"""The article as its web copy left it, checked against the records; and every way to be wrong."""

import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from pandeng.domain.briefings import report
from pandeng.domain.briefings.clean import clean
from pandeng.domain.briefings.judge import check

ARTICLE = (Path(__file__).parent / "article.txt").read_text(encoding="utf-8")
# The article's own figures by the name under which the pack quotes them.
QUOTED = """
climbing_enterprises key_projects_2022 surveyed_enterprises survey_classes survey_subclasses
industrial_design_centres little_giants gazelles provincial_champions national_champion_applicants
projects_2021 planned_investment_2021 annual_investment_2021 projects_started shanneng_park_investment
shanneng_park_suppliers provincial_major_projects provincial_key_projects wall_chart_projects_ahead
team_roles demands demands_closed closing_rate new_bank_loans fund_investment talent_recruited
land_quota_mu target_scale_enterprises target_cluster_revenue target_climbing_revenue
target_club_enterprises target_annual_investment
""".split()


def of(checked, text):
    return [one for one in checked.figures if one.text == text]


def test_all_thirty_two_figures_are_found_and_confirmed(office):
    checked = check(office, ARTICLE)
    confirmed = {one.indicator for one in checked.figures if one.verdict == "confirmed"}
    assert len(QUOTED) == 32
    assert set(QUOTED) <= confirmed
    assert {one.verdict for one in checked.figures} == {"confirmed", "malformed"}
    assert checked.as_of == date(2022, 5, 31)


def test_the_misprint_is_reported_with_the_rate_confirmed_behind_it(office):
    checked = check(office, ARTICLE)
    misprint, behind = of(checked, "91.5.%")
    assert (misprint.verdict, misprint.expected) == ("malformed", "91.5%")
    assert (behind.verdict, behind.figure.text) == ("confirmed", "91.5%")
    assert not checked.passes


def test_the_damage_is_repaired_and_shown(office):
    checked = check(office, ARTICLE)
    assert "确保快速推进" in checked.cleaned.text
    damage = [item for item in checked.repairs if item.kind == "byte_damage"]
    assert [item.after for item in damage] == ["保快速推进"]
    assert damage[0].candidates[0] == "保快速推进"
    assert len(damage[0].candidates) > 1


CLEAN = clean(ARTICLE).text
PLACES = [
    found.start()
    for found in re.finditer(r"\d", CLEAN)
    # not the digits of dates, which say when and not how many
    if not re.match(r"\d{0,3}年|月", CLEAN[found.end() :])
    and not re.match(r"\d?月份", CLEAN[found.start() :])
]


def test_every_changed_digit_is_found(office):
    """One digit of every second figure at a time; the figures between stay confirmed."""
    spans = {(one.start, one.end) for one in check(office, CLEAN).figures}
    of_figure = [[at for at in PLACES if start <= at < end] for start, end in sorted(spans)]
    assert {at for places in of_figure for at in places} == set(PLACES)
    for nth, part in product(range(max(map(len, of_figure))), range(2)):
        changed = {places[nth] for places in of_figure[part::2] if nth < len(places)}
        text = "".join(
            str((int(letter) + 1) % 10) if at in changed else letter
            for at, letter in enumerate(CLEAN)
        )
        checked = check(office, text)
        assert not checked.passes
        for one in checked.figures:
            hit = any(one.start <= at < one.end for at in changed)
            right = {"contradicted", "malformed"} if hit else {"confirmed", "malformed"}
            assert one.verdict in right, (one.text, one.verdict, one.reason)


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("截至2022年5月31日，708项问题诉求已销号650项。", "contradicted", "648"),
        ("2021年专班推进项目年度完成投资116亿元。", "confirmed", "年度完成投资"),
        ("2022年，有1家企业获批国家级制造业单项冠军。", "contradicted", "0家"),
        ("截至2022年5月底，新增银行贷款10.7亿元。", "confirmed", "贷款"),
        ("截至2022年5月底，新增银行贷款10.72亿元。", "contradicted", "10.71亿元"),
        ("2021年神力索具等4家企业获批国家级专精特新小巨人。", "contradicted", "神力索具"),
        ("全市共收割小麦500万亩。", "unknown", "没有"),
    ],
)
def test_a_sentence_is_judged(office, text, verdict, reason):
    checked = check(office, text)
    found = [one for one in checked.figures if one.verdict == verdict]
    assert found, [(one.text, one.verdict, one.reason) for one in checked.figures]
    assert any(reason in one.reason for one in found)


def test_a_share_of_two_measures_is_not_comparable(office):
    text = "2021年专班推进项目计划总投资279亿元，年度完成投资116亿元，占41.6%。"
    checked = check(office, text)
    rate = of(checked, "41.6%")[0]
    if rate.verdict == "unknown":  # the reading did not tie the parts to the rate
        pytest.fail(rate.reason)
    assert rate.verdict == "not_comparable"
    assert "口径不同" in rate.reason


def test_a_rate_that_its_parts_do_not_give_is_inconsistent(office):
    text = "某市共收到信访事项200件，办结150件，办结率85%。"
    checked = check(office, text)
    assert "inconsistent" in {one.verdict for one in checked.figures}
    assert not checked.passes


def test_known_on_the_day_itself_the_article_was_not_yet_right(office):
    from datetime import datetime

    from pandeng.demo.facts import OFFICE_TIME

    checked = check(office, ARTICLE, known_at=datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME))
    wrong = {one.indicator for one in checked.figures if one.verdict == "contradicted"}
    assert {"demands_closed", "new_bank_loans", "talent_recruited"} <= wrong


def test_json_has_the_promised_keys(office):
    told = check(office, ARTICLE).as_json()
    assert {"repairs", "figures"} <= set(told)
    keys = "text value unit kind indicator verdict expected reason start end".split()
    assert all(set(keys) <= set(one) for one in told["figures"])
    one = told["figures"][5]
    assert told["text"][one["start"] : one["end"]] == one["text"]


def test_the_word_file_carries_a_comment_a_figure(office):
    import io

    from docx import Document

    checked = check(office, ARTICLE)
    document = Document(io.BytesIO(report.as_docx(checked, "article")))
    assert len(list(document.comments)) == len(checked.figures)


def test_the_page_escapes_what_the_text_says(office):
    page = report.as_html(check(office, "<script>alert(1)</script>708项问题诉求"), "<b>")
    assert "<script>alert" not in page
    assert "<b>" not in page
