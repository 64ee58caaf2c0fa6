"""Amounts of the ledger as they are typed and kept: exact, in 万元 unless another unit is written. Pure."""

from decimal import Decimal

from pandeng.core import units
from pandeng.core.errors import DomainError
from pandeng.core.verdict import deny
from pandeng.core.verdict import gettext_noop as _

UNIT = next(unit for unit, size in units.SIZES.items() if size == units.WAN)
MAX_YUAN = Decimal(10**15)  # yuan; more is no investment


def yuan_of(written: str) -> int:
    """An amount as it was written, in whole yuan. DomainError with the sentence that helps."""
    try:
        amount, unit = units.parse(written)
    except ValueError:
        amount, unit = Decimal(0), "?"
    if unit != "元":
        raise DomainError(
            deny(_("“%(text)s”不是金额，请写数字和单位，如3520万元。"), text=written).message
        )
    if amount != amount.to_integral_value() or abs(amount) > MAX_YUAN:
        raise DomainError(deny(_("“%(text)s”须为整元，且不超过1000万亿元。"), text=written).message)
    return int(amount)


def exact(yuan: int) -> str:
    """An amount in 万元 without loss, as it would be typed."""
    return f"{units.plain(Decimal(yuan) / units.WAN)}{UNIT}"
