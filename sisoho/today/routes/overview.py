"""Toàn cảnh of the school for its leaders, and the lists that only it opens."""

from typing import Any

from flask import request

from sisoho.access import Access, Right
from sisoho.audit.actions import record_views
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import HalfDay
from sisoho.today.queries.behind import People, absent_today, living_in
from sisoho.today.queries.notice_board import notice_board as read_notice_board
from sisoho.today.queries.overview import overview as read_overview
from sisoho.today.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page

_HALF_DAYS = {"sang": HalfDay.MORNING, "chieu": HalfDay.AFTERNOON}
_REASONS = {"co-phep": MarkKind.P, "khong-phep": MarkKind.K, "chua-ro": MarkKind.V}


@bp.get("/toan-canh")
@needs(Right.SEE_SCHOOL)
def overview(access: Access) -> Any:
    return page("today/overview.html", of=read_overview(access))


@bp.get("/toan-canh/bang-tin")
@needs(Right.SEE_SCHOOL)
def notice_board(access: Access) -> Any:
    """For the wall or a screen in the hall: counts, nobody's name."""
    return page("today/notice_board.html", board=read_notice_board(access))


@bp.get("/toan-canh/vang")
@needs(Right.SEE_SCHOOL)
def absent(access: Access) -> Any:
    """`?buoi=sang|chieu&ly-do=co-phep|khong-phep|chua-ro`; without them everybody who is missing today."""
    half_day = _HALF_DAYS.get(request.args.get("buoi", ""))
    reason = _REASONS.get(request.args.get("ly-do", ""))
    found = absent_today(
        access, [half_day] if half_day else list(HalfDay), [reason] if reason else list(MarkKind)
    )
    words = [half_day.label if half_day else "cả ngày", reason.label if reason else "mọi lý do"]
    return _people(access, found, " · ".join(words), "outreach.pupil")


@bp.get("/toan-canh/buon/<village_id>")
@needs(Right.SEE_SCHOOL)
def village_pupils(access: Access, village_id: str) -> Any:
    return _people(access, living_in(access, village_id), "Chỗ ở hiện nay, theo lớp", "schools.pupil")


def _people(access: Access, found: People, sub: str, opens: str) -> Any:
    """`opens`: the endpoint of a pupil's page."""
    record_views(access, found.ids)
    return page("today/people.html", people=found, sub=sub, opens=opens)
