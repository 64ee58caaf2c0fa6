"""Loading a pack: audited, idempotent, all or nothing."""

import shutil
from datetime import date, datetime

import pytest
from django.db.models import QuerySet

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
from pandeng.domain.packs.queries import shipped, versions
from pandeng.domain.packs.schema import Pack
from pandeng.domain.strategy.models import Target
from tests.conftest import YUNXI

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)


def changed(version="2022.9", **updates):
    pack = reader.find("jining-high-end-equipment")
    head = pack.head.model_copy(update={"version": version})
    return pack.model_copy(update={"head": head, **updates})


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


def test_another_content_under_a_version_that_was_loaded_is_told(office, jining):
    load(changed(targets=scale_target(value=720)), jining, by=office, now=NOW)
    count = LoadedPack.objects.count()
    with pytest.raises(DomainError, match=r"2022\.9版已经载入过，这次的内容与它不同"):
        load(changed(targets=scale_target(value=730)), jining, by=office, now=NOW)
    assert LoadedPack.objects.count() == count
    load(changed("2022.10", targets=scale_target(value=730)), jining, by=office, now=NOW)


def test_a_pack_changed_behind_the_program_is_told_on_its_page(office, jining, signed_in):
    load(changed(targets=scale_target(value=720)), jining, by=office, now=NOW)
    assert all(one.is_as_loaded for one in versions(office))
    admin, sentence = signed_in("admin"), "内容与载入时的签名不符"
    assert sentence not in admin.get("/administration/packs/").content.decode()
    newest = LoadedPack.objects.filter(cluster=jining).latest("id")
    newest.content["targets"][0]["value"] = "1"
    QuerySet(LoadedPack).filter(pk=newest.pk).update(content=newest.content)
    assert [one.is_as_loaded for one in versions(office)].count(False) == 1
    assert admin.get("/administration/packs/").content.decode().count(sentence) == 1
    plain = reader.digest(Pack.model_validate(newest.content))
    QuerySet(LoadedPack).filter(pk=newest.pk).update(signature=plain)
    assert [one.is_as_loaded for one in versions(office)].count(False) == 1, "only the key signs"


def test_a_shipped_pack_that_somebody_edited_opens_nothing(monkeypatch, tmp_path):
    shutil.copytree(reader.SHIPPED, tmp_path / "packs")
    monkeypatch.setattr(reader, "SHIPPED", tmp_path / "packs")
    assert reader.find("base").head.name == "base"
    roles = tmp_path / "packs" / "base" / "roles.yaml"
    roles.write_text(roles.read_text(encoding="utf-8") + "\n# x\n", encoding="utf-8")
    for read in (lambda: reader.find("base"), lambda: reader.read(YUNXI)):
        with pytest.raises(reader.PackError, match="“base”被改动过，与发布时不一致"):
            read()
