"""Every kind of record with its list, in the order of the office's work."""

from typing import Any

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


def group_of(register: Register) -> list[Register]:
    """The lists that stand together under one entry of the side bar."""
    word = register.path.split("/")[0]
    return [other for other in REGISTERS.values() if other.path.split("/")[0] == word]
