"""Classes and a month of sheets by the hundred, straight into the tables: measuring them is the point."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sisoho import clock, db
from sisoho.db import new_public_id
from sisoho.rollcall.models import Mark, RollCallSheet
from sisoho.school_calendar import Month
from sisoho.schools import models as m
from sisoho.vietnamese import search_text, sort_key
from tests import factories
from tests.factories import School

FAMILY_NAMES = ("Ksor", "Siu", "Rơ Châm", "Nay", "Kpă", "Nguyễn", "Rmah")
GIVEN_NAMES = ("H'Bia", "Blơi", "Đức", "H'Đào", "Thu")
PUPILS = 35
AT_ONCE = 500  # rows of one INSERT
ABSENT = 0.03


def fill_classes(school: School, count: int) -> list[m.SchoolClass]:
    """`count` classes of 35 with mornings and afternoons from Monday to Friday."""
    with db.write():
        classes = [_class(school, number) for number in range(count)]
        for made in classes:
            _pupils(school, made)
    return classes


def _class(school: School, number: int) -> m.SchoolClass:
    grade = number % 9 + 1
    made = m.SchoolClass.create(
        unit=school.unit, year=school.year, name=f"{grade}Đ{number}", grades=str(grade), position=number
    )
    rows = [
        {
            "unit": school.unit.id,
            "school_class": made.id,
            "weekday": weekday,
            "half_day": half_day,
            "kind": "chinh_khoa",
            "starts": factories.YEAR_STARTS,
        }
        for weekday in range(5)
        for half_day in "SC"
    ]
    m.WeeklyHalfDay.insert_many(rows).execute()
    return made


def _pupils(school: School, made: m.SchoolClass) -> None:
    names = [f"{family} {given}" for family in FAMILY_NAMES for given in GIVEN_NAMES]
    for name in names:
        pupil = m.Pupil.create(
            unit=school.unit,
            full_name=name,
            sort_key=sort_key(name),
            folded=search_text(name),
            birth_date=date(2015, 3, 12),
            sex="female",
            ethnic_group="Gia Rai",
        )
        m.PupilPlace.create(
            unit=school.unit, pupil=pupil, village=school.village, starts=factories.YEAR_STARTS
        )
        m.Enrolment.create(
            unit=school.unit,
            pupil=pupil,
            year=school.year,
            school_class=made,
            grade=made.first_grade,
            starts=factories.YEAR_STARTS,
        )


def fill_month(school: School, classes: Sequence[m.SchoolClass], month: Month, seed: int = 1) -> int:
    """A sheet for each half-day of the month, three pupils of a hundred away; the number of sheets."""
    chance, written = random.Random(seed), 0
    for made in classes:
        pupils = [
            row.pupil_id
            for row in m.Enrolment.select(m.Enrolment.pupil).where(
                (m.Enrolment.unit == school.unit) & (m.Enrolment.school_class == made)
            )
        ]
        sheets = [_sheet(school, made, pupils, on, half) for on in _days(month) for half in "SC"]
        with db.write():
            for start in range(0, len(sheets), AT_ONCE):
                RollCallSheet.insert_many(sheets[start : start + AT_ONCE]).execute()
            marks = _marks(school, made, pupils, chance)
            for start in range(0, len(marks), AT_ONCE):
                Mark.insert_many(marks[start : start + AT_ONCE]).execute()
        written += len(sheets)
    return written


def _days(month: Month) -> list[date]:
    days = (month.starts + timedelta(days=n) for n in range((month.ends - month.starts).days))
    return [day for day in days if day.weekday() < 5]


def _sheet(school: School, made: m.SchoolClass, pupils: list[int], on: date, half: str) -> dict[str, Any]:
    at = datetime.combine(on, time(7 if half == "S" else 13, 10), clock.VIETNAM)
    return {
        "public_id": new_public_id(),
        "unit": school.unit.id,
        "school_class": made.id,
        "date": on,
        "half_day": half,
        "version": 1,
        "draft_id": f"draft-{on}-{half}",
        "seq": 1,
        "payload_hash": "",
        "roll": pupils,
        "taken_by": school.teacher_6a.id,
        "first_device_at": at,
        "first_received_at": at,
        "device_at": at,
        "received_at": at,
    }


def _marks(
    school: School, made: m.SchoolClass, pupils: list[int], chance: random.Random
) -> list[dict[str, Any]]:
    sheets = RollCallSheet.select(RollCallSheet.id).where(
        (RollCallSheet.unit == school.unit) & (RollCallSheet.school_class == made)
    )
    found = []
    for sheet in sheets:
        for pupil_id in pupils:
            if chance.random() < ABSENT:
                kind = chance.choice("PPKVT")
                row = {"unit": school.unit.id, "sheet": sheet.id, "pupil": pupil_id}
                found.append({**row, "kind": kind, "first_kind": kind})
    return found
