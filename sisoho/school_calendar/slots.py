"""Half-days, dated intervals and Vietnam time: the words every other date rule is made of.

School days are dates in Vietnam; instants are aware datetimes. All dated intervals are
half-open: a row counts from `starts` until the day before `ends`, so that two rows that
follow each other share no day and leave no gap.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum, StrEnum
from functools import total_ordering
from typing import Protocol, TypeVar

# Vietnam has kept UTC+7 without summer time since 1975, so a fixed offset needs no time-zone database.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

ONE_DAY = timedelta(days=1)
# No school writes of other years, and near the calendar's ends adding a day or a zone overflows.
YEARS = range(1900, 2200)


def read_date(written: str) -> date:
    """`2026-11-23`, as in URLs. Raises ValueError, also for a year outside YEARS."""
    day = date.fromisoformat(written)
    if day.year not in YEARS:
        raise ValueError(f"{written!r} is far from any school year")
    return day


def vietnam_date(instant: datetime) -> date:
    """The school day an instant falls on. Raises ValueError for a naive instant."""
    return vietnam_time(instant).date()


def vietnam_time(instant: datetime) -> datetime:
    """The same instant on a Vietnamese clock. Raises ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError("naive instant refused")
    return instant.astimezone(VIETNAM)


def at_vietnam(day: date, clock: time = time()) -> datetime:
    """The instant when Vietnamese clocks show `clock` on `day` (midnight at its start by default)."""
    return datetime.combine(day, clock, tzinfo=VIETNAM)


@total_ordering
class HalfDay(Enum):
    """The two sessions of a school day, stored as in the paper register; morning sorts first."""

    MORNING = "S"
    AFTERNOON = "C"

    @property
    def label(self) -> str:
        return "sáng" if self is HalfDay.MORNING else "chiều"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, HalfDay):
            return NotImplemented
        return self is HalfDay.MORNING and other is HalfDay.AFTERNOON


class LessonKind(StrEnum):
    """What is taught in a half-day; every figure names the kinds it counts."""

    CHINH_KHOA = "chinh_khoa"
    BUOI_2 = "buoi_2"
    PHU_DAO = "phu_dao"  # only for the pupils on its own list

    @property
    def label(self) -> str:
        return _LESSON_LABELS[self]


_LESSON_LABELS = {
    LessonKind.CHINH_KHOA: "chính khóa",
    LessonKind.BUOI_2: "buổi 2",
    LessonKind.PHU_DAO: "phụ đạo",
}

WHOLE_CLASS = frozenset({LessonKind.CHINH_KHOA, LessonKind.BUOI_2})

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_SHORT_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@dataclass(frozen=True, order=True, slots=True)
class Slot:
    """One half-day of one date: the unit in which presence is counted ("buổi")."""

    date: date
    half_day: HalfDay

    @property
    def label(self) -> str:
        """`sáng T2 23/11`, as on the roll-call page."""
        return f"{self.half_day.label} {_SHORT_WEEKDAYS[self.date.weekday()]} {self.date:%d/%m}"


def slot_of(instant: datetime) -> Slot:
    """The half-day an instant falls in; noon parts the day."""
    local = vietnam_time(instant)
    return Slot(local.date(), HalfDay.MORNING if local.hour < 12 else HalfDay.AFTERNOON)


def half_day_ends(instant: datetime) -> datetime:
    """When the half-day an instant falls in is over: noon or midnight."""
    slot = slot_of(instant)
    if slot.half_day is HalfDay.MORNING:
        return at_vietnam(slot.date, time(12))
    return at_vietnam(slot.date + ONE_DAY)


def weekday_label(day: date) -> str:
    """`Thứ Hai` … `Chủ nhật`."""
    return _WEEKDAYS[day.weekday()]


def days(starts: date, ends: date) -> Iterator[date]:
    """Every date from `starts` until the day before `ends`."""
    for number in range((ends - starts).days):
        yield starts + timedelta(days=number)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


class Dated(Protocol):
    """Anything that counts from `starts` until the day before `ends`, or without end."""

    @property
    def starts(self) -> date: ...

    @property
    def ends(self) -> date | None: ...


DatedRow = TypeVar("DatedRow", bound=Dated)


@dataclass(frozen=True, slots=True)
class Span:
    """A bare dated interval."""

    starts: date
    ends: date | None = None


def covers(row: Dated, on: date) -> bool:
    return row.starts <= on and (row.ends is None or on < row.ends)


def overlap(one: Dated, other: Dated) -> bool:
    """Whether two intervals share a day; an empty interval shares none."""
    starts = max(one.starts, other.starts)
    return all(row.ends is None or starts < row.ends for row in (one, other))


def in_force(rows: Iterable[DatedRow], on: date) -> tuple[DatedRow, ...]:
    """The rows that count on a day, in the given order."""
    return tuple(row for row in rows if covers(row, on))
