"""What is said of a half-day beside its marks: leave asked for before, and what later lessons saw."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sisoho.errors import RuleBroken
from sisoho.school_calendar import HalfDay, Slot, days

LONGEST_LEAVE = timedelta(days=62)
MOST_MINUTES, MOST_LESSONS = 240, 6


@dataclass(frozen=True, slots=True)
class Leave:
    """A family asked for the half-days from `first` to `last`, both included."""

    pupil_id: int
    first: Slot
    last: Slot
    reason: str
    asked_by: str = ""

    def covers(self, slot: Slot) -> bool:
        return self.first <= slot <= self.last

    @property
    def days(self) -> Iterator[date]:
        return days(self.first.date, self.last.date + timedelta(days=1))

    @property
    def words(self) -> str:
        """`mẹ xin phép, ốm (22–23/11)`, as it stands under the name on the sheet."""
        return f"{self.asked_by or 'gia đình'} xin phép, {self.reason} ({self.span})"

    @property
    def words_without_reason(self) -> str:
        """`gia đình xin phép (22–23/11)`, for a teacher of another class who takes the roll."""
        return f"gia đình xin phép ({self.span})"

    @property
    def span(self) -> str:
        first, last = self.first, self.last
        if first == last:
            return f"{first.half_day.label} {first.date:%d/%m}"
        if first.date == last.date:
            return f"{first.date:%d/%m}"
        shown = f"{first.date:%d}" if first.date.month == last.date.month else f"{first.date:%d/%m}"
        begins = "chiều " if first.half_day is HalfDay.AFTERNOON else ""
        ends = "sáng " if last.half_day is HalfDay.MORNING else ""
        return f"{begins}{shown}–{ends}{last.date:%d/%m}"


def check_leave(leave: Leave, today: date) -> None:
    """Raises RuleBroken: backwards, longer than two months, over already, or without a reason."""
    if leave.last < leave.first:
        raise RuleBroken("Buổi nghỉ cuối phải sau buổi nghỉ đầu.", {"last_date": "Phải sau buổi nghỉ đầu."})
    if leave.last.date < today:
        told = "Ngày xin nghỉ đã qua: hãy ghi P ở trang Cần xác minh lý do."
        raise RuleBroken(told, {"last_date": told})
    if leave.last.date - leave.first.date > LONGEST_LEAVE:
        raise RuleBroken("Xin nghỉ nhiều nhất hai tháng một lần.", {"last_date": "Quá hai tháng."})
    if not leave.reason:
        raise RuleBroken("Hãy ghi lý do gia đình xin nghỉ.", {"reason": "Hãy ghi lý do."})


class Seen(StrEnum):
    """What a later lesson saw. It opens no sheet again and counts as no absence of the half-day."""

    LATE = "late"
    ABSENT_FROM = "absent_from"
    LEFT_EARLY = "left_early"

    @property
    def label(self) -> str:
        return _SEEN[self]


_SEEN = {Seen.LATE: "đi trễ", Seen.ABSENT_FROM: "vắng từ tiết", Seen.LEFT_EARLY: "về sớm"}


def seen_words(kind: Seen, number: int, reason: str = "") -> str:
    """`đi trễ 15 phút`, `vắng từ tiết 3`, `về sớm sau tiết 2, đau bụng`."""
    said = {
        Seen.LATE: f"đi trễ {number} phút" if number else "đi trễ",
        Seen.ABSENT_FROM: f"vắng từ tiết {number}",
        Seen.LEFT_EARLY: f"về sớm sau tiết {number}" if number else "về sớm",
    }[kind]
    return f"{said}, {reason}" if reason else said


def check_seen(kind: Seen, number: int) -> None:
    """Raises RuleBroken for a number that no lesson and no clock has."""
    if kind is Seen.LATE and not 0 <= number <= MOST_MINUTES:
        told = f"Số phút trễ từ 0 đến {MOST_MINUTES}."
        raise RuleBroken(told, {"number": told})
    lowest = 1 if kind is Seen.ABSENT_FROM else 0
    if kind is not Seen.LATE and not lowest <= number <= MOST_LESSONS:
        told = f"Hãy ghi tiết từ {lowest} đến {MOST_LESSONS}."
        raise RuleBroken(told, {"number": told})
