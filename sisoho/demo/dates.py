"""Pure: which days the demo tells of, from the one date it is told up to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sisoho.school_calendar import monday_of, vietnam_time

WEEKS = 11
_SUNDAY = 6
_BEFORE_SCHOOL = time(7, 45)  # earlier than this, today's roll calls cannot have been sent yet


@dataclass(frozen=True, slots=True)
class DemoDates:
    """`first`: the first day of roll call; `as_of`: the last one, told until mid-morning.

    From early September to December the roll is kept since the year began; later on, eleven whole
    weeks are told, as of a school that came to the program in the middle of its year.
    """

    as_of: date
    first: date
    year_starts: date
    year_last_day: date
    second_term_starts: date
    opening_roll_on: date

    @property
    def year_label(self) -> str:
        return f"{self.year_starts.year}-{self.year_starts.year + 1}"

    @property
    def founded_on(self) -> date:
        """When the units, staff and classes were written: the weekend before the pupils."""
        return self.first - timedelta(days=3)

    @property
    def frozen_on(self) -> date:
        return max(self.opening_roll_on, self.first)

    def back(self, days: int) -> date:
        """A school day some days before the last one, never a Sunday; it may lie before `first`."""
        day = self.as_of - timedelta(days=days)
        return day - timedelta(days=1) if day.weekday() == _SUNDAY else day

    def told(self, day: date) -> bool:
        return self.first <= day <= self.as_of


def demo_dates(as_of: date) -> DemoDates:
    """The dates around `as_of`. Raises ValueError on a Sunday or in the summer."""
    starts = first_school_day(as_of.year if as_of.month >= 8 else as_of.year - 1)
    last_day = date(starts.year + 1, 5, 31)
    if not starts <= as_of <= last_day or as_of.weekday() == _SUNDAY:
        raise ValueError(f"{as_of} is no school day")
    return DemoDates(
        as_of=as_of,
        first=max(starts, monday_of(as_of) - timedelta(weeks=WEEKS)),
        year_starts=starts,
        year_last_day=last_day,
        second_term_starts=starts + timedelta(weeks=19),  # 18 weeks of lessons and the exams
        opening_roll_on=starts + timedelta(days=8),
    )


def first_school_day(year: int) -> date:
    """The first Monday after the opening on 5 September."""
    return monday_of(date(year, 9, 5) + timedelta(days=6))


def last_school_day(now: datetime) -> date:
    """The day the demo is told up to by default: today from a quarter to eight on a school day, else the
    last school day before."""
    local = vietnam_time(now)
    day = local.date() if local.time() >= _BEFORE_SCHOOL else local.date() - timedelta(days=1)
    while True:
        try:
            demo_dates(day)
        except ValueError:
            day -= timedelta(days=1)
        else:
            return day
