"""The plan becomes the new year: classes, every pupil's place and the duties, in one transaction."""

from collections.abc import Mapping
from typing import Any

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, RuleBroken
from sisoho.schools.actions.years import change_school_year, open_school_year
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
from sisoho.schools.queries.new_year import NewYearDraft, dates_json, new_year_draft, plan_of
from sisoho.schools.queries.years import coming_year
from sisoho.schools.rules import OUT, MoveKind, NextClass, next_grade

ROWS_AT_ONCE = 60  # SQLite takes so many columns in one statement and no more


def open_new_year(access: Access, version: int) -> SchoolYear:
    """All of the plan at once: year, classes with their weeks, homeroom duties, every pupil's place.

    A leader does it, for exactly the plan that was shown. Raises Conflict when it changed meanwhile,
    RuleBroken with what is still missing.
    """
    access.need(Right.SEE_SCHOOL)
    with db.write():
        held_row(access, SchoolYear, new_year_draft(access).year.id)
        draft = new_year_draft(access)
        if draft.version != version:
            raise Conflict("Bản chuẩn bị vừa được sửa. Hãy xem lại bản tóm tắt rồi mở; chưa có gì thay đổi.")
        missing = draft.obstacles()
        if missing:
            raise RuleBroken("Chưa mở được năm học mới. " + " ".join(missing))
        data = draft.dates
        waiting = coming_year(access, draft.year.ends)
        year = change_school_year(access, waiting.id, data) if waiting else open_school_year(access, data)
        made = {one.key: _class(access, year, one, place) for place, one in enumerate(draft.classes, 1)}
        _carry_pupils(access, draft, year, made)
        _carry_duties(access, draft, year, made)
        _mark_opened(access, draft, year)
        record(access, "open_new_year", "school_year", year.id, fields=["classes", "enrolments", "duties"])
    return year


def _class(access: Access, year: SchoolYear, one: NextClass, place: int) -> SchoolClass:
    made = SchoolClass.create(
        unit=access.unit_id,
        year=year,
        name=one.name,
        grades=",".join(map(str, one.grades)),
        campus=one.campus_id,
        position=place,
    )
    w = WeeklyHalfDay
    last = w.select(w.weekday, w.half_day, w.kind).where(
        (w.unit == access.unit_id) & (w.school_class == one.from_id) & w.ends.is_null()
    )
    week = [
        {
            "unit": access.unit_id,
            "school_class": made.id,
            "weekday": weekday,
            "half_day": half_day,
            "kind": kind,
            "starts": year.starts,
        }
        for weekday, half_day, kind in last.tuples()
    ]
    if week:
        w.insert_many(week).execute()
    return made


def _carry_pupils(
    access: Access, draft: NewYearDraft, year: SchoolYear, made: Mapping[str, SchoolClass]
) -> None:
    own = (Enrolment.unit == access.unit_id) & (Enrolment.year == draft.year.id)
    Enrolment.update(ends=year.starts).where(own & Enrolment.ends.is_null()).execute()
    enrolments, moves, now = [], [], clock.now()
    for line in draft.leavers:
        key = draft.places[line.id]
        grade = next_grade(line.grade, line.result) if line.result else None
        if key is None or key == OUT or grade is None or line.result is None:
            continue
        place = {"unit": access.unit_id, "pupil": line.id, "year": year.id}
        enrolments.append({**place, "school_class": made[key].id, "grade": grade, "starts": year.starts})
        moves.append(
            {
                **place,
                "kind": MoveKind.ENROLLED.value,
                "on": year.starts,
                "reason": line.result.label,
                "to_class": made[key].id,
                "by": access.staff_id,
                "recorded_at": now,
            }
        )
    for model, rows in ((Enrolment, enrolments), (Move, moves)):
        for start in range(0, len(rows), ROWS_AT_ONCE):
            model.insert_many(rows[start : start + ROWS_AT_ONCE]).execute()


def _carry_duties(
    access: Access, draft: NewYearDraft, year: SchoolYear, made: Mapping[str, SchoolClass]
) -> None:
    """Duties of the old classes and of villages that do not go on end with the first day."""
    old = [one.id for one in draft.old]
    ending = Duty.school_class.in_(old) | Duty.id.in_(list(draft.ending_duties))
    Duty.update(ends=year.starts).where(
        (Duty.unit == access.unit_id) & ending & Duty.ends.is_null()
    ).execute()
    for key, staff_id in draft.homeroom.items():
        if key in made:
            Duty.create(
                unit=access.unit_id,
                staff=staff_id,
                kind="homeroom",
                school_class=made[key],
                starts=year.starts,
            )


def _mark_opened(access: Access, draft: NewYearDraft, year: SchoolYear) -> None:
    plan: Any = plan_of(access, draft.year.id)
    if plan is None:
        plan = NewYearPlan(unit=access.unit_id, year=draft.year.id)
    plan.content = {**plan.content, "dates": dates_json(draft.dates)}  # kept should the year be taken back
    plan.state, plan.opened, plan.opened_at = "opened", year, clock.now()
    plan.by, plan.changed_at = access.staff_id, clock.now()
    plan.save()
