"""A list as a spreadsheet: read back, it says what the school knows, letter by letter."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from sisoho.audit.models import AuditEntry
from sisoho.schools import models as m
from sisoho.schools.export import Column, Heading, spreadsheet
from sisoho.schools.pupil_list import read_pupil_list
from tests.factories import Commune, client_of, pupil

HEADING = Heading("Danh sách thử", "Năm học 2026-2027", "Trường TH Mẫu", "UBND xã Phú Túc")
COLUMNS = (Column("Số điện thoại", 14), Column("Số em", 8, "number"), Column("Ngày", 12, "date"))


def read(data: bytes) -> list[list[object]]:
    return (
        CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    )


def test_text_stays_text_numbers_count_and_dates_are_dates() -> None:
    rows = read(spreadsheet(HEADING, COLUMNS, [("0905111222", 12, date(2026, 3, 5)), ("", 0, "03/2014")]))
    assert [row[0] for row in rows[:5]] == [
        "UBND XÃ PHÚ TÚC",
        "TRƯỜNG TH MẪU",
        "",
        "DANH SÁCH THỬ",
        "Năm học 2026-2027",
    ]
    assert rows[6] == ["STT", "Số điện thoại", "Số em", "Ngày"]
    assert rows[7] == [1, "0905111222", 12, date(2026, 3, 5)]
    assert rows[8] == [2, "", 0, "03/2014"]


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x")', "+1+2", "@SUM(A1)", "-2+3", "http://x.vn"])
def test_a_cell_that_looks_like_a_formula_is_words(evil: str) -> None:
    data = spreadsheet(HEADING, COLUMNS, [(evil, 1, None)])
    assert read(data)[7][1] == evil
    assert b"<f>" not in _sheet_xml(data)
    assert b"hyperlink" not in _sheet_xml(data)


def _sheet_xml(data: bytes) -> bytes:
    from zipfile import ZipFile

    return ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_the_header_stays_in_sight_and_an_empty_list_is_still_a_list() -> None:
    data = spreadsheet(HEADING, COLUMNS, [])
    assert b'ySplit="7"' in _sheet_xml(data)
    assert read(data)[6][1] == "Số điện thoại"


def test_the_schools_own_export_is_read_again_by_the_import(app: Flask, commune: Commune) -> None:
    school = commune.school
    pupil(school, "Nay Y Tý", school.class_6a, id_number="064315000123", sex="female")
    response = client_of(app, school.clerk).get("/hoc-sinh/xuat.xlsx")
    assert (
        response.headers["Content-Disposition"] == "attachment; filename=danh-sach-hoc-sinh-2026-11-23.xlsx"
    )
    assert response.headers["Cache-Control"] == "no-store"
    listed = read_pupil_list(response.data, "danh-sach.xlsx")
    assert len(listed.rows) == 9
    found = next(row for row in listed.rows if row.full_name == "Nay Y Tý")
    assert (found.id_number, found.class_name, found.village, found.sex, found.ethnic_group) == (
        "064315000123",
        "6A",
        "Buôn Chư Bang",
        "female",
        "Gia Rai",
    )
    assert str(found.birth) == "12/03/2015"
    assert (found.mother, found.phone, found.problems) == ("Mẹ Nay Y Tý", "0987000001", ())
    assert AuditEntry.select().where(AuditEntry.intent == "export_list").count() == 1


def test_a_homeroom_teacher_exports_the_own_class(app: Flask, commune: Commune) -> None:
    school = commune.school
    response = client_of(app, school.teacher_6a).get(f"/hoc-sinh/lop/{school.class_6a.public_id}/xuat.xlsx")
    rows = read(response.data)
    assert rows[3][0] == "DANH SÁCH HỌC SINH LỚP 6A"
    assert len(rows) == 7 + 5


def test_staff_and_villages_are_exported(app: Flask, commune: Commune) -> None:
    client = client_of(app, commune.school.principal)
    staff = read(client.get("/nhan-su/xuat.xlsx").data)
    assert staff[7][1:3] == ["Nguyễn Thị Hồng", "Hiệu trưởng"]
    assert str(staff[7][4]).startswith("09")
    villages = read(client.get("/thon-buon/danh-sach/xuat.xlsx").data)
    assert villages[7][1:4] == ["Buôn Chư Bang", 8, "Ksor Buôn"]
    assert m.Village.select().where(m.Village.unit == commune.unit).count() == len(villages) - 7
