"""Enterprises, and people of an enterprise, that may stand in the data twice."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.core.neighbours import LikelyPair, neighbours, pair_of, strongest
from pandeng.core.personal import ERASED
from pandeng.core.verdict import deny
from pandeng.core.verdict import gettext_noop as _
from pandeng.domain.enterprises.matching import Parts, parts
from pandeng.domain.enterprises.models import (
    Enterprise,
    EnterpriseContact,
    EnterpriseName,
    NameKind,
)

ORGANISATION = slice(8, 17)  # of a credit code: the body itself, wherever it is registered
SAME_BODY = _("信用代码中的组织机构代码相同")
SPELLING = _("名称只有写法不同，或与曾用名相同")
PLACE = _("名称只差地名或组织形式")
ONE_CHARACTER = _("名称只差一个字")
NUMBER, NAME = _("电话相同"), _("姓名相同")
STEM = 2  # the first characters of the core tell enterprises apart
LEAST_CORE = 4  # a shorter core says enough only where both name a common place


@dataclass(frozen=True)
class _Borne:
    """A name that an enterprise bears or bore, taken apart."""

    enterprise: int
    county: int
    name: Parts


def duplicate_enterprises(scope: Scope) -> list[LikelyPair]:
    """By credit code and by name; short names tell nothing. Three queries."""
    present = Enterprise.objects.visible_to(scope)
    codes = list(present.order_by("id").values_list("id", "code", "name", "county_id"))
    others = EnterpriseName.objects.filter(enterprise__in=present.values("pk")).exclude(
        kind=NameKind.SHORT
    )
    home = tuple(sorted(one.short_name or one.name for one in counties(scope)))
    borne = [_Borne(pk, county, parts(name, home)) for pk, _code, name, county in codes]
    borne += [
        _Borne(pk, county, parts(name, home))
        for pk, county, name in others.order_by("id").values_list(
            "enterprise_id", "enterprise__county_id", "name"
        )
    ]
    found = [
        pair_of(one[0], other[0], SAME_BODY)
        for one, other in neighbours(codes, lambda row: [row[1][ORGANISATION]])
    ]
    for one, other in neighbours(borne, _keys):
        if one.enterprise != other.enterprise and (because := _alike(one, other)):
            found.append(pair_of(one.enterprise, other.enterprise, because))
    return strongest(found, (SAME_BODY, SPELLING, PLACE, ONE_CHARACTER))


MOST_NEAR = 3


def nearly(scope: Scope, name: str, code: str) -> list[tuple[str, str]]:
    """Enterprises of the cluster that a new one may be, each with why; the likeliest first. Two queries."""
    office = Scope.of_system(scope.in_cluster())
    home = tuple(sorted(one.short_name or one.name for one in counties(office)))
    new = _Borne(0, 0, parts(name, home))
    rows = Enterprise.objects.visible_to(office).order_by("id")
    borne = [*rows.values_list("code", "name", "name")]
    others = EnterpriseName.objects.filter(enterprise__in=rows.values("pk"))
    borne += others.exclude(kind=NameKind.SHORT).values_list(
        "enterprise__code", "enterprise__name", "name"
    )
    found: dict[str, str] = {}
    for known, present, called in borne:
        because = SAME_BODY if known[ORGANISATION] == code[ORGANISATION] else ""
        if known != code and (because or set(_keys(new)) & set(_keys(other := _Borne(0, 0, parts(called, home))))):  # fmt: skip
            because = because or _alike(new, other)
        if because:
            found.setdefault(present, because)
    order = (SAME_BODY, SPELLING, PLACE, ONE_CHARACTER)
    near = sorted(found.items(), key=lambda pair: order.index(pair[1]))[:MOST_NEAR]
    return [(present, deny(because).message) for present, because in near]


def _keys(borne: _Borne) -> Iterator[str]:
    """What another name must share: all of it, the core, or the core without one character behind the stem."""
    core = borne.name.core
    yield f"={borne.name.plain}"
    yield core
    if len(core) > LEAST_CORE:
        yield from {core[:at] + core[at + 1 :] for at in range(STEM, len(core))}


def _alike(first: _Borne, second: _Borne) -> str:
    """Why two names may mean one enterprise; one character apart they do in one county alone."""
    one, other = first.name, second.name
    if one.plain == other.plain:
        return SPELLING
    common = bool(set(one.places) & set(other.places))
    if not common and ((one.places and other.places) or len(one.core) < LEAST_CORE):
        return ""
    if one.core == other.core:
        return PLACE
    return ONE_CHARACTER if first.county == second.county else ""


def duplicate_contacts(scope: Scope) -> list[LikelyPair]:
    """People of one enterprise whom the office may call today, by number and by name. One query."""
    rows = (
        EnterpriseContact.objects.visible_to(scope)
        .filter(until__isnull=True)
        .exclude(phone=ERASED)
        .order_by("id")
        .values_list("id", "enterprise_id", "phone", "name")
    )
    found = []
    for one, other in neighbours(list(rows), lambda row: [row[1]]):
        if _digits(one[2]) == _digits(other[2]):
            found.append(pair_of(one[0], other[0], NUMBER))
        elif one[3] == other[3]:
            found.append(pair_of(one[0], other[0], NAME))
    return strongest(found, (NUMBER, NAME))


def _digits(phone: str) -> str:
    """A number without how it is written: width, spaces, hyphens, the country's code."""
    digits = "".join(char for char in unicodedata.normalize("NFKC", phone) if char.isdigit())
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
