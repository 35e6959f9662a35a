"""Hoạt động, họp, đợt thi đua, giao ban, tuyên dương: one list, one form."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.files.queries import read_file
from sisoho.schools.export import MEDIA_TYPE, Column, Heading, spreadsheet
from sisoho.support.actions import activities as actions
from sisoho.support.forms.activities import read_activity
from sisoho.support.forms.typed import Typed
from sisoho.support.queries import activities as queries
from sisoho.support.queries.people import own_pupils
from sisoho.support.routes.blueprint import bp
from sisoho.support.routes.downloads import download, issuer, this_year
from sisoho.support.rules import ActivityKind
from sisoho.support.sponsor_papers import INTERNAL
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment, page

_COLUMNS = (
    Column("Ngày", 12, "date"),
    Column("Loại việc", 24),
    Column("Tên việc", 40),
    Column("Nội dung", 44),
    Column("Học sinh được tuyên dương", 36),
    Column("Số tệp kèm", 10, "number"),
    Column("Người ghi", 24),
)


@bp.get("/ho-tro/hoat-dong")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def activity_list(access: Access) -> Any:
    year = this_year(access)
    lines = queries.activities(access, year)
    kind = request.args.get("loai", "")
    shown = [line for line in lines if kind not in list(ActivityKind) or line.kind == kind]
    return page(
        "support/activities.html",
        lines=shown,
        months=queries.by_month(lines, year),
        kind=kind,
        year=year,
        may_add=access.may(Right.GIVE_SUPPORT),
    )


@bp.get("/ho-tro/hoat-dong/moi")
@needs(Right.GIVE_SUPPORT)
def new_activity(access: Access) -> Any:
    kind = request.args.get("loai", "")
    return _form(access, Typed({"kind": [kind], "on": [access.on.isoformat()]}))


@bp.post("/ho-tro/hoat-dong/moi")
@needs(Right.GIVE_SUPPORT)
def keep_activity(access: Access) -> Any:
    return _keep(access, None)


@bp.get("/ho-tro/hoat-dong/<activity_id>")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def activity(access: Access, activity_id: str) -> Any:
    line = queries.activity(access, activity_id)
    may_change = access.may(Right.GIVE_SUPPORT) and actions.may_change(access, line.by_id)
    return page("support/activity.html", line=line, may_change=may_change)


@bp.get("/ho-tro/hoat-dong/<activity_id>/sua")
@needs(Right.GIVE_SUPPORT)
def edit_activity(access: Access, activity_id: str) -> Any:
    line = queries.activity(access, activity_id)
    if not actions.may_change(access, line.by_id):
        raise NotAllowed("Người đã ghi hoặc lãnh đạo trường mới sửa được.")
    told = {
        "kind": [line.kind.value],
        "on": [line.on.isoformat()],
        "title": [line.title],
        "note": [line.note],
    }
    return _form(access, Typed({**told, "pupils": [pupil.public_id for pupil in line.pupils]}), activity_id)


@bp.post("/ho-tro/hoat-dong/<activity_id>/sua")
@needs(Right.GIVE_SUPPORT)
def change_activity(access: Access, activity_id: str) -> Any:
    queries.activity(access, activity_id)
    return _keep(access, activity_id)


@bp.get("/ho-tro/hoat-dong/tep/<activity_file_id>")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def activity_file(access: Access, activity_file_id: str) -> Any:
    found = queries.activity_file(access, activity_file_id)
    stored, data = read_file(access.unit_id, found.file_id)
    with db.write():
        record(access, "open_activity_file", "stored_file", stored.id)
    return attachment(data, found.name, stored.media_type)


@bp.get("/ho-tro/hoat-dong/danh-sach.xlsx")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def activity_sheet(access: Access) -> Any:
    year, (card, governing) = this_year(access), issuer(access)
    rows = [
        (
            line.on,
            line.kind.label,
            line.title,
            line.note,
            "; ".join(f"{pupil.name} ({pupil.class_name})" for pupil in line.pupils),
            len(line.files),
            line.by,
        )
        for line in reversed(queries.activities(access, year))
    ]
    heading = Heading("Hoạt động của nhà trường", f"Năm học {year.label} · {INTERNAL}", card.name, governing)
    return download(
        access, spreadsheet(heading, _COLUMNS, rows, "HOẠT ĐỘNG"), "hoat-dong", "xlsx", MEDIA_TYPE
    )


def _keep(access: Access, activity_id: str | None) -> Any:
    typed = Typed(request.form.to_dict(flat=False))
    files = [file.read() for file in request.files.getlist("files")]
    try:
        data = read_activity(typed, [line.public_id for line in own_pupils(access)])
        made = actions.keep_activity(access, data, files, activity_id)
    except RuleBroken as refused:
        return _form(access, typed, activity_id, refused)
    flash("Đã lưu.", "success")
    return redirect(url_for("support.activity", activity_id=made.public_id), 303)


def _form(
    access: Access, typed: Typed, activity_id: str | None = None, refused: RuleBroken | None = None
) -> Any:
    return page(
        "support/activity_form.html",
        status=422 if refused else 200,
        typed=typed,
        errors=refused.fields if refused else {},
        activity_id=activity_id,
        kinds=[(kind.value, kind.label) for kind in ActivityKind],
        pupils=own_pupils(access),
    )
