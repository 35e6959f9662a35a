"""What the two living plans say: the figures they are given and the papers made of them."""

from sisoho.reports.rules.commune_plan import build_commune_plan
from sisoho.reports.rules.plan_data import (
    CommunePlanData,
    CriterionLine,
    IncomingPaper,
    LevelTarget,
    OpeningFigures,
    SchoolCeiling,
    SchoolPlanData,
    SeasonLine,
    SuperiorTarget,
    VillageDuty,
)
from sisoho.reports.rules.school_plan import build_school_plan

__all__ = [
    "CommunePlanData",
    "CriterionLine",
    "IncomingPaper",
    "LevelTarget",
    "OpeningFigures",
    "SchoolCeiling",
    "SchoolPlanData",
    "SeasonLine",
    "SuperiorTarget",
    "VillageDuty",
    "build_commune_plan",
    "build_school_plan",
]
