"""What a policy pack may say. Unknown words are refused; every item may be marked as a proposal."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(min_length=1, max_length=60)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Yuan = Annotated[int, Field(ge=0)]


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)
    proposal: bool = False
    source: str = Field(default="", max_length=200)


class Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    zh: str
    en: str


class Head(Item):
    """pack.yaml"""

    name: Code
    version: Annotated[str, Field(min_length=1, max_length=20)]
    title: Words
    extends: str | None = None
    extends_version: str | None = None  # the version of it that this pack was written for
    valid_from: date


class County(Item):
    code: Annotated[str, Field(pattern=r"^\d{4}[0-9A-Z]\d$")]
    name: Name
    short: Name
    internal: bool = False


class UnitItem(Item):
    code: Code
    kind: Literal["cluster_office", "guarantee_group", "department", "bank"]
    name: Name
    short: str = ""


class NodeItem(Item):
    code: Code
    kind: Literal["lead", "aim", "chain", "duty", "line"]
    name: Name


class ChainItem(Item):
    code: Code
    name: Name
    full_name: str = ""


class SegmentItem(Item):
    code: Code
    chain: Code
    stage: Name
    name: Name
    products: str = ""
    industry_codes: str = ""


class Supply(Item):
    supplier: Code
    customer: Code


class Subclass(Item):
    code: Code
    name: Name
    examples: str = ""


class ClassItem(Subclass):
    subclasses: tuple[Subclass, ...] = ()


class TaxonomyItem(Item):
    code: Code
    version: Code
    name: Name
    classes: tuple[ClassItem, ...]


class SurveyItem(Item):
    code: Code
    name: Name
    taxonomy: Code
    chain: Code | None = None
    since: date
    until: date | None = None


class Title(Item):
    code: Code
    name: Name
    level: Literal["national", "provincial", "municipal"]


class Tier(Item):
    code: Code
    name: Name
    least_revenue_yuan: Yuan


class ClimbRuleItem(Item):
    """How the climb of a year is judged (domain/climbing/rules.py); the first of the list is in force."""

    code: Code
    name: Name
    version: Code
    behind_percent: Annotated[int, Field(ge=0, le=90)] = 10
    thin_percent: Annotated[int, Field(ge=0, le=90)] = 5
    months_percent: Annotated[int, Field(ge=1, le=100)] = 50


class SizeRuleItem(Item):
    """Lower limits of a size class (all must hold), or of the above-scale statistics."""

    code: Code
    kind: Literal["class", "scale"]
    name: Name
    least_staff: Annotated[int, Field(ge=0)] = 0
    least_revenue_yuan: Yuan = 0
    version: Annotated[str, Field(min_length=1, max_length=20)]


class RoleItem(Item):
    code: Code
    name: Name
    seats: Annotated[int, Field(ge=1, le=9)] = 1


class MeasureItem(Item):
    code: Code
    name: Words
    unit: Literal["yuan", "person", "kwh"]
    version: Code
    definition: str


class IndustryItem(Item):
    """A class of GB/T 4754-2017, and the codes that the edition of 2011 had for it."""

    code: Annotated[str, Field(pattern=r"^\d{4}$")]
    name: Name
    codes_2011: tuple[Annotated[str, Field(pattern=r"^\d{4}$")], ...] = ()


Days = Annotated[int, Field(ge=0, le=400)]


class ServiceLevelItem(Item):
    """Working days of each stage; without `handle_days` by nodes."""

    code: Code
    name: Name
    accept_days: Days
    sign_days: Days
    contact_days: Days
    handle_days: Days | None = None
    assist_days: Days
    cap_days: Days | None = None
    plan_days: Days | None = None
    assign_days: Days | None = None
    rule_days: Days | None = None
    confirm_days: Days | None = None
    close_days: Days | None = None


class ClockLightItem(Item):
    code: Code
    name: Name
    tone: Literal["green", "blue", "yellow", "red", "grey"]
    most_days_left: Annotated[int, Field(ge=-60, le=60)] | None = None
    tells: Literal["", "unit", "office_staff", "office_lead", "municipal_leader"] = ""
    issues_slip: bool = False


class DemandClassItem(Item):
    code: Code
    name: Name
    level: Code | None = None
    long_cycle: bool = False


class ResponsibilityItem(Item):
    """Who leads matters of a class; without a county everywhere."""

    matter: Code
    county: Code | None = None
    department: Code


class PlanItem(BaseModel):
    """Percent points of a target that fall to the part of its period which ends with a month."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    month: Annotated[int, Field(ge=1, le=12)]
    share: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class TargetItem(Item):
    """`base`: where a state sets out; `due_on`: the end of the period, else that of the year."""

    code: Code
    name: Name
    indicator: Code
    value: Annotated[int, Field(gt=0)]
    unit: Literal["家", "元", "个", "项", "人", "亩", "%"]
    direction: Literal[">=", "<="]
    year: Annotated[int, Field(ge=2000, le=2100)]
    population: str = ""
    node: Code | None = None
    set_on: date
    base: Annotated[int, Field(ge=0)] | None = None
    due_on: date | None = None
    plan: tuple[PlanItem, ...] = ()
    plan_proposal: bool = False


class FrameworkRecords(BaseModel):
    """Records that fulfil an item of the framework: a kind, narrowed by fields.

    `where`: path of fields → the code of a record, a choice or a year; `one`: it is a single page.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    node: Code
    title: Words
    of: Annotated[str, Field(pattern=r"^[a-z]+\.[A-Za-z]+$")]
    where: dict[str, str] = Field(default_factory=dict)
    one: bool = False


class FigureItem(Item):
    """A figure the office quotes: an indicator narrowed to a year and slices.

    `says`: how a text names it, each alternative a list of words that must all stand by the number
    (a word with - before it must not). `beside`: the words that may stand there too; any other word
    makes it another figure.
    """

    name: Code
    indicator: Code
    title: Words
    group: str = ""  # no group: quoted in texts, not shown in the cockpit
    unit: str = ""
    kind: Literal["", "actual", "target", "plan", "framework"] = ""
    year: int | None = None
    slices: dict[str, str] = Field(default_factory=dict)
    says: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class NodeTemplate(Item):
    """A node of a kind of project: what it waits for (codes), the guarantees it needs, and on which
    day after the first day of the plan it is usually due."""

    code: Annotated[str, Field(min_length=1, max_length=30)]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    key: bool = False
    day: Annotated[int, Field(ge=0, le=2000)] = 0
    waits_for: tuple[Code, ...] = ()
    needs: tuple[Literal["land", "energy", "finance", "permits"], ...] = ()


class MilestoneTemplate(Item):
    code: Code
    name: Name
    nodes: tuple[NodeTemplate, ...]


Count = Annotated[int, Field(ge=0, le=1000)]


class LightProgress(BaseModel):
    """`points` of the year's plan, or `share` of what is due; from includes its value, over does not."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    basis: Literal["points", "share"] = "points"
    ahead_from: Count | None = None
    yellow_from: Count | None = None
    yellow_over: Count | None = None
    red_over: Count


class LightStart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    yellow_months: Count
    red_months: Count


class LightStatistics(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    yellow_from_months: Count
    red_over_months: Count
    least_total_yuan: Yuan = 0


class LightNodes(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    red_over_days: Count


class LightRulesItem(Item):
    code: Code
    name: Name
    default: bool = False
    progress: LightProgress | None = None
    start: LightStart | None = None
    statistics: LightStatistics | None = None
    nodes: LightNodes | None = None
    counts: tuple[Literal["start", "progress", "nodes", "statistics"], ...] = ("progress", "nodes")


class MonthClosingItem(Item):
    """`default`, or a month such as 2022-01: a day of the month after, or a date."""

    code: Annotated[str, Field(pattern=r"^(default|\d{4}-(0[1-9]|1[0-2]))$")]
    day: Annotated[int, Field(ge=1, le=28)] | None = None
    closes_on: date | None = None


class CalendarYear(Item):
    holidays: tuple[date, ...] = ()
    make_up_workdays: tuple[date, ...] = ()


class Pack(BaseModel):
    """A whole pack, its base merged in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    head: Head
    counties: tuple[County, ...] = ()
    departments: tuple[UnitItem, ...] = ()
    framework: tuple[NodeItem, ...] = ()
    framework_records: tuple[FrameworkRecords, ...] = ()
    chains: tuple[ChainItem, ...] = ()
    segments: tuple[SegmentItem, ...] = ()
    supply_relations: tuple[Supply, ...] = ()
    taxonomies: tuple[TaxonomyItem, ...] = ()
    surveys: tuple[SurveyItem, ...] = ()
    titles: tuple[Title, ...] = ()
    club_tiers: tuple[Tier, ...] = ()
    climb_rules: tuple[ClimbRuleItem, ...] = ()
    size_rules: tuple[SizeRuleItem, ...] = ()
    team_roles: tuple[RoleItem, ...] = ()
    measures: tuple[MeasureItem, ...] = ()
    industries: tuple[IndustryItem, ...] = ()
    service_levels: tuple[ServiceLevelItem, ...] = ()
    clock_lights: tuple[ClockLightItem, ...] = ()
    demand_classes: tuple[DemandClassItem, ...] = ()
    responsibilities: tuple[ResponsibilityItem, ...] = ()
    targets: tuple[TargetItem, ...] = ()
    figures: tuple[FigureItem, ...] = ()
    milestone_templates: tuple[MilestoneTemplate, ...] = ()
    lights: tuple[LightRulesItem, ...] = ()
    month_closings: tuple[MonthClosingItem, ...] = ()
    calendar: CalendarYear = CalendarYear()

    def content(self) -> dict[str, Any]:
        """Plain values, as they are kept with the cluster."""
        return self.model_dump(mode="json")
