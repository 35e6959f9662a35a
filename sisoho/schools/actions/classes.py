"""Classes of a year and their weekly half-days."""

from collections.abc import Iterable
from datetime import date

from peewee import fn

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import RuleBroken
from sisoho.schools.forms import ClassData
from sisoho.schools.forms.classes import WeekSlot
from sisoho.schools.models import SchoolClass, SchoolYear, WeeklyHalfDay
from sisoho.schools.queries.loading import check_campus, hold_unit, own_row


def create_classes(access: Access, year_id: int, classes: Iterable[ClassData]) -> list[SchoolClass]:
    """Classes with their week from the year's start on, all or none.

    Raises RuleBroken when the year has a class of that name already.
    """
    access.need(Right.MANAGE_STAFF)
    with db.write():
        year = own_row(access, SchoolYear, year_id)
        known = _class_names(access, year)
        made = []
        for position, data in enumerate(classes, len(known) + 1):
            if data.name in known:
                raise RuleBroken(f"Năm học đã có lớp {data.name}.", {"classes": f"Đã có lớp {data.name}."})
            made.append(_create(access, year, data, position))
    return made


def _class_names(access: Access, year: SchoolYear) -> set[str]:
    rows = SchoolClass.select().where((SchoolClass.unit == access.unit_id) & (SchoolClass.year == year.id))
    return {row.name for row in rows}


def _create(access: Access, year: SchoolYear, data: ClassData, position: int) -> SchoolClass:
    school_class = SchoolClass.create(
        unit=access.unit_id,
        year=year,
        name=data.name,
        grades=",".join(map(str, data.grades)),
        campus=data.campus_id,
        position=position,
    )
    _write_week(access, school_class.id, data.week, year.starts)
    record(access, "create_class", "school_class", school_class.id, fields=["name", "grades"])
    return school_class


def change_class(access: Access, class_id: int, name: str, campus_id: int | None) -> SchoolClass:
    """Rename a class or move it to another campus; its grades stay, pupils' grades rest on them.

    Raises RuleBroken when the year has another class of that name, NotFound.
    """
    access.need(Right.MANAGE_STAFF)
    with db.write():
        hold_unit(access)
        if campus_id is not None:
            check_campus(access, campus_id)
        school_class = own_row(access, SchoolClass, class_id)
        taken = SchoolClass.select(fn.COUNT(SchoolClass.id)).where(
            (SchoolClass.unit == access.unit_id)
            & (SchoolClass.year == school_class.year_id)
            & (SchoolClass.name == name)
            & (SchoolClass.id != class_id)
        )
        if taken.scalar():
            raise RuleBroken(f"Năm học đã có lớp {name}.", {"name": "Trùng tên lớp khác."})
        school_class.name, school_class.campus = name, campus_id
        school_class.save()
        record(access, "change_class", "school_class", class_id, fields=["name", "campus"])
    return school_class


def set_week(access: Access, class_id: int, week: Iterable[WeekSlot], starts: date) -> None:
    """A class's week from `starts` on; rows in force end that day, earlier days keep theirs."""
    access.need(Right.MANAGE_STAFF)
    with db.write():
        own_row(access, SchoolClass, class_id)
        own = (WeeklyHalfDay.unit == access.unit_id) & (WeeklyHalfDay.school_class == class_id)
        WeeklyHalfDay.delete().where(own & (WeeklyHalfDay.starts >= starts)).execute()
        still = WeeklyHalfDay.ends.is_null() | (WeeklyHalfDay.ends > starts)
        WeeklyHalfDay.update(ends=starts).where(own & still).execute()
        _write_week(access, class_id, week, starts)
        record(access, "set_week", "school_class", class_id, fields=["week"])


def _write_week(access: Access, class_id: int, week: Iterable[WeekSlot], starts: date) -> None:
    rows = [
        {
            "unit": access.unit_id,
            "school_class": class_id,
            "weekday": weekday,
            "half_day": half_day,
            "kind": kind,
            "starts": starts,
        }
        for weekday, half_day, kind in week
    ]
    if rows:  # a class may have no week yet: the school starts to keep the roll here in mid-year
        WeeklyHalfDay.insert_many(rows).execute()
