"""Two records of one enterprise become one, and nothing that belonged to either is lost."""

from datetime import date, datetime

import pytest
from django.db import models

from pandeng.access.models import User
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import version_model
from pandeng.core.models import AuditEvent
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.attachments.models import Attachment
from pandeng.domain.chains.models import Placement
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises import merging
from pandeng.domain.enterprises.actions.merging import merge, split
from pandeng.domain.enterprises.models import Enterprise, Statement, Succession
from pandeng.domain.enterprises.queries import find, named, of_enterprise
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.projects.models import Project
from pandeng.domain.teams.queries import scope_for
from tests.probe import PROBE

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
DAY = date(2022, 5, 31)


@pytest.fixture
def pair(jining):
    """Two climbing enterprises that both have statements."""
    rows = Enterprise.objects.filter(
        cluster=jining, climbing_since=date(2021, 3, 1), climbing_until=None, merged_into=None
    )
    winner, loser = rows.filter(is_example=True).order_by("id")[40:42]
    return winner, loser


def all_kept(winner, loser, whose="ours"):
    return {clash.key: whose for clash in merging.plan(winner, loser).to_decide}


def merged(winner, loser, office, whose="ours"):
    return merge(
        loser, winner, why="同一家企业登记了两次", decisions=all_kept(winner, loser, whose),
        by=office, now=NOW,
    )  # fmt: skip


def give_one_of_each(loser, winner):
    """Point one record of every kind at the loser; a kind without any in the demo fails the test."""
    for pointer in merging.pointers():
        if pointer.rows(loser).exists() or pointer.model is Enterprise:
            continue
        spare = pointer.model._base_manager.exclude(**{pointer.column: winner})
        row = spare.order_by("id").first()
        assert row, f"the demo has no {pointer.model.__name__}.{pointer.column} to test with"
        models.QuerySet(pointer.model).filter(pk=row.pk).update(**{pointer.column: loser})


def test_everything_of_the_loser_points_to_the_winner(pair, office):
    winner, loser = pair
    give_one_of_each(loser, winner)
    had = {
        (p.model, p.column): set(p.rows(loser).values_list("pk", flat=True))
        for p in merging.pointers()
    }
    assert sum(map(bool, had.values())) >= 14
    dropped = {
        (type(clash.row), clash.row.pk)
        for clash in merging.plan(winner, loser).clashes
        if not clash.mark
    }
    merged(winner, loser, office)
    for pointer in merging.pointers():
        left = pointer.rows(loser)
        assert not left.exists(), f"{pointer.model.__name__}.{pointer.column} still names the loser"
        for pk in had[pointer.model, pointer.column]:
            if (pointer.model, pk) in dropped or pointer.model is Enterprise:
                continue
            row = pointer.model._base_manager.get(pk=pk)
            assert getattr(row, f"{pointer.column}_id") == winner.pk


def test_no_kind_with_a_column_for_an_enterprise_is_forgotten():
    """Read off the tables, not off the relations that the merge itself asks for."""
    from django.apps import apps

    named_by_columns = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model is Enterprise
        and not model.__name__.startswith("Historical")
        and model is not Succession
    }
    assert named_by_columns == {(p.model, p.column) for p in merging.pointers()}
    assert len(named_by_columns) >= 18


def test_the_old_address_name_and_code_lead_to_the_winner(pair, office, signed_in):
    winner, loser = pair
    merged(winner, loser, office)
    assert find(office, loser.pk) == winner
    assert named(office, loser.name) == named(office, loser.code) == winner
    client = signed_in("staff")
    answer = client.get(f"/enterprises/{loser.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/enterprises/{winner.pk}/")
    rows = client.get("/enterprises/", {"q": loser.name}).context["page"].object_list
    assert [row.url for row in rows] == [f"/enterprises/{winner.pk}/"]
    then = client.get(f"/enterprises/{loser.pk}/", {"known_at": "2022-06-01T12:00"})
    assert then.status_code == 200


def test_lists_narrowed_by_the_old_id_show_what_belongs_to_the_winner(pair, office, signed_in):
    winner, loser = pair
    give_one_of_each(loser, winner)
    merged(winner, loser, office)
    client = signed_in("staff")
    for path in (
        "/demands/", "/projects/", "/enterprises/statements/", "/enterprises/contacts/",
        "/teams/visits/", "/outcomes/", "/chains/products/", "/instructions/",
    ):  # fmt: skip
        counts = [
            client.get(path, {"enterprise": pk}).context["page"].paginator.count
            for pk in (loser.pk, winner.pk)
        ]
        assert counts[0] == counts[1] > 0, path
    shown = [
        client.get("/api/demands", {"enterprise": pk, "count": True}).json()["count"]
        for pk in (loser.pk, winner.pk)
    ]
    assert shown[0] == shown[1] > 0
    earlier = {"enterprise": loser.pk, "known_at": "2022-06-05T12:00"}
    then = client.get("/enterprises/statements/", earlier).context["page"].object_list
    assert then
    assert client.get("/enterprises/successions/", {"former": loser.pk}).context["page"].object_list


def test_the_old_id_leads_nowhere_for_those_who_do_not_see_the_winner(pair, office, scope_of):
    winner, loser = pair
    merged(winner, loser, office)
    county = scope_of("county")
    for pk in (winner.pk, loser.pk):
        rows = Statement.objects.visible_to(county).filter(of_enterprise(county, pk))
        sees = Enterprise.objects.visible_to(county).filter(pk=winner.pk).exists()
        assert rows.exists() is sees


def test_figures_as_known_earlier_stay_and_now_count_one(pair, office):
    winner, loser = pair
    before = NOW.replace(month=6)

    def counted(known_at=None):
        return [
            figure(question(office, name, as_of=DAY, known_at=known_at)).value
            for name in ("climbing_enterprises", "scale_enterprises", "climbing_revenue")
        ]

    then = counted(before)
    merged(winner, loser, office)
    assert counted(before) == then
    now = counted()
    assert now[0] == then[0] - 1
    assert now[1] == then[1] - 1


def test_a_clash_nobody_decided_stops_the_merge(pair, office):
    winner, loser = pair
    plan = merging.plan(winner, loser)
    statements = [c for c in plan.to_decide if c.pointer.model is Statement]
    assert len(statements) >= 30
    few = dict(list(all_kept(winner, loser).items())[:-1])
    with pytest.raises(DomainError, match="还有1处冲突"):
        merge(loser, winner, why="重复", decisions=few, by=office, now=NOW)
    loser.refresh_from_db()
    assert loser.merged_into_id is None
    assert Statement.objects.filter(enterprise=loser).count() >= 30


def test_the_decision_says_whose_statement_is_kept_and_the_other_stays_in_the_history(pair, office):
    winner, loser = pair
    clashes = [c for c in merging.plan(winner, loser).to_decide if c.pointer.model is Statement]
    first, second = clashes[:2]
    decisions = all_kept(winner, loser) | {first.key: "theirs"}
    done = merge(loser, winner, why="重复", decisions=decisions, by=office, now=NOW)
    key = {
        name: getattr(first.row, name) for name in ("measure", "period_kind", "period_on", "basis")
    }
    kept = Statement.objects.get(enterprise=winner, **key)
    assert (kept.pk, kept.amount) == (first.row.pk, first.row.amount)
    key = {name: getattr(second.row, name) for name in key}
    assert Statement.objects.get(enterprise=winner, **key).pk == second.against[0].pk
    gone = version_model(Statement).objects.filter(id=second.row.pk).latest("history_id")
    assert (gone.history_type, gone.amount) == ("-", second.row.amount)
    told = [one for one in done.decided if one["kept"] == "theirs"]
    assert len(told) == 1
    assert first.row.written in str(told[0]["fields"])


def test_the_winner_takes_what_it_lacks_and_what_was_chosen(pair, office):
    winner, loser = pair
    with Change(PROBE, by=office, now=NOW) as change:
        change.save(winner, established_on=None, industry_code="3511")
        change.save(loser, established_on=date(1998, 4, 1), industry_code="3514")
    merge(
        loser, winner, why="重复", decisions=all_kept(winner, loser), fields=["industry_code"],
        by=office, now=NOW,
    )  # fmt: skip
    winner.refresh_from_db()
    assert (winner.established_on, winner.industry_code) == (date(1998, 4, 1), "3514")


def test_files_go_along_and_the_same_file_is_kept_once(pair, office):
    winner, loser = pair
    with Change(PROBE, by=office, now=NOW) as change:
        for owner, name, digest in (
            (winner, "执照.pdf", "a" * 64),
            (loser, "执照副本.pdf", "a" * 64),
            (loser, "章程.pdf", "b" * 64),
        ):
            change.add(
                Attachment(
                    cluster_id=owner.cluster_id, subject_kind="enterprises.Enterprise",
                    subject_id=owner.pk, name=name, content_type="application/pdf", size=1,
                    digest=digest, stored=f"{owner.pk}-{name}"[:32], added_at=NOW, person="李示例",
                )
            )  # fmt: skip
    merged(winner, loser, office)
    files = Attachment.objects.filter(subject_id=winner.pk, subject_kind="enterprises.Enterprise")
    assert set(files.filter(removed_on=None).values_list("name", flat=True)) == {
        "执照.pdf",
        "章程.pdf",
    }
    assert files.count() == 3


def test_a_record_merged_earlier_follows_to_the_last_winner(pair, office, jining):
    winner, loser = pair
    third = Enterprise.objects.filter(cluster=jining, scale_listings=None, merged_into=None).first()
    merged(winner, loser, office)
    merge(
        winner, third, why="重复", decisions=all_kept(third, winner), by=office, now=NOW,
    )  # fmt: skip
    assert find(office, loser.pk) == third
    assert named(office, loser.code) == third


def test_what_cannot_be_merged_is_refused(pair, office, scope_of, jining):
    winner, loser = pair
    with pytest.raises(DomainError, match="不能与自己合并"):
        merge(winner, winner, why="重复", by=office, now=NOW)
    with pytest.raises(DomainError, match="合并依据"):
        merge(loser, winner, why="", by=office, now=NOW)
    with pytest.raises(DomainError, match="没有这项权限"):
        merge(loser, winner, why="重复", by=scope_of("county"), now=NOW)
    other = scope_for(User.objects.get(username="other"), on=DAY)
    foreign = Enterprise(
        cluster_id=other.cluster_id, code=loser.code, name=loser.name,
        county=loser.county, registered_region="370811", industry_code="3514",
    )  # fmt: skip
    models.Model.save(foreign)
    with pytest.raises(DomainError, match="不在同一个集群"):
        merge(foreign, winner, why="重复", by=office, now=NOW)
    with pytest.raises(NotFound):
        merge(loser, winner, why="重复", by=other, now=NOW)
    merged(winner, loser, office)
    with pytest.raises(NotFound):
        merge(loser, winner, why="重复", by=office, now=NOW)


def test_an_end_in_the_middle_leaves_nothing(pair, office, monkeypatch):
    winner, loser = pair
    before = (
        {pointer: pointer.rows(loser).count() for pointer in merging.pointers()},
        AuditEvent.objects.count(),
        version_model(Statement).objects.count(),
    )
    calls = []
    true = Change.save_all

    def dies(self, records, fields):
        true(self, records, fields)
        calls.append(fields)
        if len(calls) == 8:
            raise KeyboardInterrupt

    decisions = all_kept(winner, loser)
    monkeypatch.setattr(Change, "save_all", dies)
    with pytest.raises(KeyboardInterrupt):
        merge(loser, winner, why="重复", decisions=decisions, by=office, now=NOW)
    after = (
        {pointer: pointer.rows(loser).count() for pointer in merging.pointers()},
        AuditEvent.objects.count(),
        version_model(Statement).objects.count(),
    )
    assert after == before
    assert Enterprise.objects.get(pk=loser.pk).merged_into_id is None


# -- split ------------------------------------------------------------------------------------


CODE = "91370811MA9TE5T55J"


def test_a_spun_off_enterprise_takes_what_was_chosen(jining, office):
    project = Project.objects.filter(cluster=jining, enterprise__placements__isnull=False).first()
    origin = project.enterprise
    place = Placement.objects.filter(enterprise=origin, until=None).first()
    demand = Demand.objects.filter(enterprise=origin).first()
    along = [project, place, *([demand] if demand else [])]
    made = split(
        origin, code=CODE, name="济宁新设液压有限公司", county=origin.county,
        since=date(2022, 6, 1), why="分立决议", go_along=along, by=office, now=NOW,
    )  # fmt: skip
    project.refresh_from_db()
    assert project.enterprise == made
    ended = Placement.objects.get(pk=place.pk)
    begun = Placement.objects.get(enterprise=made)
    assert (ended.until, begun.since, begun.segment) == (
        date(2022, 5, 31), date(2022, 6, 1), place.segment,
    )  # fmt: skip
    told = Succession.objects.get(successor=made)
    assert (told.kind, told.former, told.happened_on) == ("split", origin, date(2022, 6, 1))
    assert made.established_on == date(2022, 6, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "91370811MA9TE5T55K"}, "校验码不符"),
        ({"since": date(2022, 8, 1)}, "还没有到"),
        ({"since": date(1990, 1, 1)}, "晚于原企业的成立日期"),
        ({"name": "山推工程机械股份有限公司"}, "已由另一家企业使用"),
        ({"why": ""}, "分立依据"),
    ],
)
def test_a_wrong_split_is_refused(pair, office, changes, sentence):
    origin, _other = pair
    asked = {
        "code": CODE, "name": "济宁新设液压有限公司", "county": origin.county,
        "since": date(2022, 6, 1), "why": "分立决议", **changes,
    }  # fmt: skip
    count = Enterprise.objects.count()
    with pytest.raises(DomainError, match=sentence):
        split(origin, **asked, by=office, now=NOW)
    assert Enterprise.objects.count() == count


def test_records_of_another_enterprise_do_not_go_along(pair, office):
    origin, other = pair
    foreign = Placement.objects.filter(enterprise=other).first()
    with pytest.raises(NotFound):
        split(
            origin, code=CODE, name="济宁新设液压有限公司", county=origin.county,
            since=date(2022, 6, 1), why="分立", go_along=[foreign], by=office, now=NOW,
        )  # fmt: skip
