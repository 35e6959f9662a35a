"""Keeping pupils in school: visits and contacts, and the confidential record."""

from sisoho.outreach.models.cases import CaseEvent, OutreachCase
from sisoho.outreach.models.confidential import ConfidentialDeputy, ConfidentialRecord, ConfidentialStep
from sisoho.outreach.models.risk import (
    PupilCircumstance,
    RiskFlag,
    RiskFlagEvent,
    RiskReview,
    RiskReviewLine,
    RiskRule,
)
from sisoho.outreach.models.visit_pictures import FamilyConsent, VisitPhoto
from sisoho.outreach.models.visits import (
    Commitment,
    Contact,
    FamilyWhereabouts,
    HomeVisit,
    VisitedPupil,
    VisitRequest,
)

__all__ = [
    "CaseEvent",
    "Commitment",
    "ConfidentialDeputy",
    "ConfidentialRecord",
    "ConfidentialStep",
    "Contact",
    "FamilyConsent",
    "FamilyWhereabouts",
    "HomeVisit",
    "OutreachCase",
    "PupilCircumstance",
    "RiskFlag",
    "RiskFlagEvent",
    "RiskReview",
    "RiskReviewLine",
    "RiskRule",
    "VisitPhoto",
    "VisitRequest",
    "VisitedPupil",
]
