"""At which half-days a roll can be taken at all."""

from datetime import date

import pytest

from sisoho.errors import RuleBroken
from sisoho.rollcall.rules import refuse_impossible
from sisoho.school_calendar import ClassCalendar, HalfDay, MakeUp, SchoolYear, Slot

TODAY = date(2027, 6, 10)
MADE_UP = Slot(date(2027, 6, 5), HalfDay.MORNING)
YEAR = SchoolYear(date(2026, 9, 7), date(2027, 6, 1), date(2027, 1, 18))
CALENDAR = ClassCalendar(1, YEAR, pattern=(), make_ups=(MakeUp(None, MADE_UP),))


@pytest.mark.parametrize(
    "slot",
    [
        Slot(date(2026, 9, 7), HalfDay.MORNING),
        Slot(date(2027, 5, 31), HalfDay.AFTERNOON),
        Slot(date(2027, 1, 3), HalfDay.MORNING),  # a Sunday: a roll taken before a change is still received
        MADE_UP,
    ],
)
def test_days_of_the_year_and_make_up_days_pass(slot: Slot) -> None:
    refuse_impossible(CALENDAR, slot, TODAY)


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        (Slot(date(2027, 6, 11), HalfDay.MORNING), "Chưa tới ngày 11/06/2027"),
        (Slot(date(2026, 9, 6), HalfDay.MORNING), "ngoài năm học"),
        (Slot(date(2027, 6, 1), HalfDay.MORNING), "ngoài năm học"),
        (Slot(MADE_UP.date, HalfDay.AFTERNOON), "ngoài năm học"),
    ],
)
def test_other_days_are_refused_with_the_reason(slot: Slot, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        refuse_impossible(CALENDAR, slot, TODAY)
