"""The engine of processes on a table of three steps: guards, actors, inputs, moves, notices, and readers."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from pandeng.api.steps import next_steps, shape_of
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.core.workflow import (
    Actor,
    Guard,
    Status,
    Step,
    Workflow,
    ask,
    leads,
    read,
    stays,
    take,
)
from pandeng.jobs.management.commands.docs import diagram, matrix, moves
from pandeng.web.forms.steps import StepForm, no_records


@dataclass(frozen=True)
class Paper:
    status: str
    author: str = "ann"
    open_parts: int = 0


@dataclass(frozen=True)
class Person:
    name: str
    allowed: frozenset[str] = frozenset({"write", "read"})
    system: bool = False

    def may(self, permission: str, /) -> Verdict:
        return ALLOW if self.system or permission in self.allowed else deny("没有权限。")


@dataclass(frozen=True, kw_only=True)
class Sending:
    note: str = ask("说明", "text", required=True)
    kind: str = ask("类别", "choice", choices={"a": "甲", "b": "乙"})
    due_on: date = ask("期限", "day")
    readers: Any = ask("读者", "records", source="people")


IS_AUTHOR = Guard[Paper, Person](lambda s, a: s.author != a.name, "只能由起草人%(step)s。")
NO_PARTS = Guard[Paper, Person](lambda s, _a: s.open_parts > 0, "还有%(open_parts)s件没有办。")
STATUSES = (
    Status("draft", "草稿"),
    Status("sent", "已送"),
    Status("read", "已阅"),
    Status("done", "已结", "good", ended=True),
    Status("gone", "已撤", "plain", ended=True),
)
STEPS = (
    Step[Paper, Person](
        "send",
        "送出",
        "write",
        "author",
        leads("sent", "draft"),
        inputs=Sending,
        effect="send",
        notify=(("readers", "有一份文稿"),),
    ),
    Step[Paper, Person]("read", "阅", "read", "anybody", leads("read", "sent")),
    Step[Paper, Person](
        "finish",
        "办结",
        "read",
        "anybody",
        leads("done", "read"),
        otherwise={"draft": "有错"},
        guards=(NO_PARTS,),
        effect="finish",
    ),
    Step[Paper, Person]("back", "退回", "read", "anybody", leads("draft", "sent", "read")),
    Step[Paper, Person](
        "withdraw", "撤回", "write", "author", leads("gone", "draft", "sent", "read")
    ),
    Step[Paper, Person]("comment", "批注", "read", "anybody", stays("sent", "read")),
)
ACTORS = {"author": Actor("起草人", (IS_AUTHOR,)), "anybody": Actor[Paper, Person]("任何人")}


def table(*more: Step[Paper, Person]) -> Workflow[Paper, Person]:
    return Workflow(
        "paper",
        STATUSES,
        (*STEPS, *more),
        ACTORS,
        not_now="现在“%(status)s”，不能%(step)s；可以：%(next)s。",
        over="“%(status)s”，不能再%(step)s。",
    )


PAPERS = table()
ANN, BOB = Person("ann"), Person("bob")


@dataclass
class Taking:
    """A step being taken on a paper; what the engine has it write is kept for the test."""

    state: Paper
    goes_to: str | None = None
    to: str | None = None
    line: str | None = None
    written: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    notified: list[tuple[str, str]] = field(default_factory=list)

    def run(self, effect: str, inputs: Any) -> str | None:
        self.to = self.goes_to or self.to
        return self.line

    def write(self, step: str, line: str, before: str, inputs: Any) -> None:
        self.written.append((step, line, before, self.to))

    def notify(self, whom: str, line: str) -> None:
        self.notified.append((whom, line))


def took(state: Paper, step: str, who: Person = ANN, **given: Any) -> Taking:
    taking = Taking(state)
    take(PAPERS, taking, step, given, scope=who, cluster_id=1)
    return taking


# Written by hand: status, who asks, the step, and the sentence of the refusal (none: it may be taken).
VERDICTS = [
    ("draft", ANN, "send", ""),
    ("draft", BOB, "send", "只能由起草人送出。"),
    ("draft", Person("ann", frozenset({"read"})), "send", "没有权限。"),
    ("draft", Person("worker", system=True), "send", ""),
    ("draft", ANN, "finish", "现在“草稿”，不能办结；可以：送出、撤回。"),
    ("sent", BOB, "read", ""),
    ("done", ANN, "send", "“已结”，不能再送出。"),
    ("gone", ANN, "back", "“已撤”，不能再退回。"),
    ("draft", ANN, "shred", "没有“shred”这个环节。"),
]


@pytest.mark.parametrize(("status", "who", "step", "sentence"), VERDICTS)
def test_may(status: str, who: Person, step: str, sentence: str) -> None:
    verdict = PAPERS.may(Paper(status), step, who)
    assert (bool(verdict), verdict.message) == (not sentence, sentence)


def test_a_guard_refuses_with_the_facts_of_the_record() -> None:
    assert PAPERS.may(Paper("read"), "finish", BOB)
    assert PAPERS.may(Paper("read", open_parts=2), "finish", BOB).message == "还有2件没有办。"
    system = Person("worker", system=True)
    assert not PAPERS.may(Paper("read", open_parts=2), "finish", system), "a fact holds for all"


def test_another_actor_in_one_status() -> None:
    step = replace(STEPS[-1], code="strike", actor_in={"read": "author"})
    papers = table(step)
    assert papers.may(Paper("sent"), "strike", BOB)
    assert papers.may(Paper("read"), "strike", BOB).message == "只能由起草人批注。"


def test_what_a_person_may_do_comes_first() -> None:
    buttons = PAPERS.steps_for(Paper("draft"), BOB)
    assert [(one.step, bool(one.may)) for one in buttons] == [("send", False), ("withdraw", False)]
    buttons = PAPERS.steps_for(Paper("read", open_parts=1), BOB)
    assert [(one.step, bool(one.may)) for one in buttons] == [
        ("back", True),
        ("comment", True),
        ("finish", False),
        ("withdraw", False),
    ]


def test_a_step_may_say_itself_why_it_does_not_follow() -> None:
    papers = table(replace(STEPS[-1], code="strike", refusals={"draft": "还没有送出。"}))
    assert papers.may(Paper("draft"), "strike", BOB).message == "还没有送出。"
    assert papers.may(Paper("done"), "strike", BOB).message == "“已结”，不能再批注。"
    with pytest.raises(AssertionError):
        table(replace(STEPS[-1], code="strike", refusals={"lost": "丢了。"}))


# -- inputs ---------------------------------------------------------------------------------------


def test_inputs_become_the_dataclass_of_the_step() -> None:
    send = PAPERS.steps["send"]
    inputs = read(send, {"note": "好", "kind": "b", "unknown": 1}, cluster_id=1)
    assert inputs == Sending(note="好", kind="b")
    assert send.needs == ("note",)
    assert read(PAPERS.steps["read"], {"note": "好"}, cluster_id=1) is None


@pytest.mark.parametrize("note", [None, "", "  \n"])
def test_a_required_input_is_asked_for_by_its_word(note: str | None) -> None:
    with pytest.raises(DomainError, match="请填写说明。"):
        read(PAPERS.steps["send"], {"note": note}, cluster_id=1)


def test_what_is_missing_may_have_a_sentence_of_its_own() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Return:
        note: str = ask("原因", required=True, missing="请写明退回原因。")

    back = replace(PAPERS.steps["back"], inputs=Return)
    with pytest.raises(DomainError, match=r"^请写明退回原因。$"):
        read(back, {"note": " "}, cluster_id=1)


def test_a_choice_off_the_list_is_refused() -> None:
    with pytest.raises(DomainError, match="请从列表中选择类别。"):
        read(PAPERS.steps["send"], {"note": "好", "kind": "c"}, cluster_id=1)


def test_a_record_of_another_cluster_does_not_exist() -> None:
    @dataclass
    class Reader:
        cluster_id: int

    send = PAPERS.steps["send"]
    assert read(send, {"note": "好", "readers": [Reader(1)]}, cluster_id=1).readers == [Reader(1)]
    with pytest.raises(NotFound):
        read(send, {"note": "好", "readers": [Reader(1), Reader(2)]}, cluster_id=1)


# -- one step being taken -------------------------------------------------------------------------


def test_a_step_moves_writes_its_line_and_notifies() -> None:
    taking = took(Paper("draft"), "send", note="请阅")
    assert taking.written == [("send", "请阅", "draft", "sent")]
    assert taking.notified == [("readers", "有一份文稿")]


def test_a_refused_step_writes_and_notifies_nothing() -> None:
    for status, given in (("sent", {"note": "请阅"}), ("draft", {})):
        taking = Taking(Paper(status))
        with pytest.raises(DomainError):
            take(PAPERS, taking, "send", given, scope=ANN, cluster_id=1)
        assert (taking.written, taking.notified) == ([], [])


def test_a_step_may_leave_the_status_as_it_is() -> None:
    assert took(Paper("sent"), "comment", BOB, note="同意").written == [
        ("comment", "同意", "sent", None)
    ]


@pytest.mark.parametrize("status", ["sent", "read"])
def test_sent_back_from_every_later_status(status: str) -> None:
    assert took(Paper(status), "back", BOB).written == [("back", "", status, "draft")]


@pytest.mark.parametrize("status", ["draft", "sent", "read"])
def test_who_began_withdraws_and_nobody_else(status: str) -> None:
    assert took(Paper(status), "withdraw").written == [("withdraw", "", status, "gone")]
    with pytest.raises(DomainError, match="只能由起草人撤回"):
        took(Paper(status), "withdraw", BOB)


def test_an_effect_leads_only_where_its_row_says() -> None:
    taking = Taking(Paper("read"), goes_to="draft", line="有错")
    take(PAPERS, taking, "finish", {"note": "看过"}, scope=BOB, cluster_id=1)
    assert taking.written == [("finish", "有错", "read", "draft")], "the effect's line, its status"
    with pytest.raises(AssertionError, match="finish"):
        take(PAPERS, Taking(Paper("read"), "sent"), "finish", {}, scope=BOB, cluster_id=1)


# -- the table itself -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [
        Step[Paper, Person]("send", "送出", "write", "author"),
        Step[Paper, Person]("new", "新", "write", "nobody", leads("sent", "draft")),
        Step[Paper, Person]("new", "新", "write", "author", leads("lost", "draft")),
        Step[Paper, Person]("new", "新", "write", "author", otherwise={"lost": "有错"}),
    ],
    ids=["a step twice", "no such actor", "no such status", "no such other status"],
)
def test_a_table_that_names_what_is_not_there_does_not_start(step: Step[Paper, Person]) -> None:
    with pytest.raises(AssertionError):
        table(step)


def test_a_new_row_is_button_form_api_and_document_at_once() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Filing:
        shelf: str = ask("卷宗号", required=True, limit=20)
        filed_on: date = ask("归档日期", "day")

    row = Step[Paper, Person](
        "archive", "归档", "read", "anybody", leads("done", "read"), inputs=Filing
    )
    papers = table(row)

    buttons = papers.steps_for(Paper("read"), BOB)
    shown = {one["step"]: one for one in next_steps(buttons)}
    assert shown["archive"] == {
        "step": "archive", "title": "归档", "may": True, "why_not": "", "needs": ["shelf"],
    }  # fmt: skip
    shape = shape_of("PaperStep", papers).model_fields
    assert set(shape) == {"shelf", "filed_on", "note", "kind", "due_on", "readers", "key"}
    form = StepForm(row, no_records, initial={})
    assert form.title == "归档"
    assert [(name, one.required) for name, one in form.fields.items() if name != "key"] == [
        ("shelf", True),
        ("filed_on", False),
    ]
    assert "    read --> done: 归档\n" in list(diagram(papers, "draft", "起草"))
    assert "| 已阅 | 归档 `archive` | 已结 | 任何人 | 卷宗号 |\n" in list(moves(papers))
    assert any("归档 `archive`" in line for line in matrix(papers))
