"""The office whose records a text is held against: its city, its counties, its industry, its firms."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Max, Min

from pandeng.access.models import Cluster, Department, DepartmentKind
from pandeng.access.scope import Scope
from pandeng.domain.chains.models import Chain
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.matching import places
from pandeng.domain.enterprises.models import Enterprise, EnterpriseName
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.projects.models import Project

_CITY = re.compile(r"^([\u4e00-\u9fff]{2,5}?)(?:市|州|盟|地区)")
_OFFICE = re.compile(r"(?:产业)?(?:集群)?(?:专班)?$")
OURS = ("全市", "我市", "本市", "市域")
WIDER = ("全省", "我省", "全国", "国内", "全球", "世界", "国际", "全行业")
NARROWER = (
    *(f"{one}{unit}" for one in "全我本某甲乙丙丁邻外" for unit in "县区镇乡村旗州"),
    "某市", "甲市", "乙市", "邻市", "外市", "兄弟市", "周边市", "各县市区",
)  # fmt: skip
_BRACKET = re.compile(r"[（(].*?[）)]")


@dataclass(frozen=True)
class Home:
    """`firms`: every name of an enterprise or project that is registered; `newest`: the last day known."""

    city: str
    industry: str
    counties: tuple[str, ...] = ()
    chains: tuple[tuple[str, str], ...] = ()  # name → code
    firms: frozenset[str] = field(default=frozenset(), repr=False)
    newest: date | None = None
    oldest: date | None = None

    @property
    def span(self) -> tuple[date | None, date | None]:
        """The last and the first day that the records tell of."""
        return self.newest, self.oldest

    @cached_property
    def words(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Every name that a text may mean somebody by, with its sort, by its first two signs; the
        longest first."""
        cities = (
            (f"{place}{end}", "city") for place in places() for end in ("省", "市", "地区", "")
        )
        of = {
            **dict(cities),
            **dict.fromkeys((f"{self.city}市", self.city), "home"),
            **dict.fromkeys(self.counties, "county"),
            **dict.fromkeys(self.firms, "firm"),
            **dict.fromkeys(OURS, "ours"),
            **dict.fromkeys(WIDER, "wider"),
            **dict.fromkeys(NARROWER, "narrower"),
        }
        found: dict[str, list[tuple[str, str]]] = {}
        for word in sorted(of, key=len, reverse=True):
            if len(word) > 1:
                found.setdefault(word[:2], []).append((word, of[word]))
        return {opening: tuple(words) for opening, words in found.items()}

    def word_at(self, text: str, place: int) -> tuple[str, str]:
        """The name that begins at a place and its sort; both empty where none does."""
        for word, sort in self.words.get(text[place : place + 2], ()):
            if text.startswith(word, place):
                return word, sort
        return "", ""

    @property
    def own_words(self) -> tuple[str, ...]:
        """The words by which the office speaks of itself."""
        industry = (f"{self.industry}产业集群", f"{self.industry}产业", self.industry)
        return tuple(
            word
            for word in (f"{self.city}市", self.city, *(industry if self.industry else ()))
            if word
        )


def home_of(scope: Scope) -> Home:
    """The office of a scope, whoever asks: whose figure a text tells does not depend on the reader."""
    cluster = Cluster.objects.get(pk=scope.in_cluster())
    of = {"cluster": cluster}
    everything = Scope.of_system(cluster.pk)
    units = Department.objects.visible_to(everything).filter(kind=DepartmentKind.COUNTY)
    counties = {name for pair in units.values_list("name", "short_name") for name in pair if name}
    city = _city(cluster.name)
    chains = Chain.objects.visible_to(everything).values_list("name", "full_name", "code")
    return Home(
        city=city,
        industry=_OFFICE.sub("", cluster.name.removeprefix(city).removeprefix("市")),
        counties=tuple(sorted({*counties, *_short(counties, city)}, key=len, reverse=True)),
        chains=tuple((name, code) for one, full, code in chains for name in (full, one) if name),
        firms=_firms(everything),
        newest=max(filter(None, (cluster.data_through, *_days(of, Max))), default=None),
        oldest=min(filter(None, _days(of, Min)), default=None),
    )


def _city(name: str) -> str:
    known = next((place for place in places() if name.startswith(place)), "")
    found = _CITY.match(name)
    return known or (found[1] if found else "")


def _short(counties: set[str], city: str) -> set[str]:
    """A county without the city before it, and without the 区 or 县 behind it."""
    short = {_BRACKET.sub("", name).removeprefix(city) for name in counties}
    bare = {name[:-1] for name in short if len(name) == 3 and name[-1] in "区县市"}
    return {name for name in short | bare if len(name) >= 2}


def _firms(scope: Scope) -> frozenset[str]:
    names = [
        *Enterprise.objects.visible_to(scope).values_list("name", flat=True),
        *EnterpriseName.objects.visible_to(scope).values_list("name", flat=True),
        *Project.objects.visible_to(scope).values_list("name", flat=True),
        *Project.objects.visible_to(scope).values_list("short_name", flat=True),
    ]
    return frozenset(name for name in names if len(name) >= 2)


def _days(of: dict[str, Cluster], end: type[Max] | type[Min]) -> tuple[date | None, date | None]:
    demand = Demand.objects.filter(**of).aggregate(day=end("received_on"))["day"]
    outcome = Outcome.objects.filter(**of).aggregate(day=end("happened_on"))["day"]
    return demand, outcome
