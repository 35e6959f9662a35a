"""The rows that decide when classes have school, in one statement: weeks, closures, make-up days."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from peewee import Cast, Value

from sisoho.access import Access
from sisoho.school_calendar import Closure, HalfDay, LessonKind, MakeUp, PatternRow, Scope, Slot
from sisoho.schools.models import Closure as ClosureRow
from sisoho.schools.models import MakeUpDay, WeeklyHalfDay

# What floods took is made up after the year, but before the next one begins.
_MAKE_UP_REACH = timedelta(days=60)


@dataclass(slots=True)
class Timetable:
    """What concerns some classes; patterns by class id."""

    patterns: dict[int, list[PatternRow]] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)
    make_ups: list[MakeUp] = field(default_factory=list)


def timetable(access: Access, class_ids: Collection[int], starts: date, ends: date) -> Timetable:
    """Everything on the calendar of these classes in a year from `starts` until the day before `ends`."""
    found = Timetable()
    rows = _weeks(access, class_ids) + _closures(access, starts, ends)
    for what, *row in (rows + _make_ups(access, class_ids, starts, ends)).tuples():
        _READERS[what](found, *row)
    return found


# --- three tables in one shape: (what, class, place, place, weekday, word, first, half, last, half, flood)

_NOBODY = Cast(Value(None), "integer")


def _weeks(access: Access, class_ids: Collection[int]) -> Any:
    t = WeeklyHalfDay
    return t.select(
        Value("week"), t.school_class, _NOBODY, _NOBODY, t.weekday, t.kind,
        t.starts, t.half_day, t.ends, t.half_day, Value(False),
    ).where((t.unit == access.unit_id) & t.school_class.in_(list(class_ids)))  # fmt: skip


def _closures(access: Access, starts: date, ends: date) -> Any:
    t = ClosureRow
    return t.select(
        Value("closed"), _NOBODY, t.campus, t.village, _NOBODY, t.reason,
        t.first_date, t.first_half_day, t.last_date, t.last_half_day, t.flood,
    ).where(
        (t.unit == access.unit_id)
        & (t.first_date < ends)
        & (t.last_date >= starts)
        & t.withdrawn_at.is_null()
    )  # fmt: skip


def _make_ups(access: Access, class_ids: Collection[int], starts: date, ends: date) -> Any:
    t = MakeUpDay
    whose = t.school_class.is_null() | t.school_class.in_(list(class_ids))
    return t.select(
        Value("made_up"), t.school_class, _NOBODY, _NOBODY, _NOBODY, t.kind,
        t.date, t.half_day, t.date, t.half_day, Value(False),
    ).where(
        (t.unit == access.unit_id) & whose & (t.date >= starts) & (t.date < ends + _MAKE_UP_REACH)
    )  # fmt: skip


def _read_week(
    found: Timetable, class_id: int, _campus: None, _village: None, weekday: int, kind: str,
    starts: date, half_day: str, ends: date | None, *_: Any,
) -> None:  # fmt: skip
    row = PatternRow(class_id, weekday, HalfDay(half_day), LessonKind(kind), starts, ends)
    found.patterns.setdefault(class_id, []).append(row)


def _read_closure(
    found: Timetable, _class: None, campus_id: int | None, village_id: int | None, _weekday: None,
    reason: str, first: date, first_half: str, last: date, last_half: str, flood: bool,
) -> None:  # fmt: skip
    scope, scope_id = Scope.SCHOOL, None
    if village_id is not None:
        scope, scope_id = Scope.VILLAGE, village_id
    elif campus_id is not None:
        scope, scope_id = Scope.CAMPUS, campus_id
    span = Slot(first, HalfDay(first_half)), Slot(last, HalfDay(last_half))
    found.closures.append(Closure(scope, scope_id, *span, reason, bool(flood)))


def _read_make_up(
    found: Timetable, class_id: int | None, _campus: None, _village: None, _weekday: None, kind: str,
    day: date, half_day: str, *_: Any,
) -> None:  # fmt: skip
    found.make_ups.append(MakeUp(class_id, Slot(day, HalfDay(half_day)), LessonKind(kind)))


_READERS: dict[str, Callable[..., None]] = {
    "week": _read_week,
    "closed": _read_closure,
    "made_up": _read_make_up,
}
