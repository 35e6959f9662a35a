"""Nhận đỡ đầu: the list, one sponsorship with its diary, the book."""

from typing import Any

from flask import current_app, flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.audit.actions import record_view
from sisoho.errors import RuleBroken
from sisoho.school_calendar import Month
from sisoho.schools.export import MEDIA_TYPE
from sisoho.support import sponsor_papers
from sisoho.support.actions import sponsors as actions
from sisoho.support.forms.sponsors import read_end, read_month, read_sponsorship
from sisoho.support.forms.typed import Typed
from sisoho.support.queries import sponsors as queries
from sisoho.support.queries.people import pupils_to_help, staff_names
from sisoho.support.routes.blueprint import bp
from sisoho.support.routes.downloads import download, issuer, this_year
from sisoho.support.rules import END_REASONS, HELPS, school_months
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/ho-tro/do-dau")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def sponsor_list(access: Access) -> Any:
    lines = queries.sponsorships(access)
    return page(
        "support/sponsors.html",
        lines=lines,
        this_month=Month.of(access.on),
        may_add=access.may(Right.GIVE_SUPPORT),
    )


@bp.get("/ho-tro/do-dau/moi")
@needs(Right.GIVE_SUPPORT)
def new_sponsorship(access: Access) -> Any:
    start = {"pupil": [request.args.get("em", "")], "starts": [access.on.isoformat()]}
    return _form(access, Typed(start))


@bp.post("/ho-tro/do-dau/moi")
@needs(Right.GIVE_SUPPORT)
def begin_sponsorship(access: Access) -> Any:
    typed = Typed(request.form.to_dict(flat=False))
    try:
        made = actions.begin_sponsorship(access, read_sponsorship(typed))
    except RuleBroken as refused:
        return _form(access, typed, refused)
    flash("Đã ghi việc nhận đỡ đầu.", "success")
    return redirect(url_for("support.sponsorship", sponsorship_id=made.public_id), 303)


@bp.get("/ho-tro/do-dau/<sponsorship_id>")
@needs(Right.GIVE_SUPPORT)
def sponsorship(access: Access, sponsorship_id: str) -> Any:
    return _one(access, sponsorship_id)


@bp.post("/ho-tro/do-dau/<sponsorship_id>/thang")
@needs(Right.GIVE_SUPPORT)
def tell_sponsor_month(access: Access, sponsorship_id: str) -> Any:
    typed = Typed(request.form.to_dict(flat=False))
    queries.sponsorship(access, sponsorship_id)
    try:
        data = read_month(typed, Month.of(access.on))
        actions.tell_month(access, sponsorship_id, data)
    except RuleBroken as refused:
        return _one(access, sponsorship_id, typed, refused)
    flash(f"Đã ghi {data.month.label}.", "success")
    if typed.get("tiep") == "danh-sach":
        return redirect(url_for("support.sponsor_list"), 303)
    return redirect(url_for("support.sponsorship", sponsorship_id=sponsorship_id), 303)


@bp.post("/ho-tro/do-dau/<sponsorship_id>/ket-thuc")
@needs(Right.GIVE_SUPPORT)
def end_sponsorship(access: Access, sponsorship_id: str) -> Any:
    typed = Typed(request.form.to_dict(flat=False))
    queries.sponsorship(access, sponsorship_id)
    try:
        actions.end_sponsorship(access, sponsorship_id, read_end(typed))
    except RuleBroken as refused:
        return _one(access, sponsorship_id, typed, refused)
    flash("Đã kết thúc việc đỡ đầu; nhật ký vẫn còn trong sổ.", "success")
    return redirect(url_for("support.sponsor_list"), 303)


@bp.get("/ho-tro/do-dau/so.xlsx")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def sponsor_sheet(access: Access) -> Any:
    lines, year = queries.sponsorships(access), this_year(access).label
    data = sponsor_papers.book_sheet(lines, year, *issuer(access))
    return download(access, data, "so-nhan-do-dau", "xlsx", MEDIA_TYPE)


@bp.get("/ho-tro/do-dau/so.pdf")
@needs(Right.GIVE_SUPPORT, Right.SEE_REGISTERS)
def sponsor_pdf(access: Access) -> Any:
    lines, year = queries.sponsorships(access), this_year(access).label
    fonts = current_app.config["SISOHO"].fonts
    data = sponsor_papers.book_pdf(lines, year, *issuer(access), access.on, fonts_dir=fonts)
    return download(access, data, "so-nhan-do-dau", "pdf", "application/pdf")


def _form(access: Access, typed: Typed, refused: RuleBroken | None = None) -> Any:
    staff = dict(staff_names(access).values())
    own = next((public for key, (public, _) in staff_names(access).items() if key == access.staff_id), "")
    if not (access.class_ids or access.may(Right.SEE_SCHOOL)):
        staff = {own: staff[own]} if own else {}
    return page(
        "support/sponsor_form.html",
        status=422 if refused else 200,
        typed=typed,
        errors=refused.fields if refused else {},
        message=refused.message if refused else "",
        pupils=[(line.public_id, line.label) for line in pupils_to_help(access)],
        staff=list(staff.items()),
        own=own,
        helps=list(HELPS.items()),
    )


def _one(
    access: Access, public_id: str, typed: Typed | None = None, refused: RuleBroken | None = None
) -> Any:
    line, year = queries.sponsorship(access, public_id), this_year(access)
    record_view(access, line.pupil.id)
    months = [
        m for m in school_months(year.starts, year.ends) if m.starts <= access.on and m.ends > line.starts
    ]
    return page(
        "support/sponsorship.html",
        status=422 if refused else 200,
        line=line,
        typed=typed or Typed(),
        errors=refused.fields if refused else {},
        this_month=Month.of(access.on),
        months=list(reversed(months)),
        reasons=list(END_REASONS.items()),
    )
