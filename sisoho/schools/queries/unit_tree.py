"""What stands below a commune or a department."""

from dataclasses import dataclass

from sisoho.access import Access
from sisoho.schools.models import Unit
from sisoho.schools.queries.units import profiles_on


@dataclass(frozen=True, slots=True)
class UnitLine:
    """`id` is the row id."""

    id: int
    public_id: str
    name: str


def schools_below(access: Access) -> list[tuple[UnitLine, tuple[UnitLine, ...]]]:
    """(commune, its schools), each by name, of the acting department or commune; one statement."""
    rows = list(profiles_on(access.on).where((Unit.kind == "commune") | Unit.id.in_(list(access.school_ids))))
    lines = {row.unit_id: UnitLine(row.unit_id, row.unit.public_id, row.name) for row in rows}
    schools = [(row.parent_id, lines[row.unit_id]) for row in rows if row.unit.kind == "school"]
    wanted = {parent for parent, _ in schools} & lines.keys()
    return [
        (
            lines[id_],
            tuple(sorted((line for parent, line in schools if parent == id_), key=lambda line: line.name)),
        )
        for id_ in sorted(wanted, key=lambda id_: lines[id_].name)
    ]
