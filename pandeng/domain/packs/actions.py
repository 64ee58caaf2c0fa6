"""Loading a policy pack into a cluster: its words become records, in one audited change."""

from datetime import datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Cluster
from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.core.fields import field_of
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.packs import reader
from pandeng.domain.packs.models import LoadedPack
from pandeng.domain.packs.queries import may_follow
from pandeng.domain.packs.records import Loading
from pandeng.domain.packs.schema import Pack

LOAD = Action("packs.load", gettext_noop("载入政策包"), Permission.LOAD_PACK)


def load(pack: Pack, cluster: Cluster, *, by: Scope, now: datetime, why: str = "") -> LoadedPack:
    """Load a pack: new items are added, changed ones saved, nothing is deleted (records refer to them).

    Refuses a pack already in force, that of another city, and one that names an unknown indicator. Everything or nothing.
    """
    with Change(LOAD, by=by, now=now, why=why) as change:
        return load_within(change, pack, cluster, by)


def load_within(change: Change, pack: Pack, cluster: Cluster, by: Scope) -> LoadedPack:
    """Load a pack as a part of a larger change, such as the opening of an office."""
    _refuse_unknown_indicators(pack)
    _refuse_unknown_kinds(pack)
    digest = reader.digest(pack)
    before = LoadedPack.objects.filter(cluster=cluster)
    may_follow(before.order_by("-loaded_at", "-id").first(), pack).require()
    told = {"zh": pack.head.title.zh, "version": pack.head.version}
    if before.filter(digest=digest).exists():
        raise DomainError(_("政策包“%(zh)s”%(version)s已在使用，无须重复载入。") % told)
    if before.filter(name=pack.head.name, version=pack.head.version).exists():
        raise DomainError(
            _("“%(zh)s”%(version)s版已经载入过，这次的内容与它不同；改了内容的，请写新的版本号。")
            % told
        )
    loaded = change.add(
        LoadedPack(
            cluster=cluster,
            name=pack.head.name,
            version=pack.head.version,
            digest=digest,
            signature=reader.signature(cluster.code, pack),
            content=pack.content(),
            loaded_at=change.now,
        )
    )
    _name_city(change, pack, cluster)
    Loading(change, cluster, by).all_of(pack)
    return loaded


def _name_city(change: Change, pack: Pack, cluster: Cluster) -> None:
    """The city is that of the pack's counties: the first four places of their codes."""
    codes = [county.code for county in pack.counties if not county.internal]
    if codes and not cluster.city_code:
        change.save(cluster, city_code=f"{codes[0][:4]}00")


def _refuse_unknown_kinds(pack: Pack) -> None:
    """Records of the framework must be of a kind that there is, narrowed by fields that it has."""
    for line in pack.framework_records:
        try:
            model = apps.get_model(line.of)
            for path in line.where:
                field_of(model, path)
        except (LookupError, FieldDoesNotExist, AttributeError):
            raise DomainError(
                _("framework.yaml：“%(node)s”的记录“%(of)s”不存在，或没有所写的字段。")
                % {"node": line.node, "of": line.of}
            ) from None
        if not issubclass(model, ClusterRecord):
            raise DomainError(_("framework.yaml：“%(of)s”不是台账记录。") % {"of": line.of})


def _refuse_unknown_indicators(pack: Pack) -> None:
    named = {item.name for item in pack.figures} | set(INDICATORS)
    for figure in pack.figures:
        if figure.indicator not in INDICATORS:
            raise DomainError(
                _("figures.yaml：“%(name)s”用到的指标“%(indicator)s”不存在。")
                % {"name": figure.name, "indicator": figure.indicator}
            )
    for target in pack.targets:
        if target.indicator not in named:
            raise DomainError(
                _("targets.yaml：“%(code)s”用到的指标“%(indicator)s”不存在。")
                % {"code": target.code, "indicator": target.indicator}
            )
