"""Which pupils are due at a half-day: the one definition behind every figure.

due = enrolled ∧ the class has school (weekly pattern within the year, or a make-up day)
∧ no closure of the school, the pupil's campus or the pupil's village.

Everything comes in as frozen rows, so that a class of 35 over eleven weeks is computed
without a query; rows of other classes, pupils or places may be passed along and are ignored.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sisoho.school_calendar.slots import (
    ONE_DAY,
    WHOLE_CLASS,
    HalfDay,
    LessonKind,
    Slot,
    Span,
    covers,
    days,
)
from sisoho.school_calendar.years import SchoolYear, Season, SeasonKind, declared_season


@dataclass(frozen=True, slots=True)
class PatternRow:
    """A half-day that a class has every week, while the row is in force. weekday: 0 = Monday."""

    class_id: int
    weekday: int
    half_day: HalfDay
    kind: LessonKind
    starts: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A half-day taught outside the weekly pattern, by one class or (class_id None) the whole school."""

    class_id: int | None
    slot: Slot
    kind: LessonKind = LessonKind.CHINH_KHOA


class Scope(StrEnum):
    SCHOOL = "school"
    CAMPUS = "campus"
    VILLAGE = "village"


Place = tuple[Scope, int | None]


@dataclass(frozen=True, slots=True)
class Closure:
    """No lessons from the half-day `first` to the half-day `last`, both included."""

    scope: Scope
    scope_id: int | None  # None for the school
    first: Slot
    last: Slot
    reason: str = ""
    flood: bool = False

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a closure cannot end before it begins")
        if (self.scope is Scope.SCHOOL) != (self.scope_id is None):
            raise ValueError("a campus or village closure names its place, a school closure none")


@dataclass(frozen=True, slots=True)
class ClassCalendar:
    """What decides when one class has school."""

    class_id: int
    year: SchoolYear
    pattern: tuple[PatternRow, ...]
    make_ups: tuple[MakeUp, ...] = ()
    closures: tuple[Closure, ...] = ()
    campus_id: int | None = None  # of the class; a pupil's own campus goes before it


@dataclass(frozen=True, slots=True)
class PupilPlace:
    """Where a pupil lives and at which campus the pupil learns, from a day on."""

    village_id: int | None
    campus_id: int | None
    starts: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class PupilDates:
    """One pupil of one class: when enrolled in it, where, and when on its list for phụ đạo."""

    pupil_id: int
    enrolled: tuple[Span, ...]
    places: tuple[PupilPlace, ...] = ()
    remedial: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A half-day on which a class has school, and the campuses and villages that are closed on it."""

    slot: Slot
    kind: LessonKind
    closed: frozenset[Place]


def due(
    calendar: ClassCalendar,
    pupils: Iterable[PupilDates],
    slot: Slot,
    kinds: Collection[LessonKind] = WHOLE_CLASS,
) -> tuple[int, ...]:
    """The ids of the pupils due at `slot`, in the given order; empty when the class has no school."""
    opened = next((o for o in _open_on(calendar, slot.date, kinds) if o.slot == slot), None)
    if opened is None:
        return ()
    return tuple(pupil.pupil_id for pupil in pupils if _attends(calendar, pupil, opened))


def due_by_pupil(
    calendar: ClassCalendar,
    pupils: Iterable[PupilDates],
    starts: date,
    ends: date,
    kinds: Collection[LessonKind] = WHOLE_CLASS,
) -> dict[int, tuple[Slot, ...]]:
    """pupil id → the half-days due from `starts` until the day before `ends`, in time order."""
    opened = tuple(_open_slots(calendar, days(starts, ends), kinds))
    return {pupil.pupil_id: tuple(o.slot for o in opened if _attends(calendar, pupil, o)) for pupil in pupils}


def due_slots(
    calendar: ClassCalendar,
    starts: date,
    ends: date,
    pupil: PupilDates | None = None,
    kinds: Collection[LessonKind] = WHOLE_CLASS,
) -> tuple[Slot, ...]:
    """The half-days due from `starts` until the day before `ends`: of one pupil, or of the class.

    A class is due while the school and its campus are open, even if a village of it is closed.
    """
    return tuple(
        o.slot for o in _open_slots(calendar, days(starts, ends), kinds) if _is_wanted(calendar, pupil, o)
    )


def previous_due_slot(
    calendar: ClassCalendar,
    before: Slot,
    pupil: PupilDates | None = None,
    kinds: Collection[LessonKind] = WHOLE_CLASS,
) -> Slot | None:
    """The last half-day due before `before`, of one pupil or of the class; None if there is none."""
    first, _ = _reach(calendar)
    backwards = (before.date - ONE_DAY * back for back in range((before.date - first).days + 1))
    for day in backwards:
        for opened in reversed(_open_on(calendar, day, kinds)):
            if opened.slot < before and _is_wanted(calendar, pupil, opened):
                return opened.slot
    return None


def next_due_slot(
    calendar: ClassCalendar,
    after: Slot,
    pupil: PupilDates | None = None,
    kinds: Collection[LessonKind] = WHOLE_CLASS,
) -> Slot | None:
    """The first half-day due after `after`, of one pupil or of the class; None if there is none."""
    _, last = _reach(calendar)
    for opened in _open_slots(calendar, days(after.date, last + ONE_DAY), kinds):
        if after < opened.slot and _is_wanted(calendar, pupil, opened):
            return opened.slot
    return None


def next_free_day(calendars: Collection[ClassCalendar], after: date) -> date:
    """The first day after `after` on which none of the classes has school: when teachers visit homes."""
    every_kind = frozenset(LessonKind)
    day = after + ONE_DAY
    while any(
        _is_wanted(calendar, None, opened)
        for calendar in calendars
        for opened in _open_on(calendar, day, every_kind)
    ):
        day += ONE_DAY
    return day


def is_cut_off(
    village_id: int | None, slot: Slot, seasons: Iterable[Season], closures: Iterable[Closure]
) -> bool:
    """Whether water is known to keep a village at home: by a declared season, or a closure of it (or of the
    whole school) for flood.

    There nobody is to be pressed to go out, be it to a family or to a place with signal.
    """
    floods = (season for season in seasons if season.kind is SeasonKind.FLOOD)
    if declared_season(floods, village_id, slot.date):
        return True
    places = ((Scope.SCHOOL, None), (Scope.VILLAGE, village_id))
    closed = (closure for closure in closures if closure.flood and closure.first <= slot <= closure.last)
    return any((closure.scope, closure.scope_id) in places for closure in closed)


def _reach(calendar: ClassCalendar) -> tuple[date, date]:
    """The first and last date that can have school; a make-up day may lie outside the year."""
    made_up = [make_up.slot.date for make_up in calendar.make_ups]
    return min([calendar.year.starts, *made_up]), max([calendar.year.ends, *made_up])


def _open_slots(
    calendar: ClassCalendar, on_days: Iterable[date], kinds: Collection[LessonKind]
) -> Iterator[OpenSlot]:
    for day in on_days:
        yield from _open_on(calendar, day, kinds)


def _open_on(calendar: ClassCalendar, day: date, kinds: Collection[LessonKind]) -> list[OpenSlot]:
    """The half-days of a day on which the class has lessons of `kinds` and the school is open."""
    lessons = _lessons_on(calendar, day)
    opened: list[OpenSlot] = []
    for half_day in HalfDay:
        kind = lessons.get(half_day)
        if kind is None or kind not in kinds:
            continue
        slot = Slot(day, half_day)
        closed = frozenset((c.scope, c.scope_id) for c in calendar.closures if c.first <= slot <= c.last)
        if (Scope.SCHOOL, None) not in closed:
            opened.append(OpenSlot(slot, kind, closed))
    return opened


def _lessons_on(calendar: ClassCalendar, day: date) -> dict[HalfDay, LessonKind]:
    """What the class is taught on a day; of two pattern rows the later one wins, a make-up goes first."""
    lessons: dict[HalfDay, LessonKind] = {}
    if covers(calendar.year, day):
        rows = [
            row
            for row in calendar.pattern
            if row.weekday == day.weekday() and row.class_id == calendar.class_id and covers(row, day)
        ]
        lessons = {row.half_day: row.kind for row in sorted(rows, key=lambda row: row.starts)}
    for make_up in calendar.make_ups:
        if make_up.slot.date == day and make_up.class_id in (None, calendar.class_id):
            lessons[make_up.slot.half_day] = make_up.kind
    return lessons


def _is_wanted(calendar: ClassCalendar, pupil: PupilDates | None, opened: OpenSlot) -> bool:
    if pupil is None:
        return (Scope.CAMPUS, calendar.campus_id) not in opened.closed
    return _attends(calendar, pupil, opened)


def _attends(calendar: ClassCalendar, pupil: PupilDates, opened: OpenSlot) -> bool:
    day = opened.slot.date
    if not any(covers(span, day) for span in pupil.enrolled):
        return False
    if opened.kind is LessonKind.PHU_DAO and not any(covers(span, day) for span in pupil.remedial):
        return False
    if not opened.closed:
        return True
    place = next((place for place in pupil.places if covers(place, day)), None)
    village_id = place.village_id if place else None
    campus_id = (place.campus_id if place else None) or calendar.campus_id
    return opened.closed.isdisjoint({(Scope.VILLAGE, village_id), (Scope.CAMPUS, campus_id)})
