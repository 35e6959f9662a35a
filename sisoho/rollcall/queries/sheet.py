"""What the roll-call page of one class at one half-day shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import JOIN

from sisoho import clock
from sisoho.access import Access
from sisoho.rollcall.models import Mark, RollCallSheet
from sisoho.rollcall.queries.beside import Beside, SheetVillage, away, beside, sheet_villages
from sisoho.rollcall.queries.locks import authority_of, window_of
from sisoho.rollcall.queries.stored import Sheet, stored_sheet
from sisoho.rollcall.rules import (
    MarkKind,
    SheetTotals,
    StoredSheet,
    Window,
    marks_not_due,
    refuse_impossible,
    sheet_totals,
)
from sisoho.school_calendar import Closure, HalfDay, Slot, vietnam_time
from sisoho.schools.queries.due import ClassRoll

# How far back "đã nghỉ … buổi liền" looks: what a teacher remembers, and a small read.
_STREAK_REACH = timedelta(days=28)
_GONE = "Em không còn trong danh sách lớp"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One due pupil. `streak`: half-days missed in a row before this one; `added`: not on the sent roll.

    `leave`: the family asked, in words; before anything is sent such a row is marked P, for the
    teacher to confirm by sending. `village`: public id, "" if unknown. `seen`: what later lessons noted.
    `birth`: of a pupil whose name another one of the class bears too.
    """

    public_id: str
    name: str
    mark: MarkKind | None
    reason: str
    settled: bool
    streak: int
    added: bool
    leave: str = ""
    village: str = ""
    seen: tuple[str, ...] = ()
    birth: str = ""

    @property
    def label(self) -> str:
        """The name where it stands alone, in a choice or for a screen reader."""
        return f"{self.name} ({self.birth})" if self.birth else self.name

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands under the name."""
        said = (
            f"sinh {self.birth}" if self.birth else "",
            f"nghỉ {self.streak} buổi liền" if self.streak > 1 else "",
            self.leave,
            (self.reason or "đã xác minh") if self.settled else "",
            "mới vào danh sách, chưa điểm danh" if self.added else "",
        )
        return (*filter(None, said), *self.seen)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the school has received.

    `when` is the time of receipt, with its date if that is not the sheet's own. `locked`: a change
    needs a reason. `uncounted` and `overrode` are names.
    """

    sheet_id: str
    version: int
    received_at: datetime
    when: str
    taken_by: str
    totals: SheetTotals
    locked: bool
    uncounted: tuple[str, ...] = ()
    overrode: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetView:
    """`slots`: when the class has school that day. `closed`: this person may no longer change the sheet.

    `away`: (name, why) of who need not come. `may_close`: this person may declare a village flooded.
    """

    roll: ClassRoll
    slot: Slot
    rows: tuple[SheetRow, ...]
    receipt: Receipt | None
    slots: tuple[Slot, ...]
    closure: Closure | None
    closed: bool
    away: tuple[tuple[str, str], ...] = ()
    villages: tuple[SheetVillage, ...] = ()
    may_close: bool = False

    @property
    def has_school(self) -> bool:
        return self.slot in self.slots

    def count(self, kind: str) -> int:
        return sum(row.mark == kind for row in self.rows)


def sheet_view(
    access: Access,
    roll: ClassRoll,
    slot: Slot,
    said: Mapping[int, MarkKind] | None = None,
    ahead: timedelta = timedelta(0),
) -> SheetView:
    """The page of a class at a half-day; at most four statements. Raises RuleBroken (rules.when).

    `said` are marks to show instead of the stored ones: what a person typed and the rules refused.
    `ahead`: how many days before its own a sheet may be seen, for a phone that takes it along.
    """
    refuse_impossible(roll.calendar, slot, clock.today() + ahead)
    sheet = stored_sheet(access, roll.id, slot)
    window = window_of(access, slot.date, clock.now()) if sheet else Window.OPEN
    found = beside(access, roll, slot)
    return SheetView(
        roll=roll,
        slot=slot,
        rows=_rows(roll, slot, sheet, said, streaks(access, roll, slot), found, access.sees_class(roll.id)),
        receipt=receipt_of(roll, slot, sheet, window) if sheet else None,
        slots=roll.slots(slot.date, slot.date + timedelta(days=1)),
        closure=roll.closure(slot),
        closed=int(window) > int(authority_of(access)),
        away=tuple(away(roll, slot, found.villages)),
        villages=tuple(sheet_villages(roll, slot, found.villages)),
        may_close=access.sees_class(roll.id),
    )


def _rows(
    roll: ClassRoll,
    slot: Slot,
    sheet: Sheet | None,
    said: Mapping[int, MarkKind] | None,
    missed: Mapping[int, int],
    found: Beside,
    knows_why: bool,
) -> tuple[SheetRow, ...]:
    """`knows_why`: what families said is for the homeroom teacher and leaders (domain.md §9); whoever
    else takes the roll learns that leave was asked for, not why."""
    marks = sheet.stored.marks if sheet else {}
    shown = {i: mark.kind for i, mark in marks.items()} if said is None else dict(said)
    called = {*sheet.stored.roll, *marks} if sheet else None
    if said is None:
        spoken_of = called or set()
        shown |= {pupil_id: MarkKind.P for pupil_id in found.leaves if pupil_id not in spoken_of}
    return tuple(
        SheetRow(
            public_id=pupil.public_id,
            name=pupil.name,
            mark=shown.get(pupil.id),
            reason=sheet.reasons.get(pupil.id, "") if sheet and knows_why else "",
            settled=pupil.id in marks and marks[pupil.id].is_settled,
            streak=missed.get(pupil.id, 0),
            added=called is not None and pupil.id not in called,
            leave=_leave(found, pupil.id, knows_why),
            village=found.villages.get(pupil.village_id(slot.date) or 0, ("", ""))[0],
            seen=found.notes.get(pupil.id, ()),
            birth=pupil.birth,
        )
        for pupil in roll.due(slot)
    )


def _leave(found: Beside, pupil_id: int, knows_why: bool) -> str:
    leave = found.leaves.get(pupil_id)
    if leave is None:
        return ""
    return leave.words if knows_why else leave.words_without_reason


def receipt_of(
    roll: ClassRoll,
    slot: Slot,
    sheet: Sheet,
    window: Window,
    now_stored: StoredSheet | None = None,
    overrode: tuple[int, ...] = (),
) -> Receipt:
    """The receipt of a sheet as stored, or as `now_stored` if a submission has just changed it."""
    stored = now_stored or sheet.stored
    due_ids, locked = roll.due_ids(slot), window is not Window.OPEN
    return Receipt(
        sheet_id=sheet.public_id,
        version=stored.version,
        received_at=sheet.received_at,
        when=_when(sheet.received_at, slot),
        taken_by=sheet.taken_by,
        totals=sheet_totals(due_ids, stored.roll, stored.kinds, locked),
        locked=locked,
        uncounted=names_of(roll, marks_not_due(due_ids, stored.kinds)),
        overrode=names_of(roll, overrode),
    )


def _when(instant: datetime, slot: Slot) -> str:
    local = vietnam_time(instant)
    return f"{local:%H:%M}" if local.date() == slot.date else f"{local:%H:%M ngày %d/%m}"


def names_of(roll: ClassRoll, pupil_ids: tuple[int, ...]) -> tuple[str, ...]:
    names = {pupil.id: pupil.label for pupil in roll.pupils}
    return tuple(names.get(pupil_id, _GONE) for pupil_id in pupil_ids)


def streaks(access: Access, roll: ClassRoll, before: Slot) -> dict[int, int]:
    """pupil id → half-days missed in a row up to `before`, whatever the reason; one statement.

    Only half-days the class has reported count; one on which the pupil was not due is passed over.
    """
    absent = _absences(access, roll.id, before)
    row: dict[int, int] = {}
    missing = set().union(*absent.values())
    for slot in sorted(absent, reverse=True):
        if not missing:
            break
        away = absent[slot]
        row.update({pupil_id: row.get(pupil_id, 0) + 1 for pupil_id in missing & away})
        missing -= set(roll.due_ids(slot)) - away
    return row


def _absences(access: Access, class_id: int, before: Slot) -> dict[Slot, set[int]]:
    """Reported half-day before `before` → the pupils marked absent."""
    s, m = RollCallSheet, Mark
    absent = (m.sheet == s.id) & (m.unit == s.unit) & (m.kind != MarkKind.T)
    rows = (
        s.select(s.date, s.half_day, m.pupil)
        .join(m, JOIN.LEFT_OUTER, on=absent)
        .where(
            (s.unit == access.unit_id)
            & (s.school_class == class_id)
            & (s.date >= before.date - _STREAK_REACH)
            & (s.date <= before.date)
        )
        .tuples()
    )
    found: dict[Slot, set[int]] = {}
    for day, half_day, pupil_id in rows:
        slot = Slot(day, HalfDay(half_day))
        if slot < before:
            found.setdefault(slot, set()).update({pupil_id} - {None})
    return found
