"""Settling V as P or K, the lock that ends it, and whether a sheet came in time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum

from sisoho.errors import RuleBroken
from sisoho.rollcall.rules.marks import Mark, MarkKind
from sisoho.school_calendar import HalfDay, Slot, at_vietnam, monday_of, vietnam_date


@dataclass(frozen=True, slots=True)
class LockSetting:
    """When marks stop being settled; a school's dated value.

    Marks of a week are settled until the end of `week_closes_on` (0 = Monday, 6 = Sunday); a
    month closes at the end of day `month_closes_on` of the next. `opened`: the Mondays of weeks a
    leader opened longer, each with the last day on which its marks may change.
    """

    week_closes_on: int
    month_closes_on: int
    opened: Mapping[date, date] = field(default_factory=dict)


class Window(IntEnum):
    """How far the time for changes has run out."""

    OPEN = 0
    LOCKED = 1  # the week is over
    MONTH_CLOSED = 2


class Authority(IntEnum):
    """Who may change a mark; each may change it as long as the window is not past their own."""

    TEACHER = 0
    VICE_PRINCIPAL = 1
    PRINCIPAL = 2


def week_lock(day: date, setting: LockSetting) -> datetime:
    """The instant from which marks of `day` are locked."""
    return at_vietnam(monday_of(day) + timedelta(days=setting.week_closes_on + 1))


def month_lock(day: date, setting: LockSetting) -> datetime:
    """The instant from which the month of `day` is closed."""
    next_month = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return at_vietnam(next_month + timedelta(days=setting.month_closes_on))


def window(day: date, now: datetime, setting: LockSetting) -> Window:
    """Whether marks of `day` may still change at `now`; no opened week outlasts the month's close."""
    if now >= month_lock(day, setting):
        return Window.MONTH_CLOSED
    opened = setting.opened.get(monday_of(day))
    if now < week_lock(day, setting) or (opened is not None and vietnam_date(now) <= opened):
        return Window.OPEN
    return Window.LOCKED


def settle(
    mark: Mark | None,
    to: MarkKind,
    *,
    by: int,
    at: datetime,
    window: Window,
    authority: Authority = Authority.TEACHER,
    reason: str = "",
) -> Mark:
    """The mark settled as P or K by staff member `by`.

    Raises RuleBroken: the pupil is not absent, `to` is no settlement, the lock is past the
    person's authority, or the lock is past and no reason is given.
    """
    if mark is None or not mark.kind.is_absence:
        raise RuleBroken("Em này hiện không có dấu vắng, nên không có gì để xác minh. Hãy tải lại trang.")
    if to not in (MarkKind.P, MarkKind.K):
        raise RuleBroken("Chỉ xác minh là P (có phép) hoặc K (không phép). Dấu cũ còn nguyên.")
    if int(window) > int(authority):
        raise RuleBroken(_TOO_LATE[window])
    if window is not Window.OPEN and not reason.strip():
        raise RuleBroken(
            "Đã qua hạn khóa sổ: cần ghi lý do khi sửa. Dấu cũ còn nguyên.",
            {"reason": "Hãy ghi lý do sửa sau khi khóa sổ."},
        )
    return replace(mark, kind=to, settled_by=by, settled_at=at)


_TOO_LATE = {
    Window.LOCKED: "Tuần này đã khóa sổ. Dấu cũ còn nguyên; phó hiệu trưởng có thể mở thêm thời gian.",
    Window.MONTH_CLOSED: "Tháng này đã chốt. Dấu cũ còn nguyên; chỉ hiệu trưởng sửa được, có ghi lý do.",
}


def counted_kind(kind: MarkKind, locked: bool) -> MarkKind:
    """How a mark counts: V still open at the lock counts as K, shown "chưa xác minh"."""
    return MarkKind.K if locked and kind is MarkKind.V else kind


def is_signal(before: MarkKind | None, after: MarkKind | None, window: Window) -> bool:
    """Whether verifiers should see a change: an absence that counted as K became P after the lock."""
    if before is None or window is Window.OPEN:
        return False
    return counted_kind(before, locked=True) is MarkKind.K and after is MarkKind.P


@dataclass(frozen=True, slots=True)
class ReportingHours:
    """By when a sheet should be taken; a school's dated value, on a Vietnamese clock."""

    morning: time
    afternoon: time

    def deadline(self, slot: Slot) -> datetime:
        return at_vietnam(slot.date, self.morning if slot.half_day is HalfDay.MORNING else self.afternoon)


def taken_at(device_at: datetime, skew: timedelta | None, received_at: datetime) -> datetime:
    """When a sheet was really taken: the device's time without its skew, never after its receipt.

    `skew` is device clock minus server clock at their last contact, None when never measured.
    """
    return min(device_at - (skew or timedelta()), received_at)


def is_on_time(slot: Slot, taken: datetime, hours: ReportingHours) -> bool:
    """Whether a sheet was taken by the hour; one "taken" on another day has a wrong clock or is late."""
    return vietnam_date(taken) == slot.date and taken <= hours.deadline(slot)
