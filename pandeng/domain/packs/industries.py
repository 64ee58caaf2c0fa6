"""What an industry code means in its edition, and what it would be in the other: hints of the pack."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.domain.packs.queries import loaded


@dataclass(frozen=True)
class Industry:
    """`name` where the pack knows the code; `other` says what it is in the other edition; `doubt` why it
    may have been read off the wrong one; `proposal` where the pack has not checked the pairing."""

    code: str
    edition: int
    name: str = ""
    other: str = ""
    doubt: str = ""
    proposal: bool = False


def industry(scope: Scope, code: str, edition: int) -> Industry:
    """Look a code up in the pack in force. One query."""
    latest = loaded(scope).values_list("content", flat=True).first() or {}
    return judge(latest.get("industries") or [], code.lstrip("ABCDEFGHIJKLMNOPQRST"), edition)


def judge(items: list[dict[str, Any]], code: str, edition: int) -> Industry:
    """The same from a list of the pack's items."""
    now = {item["code"]: item for item in items}
    then = {old: item for item in items for old in item.get("codes_2011", ())}
    if edition == 2011:
        item = then.get(code)
        if item is None:
            return Industry(code, edition)
        other = _("2017版为%(code)s %(name)s") % {"code": item["code"], "name": item["name"]}
        return Industry(code, edition, item["name"], other, proposal=item.get("proposal", False))
    item = now.get(code)
    was = then.get(code)
    doubt = ""
    if was and was["code"] != code:
        doubt = _(
            "行业代码%(code)s在2011版中是“%(was)s”（2017版为%(new)s），请核对所用的版本。"
        ) % {"code": code, "was": was["name"], "new": was["code"]}
    if item is None:
        return Industry(code, edition, doubt=doubt)
    olds = "、".join(item.get("codes_2011", ()))
    other = _("2011版为%(codes)s") % {"codes": olds} if olds and olds != code else ""
    return Industry(code, edition, item["name"], other, doubt, item.get("proposal", False))
