"""A policy pack as records of a cluster: each list becomes records of its kind, matched by code."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from pandeng.access.models import Cluster, Department
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.domain.calendars.actions import write_days
from pandeng.domain.chains.models import Chain, Segment, SupplyRelation
from pandeng.domain.deadlines.actions import entering
from pandeng.domain.demands.models import ClockLight, DemandClass, Responsibility, ServiceLevel
from pandeng.domain.enterprises.models import ClubTier, SizeRule
from pandeng.domain.packs.schema import Pack
from pandeng.domain.projects.ledger.models import LightRules, MonthClosing
from pandeng.domain.strategy.actions import set_from_pack
from pandeng.domain.strategy.models import FrameworkNode, Target
from pandeng.domain.surveys.models import Survey, Taxonomy, TaxonomyClass
from pandeng.domain.teams.models import TeamRole
from pandeng.domain.titles.models import Scheme

Made = dict[str, Any]
PLAIN_ITEM = {"code", "proposal", "source"}  # what `_each` takes from every item itself


class Loading:
    """Turns each list of a pack into records of its kind, matched by code."""

    def __init__(self, change: Change, cluster: Cluster, by: Scope) -> None:
        self.change, self.cluster, self.by = change, cluster, by

    def _chains(self, pack: Pack) -> dict[str, Any]:
        chains = self._each(
            Chain, pack.chains, lambda i: {"name": i.name, "full_name": i.full_name}
        )
        segments = self._each(
            Segment,
            pack.segments,
            lambda i: {
                "chain": chains[i.chain],
                "name": i.name,
                "stage": i.stage,
                "products": i.products,
                "industry_codes": i.industry_codes,
            },
        )
        self._supply(pack, segments)
        return chains

    def all_of(self, pack: Pack) -> None:
        self._departments(pack)
        nodes = self._each(
            FrameworkNode, pack.framework, lambda i: {"kind": i.kind, "name": i.name}
        )
        chains = self._chains(pack)
        self._taxonomies(pack, chains)
        self._each(Scheme, pack.titles, lambda i: {"name": i.name, "level": i.level})
        self._each(
            ClubTier,
            pack.club_tiers,
            lambda i: {"name": i.name, "least_revenue_yuan": i.least_revenue_yuan},
        )
        self._each(SizeRule, pack.size_rules, lambda i: i.model_dump(exclude=PLAIN_ITEM))
        self._each(TeamRole, pack.team_roles, lambda i: {"name": i.name, "seats": i.seats})
        self._projects(pack)
        self._demands(pack)
        self._targets(pack, nodes)

    def _targets(self, pack: Pack, nodes: Made) -> None:
        """The value of a target known already is left to its own dated values."""
        known = set(Target.objects.filter(cluster=self.cluster).values_list("code", flat=True))
        targets = self._each(
            Target,
            pack.targets,
            lambda i: {
                "name": i.name,
                "indicator": i.indicator,
                "unit": i.unit,
                "direction": i.direction,
                "year": i.year,
                "population": i.population,
                "node": nodes[i.node] if i.node else None,
                "base": i.base,
                "due_on": i.due_on,
                **({} if i.code in known else {"value": i.value, "set_on": i.set_on}),
            },
        )
        for item in pack.targets:
            set_from_pack(
                self.change,
                targets[item.code],
                value=item.value,
                set_on=item.set_on,
                source=item.source,
                plan=[(part.month, part.share) for part in item.plan],
                plan_is_proposal=item.plan_proposal,
            )

    def _projects(self, pack: Pack) -> None:
        limits = {"progress", "start", "statistics", "nodes", "counts"}
        self._each(
            LightRules,
            pack.lights,
            lambda i: {
                "name": i.name,
                "is_default": i.default,
                "limits": i.model_dump(mode="json", include=limits, exclude_none=True),
            },
        )
        self._each(
            MonthClosing,
            pack.month_closings,
            lambda i: {"day": i.day, "closes_on": i.closes_on},
        )

    def _demands(self, pack: Pack) -> None:
        levels = self._each(
            ServiceLevel, pack.service_levels, lambda i: i.model_dump(exclude=PLAIN_ITEM)
        )
        self._each(ClockLight, pack.clock_lights, lambda i: i.model_dump(exclude=PLAIN_ITEM))
        self._each(
            DemandClass,
            pack.demand_classes,
            lambda i: {
                "name": i.name,
                "level": levels[i.level] if i.level else None,
                "is_long_cycle": i.long_cycle,
            },
        )
        self._responsibilities(pack)
        self._calendar(pack)

    def _responsibilities(self, pack: Pack) -> None:
        """The list by matter and county; a line that is there already is saved anew."""
        matters = {m.code: m for m in DemandClass.objects.filter(cluster=self.cluster)}
        units = {d.code: d for d in Department.objects.filter(cluster=self.cluster)}
        known = {
            (line.matter_id, line.county_id): line
            for line in Responsibility.objects.filter(cluster=self.cluster)
        }
        new = []
        for item in pack.responsibilities:
            matter, county = matters[item.matter], units[item.county] if item.county else None
            values = {
                "department": units[item.department],
                "is_proposal": item.proposal,
                "source": item.source,
            }
            if line := known.get((matter.pk, county.pk if county else None)):
                self.change.save(line, **values)
            else:
                new.append(
                    Responsibility(cluster=self.cluster, matter=matter, county=county, **values)
                )
        self.change.bulk_add(new)

    def _calendar(self, pack: Pack) -> None:
        """Single days of the pack; what runs already is counted anew with them."""
        days = dict.fromkeys(pack.calendar.holidays, False)
        days |= dict.fromkeys(pack.calendar.make_up_workdays, True)
        if not days:
            return
        note, source = pack.head.title.zh[:60], pack.calendar.source[:200]
        entering(
            self.change,
            min(days),
            max(days),
            _("载入政策包“%(zh)s”") % {"zh": pack.head.title.zh},
            lambda: write_days(self.change, days, note=note, source=source, by=self.by),
            by=self.by,
            now=self.change.now,
        )

    def _departments(self, pack: Pack) -> None:
        self._each(
            Department,
            pack.counties,
            lambda i: {
                "kind": "county",
                "name": i.name,
                "short_name": i.short,
                "region_code": "" if i.internal else i.code,
            },
        )
        self._each(
            Department,
            pack.departments,
            lambda i: {"kind": i.kind, "name": i.name, "short_name": i.short or i.name},
        )

    def _supply(self, pack: Pack, segments: Made) -> None:
        known = set(
            SupplyRelation.objects.filter(cluster=self.cluster).values_list(
                "supplier_id", "customer_id"
            )
        )
        self.change.bulk_add(
            SupplyRelation(
                cluster=self.cluster,
                supplier=segments[item.supplier],
                customer=segments[item.customer],
                is_proposal=item.proposal,
            )
            for item in pack.supply_relations
            if (segments[item.supplier].pk, segments[item.customer].pk) not in known
        )

    def _taxonomies(self, pack: Pack, chains: Made) -> None:
        made: Made = {}
        for item in pack.taxonomies:
            known = {"cluster": self.cluster, "code": item.code, "version": item.version}
            taxonomy = Taxonomy.objects.filter(**known).first()
            if taxonomy is None:
                taxonomy = self.change.add(
                    Taxonomy(**known, name=item.name, source=item.source, is_proposal=item.proposal)
                )
                self._classes(item.classes, taxonomy)
            made[item.code] = taxonomy
        self._each(
            Survey,
            pack.surveys,
            lambda i: {
                "name": i.name,
                "taxonomy": made[i.taxonomy],
                "chain": chains[i.chain] if i.chain else None,
                "since": i.since,
                "until": i.until,
            },
        )

    def _classes(self, classes: Iterable[Any], taxonomy: Taxonomy) -> None:
        for item in classes:
            parent = self.change.bulk_add([self._class(item, taxonomy, None)])[0]
            self.change.bulk_add(self._class(sub, taxonomy, parent) for sub in item.subclasses)

    def _class(self, item: Any, taxonomy: Taxonomy, parent: TaxonomyClass | None) -> TaxonomyClass:
        return TaxonomyClass(
            cluster=self.cluster,
            taxonomy=taxonomy,
            parent=parent,
            code=item.code,
            name=item.name,
            examples=item.examples,
            is_proposal=item.proposal,
        )

    def _each(self, kind: Any, items: Iterable[Any], fields: Any) -> Made:
        """Add the items that are new by code, save those that differ; returns code → record."""
        known = {record.code: record for record in kind.objects.filter(cluster=self.cluster)}
        columns = {field.name for field in kind._meta.concrete_fields}
        new = []
        for order, item in enumerate(items, start=1):
            values = fields(item)
            for column, value in (
                ("order", order),
                ("is_proposal", item.proposal),
                ("source", item.source),
            ):
                if column in columns:
                    values.setdefault(column, value)
            code = item.code
            if code in known:
                self.change.save(known[code], **values)
            else:
                new.append(kind(cluster=self.cluster, code=code, **values))
        for record in self.change.bulk_add(new):
            known[record.code] = record
        return known
