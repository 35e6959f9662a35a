"""The school year and what stands on its calendar, for people to read and change."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN

from sisoho.access import Access
from sisoho.school_calendar import vietnam_time
from sisoho.schools.forms import SEASON_KINDS
from sisoho.schools.models import (
    Closure,
    MakeUpDay,
    SchoolClass,
    SchoolYear,
    Season,
    StaffMember,
    Village,
    WeeklyHalfDay,
)
from sisoho.schools.queries.units import campus_names


@dataclass(frozen=True, slots=True)
class YearCard:
    """A school year; `id` is the row id, `ends` the day after its last school day."""

    id: int
    label: str
    starts: date
    ends: date
    second_term_starts: date
    opening_roll_on: date
    frozen_at: datetime | None

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)

    @property
    def first_term_last_day(self) -> date:
        return self.second_term_starts - timedelta(days=1)


def current_year(access: Access, on: date | None = None) -> YearCard | None:
    """The year of a day (today), in the holidays the coming one, else the last; None before the first."""
    day = on or access.on
    rows = list(SchoolYear.select().where(SchoolYear.unit == access.unit_id).order_by(SchoolYear.starts))
    row = next((row for row in rows if day < row.ends), rows[-1] if rows else None)
    return year_card(row) if row else None


def year_card(row: SchoolYear) -> YearCard:
    return YearCard(
        row.id,
        row.label,
        row.starts,
        row.ends,
        row.second_term_starts,
        row.opening_roll_on,
        row.opening_roll_frozen_at,
    )


def begun_year(access: Access, on: date) -> YearCard | None:
    """The latest year that has begun on a day: the holidays after it are its own. None before the first."""
    begun = (SchoolYear.unit == access.unit_id) & (SchoolYear.starts <= on)
    row = SchoolYear.select().where(begun).order_by(SchoolYear.starts.desc()).first()
    return year_card(row) if row else None


def coming_year(access: Access, after: date) -> SchoolYear | None:
    """The first year that starts on `after` or later."""
    later = (SchoolYear.unit == access.unit_id) & (SchoolYear.starts >= after)
    found: SchoolYear | None = SchoolYear.select().where(later).order_by(SchoolYear.starts).first()
    return found


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A closure, make-up day or season in words. `id` is the row id.

    `withdrawn`: when and by whom it was taken back, "" while it stands.
    """

    id: int
    when: str
    where: str
    what: str
    flood: bool = False
    over: bool = False
    withdrawn: str = ""


_HALF = {"S": "sáng", "C": "chiều"}


def closure_lines(access: Access, year: YearCard) -> list[CalendarLine]:
    """The closures of a year, the latest first; those taken back stay among them."""
    s = StaffMember
    rows = (
        Closure.select(Closure, Village, s)
        .join(
            Village, JOIN.LEFT_OUTER, on=(Closure.village == Village.id) & (Village.unit == access.commune_id)
        )
        .switch(Closure)
        .join(s, JOIN.LEFT_OUTER, on=(Closure.withdrawn_by == s.id) & (s.unit == Closure.unit))
        .where(
            (Closure.unit == access.unit_id)
            & (Closure.first_date < year.ends)
            & (Closure.last_date >= year.starts)
        )
        .order_by(Closure.first_date.desc(), Closure.id.desc())
    )
    campuses = campus_names(access)
    return [
        CalendarLine(
            row.id,
            _span(row),
            row.village.name if row.village_id else campuses.get(row.campus_id, ("", "Toàn trường"))[1],
            row.reason,
            row.flood,
            row.last_date < access.on,
            _withdrawn(row),
        )
        for row in rows
    ]


def _withdrawn(row: Closure) -> str:
    """`đã bỏ 23/11 07:05, Trần Văn Thư`."""
    if row.withdrawn_at is None:
        return ""
    by = f", {row.withdrawn_by.full_name}" if row.withdrawn_by_id else ""
    return f"đã bỏ {vietnam_time(row.withdrawn_at):%d/%m %H:%M}{by}"


def _span(row: Closure) -> str:
    first = f"{row.first_date:%d/%m/%Y}"
    last = f"{row.last_date:%d/%m/%Y}"
    if row.first_date == row.last_date:
        if row.first_half_day == row.last_half_day:
            return f"{_HALF[row.first_half_day]} {first}"
        return first
    if (row.first_half_day, row.last_half_day) == ("S", "C"):
        return f"{first} – {last}"
    return f"{_HALF[row.first_half_day]} {first} – {_HALF[row.last_half_day]} {last}"


def make_up_lines(access: Access, year: YearCard) -> list[CalendarLine]:
    """The make-up half-days of a year, the latest first; classes that make up together share a line."""
    rows = (
        MakeUpDay.select(MakeUpDay, SchoolClass)
        .join(
            SchoolClass,
            JOIN.LEFT_OUTER,
            on=(MakeUpDay.school_class == SchoolClass.id) & (SchoolClass.unit == MakeUpDay.unit),
        )
        .where((MakeUpDay.unit == access.unit_id) & (MakeUpDay.date >= year.starts))
        .order_by(MakeUpDay.date.desc(), MakeUpDay.half_day, MakeUpDay.id)
    )
    together: dict[tuple[date, str, str], list[MakeUpDay]] = {}
    for row in rows:
        together.setdefault((row.date, row.half_day, row.reason), []).append(row)
    return [
        CalendarLine(
            same[0].id,
            f"{_HALF[half_day]} {day:%d/%m/%Y}",
            _classes_of(same),
            reason or "Học bù",
            over=day < access.on,
        )
        for (day, half_day, reason), same in together.items()
    ]


def _classes_of(rows: list[MakeUpDay]) -> str:
    if any(row.school_class_id is None for row in rows):
        return "Toàn trường"
    return "Lớp " + ", ".join(sorted(row.school_class.name for row in rows))


def season_lines(access: Access) -> list[CalendarLine]:
    """The commune's declared seasons, the latest first."""
    rows = (
        Season.select(Season, Village)
        .join(Village, JOIN.LEFT_OUTER, on=(Season.village == Village.id) & (Village.unit == Season.unit))
        .where(Season.unit == access.commune_id)
        .order_by(Season.starts.desc())
    )
    return [
        CalendarLine(
            row.id,
            f"{row.starts:%d/%m/%Y} – {row.ends - timedelta(days=1):%d/%m/%Y}",
            row.village.name if row.village_id else "Cả xã",
            row.name or SEASON_KINDS[row.kind].capitalize(),
            row.kind == "flood",
            row.ends <= access.on,
        )
        for row in rows
    ]


def week_of_class(access: Access, class_id: int, on: date) -> dict[str, str]:
    """The class's week on a day as the form has it: `w<weekday><S|C>` → lesson kind."""
    t = WeeklyHalfDay
    rows: Any = (
        t.select()
        .where((t.unit == access.unit_id) & (t.school_class == class_id) & (t.ends.is_null() | (t.ends > on)))
        .order_by(t.starts)
    )
    return {f"w{row.weekday}{row.half_day}": row.kind for row in rows}
