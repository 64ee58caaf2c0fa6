"""What a figure leaves unsaid and takes from the one before it: growth of what, whose project."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from . import phrases
from .reading import Reading
from .table import ReadingRule, RuleTable

_SHARE = re.compile(r"(?:同比|环比)?(?:增长|下降|提高|均?占).*$")
_DRAWN = re.compile(r"[^，。]*，(?:可|将|已)?(?:吸引|带动|拉动|引进|促进)[^，。]*$")
_OF_THEM = re.compile(r"^中(?:，|的)?")
Changes = dict[str, object]


@dataclass(frozen=True)
class After:
    """A figure, the one before it in its sentence, the words between, and who is spoken of."""

    one: Reading
    last: Reading | None
    between: str
    population: Reading | None

    @property
    def own_words(self) -> str:
        """Its words without the firms spoken of: 302家|攀登企业营收: what is 营收."""
        assert self.population
        return _OF_THEM.sub("", self.one.what.removeprefix(self.population.noun))


def _is_bare(pair: After) -> bool:
    return not pair.one.what or not (pair.one.before or pair.one.after)


def _is_growth(pair: After) -> bool:
    return (
        pair.last is not None
        and pair.one.form in {"rate", "fraction", "money"}
        and not _is_bare(pair)
        and phrases.is_growth(pair.one.before)
    )


def _is_theirs(pair: After) -> bool:
    return pair.population is not None and not pair.one.is_population


def _of(pair: After) -> Changes:
    assert pair.population
    whole = pair.population
    return {
        "population": f"{whole.text}{whole.noun}",
        "before": pair.one.before.removeprefix(whole.noun),
    }


def _own(pair: After) -> Changes:
    return {"what": pair.own_words, "noun": pair.own_words}


def _same(pair: After) -> Changes:
    assert pair.last
    return {"what": pair.last.what, "noun": pair.last.what}


def _grown(pair: After) -> Changes:
    assert pair.last
    subject = _SHARE.sub("", pair.last.what if pair.last.form == "rate" else pair.last.noun)
    return {"what": f"{subject}{pair.one.what}"[:60], "noun": f"{subject}{pair.one.noun}"[:40]}


def _names(pair: After) -> Changes:
    assert pair.last
    return {"names": pair.last.names}


# All that hold are taken over, one after the other.
INHERITED: RuleTable[After, Callable[[After], Changes]] = RuleTable(
    "inherited", ("text", "what", "population", "names"), (
    ReadingRule(
        "of whom", _is_theirs, _of, "what follows 302家攀登企业 in its sentence is said of them",
        ("302家攀登企业营收突破750亿元 → 302家 攀登企业 - -；突破750亿元 营收 302家攀登企业 -",),
        ("302家攀登企业；营收750亿元 → 302家 攀登企业 - -；750亿元 营收 - -",),
    ),
    ReadingRule(
        "firms named again",
        lambda pair: _is_theirs(pair)
        and pair.population is not None
        and pair.one.what.startswith(pair.population.noun)
        and pair.own_words,
        _own, "the firms are said already",
        ("302家攀登企业中已开工项目52个 → 302家 攀登企业 - -；52个 已开工项目 302家攀登企业 -",),
    ),
    ReadingRule(
        "nothing said", lambda pair: pair.last is not None and _is_bare(pair), _same,
        "a bare number counts what the last one counted",
        ("营收达到70亿元，80亿元。 → 70亿元 营收 - -；80亿元 营收 - -",),
        ("营收70亿元，利润3亿元。 → 70亿元 营收 - -；3亿元 利润 - -",),
    ),
    ReadingRule(
        "growth", _is_growth, _grown, "增长12% alone is growth of what was told before it",
        (
            "营收70亿元，同比增长35%。 → 70亿元 营收 - -；35% 营收同比增长 - -",
            "产值增长5%，占全市12%。 → 5% 产值增长 - -；12% 产值占全市 - -",
        ),
        ("营收70亿元，利润率5%。 → 70亿元 营收 - -；5% 利润率 - -",),
    ),
    ReadingRule(
        "drawn by the named",
        lambda pair: pair.last is not None and not pair.one.names and _DRAWN.match(pair.between),
        _names, "what a project draws is drawn by the project named",
        ("投资3亿元的轴承工程开工，吸引9家企业。 → 3亿元 投资 - 轴承工程；9家 企业 - 轴承工程",),
        ("投资3亿元的轴承工程开工，共有9家企业。 → 3亿元 投资 - 轴承工程；9家 企业 - -",),
    ),
))  # fmt: skip


def with_inherited(readings: list[Reading], text: str) -> list[Reading]:
    return list(_settled(readings, text))


def _settled(readings: list[Reading], text: str) -> Iterator[Reading]:
    last: Reading | None = None
    population: Reading | None = None
    for one in readings:
        if last and last.sentence_start != one.sentence_start:
            last = None
        population = _still(population, one, text)
        between = text[last.end : one.start][:300] if last else ""
        pair = After(one, last, between, population)
        changes: Changes = {}
        for rule in INHERITED.every(pair):
            changes |= rule.yields(pair)
        last = replace(one, **changes) if changes else one  # type: ignore[arg-type]
        yield last
        if one.is_population:
            population = one


def _still(population: Reading | None, one: Reading, text: str) -> Reading | None:
    """Whether the firms spoken of are still spoken of: in their sentence, before a ； and near."""
    if population is None or population.sentence_start != one.sentence_start:
        return None
    is_near = one.start - population.end <= 300
    return population if is_near and "；" not in text[population.end : one.start] else None
