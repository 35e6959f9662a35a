"""The tables of the school itself, by subject."""

from sisoho.schools.models.area import AreaChild, ChildEntry, ChildMatch
from sisoho.schools.models.boarding import HomeDistance, PupilBoarding
from sisoho.schools.models.classes import (
    Closure,
    Duty,
    MakeUpDay,
    SchoolClass,
    SchoolYear,
    WeeklyHalfDay,
)
from sisoho.schools.models.imports import ImportedRow, ImportRun, ProposedMove, SiblingProposal
from sisoho.schools.models.pupils import (
    Enrolment,
    Guardian,
    Household,
    Move,
    OpeningRoll,
    PovertyDecision,
    Pupil,
    PupilHousehold,
    PupilLink,
    PupilPlace,
)
from sisoho.schools.models.units import (
    Season,
    Setting,
    StaffMember,
    Unit,
    UnitProfile,
    UnitSuccession,
    Village,
)
from sisoho.schools.models.year_end import (
    Arrival,
    Handover,
    NewYearPlan,
    ResultConfirmation,
    YearResult,
)

__all__ = [
    "AreaChild",
    "Arrival",
    "ChildEntry",
    "ChildMatch",
    "Closure",
    "Duty",
    "Enrolment",
    "Guardian",
    "Handover",
    "HomeDistance",
    "Household",
    "ImportRun",
    "ImportedRow",
    "MakeUpDay",
    "Move",
    "NewYearPlan",
    "OpeningRoll",
    "PovertyDecision",
    "ProposedMove",
    "Pupil",
    "PupilBoarding",
    "PupilHousehold",
    "PupilLink",
    "PupilPlace",
    "ResultConfirmation",
    "SchoolClass",
    "SchoolYear",
    "Season",
    "Setting",
    "SiblingProposal",
    "StaffMember",
    "Unit",
    "UnitProfile",
    "UnitSuccession",
    "Village",
    "WeeklyHalfDay",
    "YearResult",
]
