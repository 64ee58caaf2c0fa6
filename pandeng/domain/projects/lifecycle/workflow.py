"""The life of a project as one table: 谋划 → 洽谈 → 签约 → 开工 → 建设 → 竣工 → 投产 → 达产, 停建, 退出 and back.

Buttons, forms, what the actions allow and the diagram in docs/reference are read off this table. Where a
project stands follows from its dates (`facts.py`); a step writes a date.
"""

from collections.abc import Mapping

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import Actor, Guard, Status, Step, Workflow, leads, stays
from pandeng.domain.projects.lifecycle.facts import STAGES, LifecycleFacts, stage_of
from pandeng.domain.projects.lifecycle.inputs import Interruption, Withdrawal, reached

Refusal = Guard[LifecycleFacts, Scope]
Row = Step[LifecycleFacts, Scope]
EDIT = Permission.EDIT_PROJECT

STATUSES = (
    *(
        Status(code, stage.word, "good" if code in ("in_production", "at_capacity") else "info")
        for code, stage in STAGES.items()
    ),
    Status("stopped", gettext_noop("停建"), "warn"),
    Status("withdrawn", gettext_noop("退出"), "bad"),
)
ACTORS: Mapping[str, Actor[LifecycleFacts, Scope]] = {
    "editor": Actor(gettext_noop("专班或县市区")),
}


def _turned_since(facts: LifecycleFacts) -> bool:
    last = facts.last()
    return bool(facts.turns and last and facts.turns[-1][0] >= last[1])


ENTERED = Refusal(
    lambda f, a: f.in_statistics_on is not None,
    gettext_noop("已于%(in_statistics_on)s入库纳统，日期有误请更正。"),
)
START_COUNTED = Refusal(
    lambda f, a: f.in_statistics_on is not None and stage_of(f) == "started",
    gettext_noop("项目已入库纳统，不能撤销开工；开工日期有误请更正。"),
)
TURNED_SINCE = Refusal(
    lambda f, a: _turned_since(f),
    gettext_noop("之后登记过停建或退出，不能再撤销；日期有误请更正。"),
)

STEPS: tuple[Row, ...] = (
    Row(
        "propose",
        gettext_noop("谋划"),
        EDIT,
        "editor",
        inputs=reached(gettext_noop("如谋划项目清单、项目建议书"), required=False),
    ),
    Row(
        "negotiate",
        gettext_noop("洽谈"),
        EDIT,
        "editor",
        leads("negotiating", "proposed"),
        inputs=reached(gettext_noop("如洽谈纪要、考察记录"), required=False),
    ),
    Row(
        "sign",
        gettext_noop("签约"),
        EDIT,
        "editor",
        leads("signed", "negotiating"),
        inputs=reached(gettext_noop("如投资协议及编号")),
    ),
    Row(
        "start",
        gettext_noop("开工"),
        EDIT,
        "editor",
        leads("started", "signed"),
        inputs=reached(gettext_noop("如施工许可证编号、开工现场照片")),
    ),
    Row(
        "build",
        gettext_noop("转入建设"),
        EDIT,
        "editor",
        leads("building", "started"),
        inputs=reached(gettext_noop("如主体施工监理记录、现场照片")),
    ),
    Row(
        "complete",
        gettext_noop("竣工"),
        EDIT,
        "editor",
        leads("completed", "building"),
        inputs=reached(gettext_noop("如竣工验收备案表编号")),
    ),
    Row(
        "produce",
        gettext_noop("投产"),
        EDIT,
        "editor",
        leads("in_production", "completed"),
        inputs=reached(gettext_noop("如试生产记录、首批产品发货单")),
    ),
    Row(
        "reach_capacity",
        gettext_noop("达产"),
        EDIT,
        "editor",
        leads("at_capacity", "in_production"),
        inputs=reached(gettext_noop("如产能核定材料、连续三个月产量报表")),
    ),
    Row(
        "enter_statistics",
        gettext_noop("入库纳统"),
        EDIT,
        "editor",
        stays("started", "building", "completed", "in_production", "at_capacity"),
        inputs=reached(gettext_noop("如联网直报入库通过截图、审批文号")),
        guards=(ENTERED,),
    ),
    Row(
        "stop",
        gettext_noop("停建"),
        EDIT,
        "editor",
        leads("stopped", "started", "building"),
        inputs=Interruption,
    ),
    Row(
        "resume",
        gettext_noop("复工"),
        EDIT,
        "editor",
        leads("building", "stopped"),
        otherwise={"started": gettext_noop("停建时还没有转入建设")},
        inputs=Interruption,
    ),
    Row(
        "withdraw",
        gettext_noop("退出"),
        EDIT,
        "editor",
        leads("withdrawn", "proposed", "negotiating", "signed", "started", "building", "stopped"),
        inputs=Interruption,
    ),
    Row(
        "bring_back",
        gettext_noop("重新启动"),
        EDIT,
        "editor",
        leads("proposed", "withdrawn"),
        otherwise={
            code: gettext_noop("退出时已到这一阶段")
            for code in ("negotiating", "signed", "started", "building")
        },
        inputs=Interruption,
    ),
    Row(
        "take_back",
        gettext_noop("撤销登记"),
        EDIT,
        "editor",
        dict(zip(list(STAGES)[1:], STAGES, strict=False)),
        inputs=Withdrawal,
        guards=(START_COUNTED, TURNED_SINCE),
    ),
)

LIFECYCLE: Workflow[LifecycleFacts, Scope] = Workflow(
    "lifecycle",
    STATUSES,
    STEPS,
    ACTORS,
    not_now=gettext_noop("项目现在“%(status)s”，不能直接%(step)s；可以登记的是：%(next)s。"),
    over=gettext_noop("项目“%(status)s”，不能再%(step)s。"),
)
