"""Phụ đạo and tăng cường tiếng Việt."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.schools.export import MEDIA_TYPE, Column, Heading, spreadsheet
from sisoho.support.actions import lessons as actions
from sisoho.support.forms.lessons import read_group, read_members, read_session
from sisoho.support.forms.typed import Typed
from sisoho.support.queries import lessons as queries
from sisoho.support.queries.people import own_pupils, staff_names
from sisoho.support.routes.blueprint import bp
from sisoho.support.routes.downloads import download, issuer, this_year
from sisoho.support.rules import LessonKind
from sisoho.support.sponsor_papers import INTERNAL
from sisoho.web.guards import needs
from sisoho.web.rendering import page

_COLUMNS = (
    Column("Loại", 22),
    Column("Nhóm", 20),
    Column("Thầy cô dạy", 24),
    Column("Họ và tên", 26),
    Column("Lớp", 8),
    Column("Số buổi có mặt", 10, "number"),
    Column("Số buổi của em", 10, "number"),
    Column("Ghi chú", 18),
)


@bp.get("/ho-tro/phu-dao")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def lesson_list(access: Access) -> Any:
    lines = queries.groups(access, this_year(access).id)
    return page("support/lessons.html", lines=lines, kinds=list(LessonKind), may_add=_may_open(access))


@bp.get("/ho-tro/phu-dao/moi")
@needs(Right.GIVE_SUPPORT)
def new_group(access: Access) -> Any:
    return _form(access, Typed({"starts": [access.on.isoformat()]}))


@bp.post("/ho-tro/phu-dao/moi")
@needs(Right.GIVE_SUPPORT)
def open_group(access: Access) -> Any:
    typed = Typed(request.form.to_dict(flat=False))
    try:
        data = read_group(typed, [line.public_id for line in own_pupils(access)])
        made = actions.open_group(access, this_year(access).id, data)
    except RuleBroken as refused:
        return _form(access, typed, refused)
    flash("Đã mở nhóm.", "success")
    return redirect(url_for("support.group", group_id=made.public_id), 303)


@bp.get("/ho-tro/phu-dao/<group_id>")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def group(access: Access, group_id: str) -> Any:
    return _one(access, _group(access, group_id))


@bp.post("/ho-tro/phu-dao/<group_id>/buoi")
@needs(Right.GIVE_SUPPORT)
def keep_session(access: Access, group_id: str) -> Any:
    typed, line = Typed(request.form.to_dict(flat=False)), _group(access, group_id)
    try:
        data = read_session(typed, [pupil.public_id for pupil in line.members])
        actions.keep_session(access, line, data)
    except RuleBroken as refused:
        return _one(access, line, typed, refused)
    flash(f"Đã ghi buổi {data.on:%d/%m}: có mặt {len(line.members) - len(data.absent)}.", "success")
    return redirect(url_for("support.group", group_id=group_id), 303)


@bp.post("/ho-tro/phu-dao/<group_id>/danh-sach")
@needs(Right.GIVE_SUPPORT)
def set_members(access: Access, group_id: str) -> Any:
    typed, line = Typed(request.form.to_dict(flat=False)), _group(access, group_id)
    try:
        offered = [pupil.public_id for pupil in (*own_pupils(access), *line.members)]
        actions.set_members(access, line, read_members(typed, offered))
    except RuleBroken as refused:
        return _one(access, line, typed, refused)
    flash("Đã lưu danh sách của nhóm.", "success")
    return redirect(url_for("support.group", group_id=group_id), 303)


@bp.post("/ho-tro/phu-dao/<group_id>/ket-thuc")
@needs(Right.GIVE_SUPPORT)
def close_group(access: Access, group_id: str) -> Any:
    actions.close_group(access, _group(access, group_id))
    flash("Đã kết thúc nhóm; các buổi đã ghi vẫn còn.", "success")
    return redirect(url_for("support.lesson_list"), 303)


@bp.get("/ho-tro/phu-dao/danh-sach.xlsx")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def lesson_sheet(access: Access) -> Any:
    year, (card, governing) = this_year(access), issuer(access)
    rows = [
        (
            line.kind.label,
            line.name,
            line.teacher,
            pupil.name,
            pupil.class_name,
            *line.attended(pupil.id),
            said,
        )
        for line in queries.groups(access, year.id)
        for pupils, said in ((line.members, ""), (line.former, "đã rời nhóm"))
        for pupil in pupils
    ]
    subtitle = f"Năm học {year.label} · {INTERNAL}"
    heading = Heading("Phụ đạo, tăng cường tiếng Việt", subtitle, card.name, governing)
    return download(access, spreadsheet(heading, _COLUMNS, rows, "PHỤ ĐẠO"), "phu-dao", "xlsx", MEDIA_TYPE)


def _group(access: Access, group_id: str) -> queries.GroupLine:
    return queries.group(access, this_year(access).id, group_id)


def _may_open(access: Access) -> bool:
    return bool(access.class_ids) or access.may(Right.SEE_SCHOOL)


def _form(access: Access, typed: Typed, refused: RuleBroken | None = None) -> Any:
    staff = staff_names(access)
    return page(
        "support/group_form.html",
        status=422 if refused else 200,
        typed=typed,
        errors=refused.fields if refused else {},
        kinds=[(kind.value, kind.label) for kind in LessonKind],
        staff=list(staff.values()),
        own=staff.get(access.staff_id or 0, ("", ""))[0],
        pupils=own_pupils(access),
    )


def _one(
    access: Access, line: queries.GroupLine, typed: Typed | None = None, refused: RuleBroken | None = None
) -> Any:
    may_keep = actions.keeps(access, line)
    listed = {pupil.id: pupil for pupil in (*own_pupils(access), *line.members)}
    return page(
        "support/group.html",
        status=422 if refused else 200,
        line=line,
        typed=typed or Typed({"on": [access.on.isoformat()]}),
        errors=(refused.fields or {"on": refused.message}) if refused else {},
        may_keep=may_keep,
        members=[(pupil.public_id, pupil.name) for pupil in line.members],
        offered=list(listed.values()) if may_keep else [],
    )
