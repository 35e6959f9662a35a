"""Đôi bạn giúp nhau."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.school_calendar import Month
from sisoho.schools.export import MEDIA_TYPE, Column, Heading, spreadsheet
from sisoho.support.actions import buddies as actions
from sisoho.support.forms.sponsors import read_month, read_pair
from sisoho.support.forms.typed import Typed
from sisoho.support.queries import buddies as queries
from sisoho.support.queries.people import own_pupils
from sisoho.support.routes.blueprint import bp
from sisoho.support.routes.downloads import download, issuer, this_year
from sisoho.support.sponsor_papers import INTERNAL
from sisoho.web.guards import needs
from sisoho.web.rendering import page

_COLUMNS = (
    Column("Em được giúp", 26),
    Column("Bạn giúp em", 26),
    Column("Lớp", 12),
    Column("Giúp nhau việc gì", 34),
    Column("Từ ngày", 12, "date"),
    Column("Đến ngày", 12, "date"),
    Column("Ghi chú tháng", 44),
)


@bp.get("/ho-tro/doi-ban")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def buddy_list(access: Access) -> Any:
    lines = queries.pairs(access)
    return page(
        "support/buddies.html",
        lines=lines,
        this_month=Month.of(access.on),
        may_write=access.may(Right.GIVE_SUPPORT),
        may_add=bool(access.class_ids) or access.may(Right.SEE_SCHOOL),
    )


@bp.get("/ho-tro/doi-ban/moi")
@needs(Right.GIVE_SUPPORT)
def new_pair(access: Access) -> Any:
    return _form(access, Typed({"starts": [access.on.isoformat()]}))


@bp.post("/ho-tro/doi-ban/moi")
@needs(Right.GIVE_SUPPORT)
def make_pair(access: Access) -> Any:
    typed = Typed(request.form.to_dict(flat=False))
    try:
        actions.make_pair(access, read_pair(typed))
    except RuleBroken as refused:
        return _form(access, typed, refused)
    flash("Đã ghi đôi bạn.", "success")
    return redirect(url_for("support.buddy_list"), 303)


@bp.post("/ho-tro/doi-ban/<pair_id>/thang")
@needs(Right.GIVE_SUPPORT)
def tell_pair_month(access: Access, pair_id: str) -> Any:
    queries.pair(access, pair_id)
    data = read_month(Typed(request.form.to_dict(flat=False)), Month.of(access.on))
    actions.tell_pair_month(access, pair_id, data)
    flash(f"Đã ghi {data.month.label}.", "success")
    return redirect(url_for("support.buddy_list"), 303)


@bp.post("/ho-tro/doi-ban/<pair_id>/ket-thuc")
@needs(Right.GIVE_SUPPORT)
def part_pair(access: Access, pair_id: str) -> Any:
    actions.part_pair(access, pair_id, access.on)
    flash("Đã kết thúc đôi bạn; các tháng đã ghi vẫn còn.", "success")
    return redirect(url_for("support.buddy_list"), 303)


@bp.get("/ho-tro/doi-ban/danh-sach.xlsx")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def buddy_sheet(access: Access) -> Any:
    card, governing = issuer(access)
    rows = [
        (
            line.helped.name,
            line.helper.name,
            line.classes,
            line.purpose,
            line.starts,
            line.ends,
            "; ".join(f"{note.month.label}: {note.note or 'đã xem'}" for note in line.notes),
        )
        for line in queries.pairs(access)
    ]
    subtitle = f"Năm học {this_year(access).label} · {INTERNAL}"
    heading = Heading("Danh sách đôi bạn giúp nhau", subtitle, card.name, governing)
    data = spreadsheet(heading, _COLUMNS, rows, "ĐÔI BẠN")
    return download(access, data, "doi-ban-giup-nhau", "xlsx", MEDIA_TYPE)


def _form(access: Access, typed: Typed, refused: RuleBroken | None = None) -> Any:
    return page(
        "support/buddy_form.html",
        status=422 if refused else 200,
        typed=typed,
        errors=refused.fields if refused else {},
        message=refused.message if refused else "",
        pupils=[(line.public_id, line.label) for line in own_pupils(access)],
    )
