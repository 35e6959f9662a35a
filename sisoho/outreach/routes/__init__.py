"""The pages of going to the family, by subject."""

from sisoho.outreach.routes import (
    case,
    cases,
    confidential,
    dropouts,
    messages,
    papers,
    pupils,
    risk,
    risk_pupil,
    risk_review,
    risk_rules,
    survey,
    villages,
    visits,
)
from sisoho.outreach.routes.blueprint import bp

__all__ = [
    "bp",
    "case",
    "cases",
    "confidential",
    "dropouts",
    "messages",
    "papers",
    "pupils",
    "risk",
    "risk_pupil",
    "risk_review",
    "risk_rules",
    "survey",
    "villages",
    "visits",
]
