"""People who act in the tests of the loop, and a demand to act on."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pandeng.access.models import Cluster, Department, User
from pandeng.access.scope import Scope
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.demands import actions
from pandeng.domain.demands.models import Demand, DemandClass
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.teams.queries import scope_for

START = datetime(2022, 7, 4, 9, 0, tzinfo=OFFICE_TIME)


@dataclass
class Cast:
    """Scopes by who they are; `now` moves on with `wait`."""

    cluster: Cluster
    now: datetime = START

    def __getattr__(self, name: str) -> Scope:
        try:
            user = User.objects.get(username=name)
        except User.DoesNotExist:
            raise AttributeError(name) from None
        return scope_for(user, on=self.now.date())

    def unit(self, code: str) -> Department:
        return Department.objects.get(cluster=self.cluster, code=code)

    def handler_of(self, code: str) -> Scope:
        """Somebody else who handles for a unit."""
        return replace(
            self.handler, user_id=None, name="某经办人", departments=frozenset({self.unit(code).pk})
        )

    def third(self) -> Scope:
        """Another member of the office."""
        return replace(self.staff, user_id=self.auditor.user_id, name="复核人")

    def wait(self, days: int = 0, hours: int = 0) -> None:
        self.now += timedelta(days=days, hours=hours)

    def enterprise_served(self) -> Enterprise:
        return Enterprise.objects.get(pk=min(self.enterprise.enterprises))

    def demand(self, matter: str = "permits", title: str = "施工许可要件需一次告知") -> Demand:
        return actions.receive(
            self.enterprise_served(),
            matter=DemandClass.objects.get(cluster=self.cluster, code=matter),
            title=title,
            text="",
            channel="enterprise",
            by=self.enterprise,
            now=self.now,
        )

    def take(self, demand: Demand, step: str, who: Scope, **told: object) -> Demand:
        return actions.take(demand, step, by=who, now=self.now, **told)  # type: ignore[arg-type]

    def to_handling(self, matter: str = "permits", lead: str = "land", **more: object) -> Demand:
        demand = self.demand(matter)
        self.take(demand, "accept", self.staff)
        self.take(demand, "assign", self.staff, department=self.unit(lead), **more)
        return self.take(demand, "sign", self.handler_of(lead) if lead != "land" else self.handler)

    def answered(self, matter: str = "permits") -> Demand:
        demand = self.to_handling(matter)
        return self.take(demand, "answer", self.handler, **ANSWER)


ANSWER = {"result": "solved", "evidence": "许可证复印件", "note": "已一次告知并受理"}
