"""What an import would do, row by row, and what it must ask; pure, nothing is stored.

listed        a pupil as a file has them
plan          what the rules answer: verdicts, differences, proposed moves
comparing     when two writings mean the same, field by field
matching      which known pupil a row means: ID, else name + birth + class or village, else doubt
duplicates    rows of one file that mean the same pupil
verdicts      all of it together: `plan_import`
siblings      who may share a household: `propose_siblings`
"""

from sisoho.schools.import_rules.comparing import FIELDS, imported_values, value_of
from sisoho.schools.import_rules.listed import ListedPupil, Status
from sisoho.schools.import_rules.plan import (
    Difference,
    ImportPlan,
    KnownPupil,
    ProposedMove,
    RowVerdict,
    VerdictKind,
)
from sisoho.schools.import_rules.siblings import SiblingPair, propose_siblings
from sisoho.schools.import_rules.verdicts import plan_import

__all__ = [
    "FIELDS",
    "Difference",
    "ImportPlan",
    "KnownPupil",
    "ListedPupil",
    "ProposedMove",
    "RowVerdict",
    "SiblingPair",
    "Status",
    "VerdictKind",
    "imported_values",
    "plan_import",
    "propose_siblings",
    "value_of",
]
