"""The school's hours and locks of a day, in one statement for everything a home page asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time

from sisoho import clock
from sisoho.access import Access
from sisoho.rollcall.queries import LOCK_KEYS, lock_of
from sisoho.rollcall.rules import LockSetting, ReportingHours, Window, window
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools.queries import settings_of

_KEYS = (
    "starts_morning",
    "starts_afternoon",
    "report_by_morning",
    "report_by_afternoon",
    *LOCK_KEYS,
)


@dataclass(frozen=True, slots=True)
class Hours:
    """`starts`: when lessons begin, on a Vietnamese clock."""

    starts: Mapping[HalfDay, time]
    reporting: ReportingHours
    lock: LockSetting

    def has_begun(self, slot: Slot) -> bool:
        return at_vietnam(slot.date, self.starts[slot.half_day]) <= clock.now()

    def is_late(self, slot: Slot) -> bool:
        """Whether the hour by which the school wants the roll is past."""
        return self.reporting.deadline(slot) < clock.now()

    @property
    def is_locked(self) -> Callable[[date], bool]:
        now = clock.now()
        return lambda day: window(day, now, self.lock) is not Window.OPEN


def hours(access: Access, on: date) -> Hours:
    values = settings_of(access, _KEYS, on)
    morning, afternoon, by_morning, by_afternoon = (time.fromisoformat(values[key]) for key in _KEYS[:4])
    return Hours(
        starts={HalfDay.MORNING: morning, HalfDay.AFTERNOON: afternoon},
        reporting=ReportingHours(by_morning, by_afternoon),
        lock=lock_of(values),
    )
