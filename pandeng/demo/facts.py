"""What the article says and the records must add up to (a public work report of 2022)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

AS_OF = date(2022, 5, 31)
OFFICE_DAY = date(2022, 6, 30)  # the last day on which the demo's office entered something
OFFICE_TIME = ZoneInfo("Asia/Shanghai")

CLIMBING = 302
SCALE = 668  # not in the article: the state on the way to its target of 700
PROJECTS_2022, STARTED_2022 = 341, 309
PROJECTS_2021 = 163
PLANNED_TOTAL_2021_YUAN = 27_900_000_000
INVESTED_2021_YUAN = 11_600_000_000
ANNUAL_PLAN_2022_YUAN = 17_400_000_000
PARK_YUAN, PARK_SUPPLIERS = 10_560_000_000, 9
PROVINCIAL_MAJOR, PROVINCIAL_KEY, WALL_CHART, WALL_CHART_AHEAD = 6, 11, 20, 8
DEMANDS, CLOSED = 708, 648
LOANS_YUAN, FUNDS_YUAN, HIRES, LAND_MU = 1_071_000_000, 320_000_000, 2513, 2216
SURVEYED = 209
CLUB = 128

# Short name, full name, county code, segment. Full names from public knowledge; places and
# segments are guesses and stay unverified.
NAMED = (
    ("山推", "山推工程机械股份有限公司", "370871", "GC22"),
    ("水泊焊割", "山东水泊焊割设备制造有限公司", "370832", "GC05"),
    ("蒂德精密", "山东蒂德精密机床有限公司", "370871", "GC15"),
    ("金大丰", "山东金大丰机械有限公司", "370812", "GC24"),
    ("神力索具", "山东神力索具有限公司", "370811", "GC21"),
    ("永生重工", "山东永生重工机械有限公司", "370811", "GC13"),
    ("山矿机械", "山东山矿机械有限公司", "370811", "GC28"),
    ("港航金属", "济宁港航金属材料有限公司", "370826", "GC01"),
    ("锐博工程机械", "山东锐博工程机械有限公司", "370829", "GC15"),
)


def evening(day: date) -> datetime:
    """The hour at which the office's lists of a day were entered."""
    return datetime.combine(day, time(17), OFFICE_TIME)
