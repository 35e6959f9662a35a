"""Vào lớp 6: whom the school hands over, whom it receives, and the counts the commune sees."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho import db
from sisoho.access import Access, Right, system_access
from sisoho.audit.actions import record, record_views
from sisoho.errors import RuleBroken
from sisoho.schools import actions, queries
from sisoho.schools.export import MEDIA_TYPE, Column, Heading, spreadsheet
from sisoho.schools.forms import FormReader
from sisoho.schools.models import SchoolYear
from sisoho.schools.queries.handover import (
    Completed,
    IntoGradeSix,
    arriving,
    completed_primary,
    completed_year,
    into_grade_six,
)
from sisoho.schools.queries.units import unit_names
from sisoho.schools.routes.blueprint import (
    bp,
    by_public_id,
    entering_day,
    faults,
    options,
    row_ids,
    this_year,
)
from sisoho.schools.rules import percent_text
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment, page

STATES = {
    "inside": "vào lớp 6 của trường",
    "arrived": "trường mới đã nhận",
    "waiting": "chờ trường mới nhận",
    "": "chưa ghi trường nhận",
}


@bp.get("/vao-lop-6")
@needs(Right.CONFIRM_TRANSFER)
def grade_six(access: Access) -> Any:
    return _page(access, {})


def _page(access: Access, errors: dict[str, str], status: int = 200) -> Any:
    year = completed_year(access)
    leaving = completed_primary(access, year) if year else []
    coming = arriving(access)
    record_views(access, [*(one.id for one in leaving), *(one.former_id for one in coming)])
    classes = queries.class_ids(access, this_year(access).id) if coming else {}
    lines = queries.class_lines(access, this_year(access).id) if coming else []
    sixth = {line.public_id for line in lines if 6 in line.grades}
    return page(
        "schools/grade_six.html",
        year=year,
        leaving=leaving,
        sums=into_grade_six(leaving, ""),
        coming=coming,
        states=STATES,
        percent=percent_text,
        schools=options(by_public_id(queries.other_schools(access))),
        classes=[(key, name) for key, (_, name) in classes.items() if key in sixth],
        typed=request.form,
        on=request.form.get("on") or entering_day(access).isoformat(),
        errors=errors,
        status=status,
    )


@bp.post("/vao-lop-6/ban-giao")
@needs(Right.CONFIRM_TRANSFER)
def hand_over(access: Access) -> Any:
    """`viec`: "giao" to the chosen school, or "da-den" after a paper of a school elsewhere."""
    form, year = FormReader(request.form), completed_year(access)
    schools = row_ids(by_public_id(queries.other_schools(access)))
    try:
        if year is None:
            raise RuleBroken("Trường chưa có em nào hoàn thành chương trình tiểu học.")
        to, name = form.choice("to_unit", schools), form.text("to_name", most=200)
        form.finish()
        ids = _ticked(completed_primary(access, year))
        if request.form.get("viec") == "da-den":
            said = f"Đã ghi {actions.hear_of_arrival(access, year, ids)} em đã vào lớp 6."
        else:
            said = f"Đã bàn giao {actions.hand_over(access, year, ids, schools.get(to), name)} em."
    except RuleBroken as broken:
        return _page(access, faults(broken), 422)
    flash(said, "success")
    return redirect(url_for("schools.grade_six"), 303)


def _ticked(pupils: list[Completed]) -> list[int]:
    chosen = set(request.form.getlist("em"))
    return [one.id for one in pupils if one.public_id in chosen]


@bp.post("/vao-lop-6/nhan")
@needs(Right.CONFIRM_TRANSFER)
def receive(access: Access) -> Any:
    form = FormReader(request.form)
    classes = row_ids(queries.class_ids(access, this_year(access).id))
    try:
        to_class = form.choice("to_class", classes, required="Hãy chọn lớp 6.")
        on = form.date("on", required="Hãy ghi ngày vào lớp.")
        form.finish()
        assert on
        received = actions.receive(access, request.form.getlist("em"), classes[to_class], on)
    except RuleBroken as broken:
        return _page(access, faults(broken), 422)
    flash(f"Đã nhận {received} em vào lớp. Trường cũ thấy ngay.", "success")
    return redirect(url_for("schools.grade_six"), 303)


@bp.get("/vao-lop-6/danh-sach.xlsx")
@needs(Right.CONFIRM_TRANSFER)
def handover_sheet(access: Access) -> Any:
    """The paper list for receiving schools; `truong`: only those said to go there."""
    year = completed_year(access)
    if year is None:
        raise RuleBroken("Trường chưa có em nào hoàn thành chương trình tiểu học.")
    wanted = request.args.get("truong")
    pupils = [one for one in completed_primary(access, year) if not wanted or one.to_school == wanted]
    card = queries.unit_card(access.unit_id, access.on)
    title = "Danh sách học sinh hoàn thành chương trình tiểu học bàn giao vào lớp 6"
    heading = Heading(title, f"Năm học {year.label}", card.name, card.governing_line)
    columns = [
        Column("Họ và tên", 26),
        Column("Ngày sinh", 12),
        Column("Giới tính", 9),
        Column("Lớp", 8),
        Column("Trường nhận", 36),
        Column("Tình trạng", 24),
    ]
    rows = [
        [one.name, one.birth, one.sex, one.class_name, one.to_school, STATES[one.state]] for one in pupils
    ]
    with db.write():
        record(access, "export_handover", "school_year", year.id)
    data = spreadsheet(heading, columns, rows, "BÀN GIAO LỚP 5")
    return attachment(data, f"ban-giao-lop-5-{year.label}.xlsx", MEDIA_TYPE)


@bp.get("/xa/vao-lop-6")
@needs(Right.SEE_COMMUNE)
def grade_six_of_commune(access: Access) -> Any:
    """Counts alone: the names are for the two clerks."""
    names = unit_names(access.school_ids, access.on)
    sums = [_of_school(access, unit_id, names.get(unit_id, "")) for unit_id in sorted(access.school_ids)]
    found = sorted((one for one in sums if one.completed), key=lambda one: one.school)
    return page("schools/grade_six_commune.html", sums=found, percent=percent_text)


def _of_school(access: Access, unit_id: int, name: str) -> IntoGradeSix:
    school = system_access(unit_id, "school", access.on, access.commune_id)
    year: SchoolYear | None = completed_year(school)
    return into_grade_six(completed_primary(school, year) if year else [], name)
