"""Park carriers of the demo: land and factories with the enterprises that moved in."""

from datetime import date
from decimal import Decimal

from pandeng.access.actions import by_hand
from pandeng.demo.facts import evening
from pandeng.demo.register import DemoRegister
from pandeng.domain.carriers.actions import CARRIER, ENTRANT, SPACE

OPENED = date(2021, 6, 18)
SOURCE = "示例"
# carrier: code, name, kind, county; then its spaces: kind, name, area, the areas of who moved in
CARRIERS = (
    ("Z01", "示例高端装备产业园", "park", "370871",
     (("land", "一期地块", 320, (86, 54)), ("factory", "A区标准厂房", 42000, (9000, 6500, 12000)))),
    ("Z02", "示例应急装备加速器", "accelerator", "370811",
     (("factory", "1号楼", 18000, (5200, 4800)),)),
)  # fmt: skip


def carriers(register: DemoRegister) -> None:
    """Two carriers in use; a plot of land is still free."""
    by, now, tenants = register.by, evening(OPENED), iter(register.enterprises[40:])
    counties = {county.code: county for county in register.counties}
    for code, name, kind, county, spaces in CARRIERS:
        values = {"code": code, "name": name, "kind": kind, "county": counties[county]}
        values |= {"opened_on": OPENED, "source": SOURCE, "is_example": True}
        carrier = by_hand.enter(CARRIER, values, by=by, now=now)
        for of, title, area, used in spaces:
            place = {"carrier": carrier, "kind": of, "name": title, "area": Decimal(area)}
            space = by_hand.enter(SPACE, place | {"since": OPENED}, by=by, now=now)
            for amount in used:
                moved = {"space": space, "enterprise": next(tenants), "area": Decimal(amount)}
                moved |= {"since": OPENED, "source": SOURCE}
                by_hand.enter(ENTRANT, moved, by=by, now=now)
