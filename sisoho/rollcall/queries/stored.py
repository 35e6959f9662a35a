"""One sheet in the shape of the pure rules, with who and when beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from sisoho.access import Access
from sisoho.db import is_sqlite
from sisoho.rollcall import rules
from sisoho.rollcall.models import Mark, RollCallSheet, SheetVersion
from sisoho.rollcall.rules import Heard, MarkKind, StoredSheet
from sisoho.school_calendar import Slot
from sisoho.schools.models import StaffMember


@dataclass(frozen=True, slots=True)
class Sheet:
    """`reasons` by pupil id: what the family said, for settled marks."""

    id: int
    public_id: str
    stored: StoredSheet
    taken_by: str
    received_at: datetime
    reasons: Mapping[int, str]


def stored_sheet(
    access: Access, class_id: int, slot: Slot, *, draft_id: str | None = None, lock: bool = False
) -> Sheet | None:
    """The sheet of a class at a half-day, None while nobody has sent one; one statement.

    `draft_id`: also what was last heard of that draft. `lock`: keep others from changing the sheet
    until the transaction ends (SQLite's IMMEDIATE transaction does so already).
    """
    query = _query(access, draft_id).where(
        (RollCallSheet.school_class == class_id)
        & (RollCallSheet.date == slot.date)
        & (RollCallSheet.half_day == slot.half_day.value)
    )
    if lock and not is_sqlite():
        query = query.for_update(of=RollCallSheet)
    rows = list(query.tuples())
    return _sheet(rows, draft_id) if rows else None


def _query(access: Access, draft_id: str | None) -> Any:
    """One row a mark, or one row for a sheet without marks."""
    s, m, v, later = RollCallSheet, Mark, SheetVersion, SheetVersion.alias()
    newest = later.select(fn.MAX(later.id)).where(
        (later.unit == s.unit) & (later.sheet == s.id) & (later.draft_id == draft_id)
    )
    return (
        s.select(
            s.id, s.public_id, s.version, s.draft_id, s.seq, s.payload_hash, s.roll,
            StaffMember.full_name, s.received_at,
            v.seq, v.payload_hash, v.accepted,
            m.pupil, m.kind, m.first_kind, m.settled_by, m.settled_at, m.reason,
        )
        .join(StaffMember)
        .switch(s)
        .join(m, JOIN.LEFT_OUTER, on=(m.sheet == s.id) & (m.unit == s.unit))
        .join(v, JOIN.LEFT_OUTER, on=(v.unit == s.unit) & (v.id == newest))
        .where(s.unit == access.unit_id)
    )  # fmt: skip


def _sheet(rows: list[Any], draft_id: str | None) -> Sheet:
    sheet_id, public_id, version, of_draft, seq, said, roll, taken_by, received_at, *heard = rows[0][:12]
    marked = [row[12:] for row in rows if row[12] is not None]
    marks = {
        pupil_id: rules.Mark(MarkKind(kind), MarkKind(first), settled_by, settled_at)
        for pupil_id, kind, first, settled_by, settled_at, _ in marked
    }
    known = {draft_id: Heard(*heard)} if draft_id is not None and heard[0] is not None else {}
    return Sheet(
        id=sheet_id,
        public_id=public_id,
        stored=StoredSheet(version, of_draft, seq, said, tuple(roll), marks, known),
        taken_by=taken_by,
        received_at=received_at,
        reasons={row[0]: row[5] for row in marked if row[5]},
    )
