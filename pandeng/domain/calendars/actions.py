"""Writing the office's own days, inside the change of whoever enters them (`deadlines.actions`)."""

from collections.abc import Mapping
from datetime import date

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.domain.calendars.models import CalendarDay, YearNotice
from pandeng.domain.calendars.notice_file import NoticeDays


def write_year(
    change: Change, year: int, days: NoticeDays, *, note: str, source: str, by: Scope
) -> None:
    """Enter the notice of a year, or bring the one that is there to what is given now."""
    here = {"cluster_id": by.in_cluster()}
    notice = YearNotice.objects.filter(**here, year=year).first()
    if notice is None:
        notice = change.add(YearNotice(**here, year=year, note=note, source=source))
    else:
        change.save(notice, note=note, source=source)
    known = {row.day: row for row in CalendarDay.objects.filter(notice=notice)}
    for day, row in known.items():
        if (value := days.get(day)) is None:
            change.remove(row)
        else:
            change.save(row, is_working=value.is_working, note=value.name)
    change.add_each(
        [
            CalendarDay(**here, day=day, is_working=one.is_working, note=one.name, notice=notice)
            for day, one in sorted(days.items())
            if day not in known
        ]
    )


def write_days(
    change: Change, days: Mapping[date, bool], *, note: str, source: str, by: Scope
) -> list[CalendarDay]:
    """Enter single days, worked or free, or change those that are there."""
    here = {"cluster_id": by.in_cluster(), "notice": None}
    known = {row.day: row for row in CalendarDay.objects.filter(**here, day__in=days)}
    for day, row in known.items():
        change.save(row, is_working=days[day], note=note, source=source)
    fresh = [
        CalendarDay(**here, day=day, is_working=worked, note=note, source=source)
        for day, worked in sorted(days.items())
        if day not in known
    ]
    change.add_each(fresh)
    return [*known.values(), *fresh]
