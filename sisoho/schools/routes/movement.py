"""Biến động sĩ số: on screen and as a spreadsheet."""

from datetime import timedelta
from typing import Any

from flask import request, url_for

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import RuleBroken
from sisoho.school_calendar import Month
from sisoho.schools import queries
from sisoho.schools.export import MEDIA_TYPE, Heading
from sisoho.schools.forms.reading import FormReader
from sisoho.schools.movement_sheet import balance, formulas, movement_sheet
from sisoho.schools.routes.blueprint import bp, faults, this_year
from sisoho.schools.rules import percent_text
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment, page


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
        spans=_spans(access),
        span=span,
        formulas=formulas(found),
        balance=balance(found),
        percent=percent_text,
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


def _spans(access: Access) -> list[tuple[str, str]]:
    """(label, address): since the opening roll, this month, the month before."""
    year = this_year(access)
    found = [("Từ đầu năm", url_for("schools.movement"))]
    for month in (Month.of(access.on), Month.of(access.on).before):
        since = max(month.starts, year.starts) - timedelta(days=1)
        until = min(month.ends - timedelta(days=1), access.on)
        if year.starts <= until:
            found.append(
                (month.label, url_for("schools.movement", tu=since.isoformat(), den=until.isoformat()))
            )
    return found
