"""Every kind of record with its list, in the order of the office's work."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.domain.registers import (
    carriers,
    chains,
    demands,
    enterprises,
    instructions,
    outcomes,
    platforms,
    projects,
    surveys,
    targets,
    teams,
    titles,
)
from pandeng.domain.registers.register import Register

DECLARED: tuple[Register, ...] = tuple(
    register
    for word in (
        enterprises, chains, platforms, carriers, projects, demands, teams, surveys, titles,
        instructions, outcomes, targets,
    )
    for register in word.REGISTERS
)  # fmt: skip
REGISTERS: dict[str, Register] = {register.path: register for register in DECLARED}
BY_MODEL: dict[Any, Register] = {register.model: register for register in REGISTERS.values()}
# What a token of the interface may be narrowed to: kinds of records, and figures.
WORDS: dict[str, str | Promise] = {path: one.title for path, one in REGISTERS.items()} | {
    "figures": _("指标")
}


def group_of(scope: Scope, word: str) -> list[Register]:
    """The lists of one word of the work that somebody may read at all, the main one first."""
    found = (one for one in REGISTERS.values() if one.path.split("/")[0] == word)
    return [one for one in found if one.is_open_to(scope)]


def register_named(path: str) -> Register:
    """The list at this path, if it takes records from a table."""
    found = REGISTERS.get(path.strip("/"))
    if found is None or not found.takes_tables:
        known = "、".join(path for path, one in REGISTERS.items() if one.takes_tables)
        raise NotFound(
            gettext("没有可导入的台账“%(path)s”，可用的有：%(known)s。")
            % {"path": path[:40], "known": known}
        )
    return found
