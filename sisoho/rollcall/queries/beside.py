"""What stands beside a half-day's marks, in one statement: leave, notes of later lessons, villages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import Value

from sisoho.access import Access
from sisoho.rollcall.models import Leave as LeaveRow
from sisoho.rollcall.models import LessonNote
from sisoho.rollcall.rules import Leave, Seen, seen_words
from sisoho.school_calendar import HalfDay, Scope, Slot
from sisoho.schools.models import StaffMember, Village
from sisoho.schools.queries.due import ClassRoll


@dataclass(frozen=True, slots=True)
class Beside:
    """`leaves`, `notes` by pupil id; `villages` row id → (public id, name)."""

    leaves: Mapping[int, Leave] = field(default_factory=dict)
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    villages: Mapping[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetVillage:
    """A village of the class on the sheet. `can_undo`: it was closed for this half-day alone, by one tap."""

    public_id: str
    name: str
    pupils: int
    closed: bool
    can_undo: bool


def beside(access: Access, roll: ClassRoll, slot: Slot) -> Beside:
    """What concerns the pupils enrolled at `slot`; one statement."""
    pupils = roll.enrolled(slot.date)
    homes = {village for pupil in pupils if (village := pupil.village_id(slot.date)) is not None}
    leaves: dict[int, Leave] = {}
    notes: dict[int, tuple[str, ...]] = {}
    villages: dict[int, tuple[str, str]] = {}
    rows = (
        _leaves(access, [pupil.id for pupil in pupils], slot)
        + _notes(access, roll.id, slot)
        + _villages(access, homes, slot)
    )
    for what, row_id, text, word, number, first, first_half, last, last_half, by in rows.tuples():
        if what == "leave":
            leave = Leave(
                row_id, Slot(first, HalfDay(first_half)), Slot(last, HalfDay(last_half)), text, word
            )
            if leave.covers(slot):
                leaves[row_id] = leave
        elif what == "note":
            told = f"{seen_words(Seen(word), number, text)} ({by})"
            notes[row_id] = (*notes.get(row_id, ()), told)
        else:
            villages[row_id] = (word, text)
    return Beside(leaves, notes, villages)


def _leaves(access: Access, pupil_ids: Collection[int], slot: Slot) -> Any:
    t = LeaveRow
    return t.select(
        Value("leave"), t.pupil, t.reason, t.asked_by, Value(0),
        t.first_date, t.first_half_day, t.last_date, t.last_half_day, Value(""),
    ).where(
        (t.unit == access.unit_id)
        & t.pupil.in_(list(pupil_ids))
        & (t.first_date <= slot.date)
        & (t.last_date >= slot.date)
        & t.withdrawn_at.is_null()
    )  # fmt: skip


def _notes(access: Access, class_id: int, slot: Slot) -> Any:
    t = LessonNote
    return (
        t.select(
            Value("note"), t.pupil, t.reason, t.kind, t.number,
            t.date, t.half_day, t.date, t.half_day, StaffMember.full_name,
        )
        .join(StaffMember, on=(StaffMember.id == t.by) & (StaffMember.unit == t.unit))
        .where(
            (t.unit == access.unit_id)
            & (t.school_class == class_id)
            & (t.date == slot.date)
            & (t.half_day == slot.half_day.value)
        )
    )  # fmt: skip


def _villages(access: Access, village_ids: Collection[int], slot: Slot) -> Any:
    t, half = Village, Value(slot.half_day.value)
    day: Any = Value(slot.date)
    return t.select(
        Value("village"), t.id, t.name, t.public_id, Value(0), day, half, day, half, Value("")
    ).where((t.unit == access.commune_id) & t.id.in_(list(village_ids)))


def sheet_villages(roll: ClassRoll, slot: Slot, names: Mapping[int, tuple[str, str]]) -> list[SheetVillage]:
    """The villages of the pupils enrolled at `slot`, by name; no statement."""
    homes = [pupil.village_id(slot.date) for pupil in roll.enrolled(slot.date)]
    found = []
    for row_id, (public_id, name) in names.items():
        closures = [
            c
            for c in roll.calendar.closures
            if (c.scope, c.scope_id) == (Scope.VILLAGE, row_id) and c.first <= slot <= c.last
        ]
        alone = any(c.flood and c.first == c.last == slot for c in closures)
        found.append(SheetVillage(public_id, name, homes.count(row_id), bool(closures), alone))
    return sorted(found, key=lambda village: village.name)


def away(roll: ClassRoll, slot: Slot, names: Mapping[int, tuple[str, str]]) -> list[tuple[str, str]]:
    """(name, why) of who is in the class and need not come at a half-day on which it has school."""
    if slot not in roll.slots(slot.date, _next(slot.date)):
        return []
    due = set(roll.due_ids(slot))
    return [
        (pupil.label, _why(roll, slot, pupil.village_id(slot.date), names))
        for pupil in roll.enrolled(slot.date)
        if pupil.id not in due
    ]


def _why(roll: ClassRoll, slot: Slot, village_id: int | None, names: Mapping[int, tuple[str, str]]) -> str:
    of_village = (
        c.reason
        for c in roll.calendar.closures
        if (c.scope, c.scope_id) == (Scope.VILLAGE, village_id) and c.first <= slot <= c.last
    )
    reason = next(of_village, None)
    if reason is None:
        return "điểm trường của em nghỉ"
    return f"{names.get(village_id or 0, ('', 'Buôn'))[1]} nghỉ: {reason}"


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
