"""What a write is called: its code in the audit log, its word, and the permission it asks for.

An action stands beside the function that writes:

    CLOSE_SESSION = Action("demands.end_session", gettext_noop("结束会商"), Permission.HOLD_CONSULTATION)

Its word is marked with `gettext_noop`; the English stands in the translations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import MappingProxyType
from typing import Any, Protocol

from django.apps import apps
from django.utils.translation import gettext

from pandeng.core.verdict import Verdict, gettext_noop


class MayAsk(Protocol):
    """Who asks: a `Scope` in practice."""

    def may(self, permission: Any, /) -> Verdict: ...


_BY_CODE: "dict[str, Action]" = {}


@dataclass(frozen=True)
class Action:
    """One verb. `permission` is None where the system or a person's own right decides.

    `about` is what a short word is said of: a step's 销号 is 诉求销号 in the log.
    Making one registers it; two of one code stop the start.
    """

    code: str
    word: str
    permission: str | None = None
    about: str = ""

    def __post_init__(self) -> None:
        if self.code in _BY_CODE:
            raise ValueError(f"two actions are called {self.code}")
        _BY_CODE[self.code] = self

    @property
    def title(self) -> str:
        """What it is called in the audit log, in the reader's language."""
        if not self.about:
            return gettext(self.word)
        words = {"about": gettext(self.about), "word": gettext(self.word)}
        return gettext("%(about)s%(word)s") % words

    def require(self, by: MayAsk) -> None:
        """Refuse, with the sentence that says who may, whoever may not."""
        if self.permission is not None:
            by.may(self.permission).require()


# A step that no table knows: refused inside the change, so that nothing is written under it.
UNKNOWN_STEP = Action("step.unknown", gettext_noop("没有这个环节"))


def step_actions(room: str, words: Mapping[str, str], about: str = "") -> "Mapping[str, Action]":
    """The actions of a workflow by step, each called as its table calls the step.

    They name no permission: the table asks for it, after it has said what does not follow.
    """
    return {step: Action(f"{room}.{step}", word, about=about) for step, word in words.items()}


def actions() -> Mapping[str, Action]:
    """Every action of the program by its code."""
    _load()
    return MappingProxyType(_BY_CODE)


@cache
def _load() -> None:
    """Import the modules of every app that write: those called `actions`, and all below them."""
    for app in apps.get_app_configs():
        for module in walk_packages([app.path], f"{app.name}."):
            if "actions" in module.name.removeprefix(app.name).split("."):
                import_module(module.name)


def action_word(code: str) -> str:
    """What an event was called, in the reader's language; the log of before may hold unknown codes."""
    action = actions().get(code)
    return action.title if action else code
