"""The schools below a commune or a department: who has reported, and counts. Never a name of a pupil."""

from collections.abc import Iterable
from dataclasses import dataclass

from sisoho.access import Access, Right, system_access
from sisoho.errors import NotFound
from sisoho.rollcall.queries import SheetState, schools_heard, sheet_states
from sisoho.rollcall.rules import SheetTotals, total
from sisoho.school_calendar import Slot
from sisoho.schools.queries.unit_tree import UnitLine, schools_below


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school at the newest half-day of today that it has reported; `slot` is None without school today."""

    name: str
    slot: Slot | None
    reported: int
    scheduled: int
    totals: SheetTotals

    @property
    def is_complete(self) -> bool:
        return self.slot is not None and self.reported == self.scheduled


@dataclass(frozen=True, slots=True)
class CommuneDay:
    """`with_school`: how many schools have school today; `complete`: how many of them reported in full."""

    name: str
    public_id: str
    lines: tuple[SchoolLine, ...]
    with_school: int
    complete: int
    totals: SheetTotals


def commune_day(access: Access, public_id: str | None = None) -> CommuneDay:
    """The schools of the acting commune, or of one commune of the acting department.

    Five statements a school: each is counted as the school itself counts. Raises NotFound.
    """
    access.need(Right.SEE_COMMUNE)
    commune, schools = schools_of_commune(access, public_id)
    lines = [_line(access, commune, school) for school in schools]
    taught = [line for line in lines if line.slot is not None]
    return CommuneDay(
        name=commune.name,
        public_id=commune.public_id,
        lines=tuple(lines),
        with_school=len(taught),
        complete=sum(line.is_complete for line in taught),
        totals=total(line.totals for line in lines),
    )


def schools_of_commune(access: Access, public_id: str | None) -> tuple[UnitLine, tuple[UnitLine, ...]]:
    """The acting commune, or one below the acting department, with its schools. Raises NotFound."""
    for commune, schools in schools_below(access):
        if commune.public_id == public_id or (public_id is None and commune.id == access.unit_id):
            return commune, schools
    if public_id is not None:
        raise NotFound("Không tìm thấy xã này.")
    return UnitLine(access.unit_id, "", access.unit_name), ()


def _line(access: Access, commune: UnitLine, school: UnitLine) -> SchoolLine:
    within = system_access(school.id, "school", access.on, commune.id, school.name)
    states = [state for state in sheet_states(within, access.on) if state.scheduled]
    newest = _newest(states)
    return SchoolLine(
        name=school.name,
        slot=newest[0].slot if newest else None,
        reported=sum(state.record is not None for state in newest),
        scheduled=len(newest),
        totals=total(state.totals for state in newest if state.totals),
    )


def _newest(states: Iterable[SheetState]) -> list[SheetState]:
    """The half-day that was reported last, else the day's first."""
    by_slot: dict[Slot, list[SheetState]] = {}
    for state in states:
        by_slot.setdefault(state.slot, []).append(state)
    heard = [slot for slot, of_slot in by_slot.items() if any(state.record for state in of_slot)]
    slot = max(heard, default=None) or min(by_slot, default=None)
    return by_slot[slot] if slot else []


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """A commune with how many of its schools have sent at least one sheet today."""

    public_id: str
    name: str
    heard: int
    schools: int


def communes_today(access: Access) -> list[CommuneLine]:
    """The communes of the acting department; two statements, however many schools."""
    access.need(Right.SEE_COMMUNE)
    heard = schools_heard(access, access.on)
    return [
        CommuneLine(
            commune.public_id, commune.name, sum(school.id in heard for school in schools), len(schools)
        )
        for commune, schools in schools_below(access)
    ]
