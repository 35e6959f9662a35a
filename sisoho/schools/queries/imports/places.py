"""Classes, campuses and villages for the import rules, with their row ids."""

from dataclasses import dataclass

from sisoho.access import Access
from sisoho.schools.import_rules import KnownPlaces
from sisoho.schools.models import SchoolClass, Village
from sisoho.schools.queries.units import campus_names


@dataclass(frozen=True)
class PlaceIds:
    """Name → row id, as `KnownPlaces` names them; `grades`: class → its grades."""

    classes: dict[str, int]
    grades: dict[str, tuple[int, ...]]
    campuses: dict[str, int]
    villages: dict[str, int]


def known_places(access: Access, year_id: int) -> tuple[KnownPlaces, PlaceIds]:
    """What the school and its commune have, for a year."""
    classes = list(
        SchoolClass.select().where((SchoolClass.unit == access.unit_id) & (SchoolClass.year == year_id))
    )
    villages = list(Village.select().where(Village.unit == access.commune_id))
    campuses = {name: row_id for row_id, (_, name) in campus_names(access).items()}
    grades = {row.name: tuple(map(int, row.grades.split(","))) for row in classes}
    places = KnownPlaces(
        classes=grades,
        campuses=tuple(campuses),
        villages={row.name: tuple(row.aliases.splitlines()) for row in villages},
    )
    ids = PlaceIds(
        classes={row.name: row.id for row in classes},
        grades=grades,
        campuses=campuses,
        villages={row.name: row.id for row in villages},
    )
    return places, ids
