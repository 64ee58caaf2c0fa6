"""A renamed enterprise keeps every name it bore, and a page of an earlier day shows the one of then."""

from datetime import date, datetime

import pytest

from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises import actions, naming, rules
from pandeng.domain.enterprises.actions.naming import add_former_name, add_name, rename
from pandeng.domain.enterprises.models import Enterprise, EnterpriseName
from pandeng.domain.enterprises.queries import named
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from tests.domain.indicators.asking import rows_of

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
NEW = "济宁鲁新智能装备有限公司"


@pytest.fixture
def enterprise(jining):
    return Enterprise.objects.filter(
        cluster=jining, climbing_since=date(2021, 3, 1), climbing_until=None, name_since=None
    ).order_by("-id")[0]


@pytest.fixture
def renamed(enterprise, office):
    rename(
        enterprise, name=NEW, since=date(2022, 6, 20), why="市监准字〔2022〕1号", by=office, now=NOW
    )
    return enterprise


def test_the_name_of_the_day_is_shown(renamed):
    old = renamed.names.get(kind="former").name
    assert naming.name_on(renamed.pk, date(2022, 6, 19), None) == old
    assert naming.name_on(renamed.pk, date(2022, 6, 20), None) == NEW
    # before the office knew of it, the new name was not known even for its first days
    assert naming.name_on(renamed.pk, date(2022, 6, 25), NOW.replace(day=1, month=6)) == old


def test_two_renamings_and_an_earlier_name_tell_three_spans(renamed, office):
    old = renamed.names.get(kind="former").name
    rename(
        renamed,
        name="济宁鲁新集团有限公司",
        since=date(2022, 6, 30),
        why="更名",
        by=office,
        now=NOW,
    )
    with pytest.raises(DomainError, match="应在此之前停用"):
        add_former_name(
            renamed, name="甲乙机械厂", until=date(2022, 6, 30), why="老照", by=office, now=NOW
        )
    add_former_name(
        renamed, name="甲乙机械厂", until=date(2005, 12, 31), why="老照", by=office, now=NOW
    )
    told = [naming.name_on(renamed.pk, day, None) for day in
            (date(2005, 1, 1), date(2010, 1, 1), date(2022, 6, 25), date(2022, 7, 1))]  # fmt: skip
    assert told == ["甲乙机械厂", old, NEW, "济宁鲁新集团有限公司"]


def test_every_old_name_leads_to_the_enterprise(renamed, office):
    old = renamed.names.get(kind="former").name
    assert named(office, old) == named(office, NEW) == renamed
    for words in (old, NEW, rules.search_text([old], "").split()[1]):
        found = Enterprise.objects.filter(search_text__finds=rules.asked(words))
        assert renamed in found


def test_figure_rows_show_the_name_of_their_day(renamed, office):
    old = renamed.names.get(kind="former").name

    def shown(**asked):
        answer = figure(question(office, "climbing_enterprises", **asked))
        rows = {row["id"]: row["name"] for row in rows_of(office, answer).rows}
        return rows[renamed.pk]

    assert shown(as_of=date(2022, 5, 31)) == old
    assert shown(as_of=date(2022, 6, 30)) == NEW
    assert shown(as_of=date(2022, 6, 30), known_at=NOW.replace(month=6)) == old
    statement = figure(question(office, "climbing_revenue", as_of=date(2022, 5, 31)))
    names = {row["enterprise__name"] for row in rows_of(office, statement).rows}
    assert old in names
    assert NEW not in names


def test_lists_and_pages_show_the_name_of_their_day(renamed, signed_in):
    old, client = renamed.names.get(kind="former").name, signed_in("staff")

    def listed(address):
        rows = client.get(address, {"q": NEW, "as_of": "2022-05-31"}).context["page"].object_list
        return [cell for row in rows for _title, cell, _number in row.cells]

    assert old in listed("/enterprises/")
    assert old in listed("/enterprises/statements/")
    assert NEW not in listed("/enterprises/statements/")
    then = client.get(f"/enterprises/{renamed.pk}/", {"as_of": "2022-05-31"})
    assert f"<title>{old}" in then.content.decode()
    now = client.get(f"/enterprises/{renamed.pk}/")
    assert f"<title>{NEW}" in now.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "山推工程机械股份有限公司"}, "已由另一家企业使用"),
        ({"name": "山推 工程机械股份有限公司"}, "已由另一家企业使用"),
        ({"since": date(2022, 7, 2)}, "还没有到"),
        ({"why": " "}, "更名依据"),
        ({"name": "司"}, "请填写新的企业全称"),
    ],
)
def test_a_renaming_is_refused_with_a_sentence(enterprise, office, changes, sentence):
    old = enterprise.name
    asked = {"name": NEW, "since": date(2022, 6, 20), "why": "更名", **changes}
    with pytest.raises(DomainError, match=sentence):
        rename(enterprise, **asked, by=office, now=NOW)
    enterprise.refresh_from_db()
    assert enterprise.name == old
    assert not EnterpriseName.objects.filter(enterprise=enterprise, kind="former").exists()


def test_another_spelling_is_a_correction(enterprise, office):
    spaced = f"{enterprise.name[:2]}（{enterprise.name[2:4]}）{enterprise.name[4:]}"
    with pytest.raises(DomainError, match="请用“更正”"):
        rename(enterprise, name=spaced, since=date(2022, 6, 20), why="更名", by=office, now=NOW)


def test_a_name_another_bore_is_taken_only_when_confirmed(renamed, office, jining):
    old = renamed.names.get(kind="former").name
    other = Enterprise.objects.filter(cluster=jining).exclude(pk=renamed.pk).order_by("id")[3]
    asked = {"name": old, "since": date(2022, 6, 25), "why": "更名", "by": office, "now": NOW}
    with pytest.raises(DomainError, match="已核对"):
        rename(other, **asked)
    rename(other, **asked, confirmed=True)
    assert other.name == old


def test_a_renaming_must_follow_the_last_one(renamed, office):
    with pytest.raises(DomainError, match="现名自2022-06-20启用"):
        rename(
            renamed, name="新名称有限公司", since=date(2022, 6, 1), why="更名", by=office, now=NOW
        )


def test_a_corrected_spelling_stays_findable_but_was_never_in_force(enterprise, office):
    wrong = enterprise.name
    right = wrong.replace("有限公司", "股份有限公司")
    actions.correct(enterprise, name=right, why="营业执照", by=office, now=NOW)
    assert naming.name_on(enterprise.pk, date(2021, 6, 1), None) == right
    assert named(office, wrong) == enterprise
    assert enterprise in Enterprise.objects.filter(search_text__finds=rules.asked(right))


def test_a_short_name_is_no_full_name_of_another(enterprise, office):
    with pytest.raises(DomainError, match="另一家企业的全称"):
        add_name(enterprise, kind="short", name="山推工程机械股份有限公司", by=office, now=NOW)
    add_name(enterprise, kind="short", name="鲁新装备", by=office, now=NOW)
    with pytest.raises(DomainError, match="已经登记过"):
        add_name(enterprise, kind="alias", name="鲁新装备", by=office, now=NOW)
    assert named(office, "鲁新装备") == enterprise
