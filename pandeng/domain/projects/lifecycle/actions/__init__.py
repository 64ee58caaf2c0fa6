"""Writing the life of projects: register, correct, take a step, put on a list and off it, label, delete."""

from pandeng.domain.projects.lifecycle.actions.carry import carry_list
from pandeng.domain.projects.lifecycle.actions.lists import (
    change_label,
    change_plan,
    end_label,
    give_label,
    put_on_list,
    take_off_list,
)
from pandeng.domain.projects.lifecycle.actions.registration import delete_erroneous, edit, register
from pandeng.domain.projects.lifecycle.actions.steps import (
    STEP_ACTIONS,
    correct_day,
    import_existing_steps,
    take_step,
)

__all__ = [
    "STEP_ACTIONS",
    "carry_list",
    "change_label",
    "change_plan",
    "correct_day",
    "delete_erroneous",
    "edit",
    "end_label",
    "give_label",
    "import_existing_steps",
    "put_on_list",
    "register",
    "take_off_list",
    "take_step",
]
