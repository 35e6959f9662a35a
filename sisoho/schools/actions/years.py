"""The school year, days without school, make-up days, seasons, settings."""

import json
from datetime import date
from typing import Any

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import RuleBroken
from sisoho.schools.forms import ClosureData, MakeUpData, SeasonData, YearData
from sisoho.schools.models import (
    Closure,
    Enrolment,
    MakeUpDay,
    SchoolClass,
    SchoolYear,
    Season,
    Setting,
)
from sisoho.schools.queries.loading import check_campus, commune_village, own_row
from sisoho.schools.queries.shared_villages import check_concerns
from sisoho.schools.settings import SETTINGS


def open_school_year(access: Access, data: YearData) -> SchoolYear:
    """Raises RuleBroken when the year exists or shares days with another."""
    access.need(Right.MANAGE_STAFF)
    with db.write():
        _refuse_shared_days(access, data)
        year = SchoolYear.create(unit=access.unit_id, **_year_columns(data))
        _end_classes_before(access, year, Enrolment.ends.is_null())
        record(access, "open_school_year", "school_year", year.id)
    return year


def _refuse_shared_days(access: Access, data: YearData, but: int | None = None) -> None:
    for year in SchoolYear.select().where(SchoolYear.unit == access.unit_id):
        shares = year.label == data.label or (data.starts < year.ends and year.starts < data.ends)
        if shares and year.id != but:
            raise RuleBroken(
                f"Đã có năm học {year.label} trong khoảng ngày này.", {"starts": "Trùng với năm học đã có."}
            )


def change_school_year(access: Access, year_id: int, data: YearData) -> SchoolYear:
    """Move the dates of a year; the day of the opening roll stays once the roll is frozen.

    Raises RuleBroken when it would share days with another year.
    """
    access.need(Right.MANAGE_STAFF)
    with db.write():
        year = own_row(access, SchoolYear, year_id)
        _refuse_shared_days(access, data, but=year_id)
        if year.opening_roll_frozen_at and year.opening_roll_on != data.opening_roll_on:
            raise RuleBroken(
                "Sĩ số đầu năm đã chốt nên ngày chốt không đổi được.", {"opening_roll_on": "Đã chốt."}
            )
        began = year.starts
        for column, value in _year_columns(data).items():
            setattr(year, column, value)
        year.save()
        _end_classes_before(access, year, Enrolment.ends == began)
        record(access, "change_school_year", "school_year", year.id, fields=_year_columns(data))
    return year


def _end_classes_before(access: Access, year: SchoolYear, which: Any) -> None:
    """Nobody is in a class of an earlier year once this one begins, by whatever way it was opened."""
    earlier = SchoolYear.select(SchoolYear.id).where(
        (SchoolYear.unit == access.unit_id) & (SchoolYear.ends <= year.starts)
    )
    own = (Enrolment.unit == access.unit_id) & Enrolment.year.in_(earlier)
    Enrolment.update(ends=year.starts).where(own & which).execute()


def _year_columns(data: YearData) -> dict[str, Any]:
    return {
        "label": data.label,
        "starts": data.starts,
        "ends": data.ends,
        "second_term_starts": data.second_term_starts,
        "opening_roll_on": data.opening_roll_on,
    }


def declare_closure(access: Access, data: ClosureData) -> Closure:
    """No lessons for the school, a campus of it, or the pupils of a village; marks made are kept."""
    access.need(Right.MANAGE_STAFF)
    with db.write():
        if data.campus_id is not None:
            check_campus(access, data.campus_id)
        if data.village_id is not None:
            commune_village(access, data.village_id)
        closure = Closure.create(
            unit=access.unit_id,
            campus=data.campus_id,
            village=data.village_id,
            first_date=data.first_date,
            first_half_day=data.first_half_day,
            last_date=data.last_date,
            last_half_day=data.last_half_day,
            reason=data.reason,
            flood=data.flood,
        )
        record(access, "declare_closure", "closure", closure.id)
    return closure


def withdraw_closure(access: Access, closure_id: int) -> None:
    """Take back a closure declared by mistake: its half-days are due again; the row stays to be seen."""
    access.need(Right.MANAGE_STAFF)
    with db.write():
        closure = own_row(access, Closure, closure_id)
        if closure.withdrawn_at is None:
            closure.withdrawn_by, closure.withdrawn_at = access.staff_id, clock.now()
            closure.save()
            record(access, "withdraw_closure", "closure", closure_id, fields=["withdrawn_at"])


def add_make_up_day(access: Access, data: MakeUpData) -> MakeUpDay:
    access.need(Right.MANAGE_STAFF)
    with db.write():
        if data.class_id is not None:
            own_row(access, SchoolClass, data.class_id)
        row = MakeUpDay.create(
            unit=access.unit_id,
            school_class=data.class_id,
            date=data.date,
            half_day=data.half_day,
            kind=data.kind,
            reason=data.reason,
        )
        record(access, "add_make_up_day", "make_up_day", row.id)
    return row


def declare_season(access: Access, data: SeasonData) -> Season:
    """A flood or harvest season of the commune or a village; pupils there are looked after at once.

    It holds for every school: one of them declares it where its own pupils live.
    Raises RuleBroken for a unit that stands below no commune, NotAllowed elsewhere.
    """
    access.need(Right.KEEP_VILLAGES)
    if access.commune_id is None:
        raise RuleBroken("Đơn vị chưa thuộc xã nào nên chưa ghi được mùa vụ, mùa mưa lũ.")
    with db.write():
        if data.village_id is not None:
            commune_village(access, data.village_id)
        check_concerns(access, data.village_id)
        season = Season.create(
            unit=access.commune_id,
            village=data.village_id,
            kind=data.kind,
            name=data.name,
            starts=data.starts,
            ends=data.ends,
        )
        record(access, "declare_season", "season", season.id)
    return season


def change_settings(access: Access, values: dict[str, Any], starts: date) -> None:
    """Write dated values of the unit; `values`: key → value as `settings.SETTINGS` types it.

    Raises RuleBroken for a value the setting does not allow.
    """
    access.need(Right.MANAGE_STAFF)
    for key, value in values.items():
        SETTINGS[key].check(value)
    with db.write():
        for key, value in values.items():
            row, _ = Setting.get_or_create(
                unit=access.unit_id, key=key, starts=starts, defaults={"value": json.dumps(value)}
            )
            row.value = json.dumps(value, ensure_ascii=False)
            row.save()
        record(access, "change_settings", "unit", access.unit_id, fields=sorted(values))
