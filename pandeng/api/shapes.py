"""What the interface says and hears: the shapes of OpenAPI."""

from datetime import date, datetime

from ninja import Field, Schema

from pandeng.api.steps import Day, Id


class DemandLineOut(Schema):
    """A demand as lists show it."""

    id: int
    number: str
    title: str
    status: str
    received_on: date
    next_due_on: date | None
    next_due_is_provisional: bool = Field(description="the year waits for its notice of days off")
    due_on: date | None
    due_is_provisional: bool
    closed_on: date | None
    is_long_cycle: bool
    enterprise_id: int | None
    enterprise: str | None
    matter_id: int
    matter: str
    department_id: int | None
    department: str | None


class DemandLinesOut(Schema):
    rows: list[DemandLineOut]
    next: int | None = Field(description="offset of the next rows; null at the end")
    count: int | None = None


class StepTaken(Schema):
    order: int
    step: str
    title: str
    happened_at: datetime
    person: str
    note: str


class DemandStepTaken(StepTaken):
    department: str | None


class NextStep(Schema):
    step: str
    title: str
    may: bool
    why_not: str
    needs: list[str]


class WholeDemandOut(DemandLineOut):
    """One demand with its process and what may be done next."""

    text: str
    answer: str
    result: str
    steps: list[DemandStepTaken]
    next_steps: list[NextStep]


class NewDemandIn(Schema):
    """A demand to take in. `key` makes a repetition harmless."""

    enterprise: Id
    matter: Id
    title: str = Field(max_length=120)
    text: str = Field("", max_length=5000)
    channel: str = "enterprise"
    key: str = Field("", max_length=40)


class NodePlanIn(Schema):
    name: str
    planned_on: Day
    responsible: str
    was: str = ""


class InstructionLineOut(Schema):
    """An instruction as lists show it."""

    id: int
    number: str
    title: str
    status: str
    leader_id: int
    given_on: date
    department_id: int | None
    department: str | None
    due_on: date | None
    due_is_provisional: bool
    closed_on: date | None


class InstructionLinesOut(Schema):
    rows: list[InstructionLineOut]
    next: int | None = Field(description="offset of the next rows; null at the end")


class WholeInstructionOut(InstructionLineOut):
    """One instruction with its process and what may be done next; the confidential part is on its page only."""

    text: str
    answer: str
    evidence: str
    steps: list[StepTaken]
    next_steps: list[NextStep]
