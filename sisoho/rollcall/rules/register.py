"""The month register of a class: a row a pupil, a column a half-day, and totals both ways.

Only what a sheet says is counted. A half-day without a sheet stands in the grid as a gap and in
nobody's denominator, so the totals of a month that is not over are true of what was reported.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from sisoho.rollcall.rules.marks import MarkKind
from sisoho.rollcall.rules.settlement import counted_kind
from sisoho.rollcall.rules.totals import SheetTotals, sheet_totals, total
from sisoho.school_calendar import HalfDay, Slot


class Cell(StrEnum):
    """What stands in one square. The letters are the marks of the sheet."""

    NOT_DUE = "not_due"  # no school, a closure, not (yet, or any more) in the class
    TO_COME = "to_come"  # due on a day that has not come
    NO_SHEET = "no_sheet"  # due, and nobody has sent the roll
    NOT_CALLED = "not_called"  # due, but the roll does not speak of the pupil: chưa điểm danh
    PRESENT = "present"
    V = "V"
    P = "P"
    K = "K"
    T = "T"

    @property
    def letter(self) -> str:
        return self.value if len(self.value) == 1 else ""


class SheetFacts(Protocol):
    """What the register needs of a stored sheet."""

    @property
    def slot(self) -> Slot: ...
    @property
    def roll(self) -> frozenset[int]: ...
    @property
    def marks(self) -> Mapping[int, MarkKind]: ...


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One pupil: a cell for each half-day of the register, and the pupil's half-days in sum."""

    pupil_id: int
    cells: tuple[Cell, ...]
    totals: SheetTotals


@dataclass(frozen=True, slots=True)
class Register:
    """`columns` are the totals of each half-day, None where there is no sheet."""

    slots: tuple[Slot, ...]
    rows: tuple[RegisterRow, ...]
    columns: tuple[SheetTotals | None, ...]
    total: SheetTotals
    unsettled_counts_as_k: frozenset[Slot]  # locked half-days: a V there is in the K column

    @property
    def has_afternoons(self) -> bool:
        return any(slot.half_day is HalfDay.AFTERNOON for slot in self.slots)

    @property
    def reported(self) -> int:
        """Half-days with a sheet."""
        return sum(column is not None for column in self.columns)


def register(
    due: Mapping[int, Collection[Slot]],
    slots: Sequence[Slot],
    sheets: Mapping[Slot, SheetFacts],
    locked: Collection[Slot] = (),
    today: date = date.max,
) -> Register:
    """The register of the pupils in `due` (id → the half-days they are due), in that order.

    `slots` are its columns. `locked`: half-days whose V counts as K. `today`: a half-day after it
    without a sheet is still to come. A mark of a pupil who was not
    due, or who is not in `due` at all, is in the columns' `not_due` and nowhere else.
    """
    due_sets = {pupil_id: frozenset(of_pupil) for pupil_id, of_pupil in due.items()}
    due_at = {slot: tuple(i for i, of_pupil in due_sets.items() if slot in of_pupil) for slot in slots}
    columns = tuple(
        sheet_totals(due_at[slot], sheets[slot].roll, sheets[slot].marks, slot in locked)
        if slot in sheets
        else None
        for slot in slots
    )
    rows = tuple(
        _row(pupil_id, of_pupil, slots, sheets, locked, today) for pupil_id, of_pupil in due_sets.items()
    )
    return Register(
        slots=tuple(slots),
        rows=rows,
        columns=columns,
        total=total(column for column in columns if column is not None),
        unsettled_counts_as_k=frozenset(locked) & frozenset(slots),
    )


def _row(
    pupil_id: int,
    due: frozenset[Slot],
    slots: Sequence[Slot],
    sheets: Mapping[Slot, SheetFacts],
    locked: Collection[Slot],
    today: date,
) -> RegisterRow:
    cells = tuple(
        Cell.TO_COME
        if slot.date > today and slot in due and slot not in sheets
        else _cell(pupil_id, slot in due, sheets.get(slot))
        for slot in slots
    )
    kinds = [
        (MarkKind(cell.letter), slot in locked)
        for cell, slot in zip(cells, slots, strict=True)
        if cell.letter
    ]
    counted = [counted_kind(kind, is_locked) for kind, is_locked in kinds]
    return RegisterRow(
        pupil_id,
        cells,
        SheetTotals(
            roll=cells.count(Cell.PRESENT) + len(kinds),
            excused=counted.count(MarkKind.P),
            unexcused=counted.count(MarkKind.K),
            unknown=counted.count(MarkKind.V),
            late=counted.count(MarkKind.T),
            unverified=kinds.count((MarkKind.V, True)),
            not_called=cells.count(Cell.NOT_CALLED),
            not_due=sum(
                slot not in due and slot in sheets and pupil_id in sheets[slot].marks for slot in slots
            ),
        ),
    )


def _cell(pupil_id: int, is_due: bool, sheet: SheetFacts | None) -> Cell:
    if not is_due:
        return Cell.NOT_DUE
    if sheet is None:
        return Cell.NO_SHEET
    mark = sheet.marks.get(pupil_id)
    if mark is not None:
        return Cell(mark.value)
    return Cell.PRESENT if pupil_id in sheet.roll else Cell.NOT_CALLED


@dataclass(frozen=True, slots=True)
class BookLine:
    """What of one pupil is copied into the official book: the half-days of each kind."""

    pupil_id: int
    excused: tuple[Slot, ...]
    unexcused: tuple[Slot, ...]
    late: tuple[Slot, ...]

    def words(self, with_half_day: bool = True) -> str:
        """`P 2 (05S, 06S); K 1 (12C)`; days alone for a class that has mornings only."""
        parts = [("P", self.excused), ("K", self.unexcused), ("trễ", self.late)]
        return "; ".join(
            f"{letter} {len(slots)} ({', '.join(_day(slot, with_half_day) for slot in slots)})"
            for letter, slots in parts
            if slots
        )


def _day(slot: Slot, with_half_day: bool) -> str:
    return f"{slot.date:%d}{slot.half_day.value if with_half_day else ''}"


def book_lines(of: Register) -> tuple[BookLine, ...]:
    """The pupils with anything to copy. An absence nobody has settled yet is not copied before the lock."""
    found = []
    for row in of.rows:
        at: dict[MarkKind, list[Slot]] = {kind: [] for kind in MarkKind}
        for slot, cell in zip(of.slots, row.cells, strict=True):
            if cell.letter:
                at[counted_kind(MarkKind(cell.letter), slot in of.unsettled_counts_as_k)].append(slot)
        line = BookLine(row.pupil_id, tuple(at[MarkKind.P]), tuple(at[MarkKind.K]), tuple(at[MarkKind.T]))
        if line.excused or line.unexcused or line.late:
            found.append(line)
    return tuple(found)
