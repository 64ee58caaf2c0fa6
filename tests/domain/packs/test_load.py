"""Loading a pack: audited, idempotent, all or nothing."""

from datetime import date, datetime

import pytest

from pandeng.access.models import Department
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.chains.models import Chain
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.packs import reader
from pandeng.domain.packs.actions import load
from pandeng.domain.packs.models import LoadedPack
from pandeng.domain.packs.queries import shipped
from pandeng.domain.strategy.models import Target
from tests.conftest import YUNXI

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)


def changed(**updates):
    return reader.find("jining-high-end-equipment").model_copy(update=updates)


def test_a_newer_version_changes_the_records_and_leaves_an_event(office, jining):
    load(changed(targets=scale_target(value=720)), jining, by=office, now=NOW, why="调高目标")
    assert figure(question(office, "target_scale_enterprises")).value == 720
    before = datetime(2022, 6, 10, tzinfo=OFFICE_TIME)
    assert figure(question(office, "target_scale_enterprises", known_at=before)).value == 700
    assert AuditEvent.objects.latest("id").why == "调高目标"
    target = Target.objects.get(cluster=jining, code="target_scale_enterprises")
    assert target.value == 710, "what the office revised in June stays in force"


def test_a_pack_of_a_later_day_revises_a_target_and_keeps_the_past(office, jining):
    later = scale_target(value=730, set_on=date(2022, 6, 28))
    load(changed(targets=later), jining, by=office, now=NOW)
    values = {
        day: figure(question(office, "target_scale_enterprises", as_of=date(2022, 6, day))).value
        for day in (19, 20, 27, 28)
    }
    assert values == {19: 700, 20: 710, 27: 710, 28: 730}
    assert Target.objects.get(cluster=jining, code="target_scale_enterprises").value == 730


def test_records_of_an_unknown_kind_load_nothing(office, jining):
    pack = reader.find("jining-high-end-equipment")
    for update in ({"of": "projects.Castle"}, {"where": {"colour": "red"}}):
        wrong = pack.framework_records[0].model_copy(update=update)
        with pytest.raises(DomainError, match=r"framework\.yaml"):
            load(changed(framework_records=(wrong,)), jining, by=office, now=NOW)


def scale_target(**update):
    return tuple(
        t.model_copy(update=update) if t.code == "target_scale_enterprises" else t
        for t in reader.find("jining-high-end-equipment").targets
    )


def test_the_same_pack_twice_is_refused(office, jining):
    with pytest.raises(DomainError, match="无须重复载入"):
        load(reader.find("jining-high-end-equipment"), jining, by=office, now=NOW)


def test_an_unknown_indicator_loads_nothing(office, jining):
    pack = reader.find("jining-high-end-equipment")
    wrong = pack.figures[0].model_copy(update={"indicator": "happiness"})
    count = LoadedPack.objects.count(), Chain.objects.count()
    with pytest.raises(DomainError, match="happiness"):
        load(changed(figures=(wrong,)), jining, by=office, now=NOW)
    assert (LoadedPack.objects.count(), Chain.objects.count()) == count


def test_a_reporter_may_not_load(scope_of, jining):
    with pytest.raises(DomainError, match="专班负责人"):
        load(changed(), jining, by=scope_of("county"), now=NOW)


def test_the_pack_of_another_city_changes_nothing(office, jining):
    units = set(Department.objects.filter(cluster=jining).values_list("code", "name"))
    with pytest.raises(DomainError, match=r"不能改用“云溪市轴承产业集群政策包”"):
        load(reader.read(YUNXI), jining, by=office, now=NOW)
    assert set(Department.objects.filter(cluster=jining).values_list("code", "name")) == units
    assert "yunxi-bearings" not in {one.name for one in shipped(office)}
