"""One sentence, one verdict: what the records of 31 May 2022 say of it, by hand."""

from collections.abc import Callable
from datetime import date

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.briefings import report
from pandeng.domain.briefings.checked import Checked
from pandeng.domain.briefings.judge import check

ScopeOf = Callable[[str], Scope]
# text | figure | verdict. The records: 708 demands, 648 closed, 10.71亿元 of loans, 302 climbing firms.
SENTENCES = """
截至2022年5月底，问题诉求708项。 | 708项 | confirmed
截至2022年5月底，问题诉求709项。 | 709项 | contradicted
截至2022年5月底，问题诉求700余项。 | 700余项 | confirmed
截至2022年5月底，问题诉求800余项。 | 800余项 | contradicted
截至2022年5月底，问题诉求600余项。 | 600余项 | contradicted
截至2022年5月底，问题诉求突破700项。 | 突破700项 | confirmed
截至2022年5月底，问题诉求近710项。 | 近710项 | confirmed
截至2022年5月底，问题诉求近700项。 | 近700项 | contradicted
截至2022年5月底，问题诉求约710项。 | 约710项 | confirmed
截至2022年5月底，问题诉求约720项。 | 约720项 | contradicted
截至2022年5月底，708项问题诉求，已销号648项。 | 648项 | confirmed
截至2022年5月底，708项问题诉求，已销号649项。 | 649项 | contradicted
截至2022年5月底，708项问题诉求，已销号648项，销号率91.5%。 | 91.5% | confirmed
截至2022年5月底，708项问题诉求，已销号648项，销号率91.6%。 | 91.6% | contradicted
截至2022年5月底，708项问题诉求，已销号648项，销号率91.5.%。 | 91.5.% | malformed
截至2022年5月底，新增银行贷款10.71亿元。 | 10.71亿元 | confirmed
截至2022年5月底，新增银行贷款10.7亿元。 | 10.7亿元 | confirmed
截至2022年5月底，新增银行贷款11亿元。 | 11亿元 | confirmed
截至2022年5月底，新增银行贷款10.8亿元。 | 10.8亿元 | contradicted
截至2022年5月底，新增银行贷款近11亿元。 | 近11亿元 | confirmed
截至2022年5月底，新增银行贷款107100万元。 | 107100万元 | confirmed
截至2022年5月底，新增银行贷款107200万元。 | 107200万元 | contradicted
全市302家攀登企业全部纳入名单。 | 302家 | confirmed
全市303家攀登企业全部纳入名单。 | 303家 | contradicted
全市三百零二家攀登企业全部纳入名单。 | 三百零二家 | confirmed
全市共收割小麦500万亩。 | 500万亩 | unknown
全市共有中小学校302所。 | 302所 | unknown
形成“1+N”协同创新体系。 | 1+N | confirmed
某市受理信访200件，办结150件，办结率85%。 | 85% | inconsistent
"""
ROWS = [
    tuple(part.strip() for part in line.split(" | ")) for line in SENTENCES.strip().splitlines()
]


def first(checked: Checked, text: str) -> object:
    return next((one for one in checked.figures if one.text == text), None)


@pytest.mark.parametrize(("text", "written", "verdict"), ROWS, ids=[row[0] for row in ROWS])
def test_the_verdict_of_a_sentence(office: Scope, text: str, written: str, verdict: str) -> None:
    checked = check(office, text)
    found = {one.text: one.verdict for one in reversed(checked.figures)}
    assert found.get(written) == verdict, [(o.text, o.verdict, o.reason) for o in checked.figures]


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("截至2022年5月底，问题诉求708项。", True),
        ("截至2022年5月底，问题诉求709项。", False),
        ("全市共收割小麦500万亩。", True),
        ("销号率91.5.%。", False),
        ("召开推进会议。", True),
    ],
)
def test_a_text_passes_while_nothing_is_wrong(office: Scope, text: str, passes: bool) -> None:
    assert check(office, text).passes == passes


def test_a_contradiction_says_what_is_recorded(office: Scope) -> None:
    (one,) = check(office, "截至2022年5月底，问题诉求709项。").figures
    assert one.expected == "708项"
    assert "截至2022-05-31" in one.reason
    assert "文中为709项" in one.reason


def test_the_day_of_the_text_decides(office: Scope) -> None:
    assert check(office, "截至2022年4月30日，问题诉求708项。").as_of == date(2022, 4, 30)
    assert not check(office, "截至2022年4月30日，问题诉求708项。").passes
    assert check(office, "问题诉求708项。", as_of=date(2022, 5, 31)).passes


def test_a_slogan_counts_the_items_of_the_framework(office: Scope) -> None:
    verdicts = {
        text: check(office, f"按照“{text}”工作思路推进。").figures[0].verdict
        for text in ("12335", "12345")
    }
    assert verdicts == {"12335": "confirmed", "12345": "contradicted"}


@pytest.mark.parametrize("username", ["lead", "staff", "leader"])
def test_who_reads_everything_gets_the_verdict_of_the_office(
    scope_of: ScopeOf, username: str
) -> None:
    checked = check(scope_of(username), "截至2022年5月底，问题诉求708项。")
    assert [one.verdict for one in checked.figures] == ["confirmed"]


def test_another_office_confirms_nothing(scope_of: ScopeOf) -> None:
    checked = check(scope_of("other"), "截至2022年5月底，问题诉求708项。", as_of=date(2022, 5, 31))
    assert {one.verdict for one in checked.figures} == {"unknown"}


# -- for people -----------------------------------------------------------------------------------

TEXT = "截至2022年5月底，问题诉求708项，销号649项，收割小麦500万亩。"


def test_the_summary_counts_each_verdict(office: Scope) -> None:
    checked = check(office, TEXT)
    assert report.summary(checked) == "截至2022-05-31：一致1处，不一致1处，未收录1处。"
    assert report.summary(check(office, "召开会议。")).endswith("文中没有读到数。")


def test_the_pieces_of_the_page_make_the_text(office: Scope) -> None:
    checked = check(office, TEXT)
    assert "".join(piece for piece, _figures in report.marked(checked)) == TEXT
    marked = {piece: figures[0].verdict for piece, figures in report.marked(checked) if figures}
    assert marked == {"708项": "confirmed", "649项": "contradicted", "500万亩": "unknown"}


def test_the_page_says_every_verdict_in_words(office: Scope) -> None:
    page = report.as_html(check(office, TEXT), "简报")
    for word in ("一致", "不一致", "未收录", "649项", "简报"):
        assert word in page


def test_the_terminal_shows_text_record_and_reason(
    office: Scope, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    report.to_terminal(check(office, TEXT), "简报.txt")
    said = capsys.readouterr().out
    assert "简报.txt" in said
    assert "✗ 不一致" in said
    assert "648项" in said
    assert "一致1处" in said


def test_the_words_of_json_are_plain(office: Scope) -> None:
    (one, *_others) = check(office, "截至2022年5月底，新增银行贷款10.71亿元。").as_json()["figures"]
    assert (one["value"], one["unit"], one["verdict"]) == (1071000000, "元", "confirmed")
    assert one["as_of"] == "2022-05-31"
    assert one["url"].startswith("/figures/")
