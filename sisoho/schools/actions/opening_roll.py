"""Sĩ số đầu năm: frozen once, one row a pupil, on its day or later."""

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, RuleBroken
from sisoho.schools.models import Enrolment, OpeningRoll, Pupil, SchoolClass, SchoolYear
from sisoho.schools.queries.loading import own_row


def freeze_opening_roll(access: Access, year_id: int) -> int:
    """Freeze who was enrolled on the year's set day, with what the breakdowns need; returns how many.

    Raises RuleBroken before that day, Conflict when it is frozen already.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        year = own_row(access, SchoolYear, year_id)
        if access.on < year.opening_roll_on:
            raise RuleBroken(f"Chưa tới ngày chốt sĩ số đầu năm ({year.opening_roll_on:%d/%m/%Y}).")
        own = (SchoolYear.unit == access.unit_id) & (SchoolYear.id == year_id)
        first = SchoolYear.update(opening_roll_frozen_at=clock.now()).where(
            own & SchoolYear.opening_roll_frozen_at.is_null()
        )
        if first.execute() != 1:
            raise Conflict("Sĩ số đầu năm đã chốt trước đó và được giữ nguyên.")
        rows = _rows(access, year)
        if not rows:
            raise RuleBroken(
                "Chưa có em nào trong danh sách vào ngày chốt. Hãy nhập danh sách học sinh trước."
            )
        for start in range(0, len(rows), 100):
            OpeningRoll.insert_many(rows[start : start + 100]).execute()
        record(access, "freeze_opening_roll", "school_year", year_id)
    return len(rows)


def _rows(access: Access, year: SchoolYear) -> list[dict[str, object]]:
    enrolled = (
        Enrolment.select(Enrolment, Pupil, SchoolClass)
        .join(Pupil, on=(Enrolment.pupil == Pupil.id) & (Pupil.unit == Enrolment.unit))
        .switch(Enrolment)
        .join(
            SchoolClass, on=(Enrolment.school_class == SchoolClass.id) & (SchoolClass.unit == Enrolment.unit)
        )
        .where(
            (Enrolment.unit == access.unit_id)
            & (Enrolment.year == year.id)
            & (Enrolment.starts <= year.opening_roll_on)
            & (Enrolment.ends.is_null() | (Enrolment.ends > year.opening_roll_on))
        )
    )
    return [
        {
            "unit": access.unit_id,
            "year": year.id,
            "pupil": row.pupil_id,
            "class_name": row.school_class.name,
            "grade": row.grade,
            "sex": row.pupil.sex,
            "ethnic_group": row.pupil.ethnic_group,
            "disability": row.pupil.disability,
        }
        for row in enrolled
    ]
