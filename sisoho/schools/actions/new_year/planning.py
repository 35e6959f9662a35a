"""The steps that prepare the new year: each keeps its part of the plan, nothing else changes."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, RuleBroken
from sisoho.schools.forms import YearData
from sisoho.schools.models import NewYearPlan, SchoolYear
from sisoho.schools.queries.loading import held_row
from sisoho.schools.queries.new_year import NewYearDraft, class_json, dates_json, new_year_draft, plan_of
from sisoho.schools.rules import OUT, NextClass, Result, next_grade


def plan_dates(access: Access, data: YearData) -> None:
    """Raises RuleBroken when the year would begin before this one ends."""
    draft = new_year_draft(access)
    if data.starts < draft.year.ends:
        ends = f"{draft.year.last_day:%d/%m/%Y}"
        raise RuleBroken(
            f"Năm học {draft.year.label} học đến hết ngày {ends}.",
            {"starts": f"Hãy chọn ngày sau {ends}."},
        )
    _keep(access, draft, dates=dates_json(data))


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
    _keep(access, draft, placed={str(line.id): key for line in lines})


def plan_duties(access: Access, homeroom: Mapping[str, int], ending: Collection[int]) -> None:
    """homeroom: key of a class → staff row id. `ending`: village duties (row ids) that do not go on."""
    _keep(access, new_year_draft(access), homeroom=dict(homeroom), ending_duties=sorted(ending))


def _keep(
    access: Access, draft: NewYearDraft, *, placed: Mapping[str, str] | None = None, **parts: Any
) -> None:
    """One part of the plan, whoever else works on another; the others stay as they are.

    `placed` adds to the pupils' places: several clerks go through the classes at the same time.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        held_row(access, SchoolYear, draft.year.id)
        plan = plan_of(access, draft.year.id)
        if plan is None:
            plan = NewYearPlan.create(
                unit=access.unit_id, year=draft.year.id, by=access.staff_id, changed_at=clock.now()
            )
        if placed is not None:
            parts["places"] = {**plan.content.get("places", {}), **placed}
        plan.content = {**plan.content, **parts}
        plan.version, plan.by, plan.changed_at = plan.version + 1, access.staff_id, clock.now()
        plan.save()
        record(access, "plan_new_year", "school_year", draft.year.id, fields=sorted(parts))
