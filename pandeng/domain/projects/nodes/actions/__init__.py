"""Writing nodes: their plan, what moves it, what they wait for and need, and the demands that block."""

from pandeng.domain.projects.nodes.actions.agree import agree
from pandeng.domain.projects.nodes.actions.moves import deny_move, grant_move, move_node
from pandeng.domain.projects.nodes.actions.plan import (
    add_node,
    block,
    block_again,
    edit_node,
    forecast,
    give,
    give_all,
    hand_on,
    import_existing_waits,
    need,
    plan_nodes,
    reach,
    remove_node,
    take_back,
    unblock,
)

__all__ = [
    "add_node",
    "agree",
    "block",
    "block_again",
    "deny_move",
    "edit_node",
    "forecast",
    "give",
    "give_all",
    "grant_move",
    "hand_on",
    "import_existing_waits",
    "move_node",
    "need",
    "plan_nodes",
    "reach",
    "remove_node",
    "take_back",
    "unblock",
]
