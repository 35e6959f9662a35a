"""Who takes the roll: a substitute, else who has the weekly duty, else the homeroom teacher."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sisoho.errors import RuleBroken
from sisoho.school_calendar import HalfDay, Slot, covers


@dataclass(frozen=True, slots=True)
class RollDuty:
    """A duty from `starts` until the day before `ends`. weekday None: every day; half_day None: both."""

    class_id: int
    staff_id: int
    starts: date
    ends: date | None = None
    weekday: int | None = None
    half_day: HalfDay | None = None
    substitute: bool = False

    def covers(self, class_id: int, slot: Slot) -> bool:
        return (
            class_id == self.class_id
            and covers(self, slot.date)
            and self.weekday in (None, slot.date.weekday())
            and self.half_day in (None, slot.half_day)
        )


def on_duty(duties: Iterable[RollDuty], class_id: int, slot: Slot) -> frozenset[int]:
    """The staff ids whose duty the roll is; empty: the homeroom teacher's."""
    here = [duty for duty in duties if duty.covers(class_id, slot)]
    first = [duty for duty in here if duty.substitute] or here
    return frozenset(duty.staff_id for duty in first)


def check_duty(duty: RollDuty) -> None:
    """Raises RuleBroken: backwards, or a substitute without an end."""
    if duty.ends is not None and duty.ends <= duty.starts:
        raise RuleBroken("Ngày cuối phải sau ngày đầu.", {"last_day": "Phải sau ngày đầu."})
    if duty.substitute and duty.ends is None:
        told = "Điểm danh thay cần ghi đến ngày nào."
        raise RuleBroken(told, {"last_day": told})
