"""What is typed to give a roll to somebody."""

from collections.abc import Mapping
from datetime import timedelta

from sisoho.rollcall.rules import RollDuty
from sisoho.school_calendar import HalfDay
from sisoho.schools.forms.reading import FormReader


def read_duty(fields: Mapping[str, str], classes: Mapping[str, int], staff: Mapping[str, int]) -> RollDuty:
    """`classes`, `staff` map public ids to row ids; `last_day` is included. Raises RuleBroken."""
    form = FormReader(fields)
    school_class = form.choice("class", classes, required="Hãy chọn lớp.")
    person = form.choice("staff", staff, required="Hãy chọn người điểm danh.")
    weekday = form.choice("weekday", [str(day) for day in range(7)])
    half_day = form.choice("half_day", ("S", "C"))
    starts = form.date("starts", required="Hãy ghi từ ngày nào.")
    last = form.date("last_day")
    form.finish()
    assert starts
    return RollDuty(
        classes[school_class],
        staff[person],
        starts,
        last + timedelta(days=1) if last else None,
        int(weekday) if weekday else None,
        HalfDay(half_day) if half_day else None,
        form.ticked("substitute"),
    )
