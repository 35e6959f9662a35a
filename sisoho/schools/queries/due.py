"""Classes with their calendars and pupils, in the shapes of the pure `school_calendar`.

Two statements read one class or the whole school: the classes with everyone ever enrolled in them,
and every row of the timetable that concerns them. Whoever needs to know who is due asks the
classes returned here; nothing else in the project computes it.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from peewee import JOIN

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.school_calendar import ClassCalendar, PupilDates, PupilPlace, Span
from sisoho.school_calendar import SchoolYear as YearDates
from sisoho.schools.models import Enrolment, Pupil, SchoolClass, SchoolYear
from sisoho.schools.models import PupilPlace as Place
from sisoho.schools.queries.birth import birth_text, births_of_namesakes
from sisoho.schools.queries.class_roll import ClassCard, ClassRoll, RollPupil
from sisoho.schools.queries.timetable import Timetable, timetable

__all__ = ["ClassCard", "ClassRoll", "RollPupil", "class_cards", "class_roll", "class_rolls"]


def class_roll(access: Access, public_id: str) -> ClassRoll:
    """One class of the acting school. Raises NotFound."""
    found = _rolls(access, SchoolClass.public_id == public_id)
    if not found:
        raise NotFound("Không tìm thấy lớp này trong trường của thầy cô.")
    return found[0]


def class_rolls(
    access: Access, starts: date, ends: date, class_ids: Collection[int] | None = None
) -> list[ClassRoll]:
    """The classes of the years that meet `starts` … `ends` (half-open), in the school's order.

    `class_ids` narrows them to some classes.
    """
    wanted = (SchoolYear.starts < ends) & (SchoolYear.ends > starts)
    if class_ids is not None:
        wanted &= SchoolClass.id.in_(list(class_ids))
    return _rolls(access, wanted)


def class_cards(access: Access, starts: date, ends: date) -> list[ClassCard]:
    """As `class_rolls`, without the pupils: for pages that only ask when a class has school."""
    rows = list(
        SchoolClass.select(*_CLASS)
        .join(SchoolYear)
        .where((SchoolClass.unit == access.unit_id) & (SchoolYear.starts < ends) & (SchoolYear.ends > starts))
        .order_by(*_ORDER)
        .tuples()
    )
    table = _timetable_of(access, rows)
    return [ClassCard(*_card(access, row, table)) for row in rows]


_CLASS = (
    SchoolClass.id,
    SchoolClass.public_id,
    SchoolClass.name,
    SchoolClass.grades,
    SchoolClass.campus,
    SchoolYear.starts,
    SchoolYear.ends,
    SchoolYear.second_term_starts,
)
_PUPIL = (Pupil.id, Pupil.public_id, Pupil.full_name, Pupil.sort_key)
_ENROLLED = (Enrolment.starts, Enrolment.ends)
_PLACE = (Place.village, Place.campus, Place.starts, Place.ends)
_BIRTH = (Pupil.birth_date, Pupil.birth_precision)
_ORDER = (SchoolClass.position, SchoolClass.name, SchoolClass.id)
Row = tuple  # of the columns above
Card = tuple[int, str, str, tuple[int, ...], int, ClassCalendar]  # the fields of ClassCard


def _rolls(access: Access, wanted: object) -> list[ClassRoll]:
    rows = list(
        SchoolClass.select(*_CLASS, *_PUPIL, *_ENROLLED, *_PLACE, *_BIRTH)
        .join(SchoolYear)
        .switch(SchoolClass)
        .join(
            Enrolment,
            JOIN.LEFT_OUTER,
            on=(Enrolment.school_class == SchoolClass.id) & (Enrolment.unit == SchoolClass.unit),
        )
        .join(Pupil, JOIN.LEFT_OUTER)
        .join(Place, JOIN.LEFT_OUTER, on=(Place.pupil == Pupil.id) & (Place.unit == Pupil.unit))
        .where((SchoolClass.unit == access.unit_id) & wanted)
        .order_by(*_ORDER)
        .tuples()
    )
    by_class: dict[int, list[Row]] = {}
    for row in rows:
        by_class.setdefault(row[0], []).append(row)
    table = _timetable_of(access, rows)
    return [
        ClassRoll(*_card(access, of_class[0], table), pupils=tuple(_pupils(of_class)))
        for of_class in by_class.values()
    ]


def _timetable_of(access: Access, rows: list[Row]) -> Timetable:
    if not rows:
        return Timetable()
    class_ids = list(dict.fromkeys(row[0] for row in rows))
    return timetable(access, class_ids, min(row[5] for row in rows), max(row[6] for row in rows))


def _card(access: Access, row: Row, table: Timetable) -> Card:
    class_id, public_id, name, grades, campus_id, starts, ends, second_term = row[: len(_CLASS)]
    calendar = ClassCalendar(
        class_id=class_id,
        year=YearDates(starts, ends, second_term),
        pattern=tuple(table.patterns.get(class_id, ())),
        make_ups=tuple(table.make_ups),
        closures=tuple(table.closures),
        campus_id=campus_id,
    )
    return class_id, public_id, name, tuple(map(int, grades.split(","))), access.unit_id, calendar


def _pupils(rows: Iterable[Row]) -> Iterator[RollPupil]:
    """One pupil for the rows of each: enrolments × places, so both are deduplicated."""
    by_pupil: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        pupil = row[len(_CLASS) :]
        if pupil[0] is not None:
            by_pupil.setdefault((pupil[3], pupil[0]), []).append(pupil)
    births = births_of_namesakes(
        (pupil_id, found[0][2], birth_text(*found[0][10:12])) for (_, pupil_id), found in by_pupil.items()
    )
    for (_, pupil_id), found in sorted(by_pupil.items()):
        enrolled = dict.fromkeys(Span(*row[4:6]) for row in found)
        places = dict.fromkeys(PupilPlace(*row[6:10]) for row in found if row[8] is not None)
        dates = PupilDates(pupil_id, tuple(enrolled), tuple(places))
        yield RollPupil(pupil_id, found[0][1], found[0][2], dates, births.get(pupil_id, ""))
