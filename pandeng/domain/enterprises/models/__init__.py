"""The register: enterprises, their names and statements, the club; what is on file about each."""

from pandeng.domain.enterprises.models.enterprise import (
    Basis,
    ClubMember,
    ClubTier,
    Enterprise,
    EnterpriseName,
    Measure,
    NameKind,
    PeriodKind,
    ScaleListing,
    SizeRule,
    Statement,
    Unit,
)
from pandeng.domain.enterprises.models.particulars import (
    AddressKind,
    EnterpriseAddress,
    EnterpriseContact,
    NameMatch,
    Succession,
    SuccessionKind,
)

__all__ = [
    "AddressKind",
    "Basis",
    "ClubMember",
    "ClubTier",
    "Enterprise",
    "EnterpriseAddress",
    "EnterpriseContact",
    "EnterpriseName",
    "Measure",
    "NameKind",
    "NameMatch",
    "PeriodKind",
    "ScaleListing",
    "SizeRule",
    "Statement",
    "Succession",
    "SuccessionKind",
    "Unit",
]
