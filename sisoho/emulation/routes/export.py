"""The week of the classes as a spreadsheet."""

from collections.abc import Iterator

from flask import Response

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.emulation import queries
from sisoho.emulation.queries import ClassLine, Week
from sisoho.emulation.routes.blueprint import bp, chosen_day
from sisoho.schools.export import MEDIA_TYPE, Cell, Column, Heading, spreadsheet
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment


@bp.get("/thi-dua/xuat.xlsx")
@needs(Right.TAKE_ROLL, Right.SEE_REGISTERS)
def export(access: Access) -> Response:
    week = queries.week_of_school(access, chosen_day(access))
    heading = Heading("Tuần thi đua của các lớp", week.label, access.unit_name)
    columns, rows = _columns(week), list(_rows(week))
    with db.write():
        record(access, "export_list", "unit", access.unit_id, fields=[column.label for column in columns])
    data = spreadsheet(heading, columns, rows, "TUẦN THI ĐUA")
    return attachment(data, f"thi-dua-tuan-{week.starts:%Y-%m-%d}.xlsx", MEDIA_TYPE)


def _columns(week: Week) -> list[Column]:
    parts = week.lines[0].week.parts if week.lines else ()
    return [
        Column("Lớp", 10),
        Column("Nhóm", 18),
        Column("Sĩ số", 8, "number"),
        *(column for part in parts for column in (Column(part.name, 12, "number"), Column("Vì sao", 26))),
        Column("Tổng điểm", 10, "number"),
        Column("Hạng", 7, "number"),
        Column("Chuyên cần", 12),
        Column("Mức", 18),
    ]


def _rows(week: Week) -> Iterator[list[Cell]]:
    for group in week.groups.values():
        yield from map(_row, group)


def _row(line: ClassLine) -> list[Cell]:
    said: list[Cell] = [cell for part in line.week.parts for cell in (part.points, part.why)]
    band = line.week.band.name if line.week.band else ""
    return [
        line.name,
        line.group,
        line.pupils,
        *said,
        line.week.points,
        line.week.rank,
        line.week.attendance_text,
        band,
    ]
