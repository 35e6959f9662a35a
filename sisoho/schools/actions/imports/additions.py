"""Classes, campuses and villages a list names and nobody has yet."""

from collections import defaultdict
from dataclasses import replace

from sisoho.access import Access
from sisoho.schools.actions.classes import create_classes
from sisoho.schools.actions.imports.planning import Planned
from sisoho.schools.actions.units import add_unit
from sisoho.schools.actions.villages import add_village
from sisoho.schools.forms import PATTERNS, ClassData, UnitData, VillageData
from sisoho.schools.models import SchoolYear
from sisoho.schools.queries.imports import PlaceIds


def make_additions(access: Access, year: SchoolYear, planned: Planned, pattern: str) -> PlaceIds:
    """Make them, as they were shown; returns the ids of all places there are now.

    A new class stands on the campus that all its listed pupils share.
    """
    ids, new = planned.ids, planned.additions
    campuses = {
        name: add_unit(access, UnitData("campus", name, year.starts), access.unit_id).id
        for name in new.campuses
    }
    ids = replace(
        ids,
        campuses=ids.campuses | campuses,
        villages=ids.villages
        | {name: add_village(access, VillageData(name, kind)).id for name, kind in new.villages},
    )
    campus_of = _campus_of_class(planned)
    classes = [
        ClassData(name, grades, PATTERNS[pattern][1], ids.campuses.get(campus_of[name]))
        for name, grades in new.classes
    ]
    made = {row.name: row.id for row in create_classes(access, year.id, classes)}
    return replace(ids, classes=ids.classes | made, grades=ids.grades | dict(new.classes))


def _campus_of_class(planned: Planned) -> defaultdict[str, str]:
    """Class → the campus all its listed pupils share, "" where they do not."""
    campuses = defaultdict[str, set[str]](set)
    for verdict in planned.verdicts:
        campuses[verdict.row.class_name].add(verdict.row.campus)
    shared = {name: next(iter(found)) for name, found in campuses.items() if len(found) == 1}
    return defaultdict(str, shared)
