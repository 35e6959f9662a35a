"""An opened year is taken back while nothing rests on it; the plan stays as a draft."""

from typing import Any

from peewee import IntegrityError

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict
from sisoho.schools.models import (
    Duty,
    Enrolment,
    Move,
    NewYearPlan,
    SchoolClass,
    SchoolYear,
    WeeklyHalfDay,
)
from sisoho.schools.queries.loading import held_row
from sisoho.schools.queries.new_year import opened_plan
from sisoho.schools.rules import MoveKind


def undo_new_year(access: Access) -> None:
    """Take the opened year back: the plan stays as a draft, to be corrected and opened again.

    Raises Conflict once something rests on the year: a roll call, a later move, an imported list.
    """
    access.need(Right.SEE_SCHOOL)
    plan = opened_plan(access)
    if plan is None:
        raise Conflict("Không có năm học nào vừa mở để lấy lại.")
    try:
        with db.write():
            _take_back(access, held_row(access, NewYearPlan, plan.id))
    except IntegrityError:  # the foreign keys know of every sheet, list and paper of the year
        raise Conflict(
            "Năm học mới đã có điểm danh hoặc sổ sách nên không lấy lại được. Chưa có gì thay đổi."
        ) from None


def _take_back(access: Access, plan: Any) -> None:
    if plan.state != "opened":  # taken back meanwhile
        raise Conflict("Năm học mới đã được lấy lại rồi. Chưa có gì thay đổi.")
    year = held_row(access, SchoolYear, plan.opened_id)
    _refuse_later_moves(access, plan, year)
    unit = access.unit_id
    classes = [
        row.id
        for row in SchoolClass.select().where((SchoolClass.unit == unit) & (SchoolClass.year == year.id))
    ]
    plan.state, plan.opened, plan.opened_at, plan.changed_at = "draft", None, None, clock.now()
    plan.save()
    for model, condition in (
        (Move, Move.year == year.id),
        (Enrolment, Enrolment.year == year.id),
        (Duty, Duty.school_class.in_(classes)),
        (WeeklyHalfDay, WeeklyHalfDay.school_class.in_(classes)),
        (SchoolClass, SchoolClass.year == year.id),
        (SchoolYear, SchoolYear.id == year.id),
    ):
        model.delete().where((model.unit == unit) & condition).execute()
    Enrolment.update(ends=None).where(
        (Enrolment.unit == unit) & (Enrolment.year == plan.year_id) & (Enrolment.ends == year.starts)
    ).execute()
    _restore_duties(access, plan, year)
    record(access, "undo_new_year", "school_year", year.id)


def _restore_duties(access: Access, plan: NewYearPlan, year: SchoolYear) -> None:
    old = SchoolClass.select(SchoolClass.id).where(
        (SchoolClass.unit == access.unit_id) & (SchoolClass.year == plan.year_id)
    )
    ended = Duty.school_class.in_(old) | Duty.id.in_(plan.content.get("ending_duties", []))
    Duty.update(ends=None).where((Duty.unit == access.unit_id) & ended & (Duty.ends == year.starts)).execute()


def _refuse_later_moves(access: Access, plan: NewYearPlan, year: SchoolYear) -> None:
    later = (Move.kind != MoveKind.ENROLLED.value) | (Move.recorded_at > plan.opened_at)
    if Move.select().where((Move.unit == access.unit_id) & (Move.year == year.id) & later).exists():
        raise Conflict("Năm học mới đã có biến động sĩ số nên không lấy lại được. Chưa có gì thay đổi.")
