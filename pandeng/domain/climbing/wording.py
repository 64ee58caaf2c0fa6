"""How the verdict on a climbing enterprise is shown: its light, its reasons as sentences."""

from pandeng.core import units
from pandeng.domain.climbing.rules import Climb, Shape

# In the order in which lists name them.
TONES: dict[Shape, str] = {
    "at_risk": "yellow",
    "rises": "blue",
    "unknown": "grey",
    "holds": "green",
}


def tone_of(climb: Climb) -> str:
    """Red where the present tier is about to be lost."""
    lost = climb.shape == "at_risk" and climb.reasons[0].code == "falls"
    return "red" if lost else TONES[climb.shape]


def sentences(climb: Climb) -> list[str]:
    """The reasons, in the reader's language."""
    return [reason.sentence(units.money) for reason in climb.reasons]
