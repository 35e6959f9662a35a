"""When the school heard what its sheets say: for who asks what was known on a day in the past."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from sisoho.access import Access
from sisoho.rollcall.models import MarkChange, RollCallSheet
from sisoho.rollcall.rules import MarkKind


@dataclass(frozen=True, slots=True)
class SheetWritten:
    """`first_at`: the first reception. `changes`: pupil id → (when, the mark from then on or None)."""

    first_at: datetime
    changes: dict[int, list[tuple[datetime, MarkKind | None]]] = field(default_factory=dict)


def sheet_words(access: Access, starts: date, ends: date) -> dict[int, SheetWritten]:
    """sheet id → how it came to say what it says, from `starts` until before `ends`; two statements."""
    s, c = RollCallSheet, MarkChange
    wanted = (s.unit == access.unit_id) & (s.date >= starts) & (s.date < ends)
    changes: dict[int, dict[int, list[tuple[datetime, MarkKind | None]]]] = defaultdict(dict)
    rows = (
        c.select(c.sheet, c.pupil, c.at, c.after)
        .join(s, on=(s.id == c.sheet) & (s.unit == c.unit))
        .where((c.unit == access.unit_id) & wanted)
        .order_by(c.at, c.id)
    )
    for sheet_id, pupil_id, at, after in rows.tuples():
        changes[sheet_id].setdefault(pupil_id, []).append((at, MarkKind(after) if after else None))
    sheets = s.select(s.id, s.first_received_at).where(wanted)
    return {sheet_id: SheetWritten(at, changes[sheet_id]) for sheet_id, at in sheets.tuples()}
