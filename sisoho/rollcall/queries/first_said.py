"""When the school first heard that a pupil was away: a later version of the sheet does not move it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from peewee import fn

from sisoho.access import Access
from sisoho.rollcall.models import MarkChange, RollCallSheet
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import HalfDay, Slot

_WITHOUT_LEAVE = (MarkKind.V.value, MarkKind.K.value)


def first_said_absent(access: Access, sheet_ids: Collection[int]) -> dict[tuple[int, int], datetime]:
    """(sheet id, pupil id) → when the absence was first received; one statement, none for no sheet."""
    if not sheet_ids:
        return {}
    rows = _first(access, MarkChange.sheet.in_(list(sheet_ids)), MarkChange.sheet)
    return {(sheet_id, pupil_id): at for sheet_id, pupil_id, at in rows}


def first_said_on(access: Access, starts: date, ends: date) -> dict[tuple[int, Slot, int], datetime]:
    """(class id, half-day, pupil id) → the same, from `starts` until the day before `ends`; one statement."""
    s = RollCallSheet
    rows = _first(access, (s.date >= starts) & (s.date < ends), s.school_class, s.date, s.half_day)
    return {
        (class_id, Slot(day, HalfDay(half_day)), pupil_id): at
        for class_id, day, half_day, pupil_id, at in rows
    }


def _first(access: Access, wanted: Any, *of: Any) -> Any:
    c, s = MarkChange, RollCallSheet
    return (
        c.select(*of, c.pupil, fn.MIN(c.at))
        .join(s, on=(s.id == c.sheet) & (s.unit == c.unit))
        .where((c.unit == access.unit_id) & c.after.in_(_WITHOUT_LEAVE) & wanted)
        .group_by(*of, c.pupil)
        .tuples()
    )
