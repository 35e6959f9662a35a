"""Sheets and marks over a span as plain records: what every figure and every list is made of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sisoho.access import Access
from sisoho.rollcall.models import Mark, RollCallSheet
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.models import StaffMember


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """One sheet as it stands. `taken_at` is the first taking, by the phone's clock without its skew."""

    id: int
    public_id: str
    class_id: int
    slot: Slot
    roll: frozenset[int]
    marks: Mapping[int, MarkKind]
    taken_by: str
    taken_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark as it stands; `first` is what it was at the bell."""

    pupil_id: int
    class_id: int
    slot: Slot
    kind: MarkKind
    first: MarkKind
    reason: str
    settled_at: datetime | None


def records_between(
    access: Access, starts: date, ends: date, class_ids: Collection[int] | None = None
) -> list[SheetRecord]:
    """The sheets from `starts` until the day before `ends`, oldest first; two statements."""
    wanted = _span(access, starts, ends, class_ids)
    marks: dict[int, dict[int, MarkKind]] = defaultdict(dict)
    for sheet_id, pupil_id, kind in _marks(wanted, Mark.sheet, Mark.pupil, Mark.kind):
        marks[sheet_id][pupil_id] = MarkKind(kind)
    s = RollCallSheet
    rows = (
        s.select(
            s.id, s.public_id, s.school_class, s.date, s.half_day, s.roll, StaffMember.full_name,
            s.first_device_at, s.received_at,
        )
        .join(StaffMember)
        .where(wanted)
        .tuples()
    )  # fmt: skip
    records = [
        SheetRecord(
            sheet_id, public_id, class_id, Slot(day, HalfDay(half_day)), frozenset(roll),
            marks.get(sheet_id, {}), *rest,
        )
        for sheet_id, public_id, class_id, day, half_day, roll, *rest in rows
    ]  # fmt: skip
    return sorted(records, key=lambda record: (record.slot, record.class_id))


def marks_between(
    access: Access,
    starts: date,
    ends: date,
    class_ids: Collection[int] | None = None,
    pupil_ids: Collection[int] | None = None,
) -> list[MarkRow]:
    """The marks from `starts` until the day before `ends`, newest first; one statement."""
    wanted = _span(access, starts, ends, class_ids)
    if pupil_ids is not None:
        wanted &= Mark.pupil.in_(list(pupil_ids))
    s, m = RollCallSheet, Mark
    rows = _marks(
        wanted, m.pupil, s.school_class, s.date, s.half_day, m.kind, m.first_kind, m.reason, m.settled_at
    )
    found = [
        MarkRow(pupil_id, class_id, Slot(day, HalfDay(half)), MarkKind(kind), MarkKind(first), *rest)
        for pupil_id, class_id, day, half, kind, first, *rest in rows
    ]
    return sorted(found, key=lambda mark: (mark.slot, mark.class_id), reverse=True)


def _span(access: Access, starts: date, ends: date, class_ids: Collection[int] | None) -> Any:
    s = RollCallSheet
    wanted = (s.unit == access.unit_id) & (s.date >= starts) & (s.date < ends)
    return wanted if class_ids is None else wanted & s.school_class.in_(list(class_ids))


def _marks(wanted: Any, *columns: Any) -> Any:
    same = (Mark.sheet == RollCallSheet.id) & (Mark.unit == RollCallSheet.unit)
    return Mark.select(*columns).join(RollCallSheet, on=same).where(wanted).tuples()
