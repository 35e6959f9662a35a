"""The week of the classes, on screen and for the notice board."""

from flask import Response

from sisoho.access import Access, Right
from sisoho.emulation import queries
from sisoho.emulation.routes.blueprint import bp, chosen_day
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/thi-dua")
@needs(Right.TAKE_ROLL, Right.SEE_REGISTERS)
def week(access: Access) -> Response:
    return page(
        "emulation/week.html",
        week=queries.week_of_school(access, chosen_day(access)),
        may_take_roll=access.may(Right.TAKE_ROLL),
        may_change=access.may(Right.MANAGE_STAFF),
    )


@bp.get("/thi-dua/bang-tin")
@needs(Right.TAKE_ROLL, Right.SEE_REGISTERS)
def notice_board(access: Access) -> Response:
    return page("emulation/notice_board.html", week=queries.week_of_school(access, chosen_day(access)))
