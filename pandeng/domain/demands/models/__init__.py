"""Demands of enterprises: the demand itself, the work on it, and those who watch over it."""

from pandeng.domain.demands.models.demand import (
    Channel,
    ConfidentialNote,
    Demand,
    DemandClass,
    DemandStep,
    Responsibility,
    Result,
    ServiceLevel,
)
from pandeng.domain.demands.models.oversight import (
    Attendance,
    ClockLight,
    Consultation,
    ConsultationItem,
    Escalation,
    SavedView,
    SupervisionSlip,
)
from pandeng.domain.demands.models.work import (
    Clock,
    DemandNode,
    DemandPart,
    DemandPlatform,
    Extension,
    NodePlanRequest,
)

__all__ = [
    "Attendance",
    "Channel",
    "Clock",
    "ClockLight",
    "ConfidentialNote",
    "Consultation",
    "ConsultationItem",
    "Demand",
    "DemandClass",
    "DemandNode",
    "DemandPart",
    "DemandPlatform",
    "DemandStep",
    "Escalation",
    "Extension",
    "NodePlanRequest",
    "Responsibility",
    "Result",
    "SavedView",
    "ServiceLevel",
    "SupervisionSlip",
]
