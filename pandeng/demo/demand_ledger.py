"""The ledger of the demo's closed demands: how it stood at the end of each month, imported as an office would."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from pandeng.demo import data
from pandeng.domain.demands.ledger import STEPS, LedgerNode, LedgerPart, LedgerRow

DATES = [one.name for one in fields(LedgerRow) if one.name in STEPS]
ENDING = ("answered_on", "confirmed_on", "closed_on")


class DemandLedger:
    """`names` of enterprises by their code; `told` is the scenario, with its usual answers and proofs."""

    def __init__(self, names: Mapping[str, str], told: Mapping[str, Any]) -> None:
        lines = data.table("demand_ledger")
        self.rows = [_row(line, names[line["enterprise"]], told) for line in lines]
        self.late = {
            line["number"]: date.fromisoformat(line["known_on"])
            for line in lines
            if line["known_on"]
        }
        self._told: dict[str, LedgerRow] = {}

    def news(self, day: date) -> list[LedgerRow]:
        """The lines that are new or went on since the ledger was asked last."""
        found = []
        for row in self.rows:
            if row.received_on > day or self._told.get(row.number) is row:
                continue
            known = self._known(row, day)
            if self._told.get(row.number) != known:
                self._told[row.number] = known
                found.append(known)
        return found

    def _known(self, row: LedgerRow, day: date) -> LedgerRow:
        """The line as it was written by the end of a day."""
        late = day < self.late.get(row.number, day)
        later: dict[str, Any] = {
            name: None
            for name in DATES
            if (on := getattr(row, name)) and (on > day or (late and name in ENDING))
        }
        if not later:
            return row
        return replace(
            row,
            **later,
            parts=tuple(
                replace(one, reported_on=_until(one.reported_on, day)) for one in row.parts
            ),
            nodes=tuple(replace(one, done_on=_until(one.done_on, day)) for one in row.nodes),
        )


def _until(on: date | None, day: date) -> date | None:
    return on if on and on <= day else None


def _row(line: Mapping[str, str], enterprise: str, told: Mapping[str, Any]) -> LedgerRow:
    proof = {step: told["usual"][step]["evidence"] for step in ("answer", "node")}
    written: dict[str, Any] = {
        name: line[name]
        for name in "number enterprise matter channel title lead person objection result".split()
    }
    written |= {name: date.fromisoformat(line[name]) for name in DATES if line[name]}
    return LedgerRow(
        **written,
        text=text_of(enterprise, line["title"]),
        answer=told["answers"][line["result"]],
        evidence=proof["answer"],
        parts=tuple(
            LedgerPart(unit, date.fromisoformat(on)) for unit, on in _packed(line["parts"])
        ),
        nodes=tuple(
            LedgerNode(name, date.fromisoformat(planned), date.fromisoformat(done), proof["node"])
            for name, planned, done in _packed(line["nodes"])
        ),
    )


def text_of(enterprise: str, title: str) -> str:
    return f"{enterprise}反映：{title}。请协调解决。"


def _packed(column: str) -> Iterator[list[str]]:
    """Several of a line in one column: their words apart by a space, each apart by a semicolon."""
    for one in filter(None, column.split(";")):
        yield one.split()
