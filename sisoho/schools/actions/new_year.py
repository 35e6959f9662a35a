"""Mở năm học mới: a plan made step by step, written at once, undone while nothing rests on it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from peewee import IntegrityError

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, RuleBroken
from sisoho.schools.actions.years import open_school_year
from sisoho.schools.forms import YearData
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
from sisoho.schools.queries.new_year import NewYearDraft, class_json, new_year_draft, opened_plan, plan_of
from sisoho.schools.rules import OUT, MoveKind, NextClass, Result, next_grade

ROWS_AT_ONCE = 60  # SQLite takes so many columns in one statement and no more


def plan_dates(access: Access, data: YearData) -> None:
    """Raises RuleBroken when the year would begin before this one ends."""
    draft = new_year_draft(access)
    if data.starts < draft.year.ends:
        ends = f"{draft.year.last_day:%d/%m/%Y}"
        raise RuleBroken(
            f"Năm học {draft.year.label} học đến hết ngày {ends}.",
            {"starts": f"Hãy chọn ngày sau {ends}."},
        )
    dates = {
        "starts": data.starts,
        "last_day": data.last_day,
        "second_term_starts": data.second_term_starts,
        "opening_roll_on": data.opening_roll_on,
    }
    _keep(access, draft, dates={name: day.isoformat() for name, day in dates.items()})


def plan_classes(access: Access, classes: Iterable[NextClass]) -> None:
    """The classes of the new year; who was placed in one that is gone is proposed anew.

    Raises RuleBroken when two share a name.
    """
    chosen = list(classes)
    if len({one.name for one in chosen}) < len(chosen):
        raise RuleBroken("Có hai lớp trùng tên.", {"classes": "Mỗi lớp cần một tên riêng."})
    _keep(access, new_year_draft(access), classes=[class_json(one) for one in chosen])


def place_pupils(access: Access, pupil_ids: Collection[int], key: str) -> None:
    """Several pupils into one class of the plan, or OUT. Raises RuleBroken where their grade does not fit."""
    draft = new_year_draft(access)
    target = next((one for one in draft.classes if one.key == key), None)
    lines = [line for line in draft.leavers if line.id in pupil_ids]
    if target is None and key != OUT:
        raise Conflict("Lớp này không còn trong bản chuẩn bị. Hãy tải lại trang.")
    for line in lines:
        result = line.result or Result.SUMMER_WORK
        grade = next_grade(line.grade, result)
        leaves = result in (Result.COMPLETED_PRIMARY, Result.COMPLETED_LOWER_SECONDARY)
        if (target is not None and grade not in target.grades) or (target is None and not leaves):
            raise RuleBroken(
                "Có em không hợp khối với lớp đã chọn. Chưa em nào được chuyển.",
                {"pupils": f"{line.name}: {result.label.lower()}" if line.result else line.name},
            )
    kept = _content(access, draft).get("places", {})
    _keep(access, draft, places={**kept, **{str(line.id): key for line in lines}})


def plan_duties(access: Access, homeroom: Mapping[str, int], ending: Collection[int]) -> None:
    """homeroom: key of a class → staff row id. `ending`: village duties (row ids) that do not go on."""
    _keep(access, new_year_draft(access), homeroom=dict(homeroom), ending_duties=sorted(ending))


def _content(access: Access, draft: NewYearDraft) -> dict[str, Any]:
    plan = plan_of(access, draft.year.id)
    return dict(plan.content) if plan else {}


def _keep(access: Access, draft: NewYearDraft, **parts: Any) -> None:
    """One part of the plan, whoever else works on another; the others stay as they are."""
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        held_row(access, SchoolYear, draft.year.id)
        plan = plan_of(access, draft.year.id)
        if plan is None:
            plan = NewYearPlan.create(
                unit=access.unit_id, year=draft.year.id, by=access.staff_id, changed_at=clock.now()
            )
        plan.content = {**plan.content, **parts}
        plan.version, plan.by, plan.changed_at = plan.version + 1, access.staff_id, clock.now()
        plan.save()
        record(access, "plan_new_year", "school_year", draft.year.id, fields=sorted(parts))


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
        data = YearData(
            draft.label, draft.starts, draft.last_day, draft.second_term_starts, draft.opening_roll_on
        )
        year = open_school_year(access, data)
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
    plan.state, plan.opened, plan.opened_at = "opened", year, clock.now()
    plan.by, plan.changed_at = access.staff_id, clock.now()
    plan.save()


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
