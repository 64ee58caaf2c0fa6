"""The joint sessions of the demo: every other Thursday, with the demands that were brought to them."""

from datetime import date, timedelta
from typing import Any

from pandeng.access.models import Cluster, Department
from pandeng.domain.calendars.rules import WorkCalendar
from pandeng.domain.demands.models import (
    Attendance,
    Consultation,
    ConsultationItem,
    Demand,
)

SESSION_EVERY = 14
FIRST_SESSION = date(2021, 3, 18)  # a Thursday


class Sessions:
    """Regular consultations every second Thursday, filled by the demands that were brought to them."""

    def __init__(self, cluster: Cluster, calendar: WorkCalendar, office: Department) -> None:
        self.cluster, self.calendar, self.office = cluster, calendar, office
        self.brought: dict[date, list[tuple[Demand, Department, str, date]]] = {}
        self._told: date = FIRST_SESSION - timedelta(days=1)

    def after(self, day: date) -> date:
        """The first session later than a day."""
        session = FIRST_SESSION
        while self._working(session) <= day:
            session += timedelta(days=SESSION_EVERY)
        return self._working(session)

    def _working(self, day: date) -> date:
        while not self.calendar.is_working(day):
            day += timedelta(days=1)
        return day

    def bring(self, on: date, demand: Demand, unit: Department, decision: str, due: date) -> None:
        self.brought.setdefault(on, []).append((demand, unit, decision, due))

    def until(self, day: date) -> list[list[Any]]:
        """The sessions held since the last call: sessions, items, attendances."""
        sessions, items, came = [], [], []
        for on in sorted(on for on in self.brought if self._told < on <= day):
            session = Consultation(
                cluster=self.cluster,
                title=f"{on:%Y年%m月%d日}例会",
                held_on=on,
                place="专班会议室",
                chair="周示例",
                ended_on=on,
                is_example=True,
            )
            sessions.append(session)
            for order, (demand, unit, decision, due) in enumerate(self.brought[on], start=1):
                items.append(
                    ConsultationItem(
                        cluster=self.cluster,
                        consultation=session,
                        demand=demand,
                        order=order,
                        why="提请会商",
                        decision=decision,
                        department=unit,
                        due_on=due,
                        done_on=demand.answered_on,
                    )
                )
            units = {self.office.pk: self.office} | {u.pk: u for _d, u, _w, _x in self.brought[on]}
            came += [
                Attendance(cluster=self.cluster, consultation=session, department=unit, came=True)
                for unit in units.values()
            ]
        self._told = day
        return [sessions, items, came] if sessions else []
