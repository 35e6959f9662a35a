"""How long a pupil has been missing: due half-days in a row, absent without leave.

Days off and leave neither count nor break the row, for a family does not come back sooner
because of a holiday; presence breaks it; a half-day nobody reported says nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import Slot, slot_of


class Seen(Enum):
    """What the sheets say of a pupil at one due half-day."""

    PRESENT = auto()
    EXCUSED = auto()
    UNEXCUSED = auto()  # K, and V as long as nobody knows why
    UNREPORTED = auto()  # no sheet, or a sheet that does not speak of the pupil


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What one sheet says: whom it was taken from and its marks as they now stand."""

    roll: frozenset[int]
    marks: Mapping[int, MarkKind]


History = Iterable[tuple[Slot, Seen]]


def seen_on(pupil_id: int, sheet: SheetWords | None) -> Seen:
    """What a sheet says of a pupil who was due."""
    kind = sheet.marks.get(pupil_id) if sheet else None
    if sheet is None or (kind is None and pupil_id not in sheet.roll):
        return Seen.UNREPORTED
    if kind is None or not kind.is_absence:
        return Seen.PRESENT
    return Seen.EXCUSED if kind is MarkKind.P else Seen.UNEXCUSED


@dataclass(frozen=True, slots=True)
class Streak:
    """The half-days of the current row of absences, oldest first; empty when there is none."""

    slots: tuple[Slot, ...] = ()

    def __len__(self) -> int:
        return len(self.slots)

    @property
    def since(self) -> Slot | None:
        return self.slots[0] if self.slots else None

    @property
    def latest(self) -> Slot | None:
        return self.slots[-1] if self.slots else None


def absence_streak(newest_first: History) -> Streak:
    """The row of unexcused half-days up to the newest; reads no further back than the last presence."""
    slots: list[Slot] = []
    for slot, seen in newest_first:
        if seen is Seen.PRESENT:
            break
        if seen is Seen.UNEXCUSED:
            slots.append(slot)
    return Streak(tuple(reversed(slots)))


def return_after(newest_first: History, visited_at: datetime) -> Slot | None:
    """The first half-day on which the pupil was seen present after a visit, or None."""
    visited = slot_of(visited_at)
    first: Slot | None = None
    for slot, seen in newest_first:
        if slot <= visited:
            break
        if seen is Seen.PRESENT:
            first = slot
    return first
