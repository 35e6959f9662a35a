"""What an import would do, row by row, and what it must ask; pure, nothing is stored.

listed        a pupil as a file has them
plan          what the rules answer: verdicts, differences, proposed moves
comparing     when two writings mean the same, field by field
matching      which known pupil a row means: ID, else name + birth + class or village, else doubt
duplicates    rows of one file that mean the same pupil
verdicts      all of it together: `plan_import`
places        the classes, campuses and villages of a list in the school's words
decisions     what a person's word makes of the plan: `settle`
siblings      who may share a household: `propose_siblings`
children      the same for a phổ cập list: `plan_children`
stored        rows, outcomes and decisions as JSON
"""

from sisoho.schools.import_rules.children import KnownChild, ListedChild, plan_children
from sisoho.schools.import_rules.comparing import FIELDS, imported_values, place_key, same_value, value_of
from sisoho.schools.import_rules.decisions import Decision, Standing, settle
from sisoho.schools.import_rules.listed import ListedPupil, Status, within_limits
from sisoho.schools.import_rules.places import (
    Additions,
    KnownPlaces,
    Retold,
    additions,
    class_key,
    in_own_words,
)
from sisoho.schools.import_rules.plan import (
    Difference,
    ImportPlan,
    KnownPupil,
    ProposedMove,
    RowVerdict,
    VerdictKind,
)
from sisoho.schools.import_rules.siblings import SiblingPair, propose_siblings
from sisoho.schools.import_rules.stored import (
    decision_from_json,
    decision_to_json,
    listed_from_json,
    outcome_to_json,
    row_from_json,
    row_to_json,
)
from sisoho.schools.import_rules.verdicts import plan_import

__all__ = [
    "FIELDS",
    "Additions",
    "Decision",
    "Difference",
    "ImportPlan",
    "KnownChild",
    "KnownPlaces",
    "KnownPupil",
    "ListedChild",
    "ListedPupil",
    "ProposedMove",
    "Retold",
    "RowVerdict",
    "SiblingPair",
    "Standing",
    "Status",
    "VerdictKind",
    "additions",
    "class_key",
    "decision_from_json",
    "decision_to_json",
    "imported_values",
    "in_own_words",
    "listed_from_json",
    "outcome_to_json",
    "place_key",
    "plan_children",
    "plan_import",
    "propose_siblings",
    "row_from_json",
    "row_to_json",
    "same_value",
    "settle",
    "value_of",
    "within_limits",
]
