"""What the records answer to a figure of a text, whoever asks: each question is asked once for a text."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.briefings.agreement import agrees
from pandeng.domain.briefings.home import Home
from pandeng.domain.briefings.matching import MatchTried, year_of
from pandeng.domain.briefings.read import Reading
from pandeng.domain.enterprises.lookup import propose
from pandeng.domain.enterprises.models import Enterprise, EnterpriseName
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.named import NamedFigure
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.rows import rows


class Answers:
    """The answers so far, and the names that the rows behind them hold."""

    def __init__(self, scope: Scope, home: Home, as_of: date, known_at: datetime | None) -> None:
        self.scope, self.home, self.as_of, self.known_at = scope, home, as_of, known_at
        self.office = Scope.of_system(scope.in_cluster())
        self._answers: dict[tuple[Any, ...], Figure | str] = {}
        self._shown: dict[tuple[Any, ...], frozenset[str]] = {}
        self._names: dict[str, frozenset[str]] = {}

    def holds(self, one: Reading, item: NamedFigure) -> bool:
        """Do the records give the number?"""
        answer = self.answer(one, item)
        return (
            not isinstance(answer, str)
            and answer.exact is not None
            and agrees(one, Decimal(answer.exact))
        )

    def answer(self, one: Reading, item: NamedFigure) -> Figure | str:
        """The answer as of the text's own date, or the sentence that says why there is none.

        It is that of the whole office; a reader who sees less of it is told so, and not another number.
        """
        as_of = MatchTried(one, item, self.as_of).day
        year = year_of(one, self.as_of) if item.year else None
        key = (item.name, as_of, year)
        if key not in self._answers:
            times: dict[str, Any] = {"as_of": as_of, "known_at": self.known_at}
            if year and year != item.year:
                times["year"] = year
            self._answers[key] = self._ask(item, times)
        return self._answers[key]

    def _ask(self, item: NamedFigure, times: dict[str, Any]) -> Figure | str:
        try:
            of_office = figure(question(self.office, item.name, **times))
            if self.scope.system:
                return of_office
            seen = figure(question(self.scope, item.name, **times))
        except DomainError as refused:
            return refused.message
        if (seen.exact, seen.records) != (of_office.exact, of_office.records):
            return _("这个数超出您可见的范围，未作判断。")
        return seen

    def absent(self, one: Reading, answer: Figure) -> str:
        """The first enterprise named beside the figure that its rows do not hold."""
        if not one.names or answer.parts or answer.slices:
            return ""
        shown = self._behind(answer)
        for name in one.names:
            known = self._other_names(name)
            if len(known) == 1 and not any(name in value for value in shown):
                firm, _sort = self.home.word_at(name, 0)
                if firm and name.endswith("项目") and not any(firm in value for value in shown):
                    return name  # a project of a firm that none of the rows is of
                continue  # a name the register does not know proves nothing either way
            if not any(other in value for other in known for value in shown):
                return name
        return ""

    def _behind(self, answer: Figure) -> frozenset[str]:
        key = (answer.name, answer.as_of, answer.year)
        if key not in self._shown:
            behind = rows(
                question(
                    self.office, answer.name, as_of=answer.as_of, known_at=answer.known_at,
                    year=answer.year,
                )
            ).rows  # fmt: skip
            self._shown[key] = frozenset(
                str(value) for row in behind for value in row.values() if value
            )
        return self._shown[key]

    def _other_names(self, name: str) -> frozenset[str]:
        """Every name of the enterprise that a text means: rows show the one of their day."""
        if name not in self._names:
            (found,) = propose(self.office, [name])
            names = {name}
            if found.answer == "automatic" and found.best is not None:
                of = EnterpriseName.objects.filter(enterprise=found.best.key)
                present = Enterprise.objects.filter(pk=found.best.key)
                names |= {
                    *present.values_list("name", flat=True),
                    *of.values_list("name", flat=True),
                }
            self._names[name] = frozenset(names)
        return self._names[name]
