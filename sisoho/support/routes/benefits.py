"""Chế độ, miễn giảm: who is entitled, who receives, the schemes themselves."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.audit.actions import record_view
from sisoho.errors import RuleBroken
from sisoho.school_calendar import Month
from sisoho.schools.export import MEDIA_TYPE, Column, Heading, spreadsheet
from sisoho.support.actions import benefits as actions
from sisoho.support.forms.benefits import BOARDING, read_decision, read_months, read_record
from sisoho.support.forms.typed import Typed
from sisoho.support.queries import benefits as queries
from sisoho.support.routes.blueprint import bp
from sisoho.support.routes.downloads import download, issuer, this_year
from sisoho.support.rules import school_months
from sisoho.support.sponsor_papers import INTERNAL
from sisoho.web.guards import needs
from sisoho.web.rendering import page

_COLUMNS = (
    Column("Chế độ", 34),
    Column("Họ và tên", 26),
    Column("Lớp", 8),
    Column("Theo quy định", 16),
    Column("Căn cứ của phần mềm", 44),
    Column("Nhà trường xét", 14),
    Column("Căn cứ của nhà trường", 34),
    Column("Số tháng đã nhận", 10, "number"),
    Column("Các tháng", 26),
)


@bp.get("/ho-tro/che-do")
@needs(Right.GIVE_SUPPORT, Right.SEE_BENEFITS)
def benefit_list(access: Access) -> Any:
    found = queries.standings(access, this_year(access))
    return page(
        "support/benefits.html",
        schemes=queries.schemes(access),
        missing=[one for one in found if one.is_missing],
        receiving=[one for one in found if one.months],
        writes=queries.writes(access),
    )


@bp.get("/ho-tro/che-do/danh-sach.xlsx")
@needs(Right.GIVE_SUPPORT, Right.SEE_BENEFITS)
def benefit_sheet(access: Access) -> Any:
    year, (card, governing) = this_year(access), issuer(access)
    rows = [
        (
            one.scheme.name,
            one.pupil.name,
            one.pupil.class_name,
            "đủ điều kiện" if one.verdict.entitled else "chưa đủ",
            one.verdict.words,
            ("được hưởng" if one.decision.entitled else "chưa được") if one.decision else "",
            one.decision.reason if one.decision else "",
            len(one.months),
            ", ".join(f"{month.number:02}/{month.year}" for month in sorted(one.months)),
        )
        for one in queries.standings(access, year)
    ]
    heading = Heading("Chế độ của học sinh", f"Năm học {year.label} · {INTERNAL}", card.name, governing)
    return download(access, spreadsheet(heading, _COLUMNS, rows, "CHẾ ĐỘ"), "che-do", "xlsx", MEDIA_TYPE)


@bp.get("/ho-tro/che-do/em/<pupil_id>")
@needs(Right.GIVE_SUPPORT, Right.SEE_BENEFITS)
def pupil_benefits(access: Access, pupil_id: str) -> Any:
    return _one(access, pupil_id)


@bp.post("/ho-tro/che-do/em/<pupil_id>/hoan-canh")
@needs(Right.EDIT_REGISTERS)
def note_record(access: Access, pupil_id: str) -> Any:
    typed = Typed(request.form.to_dict(flat=False))
    queries.pupil_benefits(access, this_year(access), pupil_id)
    try:
        actions.note_record(access, pupil_id, read_record(typed))
    except RuleBroken as refused:
        return _one(access, pupil_id, typed, refused)
    return _back(pupil_id, "Đã lưu khoảng cách và bán trú.")


@bp.post("/ho-tro/che-do/em/<pupil_id>/<scheme_id>/xet")
@needs(Right.EDIT_REGISTERS)
def decide_benefit(access: Access, pupil_id: str, scheme_id: str) -> Any:
    typed = Typed(request.form.to_dict(flat=False))
    queries.pupil_benefits(access, this_year(access), pupil_id)
    queries.scheme(access, scheme_id)
    try:
        actions.decide_benefit(access, scheme_id, pupil_id, read_decision(typed))
    except RuleBroken as refused:
        return _one(access, pupil_id, typed, refused, scheme_id)
    return _back(pupil_id, "Đã lưu kết quả xét.")


@bp.post("/ho-tro/che-do/em/<pupil_id>/<scheme_id>/thang")
@needs(Right.EDIT_REGISTERS)
def set_benefit_months(access: Access, pupil_id: str, scheme_id: str) -> Any:
    typed, months = Typed(request.form.to_dict(flat=False)), _months(access)
    queries.pupil_benefits(access, this_year(access), pupil_id)
    try:
        actions.set_months(access, scheme_id, pupil_id, read_months(typed, months), months)
    except RuleBroken as refused:
        return _one(access, pupil_id, typed, refused, scheme_id)
    return _back(pupil_id, "Đã lưu các tháng đã nhận.")


def _months(access: Access) -> tuple[Month, ...]:
    """The months of the year that have begun."""
    year = this_year(access)
    return tuple(month for month in school_months(year.starts, year.ends) if month.starts <= access.on)


def _back(pupil_id: str, said: str) -> Any:
    flash(said, "success")
    return redirect(url_for("support.pupil_benefits", pupil_id=pupil_id), 303)


def _one(
    access: Access,
    pupil_id: str,
    typed: Typed | None = None,
    refused: RuleBroken | None = None,
    of_scheme: str = "",
) -> Any:
    found = queries.pupil_benefits(access, this_year(access), pupil_id)
    record_view(access, found.pupil.id)
    return page(
        "support/pupil_benefits.html",
        status=422 if refused else 200,
        found=found,
        typed=typed or Typed(),
        errors=refused.fields if refused else {},
        message=refused.message if refused else "",
        of_scheme=of_scheme,
        months=[(month.key, f"T{month.number}") for month in _months(access)],
        boarding=list(BOARDING.items()),
        writes=queries.writes(access),
    )
