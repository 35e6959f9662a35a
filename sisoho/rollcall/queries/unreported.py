"""Which classes the school waits for though its hour is past, and who would have sent the roll."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sisoho.access import Access
from sisoho.rollcall.models import RollCallSheet
from sisoho.rollcall.queries.duties import roll_duties
from sisoho.rollcall.rules import ReportingHours, on_duty
from sisoho.school_calendar import Season, SeasonKind, Slot, is_cut_off
from sisoho.schools.models import Duty
from sisoho.schools.models import Season as SeasonRow
from sisoho.schools.queries import settings_of
from sisoho.schools.queries.due import ClassRoll, class_rolls

ONE_DAY = timedelta(days=1)
_LEADING = ("principal", "vice_principal")


@dataclass(frozen=True, slots=True)
class Unreported:
    """`id`: the class's row id; `staff_ids`: who takes this roll."""

    id: int
    public_id: str
    name: str
    slot: Slot
    staff_ids: tuple[int, ...]


def reporting_hours(access: Access, on: date) -> ReportingHours:
    """By when the school wants its rolls on a day; one statement."""
    values = settings_of(access, ("report_by_morning", "report_by_afternoon"), on)
    return ReportingHours(
        time.fromisoformat(values["report_by_morning"]), time.fromisoformat(values["report_by_afternoon"])
    )


def unreported(
    access: Access, slot: Slot, now: datetime, class_ids: Collection[int] | None = None
) -> list[Unreported]:
    """The classes with somebody due at `slot` and no sheet, once the school's hour is past.

    A class is left out as soon as water keeps any of its pupils at home, by a closure or by a declared
    season: there nobody is to be pressed to a place with signal.
    """
    if now < reporting_hours(access, slot.date).deadline(slot):
        return []
    reported, seasons = _reported(access, slot), _seasons(access, slot.date)
    waiting = [
        roll
        for roll in class_rolls(access, slot.date, slot.date + ONE_DAY, class_ids)
        if roll.id not in reported and roll.due_ids(slot) and not has_cut_off(roll, slot, seasons)
    ]
    if not waiting:
        return []
    duties, homeroom = roll_duties(access, slot.date, slot.date + ONE_DAY), _homeroom(access, slot.date)
    return [
        Unreported(
            roll.id, roll.public_id, roll.name, slot,
            tuple(on_duty(duties.rows, roll.id, slot) or homeroom[roll.id]),
        )
        for roll in waiting
    ]  # fmt: skip


def leader_ids(access: Access, on: date) -> list[int]:
    """The staff row ids of who leads the school on a day."""
    rows = _in_force(access, on).where(Duty.kind.in_(_LEADING))
    return [duty.staff_id for duty in rows]


def has_cut_off(roll: ClassRoll, slot: Slot, seasons: Collection[Season]) -> bool:
    """Whether water keeps any pupil of a class at home: its teacher is then told nothing of being late."""
    villages = {pupil.village_id(slot.date) for pupil in roll.enrolled(slot.date)}
    return any(is_cut_off(village_id, slot, seasons, roll.calendar.closures) for village_id in villages)


def _reported(access: Access, slot: Slot) -> set[int]:
    s = RollCallSheet
    of_slot = (s.date == slot.date) & (s.half_day == slot.half_day.value)
    rows = s.select(s.school_class).where((s.unit == access.unit_id) & of_slot)
    return {row.school_class_id for row in rows}


def _seasons(access: Access, on: date) -> list[Season]:
    """The commune's declared floods in force."""
    s = SeasonRow
    rows = s.select().where(
        (s.unit == access.commune_id) & (s.kind == SeasonKind.FLOOD.value) & (s.starts <= on) & (s.ends > on)
    )
    return [Season(SeasonKind.FLOOD, row.village_id, row.starts, row.ends) for row in rows]


def _homeroom(access: Access, on: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for duty in _in_force(access, on).where(Duty.kind == "homeroom"):
        found[duty.school_class_id].append(duty.staff_id)
    return found


def _in_force(access: Access, on: date):  # type: ignore[no-untyped-def]
    ends = Duty.ends.is_null() | (Duty.ends > on)
    return Duty.select().where((Duty.unit == access.unit_id) & (Duty.starts <= on) & ends)
