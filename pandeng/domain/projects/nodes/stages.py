"""A node that is a stage of the project: 开工, 竣工验收, 投产 are one fact with the day of that stage. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pandeng.core.verdict import deny, gettext_noop
from pandeng.domain.projects.lifecycle.facts import STAGES

# The codes of the templates, and the names that people give nodes of their own.
BY_CODE: Mapping[str, str] = {
    "start": "started",
    "acceptance": "completed",
    "production": "in_production",
}
BY_NAME: Mapping[str, str] = {
    gettext_noop("开工"): "started",
    gettext_noop("竣工"): "completed",
    gettext_noop("竣工验收"): "completed",
    gettext_noop("投产"): "in_production",
}


def stage_of(code: str, name: str) -> str:
    """The stage that a node is; empty for a node that is none."""
    return BY_CODE.get(code) or BY_NAME.get(name.strip(), "")


@dataclass(frozen=True)
class Contradiction:
    """A project and one of its nodes that tell one fact differently."""

    project_id: int
    project: str
    node_id: int
    node: str
    stage: str
    node_on: date | None
    stage_on: date | None

    @property
    def message(self) -> str:
        words = {
            "node": self.node,
            "stage": deny(STAGES[self.stage].word).message,
            "node_on": self.node_on,
            "stage_on": self.stage_on,
        }
        if self.stage_on is None:
            said = gettext_noop("节点“%(node)s”已于%(node_on)s完成，项目进程没有%(stage)s日期。")
        elif self.node_on is None:
            said = gettext_noop("项目已于%(stage_on)s%(stage)s，节点“%(node)s”没有登记完成。")
        else:
            said = gettext_noop(
                "节点“%(node)s”于%(node_on)s完成，项目进程的%(stage)s日期是%(stage_on)s。"
            )
        return deny(said, **words).message
