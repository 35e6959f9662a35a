"""Villages × birth years, one village's children, and the list as a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import request

from sisoho.access import Access, Right
from sisoho.audit.actions import record_views
from sisoho.schools.export import Cell, Column
from sisoho.schools.queries import area
from sisoho.schools.queries.area import AreaPerson
from sisoho.schools.queries.birth import sex_text
from sisoho.schools.routes.blueprint import bp
from sisoho.schools.routes.exports import answer_sheet
from sisoho.web.guards import needs
from sisoho.web.rendering import page

# The labels under which a phổ cập list is read again.
COLUMNS = (
    Column("Họ và tên", 26),
    Column("Ngày sinh", 12, "date"),
    Column("Giới tính", 9),
    Column("Dân tộc", 10),
    Column("Khuyết tật", 10),
    Column("Họ tên chủ hộ", 24),
    Column("Thôn/Buôn", 18),
    Column("Tình trạng", 24),
    Column("Trường đang học", 36),
    Column("Lớp", 8),
    Column("Từ ngày", 12, "date"),
    Column("Lý do", 30),
    Column("Theo nguồn", 24),
    Column("Ngày ghi", 12, "date"),
)


def note_views(access: Access, people: Iterable[AreaPerson]) -> None:
    """Names of own pupils were read: in the record of views, as on every list that names them."""
    record_views(access, [one.pupil_id for one in people if one.pupil_id is not None])


@bp.get("/tre-trong-dia-ban")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT, Right.SEE_REFERRED)
def area_overview(access: Access) -> Any:
    year = area.asked_year(access, request.args.get("nam", ""))
    return page("schools/area/overview.html", of=area.overview(access, year))


@bp.get("/tre-trong-dia-ban/buon/<village_id>")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def area_village(access: Access, village_id: str) -> Any:
    """`sinh`: a birth year; `xem`: a key of area.SHOWN; `nam`: a school year."""
    year = area.asked_year(access, request.args.get("nam", ""))
    born, shown = request.args.get("sinh", type=int), request.args.get("xem", "")
    found = area.village_children(access, village_id, year, born=born, shown=shown)
    note_views(access, found.people)
    return page(
        "schools/area/village.html",
        of=found,
        born=born,
        shown=shown,
        all_shown=area.SHOWN,
        words=area.person_words,
        is_this_year=year == area.asked_year(access),
    )


@bp.get("/tre-trong-dia-ban/xuat.xlsx")
@needs(Right.SEE_REGISTERS)
def export_area(access: Access) -> Any:
    """Everyone of the area whose name the school may read; `nam`: a school year."""
    year = area.asked_year(access, request.args.get("nam", ""))
    scope = area.area_scope(access)
    people = [one for one in area.area_people(access, scope, year) if one.name]
    note_views(access, people)
    rows = [list(_cells(one, scope.homes[one.village_id])) for one in people]
    title = f"Năm học {year} · LƯU HÀNH NỘI BỘ"
    return answer_sheet(access, "Danh sách trẻ trong địa bàn", title, COLUMNS, rows, "tre-trong-dia-ban")


def _cells(one: AreaPerson, village: str) -> Iterator[Cell]:
    birth = one.birth
    yield one.name
    yield birth.date if birth and birth.precision == "day" else str(birth or "")
    yield from (sex_text(one.sex).capitalize(), one.ethnic_group, "x" if one.disability else "")
    yield from (one.head_name, village, one.state.label.capitalize(), one.school)
    yield one.class_name or (str(one.grade) if one.grade else "")
    yield from (one.since, one.reason, area.SOURCES[one.source], one.on)
