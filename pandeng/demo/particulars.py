"""What is on file about the enterprises of the demo: addresses, contacts, products, renamings, one merge,
one spin-off, and names from a list that wait for a person. Draws from a sequence of its own."""

import random
from datetime import date

from pandeng.demo.facts import evening
from pandeng.demo.invent import GIVEN, SURNAMES
from pandeng.demo.register import DemoRegister
from pandeng.domain.chains import actions as chains
from pandeng.domain.chains.models import Placement, Product, Segment
from pandeng.domain.enterprises import actions, merging
from pandeng.domain.enterprises.actions.matches import (
    confirm_match,
    propose_matches,
    reject_match,
)
from pandeng.domain.enterprises.actions.merging import merge, split
from pandeng.domain.enterprises.actions.naming import add_former_name, rename
from pandeng.domain.enterprises.actions.particulars import import_existing_particulars, move
from pandeng.domain.enterprises.models import (
    EnterpriseAddress,
    EnterpriseContact,
    NameMatch,
)
from pandeng.domain.enterprises.rules import check_digit, organisation_digit

SEED = 1603
ROADS = "示例一路 示例二路 创业示例路 工业示例路 高新示例路".split()
POSTS = ("总经理", "副总经理", "办公室主任", "财务负责人", "项目部经理")
SINCE = date(2021, 3, 15)
# Which of the register, its new field of work, from when, when the office came to know.
RENAMED = (
    (60, "智能装备股份有限公司", date(2021, 8, 16), date(2021, 8, 30)),
    (95, "精密制造有限公司", date(2021, 11, 1), date(2021, 11, 9)),
    (131, "新能源装备有限公司", date(2022, 3, 10), date(2022, 3, 21)),
    (170, "高端装备股份有限公司", date(2022, 6, 15), date(2022, 6, 23)),
)


def enter(register: DemoRegister) -> None:
    chance = random.Random(SEED)
    _on_file(register, chance)
    _renamings(register)
    _moved(register)
    _entered_twice(register)
    _spun_off(register)
    _names_of_a_list(register)


def _on_file(register: DemoRegister, chance: random.Random) -> None:
    """Two addresses, one or two contacts and one to three products of every climbing enterprise."""
    cluster, by = register.cluster, register.by
    segments: dict[int, Segment] = {}
    for place in Placement.objects.filter(cluster=cluster).select_related("segment").order_by("id"):
        segments.setdefault(place.enterprise_id, place.segment)
    addresses, contacts, products = [], [], []
    for enterprise in register.enterprises:
        if enterprise.climbing_since is None:
            continue
        street = f"{enterprise.county.name}{chance.choice(ROADS)}{chance.randint(1, 199)}号"
        for kind in ("registered", "operating"):
            addresses.append(
                EnterpriseAddress(
                    cluster=cluster, enterprise=enterprise, kind=kind, county=enterprise.county,
                    text=street, since=SINCE,
                )
            )  # fmt: skip
        for number in range(chance.choice((1, 1, 2))):
            contacts.append(
                EnterpriseContact(
                    cluster=cluster, enterprise=enterprise, is_main=number == 0, since=SINCE,
                    name=chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2)),
                    post=POSTS[(number * 2 + chance.randint(0, 1)) % len(POSTS)],
                    phone=f"1990000{chance.randint(0, 9999):04d}",
                )
            )  # fmt: skip
        segment = segments.get(enterprise.pk)
        made = (segment.products if segment else "").replace("，", "、").split("、")
        for number, product in enumerate(
            filter(None, map(str.strip, made[: chance.randint(1, 3)]))
        ):
            products.append(
                Product(
                    cluster=cluster, enterprise=enterprise, segment=segment, name=product[:80],
                    is_main=number == 0, since=SINCE, is_example=True,
                )
            )  # fmt: skip
    at = evening(SINCE)
    import_existing_particulars(addresses, contacts, by=by, now=at, why="接收专班企业名册")
    chains.import_existing_products(products, by=by, now=at, why="接收专班企业名册")


def _renamings(register: DemoRegister) -> None:
    for index, field, since, known in RENAMED:
        enterprise = register.enterprises[index]
        stem = enterprise.name[2:5]
        rename(
            enterprise, name=f"山东{stem}{field}", since=since,
            why="市场监管部门核准变更登记（示例）", by=register.by, now=evening(known),
        )  # fmt: skip
    first = register.enterprises[RENAMED[0][0]]
    add_former_name(
        first, name=f"济宁市{first.name[2:5]}机械厂", until=date(2008, 6, 30), why="企业档案（示例）",
        by=register.by, now=evening(date(2021, 9, 1)),
    )  # fmt: skip


def _moved(register: DemoRegister) -> None:
    """Works in another county than the one it is registered in, since it built a new plant."""
    enterprise = register.enterprises[140]
    county = next(one for one in register.counties if one.pk != enterprise.county_id)
    move(
        enterprise, kind="registered", county=county, text=f"{county.name}示例注册路8号",
        since=date(2022, 6, 1), by=register.by, now=evening(date(2022, 6, 16)),
    )  # fmt: skip


def _entered_twice(register: DemoRegister) -> None:
    """One enterprise was registered a second time in June, with a statement; the two were merged."""
    by, winner = register.by, register.enterprises[200]
    twin = actions.register(
        code=_code(winner.registered_region, "MAEY000"), name=_without_place(winner.name), county=winner.county,
        industry_code=winner.industry_code, is_example=True, confirmed=True,
        by=by, now=evening(date(2022, 6, 8)),
    )  # fmt: skip
    actions.report_statement(
        twin, measure="revenue", period_kind="month", period_on=date(2022, 5, 1), basis="current",
        written="1260万元", source="企业填报（示例）", by=by, now=evening(date(2022, 6, 9)),
    )  # fmt: skip
    kept = {clash.key: "ours" for clash in merging.plan(winner, twin).to_decide}
    merge(
        twin, winner, why="同一企业重复登记，经核对营业执照合并", decisions=kept, by=by,
        now=evening(date(2022, 6, 24)),
    )  # fmt: skip


def _spun_off(register: DemoRegister) -> None:
    origin = register.enterprises[214]
    product = Product.objects.filter(enterprise=origin, until=None).order_by("-id").first()
    split(
        origin, code=_code(origin.registered_region, "MAEW000"), name=f"济宁{origin.name[2:5]}铸造有限公司",
        county=origin.county, since=date(2022, 6, 10), why="股东会分立决议（示例）",
        go_along=[product] if product else [], by=register.by, now=evening(date(2022, 6, 20)),
    )  # fmt: skip


def _names_of_a_list(register: DemoRegister) -> None:
    """A bank's list: one name confirmed, one rejected, two still wait."""
    by, now = register.by, evening(date(2022, 6, 28))
    four = [register.enterprises[index] for index in (52, 77, 110, 188)]
    propose_matches(
        [f"山东{one.name[2:5]}{one.name[5:7]}集团" for one in four],
        source="示例银行名单（2022年6月）", by=by, now=now,
    )  # fmt: skip
    waiting = list(NameMatch.objects.filter(cluster=register.cluster).order_by("id"))
    confirm_match(waiting[0], by=by, now=now)
    reject_match(waiting[1], by=by, now=now)


def _without_place(name: str) -> str:
    return f"{name[2:5]}（济宁）{name[5:]}"


def _code(region: str, first7: str) -> str:
    """A code whose check digits are right, apart from those of the invented enterprises."""
    first8 = f"{first7}1"
    body = f"91{region}{first8}{organisation_digit(first8)}"
    return body + check_digit(body)
