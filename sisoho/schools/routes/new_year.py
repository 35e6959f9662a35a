"""Mở năm học mới: five steps that can be left and come back to; the last one writes."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import NotFound, RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.forms.year_end import read_next_classes
from sisoho.schools.models import SchoolYear
from sisoho.schools.queries import NewYearDraft
from sisoho.schools.queries.loading import own_row
from sisoho.schools.queries.new_year import teachers, village_duties
from sisoho.schools.routes.blueprint import bp, by_public_id, faults, options, row_ids
from sisoho.schools.rules import OUT
from sisoho.web.guards import needs
from sisoho.web.rendering import page

STEPS = {
    "ngay": "Ngày tháng",
    "lop": "Lớp",
    "hoc-sinh": "Học sinh",
    "nhiem-vu": "Nhiệm vụ",
    "tom-tat": "Mở năm học",
}


@bp.get("/nam-hoc-moi")
@needs(Right.EDIT_REGISTERS)
def new_year(access: Access) -> Any:
    """The first step, or what was opened and can still be taken back."""
    plan = queries.opened_plan(access)
    if plan is None or own_row(access, SchoolYear, plan.opened_id).ends <= access.on:
        return redirect(url_for("schools.new_year_step", new_year_step="ngay"))
    return page("schools/new_year/opened.html", year=own_row(access, SchoolYear, plan.opened_id))


@bp.get("/nam-hoc-moi/<new_year_step>")
@needs(Right.EDIT_REGISTERS)
def new_year_step(access: Access, new_year_step: str) -> Any:
    return _step(access, new_year_step, {}, {})


@bp.post("/nam-hoc-moi/<new_year_step>")
@needs(Right.EDIT_REGISTERS)
def take_new_year_step(access: Access, new_year_step: str) -> Any:
    """Keep the step; "hoc-sinh" stays where it is, for there are many classes, the others lead on."""
    if new_year_step not in _TAKE:
        raise NotFound
    try:
        _TAKE[new_year_step](access)
    except RuleBroken as broken:
        return _step(access, new_year_step, request.form, faults(broken), 422)
    flash("Đã lưu vào bản chuẩn bị; chưa có gì đổi trong sổ.", "success")
    if new_year_step == "hoc-sinh":
        return redirect(url_for("schools.new_year_step", new_year_step=new_year_step, lop=_chosen()), 303)
    names = list(STEPS)
    after = names[names.index(new_year_step) + 1]
    return redirect(url_for("schools.new_year_step", new_year_step=after), 303)


def _dates(access: Access) -> None:
    actions.plan_dates(access, forms.read_year(request.form))


def _classes(access: Access) -> None:
    draft = queries.new_year_draft(access)
    campuses = row_ids(by_public_id(queries.campus_names(access)))
    actions.plan_classes(access, read_next_classes(request.form, draft.classes, draft.old, campuses))


def _pupils(access: Access) -> None:
    chosen = set(request.form.getlist("em"))
    ids = [line.id for line in queries.new_year_draft(access).leavers if line.public_id in chosen]
    if not ids:
        raise RuleBroken("Chưa chọn em nào.", {"pupils": "Hãy chọn ít nhất một em."})
    actions.place_pupils(access, ids, request.form.get("vao", ""))


def _duties(access: Access) -> None:
    known = row_ids(teachers(access))
    homeroom = {
        one.key: known[request.form[f"cn-{one.key}"]]
        for one in queries.new_year_draft(access).classes
        if request.form.get(f"cn-{one.key}") in known
    }
    staying = set(request.form.getlist("thon"))
    ending = [duty.id for duty in village_duties(access) if str(duty.id) not in staying]
    actions.plan_duties(access, homeroom, ending)


_TAKE: dict[str, Callable[[Access], None]] = {
    "ngay": _dates,
    "lop": _classes,
    "hoc-sinh": _pupils,
    "nhiem-vu": _duties,
}


def _chosen() -> str:
    return request.args.get("lop", "") or request.form.get("lop", "")


def _step(
    access: Access, step: str, typed: Mapping[str, str], errors: dict[str, str], status: int = 200
) -> Any:
    if step not in STEPS:
        raise NotFound
    draft = queries.new_year_draft(access)
    shown = next((one for one in draft.old if one.name == _chosen()), draft.old[0] if draft.old else None)
    people = teachers(access)
    return page(
        f"schools/new_year/{step.replace('-', '_')}.html",
        status=status,
        step=step,
        steps=STEPS,
        draft=draft,
        dates=typed or _date_values(draft),
        typed=typed,
        errors=errors,
        shown=shown,
        names={one.key: one.name for one in draft.classes} | {OUT: "ra trường, sang trường khác"},
        campuses=options(by_public_id(queries.campus_names(access))),
        campus_names={key: name for key, (_, name) in queries.campus_names(access).items()},
        teachers=options(people),
        teacher_ids={row_id: public_id for public_id, (row_id, _) in people.items()},
        teacher_names=dict(people.values()),
        village_duties=village_duties(access) if step in ("nhiem-vu", "tom-tat") else [],
    )


def _date_values(draft: NewYearDraft) -> dict[str, str]:
    return {
        "starts": draft.starts.isoformat(),
        "last_day": draft.last_day.isoformat(),
        "second_term_starts": draft.second_term_starts.isoformat(),
        "opening_roll_on": draft.opening_roll_on.isoformat(),
    }


@bp.post("/nam-hoc-moi/mo")
@needs(Right.SEE_SCHOOL)
def open_new_year(access: Access) -> Any:
    version = request.form.get("version", "")
    year = actions.open_new_year(access, int(version) if version.isdecimal() else -1)
    flash(f"Đã mở năm học {year.label}; học sinh vào lớp mới từ ngày {year.starts:%d/%m/%Y}.", "success")
    return redirect(url_for("schools.new_year"), 303)


@bp.post("/nam-hoc-moi/lay-lai")
@needs(Right.SEE_SCHOOL)
def undo_new_year(access: Access) -> Any:
    actions.undo_new_year(access)
    flash("Đã lấy lại. Bản chuẩn bị vẫn còn để sửa và mở lại.", "success")
    return redirect(url_for("schools.new_year"), 303)
