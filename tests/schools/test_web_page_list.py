"""Lists exported as `.xls` that are web pages: the same pupils as in the real workbook."""

import time
from html import escape
from io import BytesIO

import pytest
from flask import Flask

from sisoho.errors import RuleBroken
from sisoho.schools.import_rules import ListedPupil
from sisoho.schools.pupil_list import read_pupil_list
from sisoho.schools.pupil_list.sheets import open_sheets
from tests.factories import Commune, client_of
from tests.schools.lists import COLUMNS, sample_rows

_HEAD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>Danh sách</title>
<style>td {mso-number-format:"\\@"}</style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><![endif]--></head><body>"""


def exported(rows: list[ListedPupil]) -> str:
    """As provincial systems write one: a title over all columns, header cells over two rows, no closing tags
    of cells, &nbsp; for nothing."""
    labels = list(COLUMNS)
    place = labels.index("Thôn/Buôn")
    head = "".join(
        "<th colspan=2>Nơi ở" if n == place else "" if n == place + 1 else f"<th rowspan=2>{label}"
        for n, label in enumerate(labels)
    )  # fmt: skip
    body = "".join(
        "<tr>" + "".join(f"<td x:str>{escape(str(read(row))) or '&nbsp;'}" for read in COLUMNS.values())
        for row in rows
    )
    return (
        f"{_HEAD}<table border=1><tr><td colspan={len(labels)}><b>DANH SÁCH<br>HỌC SINH</b>"
        f"<tr>{head}<tr><th>{labels[place]}<th>{labels[place + 1]}{body}</table></body></html>"
    )


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_web_page_named_xls_gives_the_pupils_of_the_workbook(coding: str) -> None:
    rows = list(sample_rows()[:60])
    found = read_pupil_list(exported(rows).encode(coding), "DanhSachHocSinh.xls")
    facts = ("full_name", "birth", "class_name", "village", "id_number", "mother", "phone", "sex")
    assert [[getattr(row, fact) for fact in facts] for row in found.rows] == [
        [getattr(row, fact) for fact in facts] for row in rows
    ]
    assert found.sheets == ("Bảng 1",)


def test_cells_that_reach_over_rows_and_columns_keep_the_others_in_their_columns() -> None:
    page = (
        "<table><tr><td rowspan=2>a<td colspan=2>b<td rowspan=3>c"
        "<tr><td>d<td>e<tr><td>f<td><br>g<p>h<td>i</table>"
    )
    (sheet,) = open_sheets(page.encode(), "a.xls")
    assert sheet.grid == [["a", "b", "", "c"], ["", "d", "e", ""], ["f", "g h", "i", ""]]
    assert sheet.merges == (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (2, 3)))


def test_a_table_that_lays_out_the_page_does_not_swallow_the_list_in_it() -> None:
    page = "<table><tr><td>Trường<table><tr><td>Họ và tên<tr><td>Siu Khôi</table></table>"
    inner, outer = open_sheets(page.encode(), "a.xls")
    assert (inner.grid, outer.grid) == ([["Họ và tên"], ["Siu Khôi"]], [["Trường"]])


@pytest.mark.parametrize("opening", ["<!--", "<?", "<![", "<table>"])
def test_a_page_made_to_stop_the_server_is_answered_soon(opening: str) -> None:
    """The parser alone is quadratic in what is opened and never closed: this much took it minutes."""
    began = time.monotonic()
    with pytest.raises(RuleBroken):
        read_pupil_list(b"<table><tr><td>x" + opening.encode() * 500_000, "a.xls")
    assert time.monotonic() - began < 20


def test_conditions_of_office_and_comments_are_no_words_of_a_cell() -> None:
    page = "<table><tr><td><![if !x]>Siu<![endif]> <!--[if gte mso 9]><td>y<![endif]-->Khôi<td>a < b</table>"
    (sheet,) = open_sheets(page.encode(), "a.xls")
    assert sheet.grid == [["Siu Khôi", "a < b"]]


def test_no_script_and_no_style_is_read_as_a_cell() -> None:
    page = "<table><tr><td><style>td{}</style><script>alert('x')</script>Siu &#272;&#7913;c &amp; em</table>"
    (sheet,) = open_sheets(page.encode(), "a.xls")
    assert sheet.grid == [["Siu Đức & em"]]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html><body>Phiên làm việc đã hết hạn.</body></html>", "không có bảng nào"),
        ("<html><table></table></html>", "không có bảng nào"),
        ("<table><tr><td>Họ và tên<td>Lớp<tr><td>Trang chủ</table>", "Không tìm thấy học sinh"),
        ("<table>" + "<tr><td>x" * 20_001, "20000 dòng"),
        ("<table><tr>" + "<td colspan=999999999>x" * 50, "quá nhiều cột"),
        ("<", "không có bảng nào"),
    ],
)
def test_a_page_without_a_list_is_refused_in_words_for_a_clerk(page: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        read_pupil_list(page.encode(), "la.xls")
    assert "Chưa nhập gì" in refused.value.message


def test_a_clerk_who_brings_such_a_file_comes_to_the_same_preview(app: Flask, commune: Commune) -> None:

    clerk = client_of(app, commune.school.clerk)
    stream = BytesIO(exported(list(sample_rows()[:5])).encode())
    answer = clerk.post("/hoc-sinh/nhap", data={"list": (stream, "DanhSach.xls")}, follow_redirects=True)
    assert answer.status_code == 200
    assert sample_rows()[0].full_name.split()[0] in answer.text
