"""Biến động sĩ số: on screen and as a spreadsheet."""

from datetime import timedelta
from typing import Any

from flask import request, url_for

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record, record_views
from sisoho.errors import NotFound, RuleBroken
from sisoho.school_calendar import Month
from sisoho.schools import queries
from sisoho.schools.export import MEDIA_TYPE, Heading
from sisoho.schools.forms.reading import FormReader
from sisoho.schools.movement_sheet import BOARDING, balance, formulas, movement_sheet
from sisoho.schools.queries.movement import counted_rows
from sisoho.schools.queries.moves import LATE_DAYS, late_moves, moves_by_id
from sisoho.schools.routes.blueprint import bp, faults
from sisoho.schools.rules import percent_text
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment, page

LATE = "ghi-lui"
BEHIND: dict[str, tuple[str, tuple[str, ...]]] = {
    "den": ("Đến", ("enrolled", "moved_in", "returned_earlier")),
    "di": ("Đi", ("moved_out",)),
    "di-ca": ("Đi, kể cả chờ xác nhận", ("moved_out", "pending_out")),
    "di-cho": ("Đi, chờ xác nhận", ("pending_out",)),
    "lop-den": ("Chuyển lớp đến", ("changed_in",)),
    "lop-di": ("Chuyển lớp đi", ("changed_out",)),
    "bo-hoc": ("Bỏ học", ("dropped",)),
    "qua-doi": ("Qua đời", ("died",)),
    "tro-lai": ("Trở lại", ("returned",)),
    LATE: ("Ghi lùi ngày", ()),
}
"""Word in an address → heading and the columns of RollCount behind it."""


@bp.get("/si-so/bien-dong")
@needs(Right.SEE_REGISTERS)
def movement(access: Access) -> Any:
    """`tu`: the day whose roll is counted from; `den`: the last day counted. Both may be left out."""
    errors: dict[str, str] = {}
    try:
        found = _asked(access)
    except RuleBroken as refused:
        errors = faults(refused)
        found = queries.movement(access)
    span = {"tu": found.since.isoformat(), "den": found.until.isoformat()}
    return page(
        "schools/movement.html",
        status=422 if errors else 200,
        of=found,
        errors=errors,
        typed={**span, **request.args} if errors else span,
        spans=_spans(access, found),
        span=span,
        formulas=formulas(found),
        balance=balance(found),
        late=len(late_moves(access, found.year.id, found.since, found.until)),
        boarding=BOARDING,
        percent=percent_text,
    )


@bp.get("/si-so/bien-dong/cac-lan")
@needs(Right.SEE_REGISTERS)
def moves_behind(access: Access) -> Any:
    """The moves a figure counts. `cot`: a key of BEHIND; `nhom`, `ten`: the line, as in MovementLine."""
    column = request.args.get("cot", "den")
    if column not in BEHIND:
        raise NotFound
    found = _asked(access)
    kind, label = request.args.get("nhom", "school"), request.args.get("ten", "Toàn trường")
    if column == LATE:
        ids = late_moves(access, found.year.id, found.since, found.until)
    else:
        ids = counted_rows(access, found.since, found.until, BEHIND[column][1], kind, label)
    lines = moves_by_id(access, ids)
    record_views(access, [line.pupil_id for line in lines])
    return page(
        "schools/moves_behind.html",
        of=found,
        title=BEHIND[column][0],
        line="" if column == LATE else label,
        lines=lines,
        late_days=LATE_DAYS,
        span={"tu": found.since.isoformat(), "den": found.until.isoformat()},
    )


@bp.get("/si-so/bien-dong.xlsx")
@needs(Right.SEE_REGISTERS)
def movement_xlsx(access: Access) -> Any:
    found = _asked(access)
    card = queries.unit_card(access.unit_id, access.on)
    span = f"Từ sĩ số ngày {found.since:%d/%m/%Y} đến hết ngày {found.until:%d/%m/%Y}"
    said = f"{span}, năm học {found.year.label}"
    heading = Heading("Thống kê sĩ số học sinh", said, card.name, card.governing_line)
    with db.write():
        record(access, "export_movement", "unit", access.unit_id, fields=["since", "until"])
    return attachment(
        movement_sheet(found, heading), f"thong-ke-si-so-{found.until:%Y-%m-%d}.xlsx", MEDIA_TYPE
    )


def _asked(access: Access) -> queries.Movement:
    reader = FormReader(request.args)
    since, until = reader.date("tu"), reader.date("den")
    reader.finish()
    return queries.movement(access, since, until)


def _spans(access: Access, shown: queries.Movement) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is `shown`): since the opening roll, this month, the month before."""
    year = shown.year
    last = min(access.on, year.last_day)
    whole = (min(year.opening_roll_on, last), last)
    found = [("Từ đầu năm", url_for("schools.movement"), (shown.since, shown.until) == whole)]
    for month in (Month.of(last), Month.of(last).before):
        since = max(month.starts, year.starts) - timedelta(days=1)
        until = min(month.ends - timedelta(days=1), last)
        if year.starts <= until:
            at = url_for("schools.movement", tu=since.isoformat(), den=until.isoformat())
            found.append((month.label.capitalize(), at, (shown.since, shown.until) == (since, until)))
    return found
