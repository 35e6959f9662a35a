"""Every list as a spreadsheet; each export is in the log."""

from collections.abc import Sequence
from typing import Any

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed
from sisoho.schools import queries
from sisoho.schools.export import MEDIA_TYPE, Cell, Column, Heading, spreadsheet
from sisoho.schools.routes.blueprint import bp, this_year
from sisoho.vietnamese import unaccented
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment

# The labels under which `pupil_list` reads a school's own list again.
PUPIL_COLUMNS = (
    Column("Mã định danh", 15),
    Column("Họ và tên", 26),
    Column("Ngày sinh", 12, "date"),
    Column("Giới tính", 9),
    Column("Dân tộc", 10),
    Column("Lớp", 9),
    Column("Điểm trường", 16),
    Column("Thôn/Buôn", 18),
    Column("Họ tên cha", 24),
    Column("Họ tên mẹ", 24),
    Column("Số điện thoại", 14),
)


@bp.get("/hoc-sinh/xuat.xlsx")
@needs(Right.SEE_REGISTERS)
def export_school(access: Access) -> Any:
    return _pupils(access, None, "Danh sách học sinh", "danh-sach-hoc-sinh")


@bp.get("/hoc-sinh/lop/<class_id>/xuat.xlsx")
@needs(Right.SEE_REGISTERS, Right.TAKE_ROLL)
def export_class(access: Access, class_id: str) -> Any:
    listed = queries.class_list(access, class_id)
    if not listed.full:
        raise NotAllowed("Danh sách đầy đủ của lớp dành cho giáo viên chủ nhiệm, văn thư và lãnh đạo trường.")
    name = listed.line.name
    return _pupils(access, listed.line.id, f"Danh sách học sinh {_titled(name)}", f"lop-{unaccented(name)}")


def _titled(name: str) -> str:
    return name if name.casefold().startswith("lớp") else f"lớp {name}"


def _pupils(access: Access, class_id: int | None, title: str, file_name: str) -> Any:
    year = this_year(access)
    lines = queries.register_lines(access, year.id, class_id)
    rows = [
        (
            line.id_number,
            line.name,
            line.birth,
            line.sex.capitalize(),
            line.ethnic_group,
            line.class_name,
            line.campus,
            line.village,
            line.father,
            line.mother,
            line.phone,
        )
        for line in lines
    ]
    return answer_sheet(access, title, f"Năm học {year.label}", PUPIL_COLUMNS, rows, file_name)


@bp.get("/nhan-su/xuat.xlsx")
@needs(Right.MANAGE_STAFF)
def export_staff(access: Access) -> Any:
    columns = (
        Column("Họ và tên", 28),
        Column("Chức vụ", 20),
        Column("Nhiệm vụ", 50),
        Column("Số điện thoại", 14),
    )
    rows = [(line.name, line.posts, line.tasks, line.phone) for line in queries.staff_list(access)]
    return answer_sheet(access, "Danh sách cán bộ, giáo viên, nhân viên", "", columns, rows, "nhan-su")


@bp.get("/thon-buon/danh-sach/xuat.xlsx")
@needs(Right.MANAGE_STAFF, Right.SEE_REGISTERS)
def export_villages(access: Access) -> Any:
    columns = (
        Column("Thôn, buôn", 24),
        Column("Số học sinh", 12, "number"),
        Column("Giáo viên phụ trách", 50),
        Column("Trưởng thôn, buôn", 24),
        Column("Già làng", 24),
        Column("Tên gọi khác", 30),
    )
    rows = [
        (
            line.name,
            line.pupils,
            ", ".join(person.name for person in line.team),
            line.head_name,
            line.elder_name,
            ", ".join(line.aliases),
        )
        for line in queries.village_lines(access)
    ]
    return answer_sheet(access, "Danh sách thôn, buôn và giáo viên phụ trách", "", columns, rows, "thon-buon")


def answer_sheet(
    access: Access,
    title: str,
    span: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    file_name: str,
) -> Any:
    """The list under the acting unit's heading, as a download; noted in the log."""
    card = queries.unit_card(access.unit_id, access.on)
    governing = card.governing_line or queries.unit_names([card.parent_id or 0], access.on).get(
        card.parent_id or 0, ""
    )
    written = f"Lập ngày {clock.today():%d/%m/%Y}"
    heading = Heading(title, f"{span} · {written}" if span else written, card.name, governing)
    data = spreadsheet(heading, columns, rows)
    with db.write():
        record(access, "export_list", "unit", access.unit_id, fields=[column.label for column in columns])
    name = f"{file_name.replace(' ', '-')}-{clock.today():%Y-%m-%d}.xlsx"
    return attachment(data, name, MEDIA_TYPE)
