"""The school year: its two terms, its numbered weeks, and the seasons that empty classes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sisoho.school_calendar.slots import Span, covers, days, monday_of

SCHOOL_WEEK = timedelta(days=7)
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """One year of a school, half-open: `ends` is the day after the last school day.

    `second_term_starts` parts it into two terms.
    """

    starts: date
    ends: date
    second_term_starts: date

    def __post_init__(self) -> None:
        if not self.starts < self.second_term_starts < self.ends:
            raise ValueError("a school year needs starts < second_term_starts < ends")

    @property
    def terms(self) -> tuple[Span, Span]:
        return Span(self.starts, self.second_term_starts), Span(self.second_term_starts, self.ends)

    def term_on(self, day: date) -> int | None:
        """1 or 2 (học kỳ), or None outside the year."""
        return next((number for number, term in enumerate(self.terms, 1) if covers(term, day)), None)


@dataclass(frozen=True, slots=True)
class SchoolWeek:
    """A numbered week, from a Monday until the day before the next one."""

    number: int
    term: int
    starts: date

    @property
    def ends(self) -> date:
        return self.starts + SCHOOL_WEEK

    @property
    def label(self) -> str:
        return f"Tuần {self.number} ({self.starts:%d/%m} – {self.ends - timedelta(days=1):%d/%m})"


def school_weeks(year: SchoolYear, holidays: Iterable[Span] = ()) -> tuple[SchoolWeek, ...]:
    """The year's weeks in order, numbered from 1; a full year has 35 (18 + 17).

    A week that planned holidays (Tết) cover from Monday to Saturday gets no number. Closures
    for flood are not holidays: they are made up later, and must not renumber weeks already ranked.
    A week in which a term begins or the terms meet belongs to the term of its first school day.
    """
    off = tuple(holidays)
    weeks: list[SchoolWeek] = []
    monday = monday_of(year.starts)
    while monday < year.ends:
        teaching = [
            day
            for day in days(max(monday, year.starts), min(monday + SCHOOL_WEEK, year.ends))
            if day.weekday() != _SUNDAY and not any(covers(holiday, day) for holiday in off)
        ]
        if teaching:
            term = 1 if teaching[0] < year.second_term_starts else 2
            weeks.append(SchoolWeek(len(weeks) + 1, term, monday))
        monday += SCHOOL_WEEK
    return tuple(weeks)


def week_of(weeks: Iterable[SchoolWeek], day: date) -> SchoolWeek | None:
    """The numbered week a day falls in, or None in the holidays."""
    return next((week for week in weeks if covers(week, day)), None)


class SeasonKind(StrEnum):
    FLOOD = "flood"
    HARVEST = "harvest"

    @property
    def label(self) -> str:
        return "mùa mưa lũ" if self is SeasonKind.FLOOD else "mùa vụ"


@dataclass(frozen=True, slots=True)
class Season:
    """A declared flood or harvest season of one village, or of every village (`village_id` None)."""

    kind: SeasonKind
    village_id: int | None
    starts: date
    ends: date


def declared_season(seasons: Iterable[Season], village_id: int | None, on: date) -> Season | None:
    """The season in force in a village on a day; a pupil of unknown village has only the commune's."""
    return next(
        (s for s in seasons if covers(s, on) and s.village_id in (None, village_id)),
        None,
    )
