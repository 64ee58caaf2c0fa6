"""The life of a project: the table by hand, days in order, two people at once, lists, labels, deletion."""

import threading
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from pandeng.access.models import Cluster, Department
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import as_of_system_time
from pandeng.core.models import AuditEvent
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.attachments.actions import attach, remove
from pandeng.domain.projects.lifecycle import actions, queries, rules
from pandeng.domain.projects.lifecycle import facts as workflow
from pandeng.domain.projects.lifecycle.actions import lists, registration, steps
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE
from pandeng.domain.projects.models import (
    InvestmentEntry,
    Project,
    ProjectLabel,
    ProjectListing,
    ProjectStep,
    halted,
)
from tests.probe import PROBE

NOW = datetime(2022, 7, 1, 10, tzinfo=OFFICE_TIME)
TODAY = NOW.date()
SYSTEM = Scope.of_system(1)
DAYS = dict(
    zip(
        workflow.STAGES,
        (date(2021, month, 1) for month in range(1, 9)),
        strict=True,
    )
)
# Status, step, the status it leads to; None: refused. Written by hand.
TABLE = """
proposed      negotiate         negotiating
proposed      withdraw          withdrawn
proposed      sign              -
proposed      start             -
proposed      stop              -
proposed      enter_statistics  -
negotiating   sign              signed
negotiating   withdraw          withdrawn
negotiating   take_back         proposed
negotiating   start             -
signed        start             started
signed        withdraw          withdrawn
signed        take_back         negotiating
signed        complete          -
signed        stop              -
signed        enter_statistics  -
started       build             building
started       enter_statistics  started
started       stop              stopped
started       withdraw          withdrawn
started       take_back         signed
started       complete          -
started       produce           -
building      complete          completed
building      enter_statistics  building
building      stop              stopped
building      withdraw          withdrawn
building      take_back         started
building      produce           -
completed     produce           in_production
completed     enter_statistics  completed
completed     take_back         building
completed     stop              -
completed     reach_capacity    -
in_production reach_capacity    at_capacity
in_production enter_statistics  in_production
in_production take_back         completed
in_production stop              -
at_capacity   enter_statistics  at_capacity
at_capacity   take_back         in_production
at_capacity   produce           -
stopped       resume            building
stopped       withdraw          withdrawn
stopped       complete          -
stopped       bring_back        -
withdrawn     bring_back        building
withdrawn     resume            -
withdrawn     stop              -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


def facts_at(status):
    """Facts of a project that stands at a status; one that is interrupted had reached 建设."""
    at = {"stopped": "building", "withdrawn": "building"}.get(status, status)
    order = list(workflow.STAGES)
    dates = {workflow.STAGES[code].column: DAYS[code] for code in order[: order.index(at) + 1]}
    if status != at:
        step = {"stopped": "stop", "withdrawn": "withdraw"}[status]
        dates[workflow.COLUMNS[step]] = date(2021, 9, 1)
    return workflow.facts_of(dates)


def after(facts, step, day):
    dates = {workflow.STAGES[code].column: on for code, on in facts.reached.items()}
    if step == "take_back":
        dates[workflow.STAGES[workflow.stage_of(facts)].column] = None
    else:
        dates[workflow.COLUMNS[step]] = day
    return workflow.facts_of(dates, (*facts.turns, (day, step)))


@pytest.mark.parametrize(("status", "step", "to"), ROWS)
def test_the_table_by_hand(status, step, to):
    facts = facts_at(status)
    assert workflow.status_of(facts) == status
    verdict = LIFECYCLE.may(facts, step, SYSTEM)
    assert bool(verdict) is (to != "-")
    if verdict:
        assert workflow.status_of(after(facts, step, date(2022, 1, 1))) == to


def test_the_hand_table_names_every_move():
    written = {(status, step) for status, step, to in ROWS if to != "-"}
    assert written == {
        (status, step) for status in LIFECYCLE.statuses for step in LIFECYCLE.steps_from(status)
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_skipped_step_is_refused_for_every_role_with_its_sentence(role):
    scope = Scope(cluster_id=1, user_id=1, name="某人", roles=frozenset({role}))
    verdict = LIFECYCLE.may(facts_at("signed"), "complete", scope)
    assert verdict.message == ("项目现在“签约”，不能直接竣工；可以登记的是：开工、退出、撤销登记。")


@pytest.mark.parametrize("role", ROLES)
def test_who_may_record_a_step(role):
    scope = Scope(cluster_id=1, user_id=1, name="某人", roles=frozenset({role}))
    may = bool(LIFECYCLE.may(facts_at("signed"), "start", scope))
    assert may is (role in {"office_lead", "office_staff", "county_reporter"})


@pytest.mark.parametrize(
    ("status", "step", "day", "sentence"),
    [
        ("signed", "start", date(2022, 7, 2), "开工日期不能晚于今天（2022-07-01）。"),
        ("signed", "start", date(2021, 2, 28), "开工日期不能早于签约日期（2021-03-01）。"),
        ("building", "complete", date(2021, 4, 30), "竣工日期不能早于建设日期（2021-05-01）。"),
        ("building", "stop", date(2021, 4, 1), "停建日期不能早于建设日期（2021-05-01）。"),
        ("stopped", "resume", date(2021, 9, 1), "复工日期须晚于停建日期（2021-09-01）。"),
        (
            "building",
            "enter_statistics",
            date(2021, 3, 1),
            "入库纳统日期不能早于开工日期（2021-04-01）。",
        ),
    ],
)
def test_a_day_out_of_order_is_refused(status, step, day, sentence):
    assert rules.may_happen(facts_at(status), step, day, TODAY).message == sentence


def test_what_was_reached_by_a_day_forgets_what_came_later():
    stopped_twice = workflow.facts_of(
        {"started_on": date(2022, 1, 10), "stopped_on": date(2022, 5, 1), "resumed_on": date(2022, 6, 1)},
        [(date(2022, 2, 1), "stop"), (date(2022, 3, 1), "resume"), (date(2022, 5, 1), "stop"),
         (date(2022, 6, 1), "resume")],
    )  # fmt: skip
    seen = {
        day: workflow.status_of(workflow.as_of(stopped_twice, date.fromisoformat(day)))
        for day in (
            "2022-01-01",
            "2022-01-10",
            "2022-02-15",
            "2022-04-01",
            "2022-05-20",
            "2022-06-01",
        )
    }
    assert list(seen.values()) == [
        "proposed", "started", "stopped", "started", "stopped", "started",
    ]  # fmt: skip


# -- on records -----------------------------------------------------------------------------------


@pytest.fixture
def rencheng(jining):
    return Department.objects.get(cluster=jining, code="370811")


@pytest.fixture
def project(office, rencheng):
    return actions.register(
        name="任城液压件扩产项目", county=rencheng, planned_total_yuan=120_000_000, stage="signed",
        on=date(2022, 4, 1), evidence="投资协议", by=office, now=NOW,
    )  # fmt: skip


def start(project, by, **told):
    told = {"on": date(2022, 5, 1), "evidence": "施工许可证", **told}
    return actions.take_step(project, "start", by=by, now=NOW, **told)


def test_a_project_is_entered_with_the_next_number_and_its_first_line(office, project):
    numbers = Project.objects.filter(code__startswith="2022-").values_list("code", flat=True)
    assert project.code == max(numbers)
    assert len(set(numbers)) == len(numbers)
    line = ProjectStep.objects.get(project=project)
    assert (line.step, line.happened_on, line.evidence) == ("sign", date(2022, 4, 1), "投资协议")
    assert Project.objects.filter(search_text__finds="液压").filter(pk=project.pk).exists()


def test_a_name_or_number_in_use_is_refused(office, project, rencheng):
    told = {
        "county": rencheng,
        "planned_total_yuan": 1,
        "stage": "proposed",
        "on": date(2022, 4, 1),
    }
    with pytest.raises(DomainError, match=f"已有同名项目（编号{project.code}）"):
        actions.register(name=project.name, **told, by=office, now=NOW)
    with pytest.raises(DomainError, match="项目编号2022-001已在使用"):
        actions.register(name="另一项目", code="2022-001", **told, by=office, now=NOW)
    with pytest.raises(DomainError, match="谋划日期不能晚于今天"):
        actions.register(name="另一项目", **{**told, "on": date(2022, 8, 1)}, by=office, now=NOW)


def test_a_county_enters_only_its_own_projects(scope_of, jining, rencheng):
    county = scope_of("county")
    told = {"name": "某项目", "planned_total_yuan": 1, "stage": "proposed", "on": date(2022, 4, 1)}
    assert actions.register(county=rencheng, **told, by=county, now=NOW).county == rencheng
    other = Department.objects.filter(cluster=jining, kind="county").exclude(pk=rencheng.pk).first()
    with pytest.raises(DomainError, match="只能登记本县市区的项目"):
        actions.register(county=other, **{**told, "name": "别处项目"}, by=county, now=NOW)
    with pytest.raises(NotFound):
        start(Project.objects.filter(county=other).first(), county)


def test_evidence_is_asked_for_and_nothing_is_half_saved(office, project):
    with pytest.raises(DomainError, match="请填写依据"):
        start(project, office, evidence=" ")
    assert Project.objects.get(pk=project.pk).started_on is None
    assert ProjectStep.objects.filter(project=project).count() == 1


def test_start_completion_production_and_statistics_are_facts_of_their_own(office, project):
    start(project, office)
    for step, day in (
        ("enter_statistics", date(2022, 5, 20)), ("build", date(2022, 5, 25)),
        ("complete", date(2022, 6, 10)), ("produce", date(2022, 6, 20)), ("reach_capacity", TODAY),
    ):  # fmt: skip
        actions.take_step(project, step, on=day, evidence=f"{step}材料", by=office, now=NOW)
    project.refresh_from_db()
    assert (project.started_on, project.in_statistics_on, project.completed_on) == (
        date(2022, 5, 1), date(2022, 5, 20), date(2022, 6, 10),
    )  # fmt: skip
    assert (project.in_production_on, project.at_capacity_on) == (date(2022, 6, 20), TODAY)
    life = queries.life_of(office, project)
    assert life.status == "at_capacity"
    assert [(shown.code, shown.state) for shown in life.line][:4] == [
        ("proposed", "undated"), ("negotiating", "undated"), ("signed", "done"), ("started", "done"),
    ]  # fmt: skip
    assert life.statistics_evidence == "enter_statistics材料"


def test_of_two_people_at_once_one_succeeds(office, project):
    mine, theirs = Project.objects.get(pk=project.pk), Project.objects.get(pk=project.pk)
    start(mine, office, seen="signed")
    with pytest.raises(DomainError, match="刚才有人先登记了进展，项目现在“开工”，请刷新后再试。"):
        start(theirs, office, seen="signed", on=date(2022, 5, 9))
    assert Project.objects.get(pk=project.pk).started_on == date(2022, 5, 1)
    assert ProjectStep.objects.filter(project=project, step="start").count() == 1


def test_someone_faster_between_reading_and_writing_is_noticed(office, project, monkeypatch):
    read = queries.facts_of

    def slow(by, seen):
        facts = read(by, seen)
        seen.signed_on = date(2022, 3, 1)  # what was read is no longer what stands there
        return facts

    monkeypatch.setattr(steps, "facts_of", slow)
    with pytest.raises(DomainError, match="刚才有人先登记了进展，请刷新后再试。"):
        start(project, office)
    assert Project.objects.get(pk=project.pk).started_on is None


def test_a_project_stops_returns_withdraws_and_is_brought_back(office, project):
    start(project, office)

    def take(step, day, note="资金链调整"):
        return workflow.status_of(
            queries.facts_of(
                office, actions.take_step(project, step, on=day, note=note, by=office, now=NOW)
            )
        )

    assert take("stop", date(2022, 5, 10)) == "stopped"
    with pytest.raises(DomainError, match="可以登记的是：复工、退出"):
        actions.take_step(project, "build", on=TODAY, evidence="照片", by=office, now=NOW)
    assert take("resume", date(2022, 5, 20)) == "started"
    assert take("stop", date(2022, 6, 1)) == "stopped"
    assert take("withdraw", date(2022, 6, 10)) == "withdrawn"
    assert take("bring_back", date(2022, 6, 20)) == "started"
    facts = queries.facts_of(office, Project.objects.get(pk=project.pk))
    assert workflow.status_of(workflow.as_of(facts, date(2022, 5, 15))) == "stopped"
    assert workflow.status_of(workflow.as_of(facts, date(2022, 6, 15))) == "withdrawn"
    with pytest.raises(DomainError, match="请填写原因"):
        actions.take_step(project, "stop", on=TODAY, by=office, now=NOW)


def test_a_wrong_entry_is_taken_back_and_stays_known(office, project):
    start(project, office)
    actions.take_step(project, "take_back", note="录到了别的项目", by=office, now=NOW)
    project.refresh_from_db()
    assert project.started_on is None
    assert list(ProjectStep.objects.filter(project=project).values_list("step", flat=True)) == [
        "sign", "start", "take_back",
    ]  # fmt: skip
    assert project.history.filter(started_on=date(2022, 5, 1)).exists()


def test_a_day_is_corrected_within_its_neighbours(office, project):
    start(project, office)
    actions.correct_day(
        project, "started", on=date(2022, 5, 6), why="许可证日期", by=office, now=NOW
    )
    assert Project.objects.get(pk=project.pk).started_on == date(2022, 5, 6)
    assert ProjectStep.objects.get(project=project, step="start").happened_on == date(2022, 5, 6)
    with pytest.raises(DomainError, match="2022-03-01早于签约日期（2022-04-01），先后颠倒"):
        actions.correct_day(project, "started", on=date(2022, 3, 1), why="误", by=office, now=NOW)
    with pytest.raises(DomainError, match="还没有到“竣工”"):
        actions.correct_day(project, "completed", on=TODAY, why="误", by=office, now=NOW)
    filled = actions.correct_day(
        project, "proposed", on=date(2021, 12, 1), why="补录", by=office, now=NOW
    )
    assert filled.proposed_on == date(2021, 12, 1)


def test_an_edit_keeps_reason_and_earlier_value(office, project):
    with pytest.raises(DomainError, match="请写明原因"):
        actions.edit(project, planned_total_yuan=1, why=" ", by=office, now=NOW)
    actions.edit(project, planned_total_yuan=150_000_000, why="追加二期", by=office, now=NOW)
    assert Project.objects.get(pk=project.pk).planned_total_yuan == 150_000_000
    event = AuditEvent.objects.filter(action="projects.edit").latest("id")
    assert event.why == "追加二期"
    assert event.changes[f"projects.Project:{project.pk}"]["planned_total_yuan"] == [
        120_000_000, 150_000_000,
    ]  # fmt: skip


def test_on_a_list_off_it_and_on_it_again(office, project):
    told = {"year": 2022, "annual_plan_yuan": 50_000_000, "by": office, "now": NOW}
    listing = actions.put_on_list(project, since=date(2022, 4, 10), **told)
    with pytest.raises(DomainError, match="项目已在2022年清单中"):
        actions.put_on_list(project, since=date(2022, 5, 1), **told)
    with pytest.raises(DomainError, match="须晚于起始日期"):
        actions.take_off_list(listing, on=date(2022, 4, 10), why="误", by=office, now=NOW)
    actions.take_off_list(listing, on=date(2022, 5, 1), why="土地未落实", by=office, now=NOW)
    off = ProjectListing.objects.get(pk=listing.pk)
    assert (off.until, off.ended_why) == (date(2022, 4, 30), "土地未落实")
    with pytest.raises(DomainError, match="已于2022-04-30结束"):
        actions.take_off_list(listing, on=date(2022, 6, 1), why="再次", by=office, now=NOW)
    assert actions.put_on_list(project, since=date(2022, 5, 1), **told).pk != listing.pk


@pytest.fixture
def meanwhile(monkeypatch):
    """Somebody else is faster: done after the form was sent, before the change has its turn."""

    def arrange(theirs):
        class Later(Change):
            def __enter__(self):
                for room in (lists, registration):
                    monkeypatch.setattr(room, "Change", Change)
                theirs()
                return super().__enter__()

        for room in (lists, registration):
            monkeypatch.setattr(room, "Change", Later)

    return arrange


def test_of_two_who_put_a_project_on_a_list_one_succeeds(office, project, meanwhile):
    told = {"year": 2022, "annual_plan_yuan": 50_000_000, "by": office, "now": NOW}
    meanwhile(lambda: actions.put_on_list(project, since=date(2022, 4, 10), **told))
    with pytest.raises(DomainError, match="项目已在2022年清单中"):
        actions.put_on_list(project, since=date(2022, 5, 1), **told)
    assert ProjectListing.objects.filter(project=project).count() == 1


def test_the_database_itself_keeps_a_project_from_standing_twice_on_a_list(office, project):
    told = {"cluster_id": project.cluster_id, "project": project, "year": 2022}
    with Change(PROBE, by=office, now=NOW) as change:
        change.add(ProjectListing(since=date(2022, 4, 10), annual_plan_yuan=1, **told))
        with pytest.raises(DomainError):
            change.add(ProjectListing(since=date(2022, 5, 1), annual_plan_yuan=1, **told))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_list_a_project_at_the_same_moment_one_succeeds():
    """The database queues them by the project's row, SQLite by its turns."""
    with Change(PROBE, by=Scope.of_system(None), now=NOW) as change:
        cluster = change.add(Cluster(code="at-once", name="甲市", city_code="370800"))
        county = change.add(
            Department(cluster=cluster, code="c", name="甲县", short_name="甲县", kind="county")
        )
    by = Scope.of_system(cluster.pk)
    made = actions.register(
        name="甲项目", county=county, planned_total_yuan=1, stage="signed", on=date(2022, 4, 1),
        by=by, now=NOW,
    )  # fmt: skip
    gate, said = threading.Barrier(4), []

    def put(day):
        try:
            gate.wait()
            actions.put_on_list(
                made, year=2022, annual_plan_yuan=1, since=date(2022, 4, day), by=by, now=NOW
            )
        except BaseException as error:
            said.append(str(error))
        finally:
            connection.close()

    writers = [threading.Thread(target=put, args=(day,)) for day in range(1, 5)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert said == ["项目已在2022年清单中。"] * 3
    assert ProjectListing.objects.filter(project=made).count() == 1


def test_what_was_recorded_meanwhile_keeps_a_project(office, project, meanwhile):
    entry = InvestmentEntry(
        cluster_id=project.cluster_id, project=project, month_on=date(2022, 5, 1), measure="month",
        amount_yuan=10_000, source="月报", reported_on=date(2022, 6, 5),
    )  # fmt: skip

    def theirs():
        with Change(PROBE, by=office, now=NOW) as change:
            change.add(entry)

    meanwhile(theirs)
    with pytest.raises(DomainError, match=r"项目上已有投资完成.*不能删除"):
        actions.delete_erroneous(project, why="误录", by=office, now=NOW)
    assert Project.objects.filter(pk=project.pk).exists()


def test_a_project_with_a_file_is_deleted_once_the_file_is_removed(
    office, project, meanwhile, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("投资协议.pdf", b"%PDF-1.7\n" + bytes(200))
    added = []
    meanwhile(lambda: added.append(attach(project, file, by=office, now=NOW)))
    with pytest.raises(DomainError, match="项目上有1个附件，请先移除附件再删除项目。"):
        actions.delete_erroneous(project, why="误录", by=office, now=NOW)
    remove(added[0], why="误传", by=office, now=NOW)
    actions.delete_erroneous(project, why="误录", by=office, now=NOW)
    with pytest.raises(NotFound):
        attach(project, file, by=office, now=NOW)
    assert not Project.objects.filter(pk=project.pk).exists()


def test_labels_several_at_once_ended_changed_and_given_again(office, project):
    def give(level, since, variant=""):
        return actions.give_label(
            project, level=level, variant=variant, since=since, basis="鲁发改〔2022〕1号", by=office, now=NOW
        )  # fmt: skip

    with pytest.raises(DomainError, match="这一层级分实施类、准备类"):
        give("provincial_major", date(2022, 4, 1))
    with pytest.raises(DomainError, match="只有省重大项目分"):
        give("county", date(2022, 4, 1), "实施类")
    major = give("provincial_major", date(2022, 4, 1), "准备类")
    give("county", date(2022, 4, 1))
    with pytest.raises(DomainError, match="已是“省重大”，不能重复认定"):
        give("provincial_major", date(2022, 5, 1), "实施类")
    changed = actions.change_label(
        major, level="provincial_major", variant="实施类", on=date(2022, 6, 1), why="年中调整",
        by=office, now=NOW,
    )  # fmt: skip
    assert ProjectLabel.objects.get(pk=major.pk).until == date(2022, 5, 31)
    actions.end_label(changed, on=date(2022, 6, 10), why="调出", by=office, now=NOW)
    give("provincial_major", date(2022, 6, 20), "实施类")
    assert ProjectLabel.objects.filter(project=project, level="provincial_major").count() == 3


def test_a_county_neither_labels_nor_deletes(scope_of, project):
    county = scope_of("county")
    for refused in (
        lambda: actions.delete_erroneous(project, why="误录", by=county, now=NOW),
        lambda: actions.give_label(
            project, level="county", since=date(2022, 5, 1), basis="文件", by=county, now=NOW
        ),
    ):
        with pytest.raises(
            DomainError, match="您的角色没有这项权限，可由专班负责人、专班工作人员办理"
        ):
            refused()


def test_a_wrongly_entered_project_is_deleted_and_stays_in_history(office, project):
    pk = project.pk
    actions.put_on_list(
        project, year=2022, annual_plan_yuan=1, since=date(2022, 4, 10), by=office, now=NOW
    )
    later = datetime(2022, 7, 2, 10, tzinfo=OFFICE_TIME)
    actions.delete_erroneous(project, why="与另一项目重复", by=office, now=later)
    assert not Project.objects.filter(pk=pk).exists()
    assert not ProjectListing.objects.filter(project_id=pk).exists()
    assert as_of_system_time(Project, NOW).filter(id=pk).exists()
    assert not as_of_system_time(Project, later).filter(id=pk).exists()
    assert (
        AuditEvent.objects.filter(action="projects.delete_erroneous").latest("id").why
        == "与另一项目重复"
    )


def test_a_project_with_money_on_it_is_not_deleted(office):
    built = Project.objects.exclude(investments=None).first()
    with pytest.raises(DomainError, match=r"项目上已有投资完成.*不能删除"):
        actions.delete_erroneous(built, why="误录", by=office, now=NOW)


def test_a_project_stands_still_only_while_it_is_stopped(office, project):
    start(project, office)
    for step, day in (("stop", 10), ("resume", 20)):
        actions.take_step(project, step, on=date(2022, 5, day), note="议价", by=office, now=NOW)
    actions.take_step(
        project, "withdraw", on=date(2022, 6, 10), note="终止协议", by=office, now=NOW
    )

    def still(on):
        return Project.objects.filter(halted(on), pk=project.pk).exists()

    days = (date(2022, 5, 9), date(2022, 5, 10), date(2022, 5, 20), date(2022, 6, 10))
    assert [still(day) for day in days] == [False, True, False, True]
    going = Project.objects.exclude(halted(date(2022, 5, 25)))
    assert going.filter(pk=project.pk).exists()
    assert going.filter(stopped_on__isnull=True).exists()
