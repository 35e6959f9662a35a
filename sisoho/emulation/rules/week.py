"""The week of the classes: points with their reasons, attendance beside them, ranks that can be shared.

Classes are ranked, teachers never; a class of fewer than ten pupils stands without rank.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from sisoho.emulation.rules.scheme import Band, Grouping, WeekScheme
from sisoho.schools.rules import percent_text, rounded
from sisoho.vietnamese import format_decimal

_NOTHING_AROSE = "không phát sinh"
_PLACES = 2


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What happened in one class in one week.

    `sheets` of `half_days` were complete and on time. `contacted` of `absences` first marked V
    or K were followed by a contact, or a try, in time. `returned` of `missing` pupils for whom a
    visit was called for are back. `present` of `called` are pupil half-days.
    """

    class_id: int
    pupils: int
    half_days: int
    sheets: int
    absences: int = 0
    contacted: int = 0
    missing: int = 0
    returned: int = 0
    called: int = 0
    present: int = 0
    campus_id: int | None = None
    grades: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the points, with the count it comes from; `why` is for people."""

    name: str
    points: Decimal
    most: Decimal
    numerator: int
    denominator: int
    why: str


@dataclass(frozen=True, slots=True)
class ClassWeek:
    """A class's week. `attendance` is None without a half-day due; `rank` is None where none is given."""

    class_id: int
    points: Decimal
    parts: tuple[Part, ...]
    attendance: Fraction | None
    band: Band | None
    rank: int | None = None
    marks: tuple[Decimal, ...] = ()  # where the bands begin, in percent

    @property
    def attendance_text(self) -> str:
        return percent_text(self.attendance, 1, self.marks)


def contacted_in_time(
    known_at: datetime, contacts: Iterable[datetime], within: timedelta, day_began: datetime
) -> bool:
    """Whether a family was contacted, or it was tried, in time after an absence became known.

    A call made the same day before the sheet arrived counts: `day_began` bounds it.
    """
    return any(day_began <= contact <= known_at + within for contact in contacts)


def class_week(facts: WeekFacts, scheme: WeekScheme) -> ClassWeek:
    """The points of one class, without rank."""
    parts = [
        _part("Điểm danh đủ, đúng giờ", scheme.sheets, facts.sheets, facts.half_days, "buổi"),
        _part("Liên hệ gia đình kịp thời", scheme.contacts, facts.contacted, facts.absences, "lượt vắng"),
        _part("Em nghỉ dài trở lại lớp", scheme.returns, facts.returned, facts.missing, "em"),
    ]
    attendance = Fraction(facts.present, facts.called) if facts.called else None
    band = scheme.band(attendance)
    if scheme.attendance_counts:
        parts.append(_attendance_part(facts, scheme, attendance, band))
    points = sum((part.points for part in parts), Decimal(0))
    marks = tuple(one.at_least for one in scheme.bands)
    return ClassWeek(facts.class_id, points, tuple(parts), attendance, band, marks=marks)


def week_of_classes(classes: Iterable[WeekFacts], scheme: WeekScheme) -> tuple[ClassWeek, ...]:
    """Every class's week in the given order, ranked within its group by the points as shown.

    Equal points share a rank, and the next rank is left out (1, 1, 3). Small classes, and
    classes without a half-day that week, have points but no rank.
    """
    given = tuple(classes)
    weeks = {facts.class_id: class_week(facts, scheme) for facts in given}
    groups: dict[tuple[object, ...], list[ClassWeek]] = defaultdict(list)
    for facts in given:
        if facts.pupils >= scheme.smallest_ranked and facts.half_days:
            groups[group_of(facts, scheme.grouping)].append(weeks[facts.class_id])
    for group in groups.values():
        weeks.update({week.class_id: week for week in _ranked(group)})
    return tuple(weeks[facts.class_id] for facts in given)


def group_of(facts: WeekFacts, grouping: Grouping) -> tuple[object, ...]:
    """The key of the classes a class is ranked with; a multigrade class is a grade of its own."""
    campus = facts.campus_id if grouping in (Grouping.CAMPUS, Grouping.CAMPUS_AND_GRADE) else None
    grades = facts.grades if grouping in (Grouping.GRADE, Grouping.CAMPUS_AND_GRADE) else ()
    return campus, grades


def _ranked(group: Sequence[ClassWeek]) -> list[ClassWeek]:
    return [replace(week, rank=1 + sum(other.points > week.points for other in group)) for week in group]


def _part(name: str, most: Decimal, numerator: int, denominator: int, unit: str) -> Part:
    """Points in proportion; where nothing arose full points and the word for it, never a division."""
    if not denominator:
        return Part(name, most, most, 0, 0, _NOTHING_AROSE)
    points = rounded(Fraction(most) * Fraction(numerator, denominator), _PLACES)
    why = f"{numerator}/{denominator} {unit}: {points_text(points)}/{points_text(most)} điểm"
    return Part(name, points, most, numerator, denominator, why)


def _attendance_part(
    facts: WeekFacts, scheme: WeekScheme, attendance: Fraction | None, band: Band | None
) -> Part:
    most = max((one.points for one in scheme.bands), default=Decimal(0))
    if attendance is None:
        return Part("Chuyên cần", most, most, 0, 0, _NOTHING_AROSE)
    points = band.points if band else Decimal(0)
    name = band.name if band else "dưới các mức"
    shown = percent_text(attendance, 1, [one.at_least for one in scheme.bands])
    why = f"{shown}, {name}: {points_text(points)}/{points_text(most)} điểm"
    return Part("Chuyên cần", points, most, facts.present, facts.called, why)


def points_text(points: Decimal) -> str:
    """With no more decimals than needed: 5, 2,5, 3,33."""
    return format_decimal(points, _PLACES).rstrip("0").removesuffix(",")
