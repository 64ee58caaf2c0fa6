"""A process as one table: its statuses, its steps, in whose hands each is, what it needs, whom it tells.

The table is pure. What the engine must know of a record is its `status` and what the guards ask; what a
step writes is its effect, by name, among the actions. Buttons, forms, the JSON interface, the diagram
and the role matrix are read off the same table, so a new step is one row.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Generic, Literal, Protocol, TypeVar

from pandeng.core.errors import NotFound
from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

PLACE = re.compile(r"%\((\w+)\)s")
Tone = Literal["info", "warn", "plain", "good", "bad"]


class Stateful(Protocol):
    """What the rules must know of a record; the guards ask more of it by its fields."""

    @property
    def status(self) -> str: ...


class Asker(Protocol):
    """Who asks: a `Scope` in practice."""

    @property
    def system(self) -> bool: ...
    def may(self, permission: Any, /) -> Verdict: ...


S = TypeVar("S", bound=Stateful)
A = TypeVar("A", bound=Asker)
S_co = TypeVar("S_co", bound=Stateful, covariant=True)


# -- the rows of a table --------------------------------------------------------------------------


@dataclass(frozen=True)
class Status:
    """Where a record stands: its word, the tone of its pill, whether nothing more is done to it."""

    code: str
    word: str
    tone: Tone = "info"
    ended: bool = False


@dataclass(frozen=True)
class Guard(Generic[S, A]):
    """A row of the guards: where it holds, the step is refused with this sentence.

    The sentence's places (`%(open_parts)s`) are fields of the state; `%(step)s` is the step's word.
    """

    refuses: Callable[[S, A], bool]
    sentence: str

    def verdict(self, state: S, scope: A, step_word: str = "") -> Verdict:
        if not self.refuses(state, scope):
            return ALLOW
        known = {"step": step_word}
        places = PLACE.findall(self.sentence)
        return deny(
            self.sentence,
            **{name: known[name] if name in known else getattr(state, name) for name in places},
        )


@dataclass(frozen=True)
class Actor(Generic[S, A]):
    """In whose hands a step is: the word for documents, and who is turned away with which sentence."""

    word: str
    guards: tuple[Guard[S, A], ...] = ()


@dataclass(frozen=True)
class Step(Generic[S, A]):
    """A row of the table.

    `moves`: from which status it leads to which (None: the status stays). `otherwise`: where its effect
    may lead instead, with the word that says when. `actor_in`: another actor in one status.
    `notify`: whom it tells, and the line that tells them. `refusals`: the sentence in a status from which
    it does not follow, where the table's own says too little.
    """

    code: str
    word: str
    permission: str
    actor: str
    moves: Mapping[str, str | None] = field(default_factory=dict)
    otherwise: Mapping[str, str] = field(default_factory=dict)
    actor_in: Mapping[str, str] = field(default_factory=dict)
    inputs: type[Any] | None = None
    guards: tuple[Guard[S, A], ...] = ()
    effect: str = ""
    refusals: Mapping[str, str] = field(default_factory=dict)
    notify: tuple[tuple[str, str], ...] = ()

    def actor_from(self, status: str) -> str:
        return self.actor_in.get(status, self.actor)

    def may_lead_to(self, status: str) -> set[str | None]:
        return {self.moves[status], *self.otherwise}

    @property
    def needs(self) -> tuple[str, ...]:
        """The inputs without which it is refused."""
        return tuple(name for name, one in inputs_of(self).items() if one.required)


def stays(*statuses: str) -> dict[str, str | None]:
    """The moves of a step that leaves the status as it is."""
    return dict.fromkeys(statuses)


def leads(to: str, *statuses: str) -> dict[str, str | None]:
    """The moves of a step that leads from each of these statuses to one."""
    return dict.fromkeys(statuses, to)


@dataclass(frozen=True)
class StepButton:
    """A next step as a page shows it: pressed or, with its sentence, not. `title` is in the reader's language."""

    step: str
    title: str
    may: Verdict
    needs: tuple[str, ...]
    actor: str


# -- the inputs of a step --------------------------------------------------------------------------

Kind = Literal[
    "line",
    "text",
    "day",
    "number",
    "choice",
    "yes_no",
    "flag",
    "record",
    "records",
    "lines",
    "rows",
]
EMPTY: Mapping[str, Any] = {"line": "", "text": "", "choice": "", "flag": False}
MANY = ("records", "lines", "rows")


@dataclass(frozen=True)
class Input:
    """One input of a step: form, JSON shape and the server's check follow from it.

    `choices` are codes with words; `source` names where the records to choose from stand.
    `prompt` is the label of the form where it differs from the word, `missing` the sentence where it is
    not said. `on_form`: not every input has a field, some are the JSON interface's.
    """

    label: str
    kind: Kind
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    limit: int = 0
    prompt: str = ""
    help: str = ""
    missing: str = ""
    on_form: bool = True


def ask(label: str, kind: Kind = "line", **more: Any) -> Any:
    """A field of a dataclass of inputs."""
    metadata = {"input": Input(label, kind, **more)}
    if kind in MANY:
        return field(default=(), metadata=metadata)
    return field(default=EMPTY.get(kind), metadata=metadata)


def inputs_of(step: Step[Any, Any]) -> Mapping[str, Input]:
    """The inputs of a step by name, in the order of the form."""
    if step.inputs is None:
        return {}
    return {one.name: one.metadata["input"] for one in fields(step.inputs)}


def read(step: Step[Any, Any], given: Mapping[str, Any], cluster_id: int) -> Any:
    """The values as the step's dataclass. Refuses what is missing, not on the list, or not from here.

    What the step does not ask for is left aside.
    """
    known = inputs_of(step)
    values = {name: given[name] for name in known if given.get(name) is not None}
    for name, one in known.items():
        value = values.get(name)
        said = value.strip() if isinstance(value, str) else value
        if one.required and said in (None, "", [], ()):
            deny(one.missing or gettext_noop("请填写%(what)s。"), what=_say(one.label)).require()
        if value and one.kind == "choice" and value not in one.choices:
            deny(gettext_noop("请从列表中选择%(what)s。"), what=_say(one.label)).require()
        for record in _records(one, value):
            if getattr(record, "cluster_id", None) != cluster_id:
                raise NotFound(deny(gettext_noop("没有找到所选的记录。")).message)
    return step.inputs(**values) if step.inputs else None


def _records(one: Input, value: Any) -> Iterable[Any]:
    if one.kind == "record" and value is not None:
        return (value,)
    return value or () if one.kind == "records" else ()


# -- the table ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Workflow(Generic[S, A]):
    """A whole process. It refuses to start while a row names what no other row declares.

    `not_now` says that a step does not follow from the status, `over` that none does any more.
    """

    name: str
    status_rows: tuple[Status, ...]
    step_rows: tuple[Step[S, A], ...]
    actors: Mapping[str, Actor[S, A]]
    not_now: str
    over: str

    def __post_init__(self) -> None:
        assert len(self.statuses) == len(self.status_rows), f"{self.name}: a status twice"
        assert len(self.steps) == len(self.step_rows), f"{self.name}: a step twice"
        for step in self.step_rows:
            named = {*step.moves, *step.moves.values(), *step.otherwise, *step.actor_in} - {None}
            named |= set(step.refusals)
            assert named <= set(self.statuses), f"{self.name}.{step.code}: {named}"
            hands = {step.actor, *step.actor_in.values()}
            assert hands <= set(self.actors), f"{self.name}.{step.code}: {hands}"

    @cached_property
    def statuses(self) -> Mapping[str, Status]:
        return {row.code: row for row in self.status_rows}

    @cached_property
    def steps(self) -> Mapping[str, Step[S, A]]:
        return {row.code: row for row in self.step_rows}

    @cached_property
    def status_words(self) -> Mapping[str, str]:
        return {row.code: row.word for row in self.status_rows}

    @cached_property
    def step_words(self) -> Mapping[str, str]:
        return {row.code: row.word for row in self.step_rows}

    @cached_property
    def later_words(self) -> Mapping[str, str]:
        """The words of the steps taken on a record that is there: all but the one that makes it."""
        return {row.code: row.word for row in self.step_rows if row.moves}

    @cached_property
    def ended(self) -> frozenset[str]:
        """Nothing more is done to these."""
        return frozenset(row.code for row in self.status_rows if row.ended)

    @cached_property
    def _following(self) -> Mapping[str, Mapping[str, Step[S, A]]]:
        return {
            status: {row.code: row for row in self.step_rows if status in row.moves}
            for status in self.statuses
        }

    def steps_from(self, status: str) -> Mapping[str, Step[S, A]]:
        """The steps that follow from a status, in the order of the table."""
        return self._following[status]

    @cached_property
    def tones(self) -> Mapping[str, Tone]:
        return {row.code: row.tone for row in self.status_rows}

    def may(self, state: S, code: str, scope: A) -> Verdict:
        """May this person take this step now? Else the sentence that says why not."""
        step = self.steps_from(state.status).get(code)
        if step is None:
            return self._not_now(state.status, code)
        return (
            scope.may(step.permission)
            and self._in_hand(state, step, scope)
            and self._ready(state, step, scope)
        )

    def steps_for(self, state: S, scope: A) -> list[StepButton]:
        """What follows from the status, each with its verdict; what this person may do comes first."""
        found = [
            StepButton(
                code,
                _say(row.word),
                self.may(state, code, scope),
                row.needs,
                row.actor_from(state.status),
            )
            for code, row in self.steps_from(state.status).items()
        ]
        return sorted(found, key=lambda button: not button.may)

    def _in_hand(self, state: S, step: Step[S, A], scope: A) -> Verdict:
        if scope.system:
            return ALLOW
        guards = self.actors[step.actor_from(state.status)].guards
        return _first_refusal(guards, state, scope, step)

    def _ready(self, state: S, step: Step[S, A], scope: A) -> Verdict:
        return _first_refusal(step.guards, state, scope, step)

    def _not_now(self, status: str, code: str) -> Verdict:
        if code not in self.steps:
            return deny(gettext_noop("没有“%(step)s”这个环节。"), step=code[:30])
        if own := self.steps[code].refusals.get(status):
            return deny(own)
        words = {"step": _say(self.step_words[code]), "status": _say(self.status_words[status])}
        following = [_say(step.word) for step in self.steps_from(status).values()]
        if not following:
            return deny(self.over, **words)
        return deny(self.not_now, **words, next="、".join(following))


def _first_refusal(guards: Iterable[Guard[S, A]], state: S, scope: A, step: Step[S, A]) -> Verdict:
    for guard in guards:
        if not (verdict := guard.verdict(state, scope, _say(step.word))):
            return verdict
    return ALLOW


def _say(words: str) -> str:
    return deny(words).message


# -- one step being taken -------------------------------------------------------------------------


class Process(Protocol[S_co]):
    """A record whose step is being taken: what the engine reads of it and has it write.

    `to` is where the step leads; an effect may choose another status that its row names.
    """

    to: str | None

    @property
    def state(self) -> S_co: ...
    def run(self, effect: str, inputs: Any) -> str | None:
        """Carry the effect out. Returns the line of the process where it differs from the note."""
        ...

    def write(self, step: str, line: str, before: str, inputs: Any) -> None:
        """Add the line and move the status, unless somebody else moved it from `before` meanwhile."""
        ...

    def notify(self, whom: str, line: str) -> None: ...


def take(
    table: Workflow[S, A],
    process: Process[S],
    code: str,
    given: Mapping[str, Any],
    *,
    scope: A,
    cluster_id: int,
) -> None:
    """One step: verdict, inputs, effect, line and status, notices. Refuses with the table's sentence."""
    state = process.state
    table.may(state, code, scope).require()
    step = table.steps[code]
    inputs = read(step, given, cluster_id)
    process.to = step.moves[state.status]
    line = process.run(step.effect, inputs) if step.effect else None
    assert process.to in step.may_lead_to(state.status), f"{table.name}.{code} → {process.to}"
    note = str(given.get("note") or "")
    process.write(code, note if line is None else line, state.status, inputs)
    for whom, words in step.notify:
        process.notify(whom, words)
