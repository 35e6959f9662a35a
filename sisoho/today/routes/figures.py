"""Số liệu chuyên cần: the attendance of a span from all sides, and down to the sheets."""

from datetime import date, timedelta
from typing import Any

from flask import request

from sisoho.access import Access, Right
from sisoho.errors import NotAllowed, NotFound
from sisoho.rollcall import queries as rollcall
from sisoho.rollcall.queries import By
from sisoho.schools.queries import current_year
from sisoho.schools.queries.due import ClassRoll, class_roll
from sisoho.today.queries.home import attendance_target
from sisoho.today.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page

ONE_DAY = timedelta(days=1)
_USUAL = timedelta(days=28)


@bp.get("/so-lieu-chuyen-can")
@needs(Right.SEE_SCHOOL)
def figures(access: Access) -> Any:
    """`?tu=&den=&theo=`: the table; with `&nhom=` the sheets behind one line of it."""
    starts, last = _span(access)
    by = _by(request.args.get("theo", By.CLASS.value))
    parts = rollcall.breakdown(access, starts, last + ONE_DAY, by)
    whole = rollcall.breakdown(access, starts, last + ONE_DAY, By.WEEK) if by is not By.WEEK else parts
    chosen = next((part for part in parts if part.key == request.args.get("nhom")), None)
    return page(
        "today/figures.html",
        parts=parts,
        by=by,
        choices=list(By),
        starts=starts,
        last=last,
        chosen=chosen,
        weeks=[(part.label[-10:-5], _percent(part.totals.attendance_rate)) for part in whole],
        target=attendance_target(access),
    )


@bp.get("/so-lieu-chuyen-can/lop/<class_id>")
@needs(Right.TAKE_ROLL)
def class_figures(access: Access, class_id: str) -> Any:
    """The half-days of a class as a heat map; its pupils lead to their own."""
    roll = _own_class(access, class_id)
    starts, last = _span(access, whole_year=True)
    squares = rollcall.class_squares(access, roll.id, starts, last + ONE_DAY)
    return page("today/class_figures.html", roll=roll, squares=squares, starts=starts, last=last)


@bp.get("/so-lieu-chuyen-can/lop/<class_id>/<pupil_id>")
@needs(Right.TAKE_ROLL)
def pupil_figures(access: Access, class_id: str, pupil_id: str) -> Any:
    roll = _own_class(access, class_id)
    pupil = next((pupil for pupil in roll.pupils if pupil.public_id == pupil_id), None)
    if pupil is None:
        raise NotFound
    starts, last = _span(access, whole_year=True)
    squares, sums = rollcall.pupil_squares(access, roll, pupil.id, starts, last + ONE_DAY)
    return page("today/pupil_figures.html", roll=roll, pupil=pupil, squares=squares, sums=sums)


def _own_class(access: Access, class_id: str) -> ClassRoll:
    roll = class_roll(access, class_id)
    if not access.sees_class(roll.id):
        raise NotAllowed("Số liệu từng em của lớp dành cho giáo viên chủ nhiệm và ban giám hiệu.")
    return roll


def _span(access: Access, *, whole_year: bool = False) -> tuple[date, date]:
    """First and last day asked for: four weeks up to today, or the year so far, where nothing is said."""
    last = _day(request.args.get("den", "")) or access.on
    first = _day(request.args.get("tu", ""))
    if first is None and whole_year:
        year = current_year(access)
        first = year.starts if year else None
    return min(first or last - _USUAL, last), last


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise NotFound("Không có ngày như vậy.") from None


def _by(written: str) -> By:
    try:
        return By(written)
    except ValueError:
        raise NotFound("Không có cách xem như vậy.") from None


def _percent(rate: Any) -> float | None:
    return None if rate is None else float(rate * 100)
