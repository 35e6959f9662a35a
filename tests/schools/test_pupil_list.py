"""Pupil lists as schools keep them: real files, built here or taken from the demo's inputs."""

import datetime
import io
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from sisoho.errors import RuleBroken
from sisoho.schools.import_rules import ListedPupil
from sisoho.schools.pupil_list import PupilList, read_pupil_list
from sisoho.vietnamese import BirthDate

SAMPLE = Path(__file__).parents[2] / "sisoho" / "demo" / "inputs" / "danh-sach-hoc-sinh.xlsx"
HEADER = ["STT", "Mã định danh", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp", "Số điện thoại"]
KHOI = [1, "064220000004", "Siu Khôi", "23/12/2020", "Nam", "1A", "0987158203"]
LOAN = [2, "064320000005", "Rơ Châm H’Loan", "05/02/2020", "Nữ", "1A", ""]


def _xlsx(*sheets: list[list[Any]], then: Callable[[Any, Any], None] | None = None) -> bytes:
    """Sheets of rows as a real XLSX; `then` may merge cells of the last sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for rows in sheets:
        page = book.add_worksheet()
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                if isinstance(value, datetime.date):
                    page.write_datetime(y, x, value, day)
                elif value != "":
                    page.write(y, x, value)
    if then:
        then(book, page)
    book.close()
    return out.getvalue()


def _read(*rows: list[Any], then: Callable[[Any, Any], None] | None = None) -> PupilList:
    return read_pupil_list(_xlsx(list(rows), then=then), "ds.xlsx")


def _only(pupils: PupilList) -> ListedPupil:
    assert len(pupils.rows) == 1, pupils
    return pupils.rows[0]


def _reasons(pupils: PupilList) -> dict[int, str]:
    return {row.row_number: row.reason for row in pupils.skipped}


def test_the_real_list_of_the_school_is_read_whole() -> None:
    pupils = read_pupil_list(SAMPLE.read_bytes(), SAMPLE.name)
    first = pupils.rows[0]
    assert len(pupils.rows) == 358
    assert (first.row_number, first.full_name, first.mother) == (7, "Rahlan Y Khoa", "Rahlan Y H'Loan")
    assert first.birth == BirthDate(datetime.date(2020, 3, 12))
    assert Counter(row.class_name for row in pupils.rows)["6A"] == 34
    assert Counter(row.sex for row in pupils.rows) == {"female": 193, "male": 165}
    assert Counter(row.policy for row in pupils.rows) == {"": 234, "Hộ cận nghèo": 71, "Hộ nghèo": 53}
    assert sum(row.disability == "Có" for row in pupils.rows) == 4
    assert {row.status for row in pupils.rows} == {"studying"}
    assert [row.problems for row in pupils.rows if row.problems] == []
    assert sorted(_reasons(pupils)) == [1, 2, 4, 6]


def test_every_column_of_the_real_list_is_understood() -> None:
    pupils = read_pupil_list(SAMPLE.read_bytes(), SAMPLE.name)
    assert [column.label for column in pupils.columns_seen if not column.field] == ["STT"]
    assert pupils.fields_seen == {
        "id_number", "full_name", "birth", "sex", "ethnic_group", "class_name", "campus", "village",
        "commune", "father", "mother", "phone", "policy", "disability", "status",
    }  # fmt: skip


def test_numbers_that_lost_their_zero_and_typed_dates_are_put_right() -> None:
    row = [1, 64220000004, "Siu Khôi", datetime.date(2020, 12, 23), "Nam", "1A", 987158203]
    assert _only(_read(HEADER, row)) == _only(_read(HEADER, KHOI))


def test_an_id_number_too_short_and_at_odds_with_birth_is_left_blank_and_said() -> None:
    pupil = _only(_read(HEADER, [1, 64219000004, *KHOI[2:]]))
    assert pupil.id_number == ""
    assert "Đã để trống" in pupil.problems[0]


def test_an_id_number_that_disagrees_is_kept_and_pointed_out() -> None:
    pupil = _only(_read(HEADER, [1, "064320000004", *KHOI[2:]]))
    assert pupil.id_number == "064320000004"
    assert pupil.problems == (
        "Mã định danh không khớp giới tính nam. Đã giữ nguyên; xin đối chiếu giấy khai sinh.",
    )


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (3, "31/02/2020", "không có trên lịch"), (4, "?", "không rõ là Nam hay Nữ"),
        (6, "01652345678", "kiểu cũ"), (6, "0987158203/0324388314", "chưa ghi 0324388314"),
        (1, "HS001", "không đủ 12 chữ số"), (5, datetime.date(2026, 6, 1), "Excel đã đổi tên lớp"),
        (2, "siu khôi", "chữ thường"), (2, "Siu Khôi 2", "có chữ số"), (2, "Khôi", "chỉ có một chữ"),
    ],
)  # fmt: skip
def test_each_bad_cell_is_told_in_a_sentence_and_costs_only_itself(
    column: int, value: object, said: str
) -> None:
    row = list(KHOI)
    row[column] = value
    pupil = _only(_read(HEADER, row))
    assert said in " ".join(pupil.problems)
    assert all(problem.endswith(".") for problem in pupil.problems)
    assert (pupil.mother, pupil.sheet, pupil.row_number) == ("", "Sheet1", 2)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Jrai", "Gia Rai"), ("gia-rai", "Gia Rai"), ("Ê-đê", "Ê Đê"), ("Kinh", "Kinh"), ("Sán Dìu", "Sán Dìu")],
)
def test_peoples_are_known_by_their_names(written: str, expected: str) -> None:
    assert _only(_read(["Họ tên", "Dân tộc"], ["Siu Khôi", written])).ethnic_group == expected


def test_an_ethnic_code_is_not_guessed() -> None:
    pupil = _only(_read(["Họ tên", "Dân tộc"], ["Siu Khôi", 10]))
    assert (pupil.ethnic_group, len(pupil.problems)) == ("", 1)


@pytest.mark.parametrize(
    ("written", "status"),
    [("Đang học", "studying"), ("Chuyển đi", "transfer_out"), ("Bỏ học", "dropped"), ("", None)],
)
def test_statuses_are_understood(written: str, status: str | None) -> None:
    assert _only(_read(["Họ tên", "Lớp", "Trạng thái"], ["Siu Khôi", "1A", written])).status == status


def test_an_unknown_status_is_said_and_not_guessed() -> None:
    pupil = _only(_read(["Họ tên", "Lớp", "Trạng thái"], ["Siu Khôi", "1A", "Bảo lưu"]))
    assert pupil.status is None
    assert "Bảo lưu" in pupil.problems[0]


def test_a_two_row_header_with_merged_groups_and_split_dates_is_understood() -> None:
    def merge(book: Any, page: Any) -> None:
        plain = book.add_format()
        page.merge_range(2, 0, 3, 0, "TT", plain)
        page.merge_range(2, 1, 2, 2, "Họ và tên", plain)
        page.merge_range(2, 3, 2, 5, "Ngày, tháng, năm sinh", plain)
        page.merge_range(2, 6, 2, 7, "Giới tính", plain)
        page.merge_range(2, 8, 2, 9, "Cha mẹ", plain)

    pupils = _read(
        ["TRƯỜNG THCS"],
        [],
        [],
        ["", "Họ đệm", "Tên", "Ngày", "Tháng", "Năm", "Nam", "Nữ", "Cha", "Mẹ"],
        [1, "Rơ Châm", "H’Loan", 5, 2, 2014, "", "x", "Siu Tư", "Rơ Châm H'Bia"],
        [2, "Siu", "Khôi", "", "", 2014, "x", "", "", "Siu H'Nhi"],
        then=merge,
    )
    loan, khoi = pupils.rows
    assert (loan.full_name, loan.sex, loan.father) == ("Rơ Châm H'Loan", "female", "Siu Tư")
    assert loan.birth == BirthDate(datetime.date(2014, 2, 5))
    assert khoi.birth == BirthDate(datetime.date(2014, 1, 1), "year")
    assert (khoi.sex, khoi.mother, khoi.problems) == ("male", "Siu H'Nhi", ())


def test_group_headings_that_are_not_merged_reach_to_the_right() -> None:
    pupils = _read(
        ["STT", "Họ và tên", "Ngày sinh", "", ""],
        ["", "", "Ngày", "Tháng", "Năm"],
        [1, "Siu Khôi", 5, 2, 2014],
    )
    assert _only(pupils).birth == BirthDate(datetime.date(2014, 2, 5))


def test_one_heading_over_two_name_columns_joins_them() -> None:
    pupils = _read(["STT", "Họ và tên", "", "Lớp"], [1, "Nguyễn Văn", "An", "6A"], [2, "Siu", "Khôi", "6A"])
    assert [row.full_name for row in pupils.rows] == ["Nguyễn Văn An", "Siu Khôi"]


def test_old_lists_that_put_the_date_under_male_or_female_give_both() -> None:
    pupils = _read(
        ["TT", "Họ và tên", "Năm sinh", ""],
        ["", "", "Nam", "Nữ"],
        [1, "Siu Khôi", "12/03/2014", ""],
        [2, "Siu H'Bia", "", 2015],
    )
    assert [(row.sex, str(row.birth)) for row in pupils.rows] == [
        ("male", "12/03/2014"),
        ("female", "2015"),
    ]


def test_a_ticked_column_for_girls_makes_the_others_boys_only_if_it_is_used() -> None:
    header = ["TT", "Họ và tên", "Nữ", "Lớp"]
    used = _read(header, [1, "Siu Khôi", "", "6A"], [2, "Siu H'Bia", "x", "6A"])
    unused = _read(header, [1, "Siu Khôi", "", "6A"])
    assert [row.sex for row in used.rows] == ["male", "female"]
    assert _only(unused).sex is None


def test_class_banners_totals_signatures_and_blank_rows_are_told_from_pupils() -> None:
    pupils = _read(
        ["DANH SÁCH HỌC SINH"],
        ["STT", "Họ và tên", "Ngày sinh", "Địa chỉ"],
        ["(1)", "(2)", "(3)", "(4)"],
        ["Lớp 6A – GVCN: Kpă Thuân"],
        [1, "Siu Khôi", "12/03/2014", "Buôn Tang, xã Phú Túc"],
        [2, "Tống Văn Cộng", "13/03/2014", "Thôn Mới"],
        [3, "", "14/03/2014", ""],
        ["", "Tổng cộng: 2 em", "", ""],
        [],
        ["Điểm trường Buôn Chư Bang"],
        ["LỚP 6B"],
        ["STT", "Họ và tên", "Ngày sinh", "Địa chỉ"],
        [1, "Rmah H'Bia", 2014, ""],
        [2, "", "", ""],
        ["", "", "Phú Túc, ngày 05 tháng 9 năm 2026"],
        ["", "NGƯỜI LẬP", "", "HIỆU TRƯỞNG"],
        ["", "Nay Phi", "", "Trần Gia Bảo"],
    )
    assert [(r.row_number, r.full_name, r.class_name, r.campus) for r in pupils.rows] == [
        (5, "Siu Khôi", "6A", ""),
        (6, "Tống Văn Cộng", "6A", ""),
        (13, "Rmah H'Bia", "6B", "Điểm trường Buôn Chư Bang"),
    ]
    assert (pupils.rows[0].village, pupils.rows[0].commune) == ("Buôn Tang", "xã Phú Túc")
    reasons = _reasons(pupils)
    assert sorted(reasons) == [1, 2, 3, 4, 7, 8, 10, 11, 12, 14, 15, 16, 17]
    assert reasons[8] == "Dòng tổng cộng."
    assert "xin ghi họ tên" in reasons[7]
    assert reasons[17] == "Phần ký tên."


def test_every_row_with_content_is_a_pupil_or_is_accounted_for() -> None:
    rows = [["Lớp 6A"], HEADER, KHOI, ["ghi chú lạ"], LOAN, ["", "", "", "", "", "", "0987158203"]]
    pupils = _read(*rows)
    assert len(pupils.rows) + len(pupils.skipped) == len(rows)


def test_several_sheets_are_read_and_a_sheet_named_after_a_class_gives_it() -> None:
    def two_more(book: Any, _page: Any) -> None:
        named = book.add_worksheet("Lớp 7B")
        named.write_row(0, 0, ["Họ và tên", "Ngày sinh"])
        named.write_row(1, 0, ["Siu Khôi", "12/03/2013"])
        hidden = book.add_worksheet("Cũ")
        hidden.write_row(0, 0, ["Họ và tên", "Ngày sinh"])
        hidden.hide()
        book.add_worksheet("Ghi chú").write(0, 0, "Chỉ là ghi chú")

    pupils = _read(HEADER, KHOI, then=two_more)
    assert [(row.sheet, row.class_name) for row in pupils.rows] == [("Sheet1", "1A"), ("Lớp 7B", "7B")]
    assert pupils.sheets == ("Sheet1", "Lớp 7B")
    assert [(row.sheet, row.row_number) for row in pupils.skipped if row.row_number == 0] == [
        ("Cũ", 0),
        ("Ghi chú", 0),
    ]


def test_a_village_merged_over_several_pupils_counts_for_each() -> None:
    def merge(book: Any, page: Any) -> None:
        page.merge_range(1, 2, 2, 2, "Buôn Tang", book.add_format())

    pupils = _read(
        ["Họ và tên", "Lớp", "Thôn/Buôn"],
        ["Siu Khôi", "6A"],
        ["Siu H'Bia", "6A"],
        ["Nay Phi", "6A"],
        then=merge,
    )
    assert [row.village for row in pupils.rows] == ["Buôn Tang", "Buôn Tang", ""]


def test_an_old_xls_file_is_read_like_a_new_one() -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("DS")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    page.write_merge(0, 0, 0, 6, "DANH SÁCH HỌC SINH")
    for x, label in enumerate(HEADER):
        page.write(1, x, label)
    for x, value in enumerate(
        [1, 64220000004, "Siu Khôi", datetime.date(2020, 12, 23), "Nam", "1A", 987158203]
    ):
        page.write(2, x, value, *([day] if x == 3 else []))
    out = io.BytesIO()
    book.save(out)
    pupil = _only(read_pupil_list(out.getvalue(), "ds.xls"))
    assert (pupil.id_number, str(pupil.birth), pupil.phone) == ("064220000004", "23/12/2020", "0987158203")


CSV = "STT{d}Họ và tên{d}Ngày sinh{d}Lớp{d}Thôn\n1{d}Nguyễn Thị Hồng{d}12/03/2014{d}6A{d}Buôn Ma Giai\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_is_read_with_any_delimiter_and_unicode_encoding(delimiter: str, encoding: str) -> None:
    pupil = _only(read_pupil_list(CSV.format(d=delimiter).encode(encoding), "ds.csv"))
    assert (pupil.full_name, pupil.village, pupil.row_number) == ("Nguyễn Thị Hồng", "Buôn Ma Giai", 2)


def test_excels_own_delimiter_line_is_obeyed() -> None:
    pupil = _only(read_pupil_list(("sep=;\n" + CSV.format(d=";")).encode(), "ds.csv"))
    assert (pupil.full_name, pupil.row_number) == ("Nguyễn Thị Hồng", 3)


def _cp1258(text: str) -> bytes:
    """Windows Vietnamese: base letters with hat or horn, the tone as a byte after them."""
    out = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones)) + tones
    return out.encode("cp1258")


def test_csv_in_the_old_windows_code_page_comes_out_composed() -> None:
    pupil = _only(read_pupil_list(_cp1258(CSV.format(d=";")), "ds.csv"))
    assert pupil.full_name == "Nguyễn Thị Hồng"
    assert pupil.village == "Buôn Ma Giai"


def test_csv_in_tcvn3_is_converted_and_said_once_for_the_file() -> None:
    text = "STT;Hä vµ tªn;Ngµy sinh;Líp\n1;NguyÔn ThÞ Hång;12/03/2014;6A\n2;Vâ V¨n Phó;13/03/2014;6A\n"
    pupils = read_pupil_list(text.encode("cp1252"), "ds.csv")
    assert [row.full_name for row in pupils.rows] == ["Nguyễn Thị Hồng", "Võ Văn Phú"]
    assert "TCVN3" in pupils.notices[0]


def test_vni_names_under_a_unicode_header_are_converted_and_unicode_columns_left_alone() -> None:
    pupils = _read(
        ["Họ và tên", "Lớp", "Họ tên mẹ"],
        ["Nguyeãn Thò Hoàng", "6A", "Lê Hà"],
        ["Traàn Vaên Huøng", "6A", "Võ Thò"],
        ["Löu Phuù", "6A", "Trần Thị Hoà"],
    )
    assert [row.full_name for row in pupils.rows] == ["Nguyễn Thị Hồng", "Trần Văn Hùng", "Lưu Phú"]
    assert [row.mother for row in pupils.rows] == ["Lê Hà", "Võ Thò", "Trần Thị Hoà"]


def test_a_cell_readable_both_ways_follows_its_old_column_and_is_pointed_out() -> None:
    names = ["NguyÔn ThÞ Hång", "TrÇn V¨n Hïng", "Phó Tóc", "§Æng Minh §øc"]
    pupils = _read(["Họ và tên", "Lớp"], *[[name, "6A"] for name in names])
    assert pupils.rows[2].full_name == "Phú Túc"
    assert "xem lại" in pupils.rows[2].problems[0]
    assert [row.problems for row in (*pupils.rows[:2], pupils.rows[3])] == [(), (), ()]


def test_decomposed_unicode_odd_spaces_and_apostrophes_come_out_alike() -> None:
    odd = [1, "", unicodedata.normalize("NFD", " Rơ\u00a0Châm  H’Loan "), "", "", "1A", ""]
    plain = [1, "", "Rơ Châm H'Loan", "", "", "1A", ""]
    assert _only(_read(HEADER, odd)).full_name == _only(_read(HEADER, plain)).full_name == "Rơ Châm H'Loan"


def test_poverty_in_ticked_columns_and_two_phones_are_understood() -> None:
    pupil = _only(
        _read(
            [
                "Họ tên HS",
                "Lớp đang học",
                "Hộ nghèo",
                "Hộ cận nghèo",
                "SĐT cha",
                "ĐT mẹ",
                "Năm sinh mẹ",
                "KT",
            ],
            ["Siu Khôi", "lớp 6 a", "", "x", "", 987158203, 1990, "Khiếm thính"],
        )
    )
    assert (pupil.class_name, pupil.policy, pupil.phone) == ("6A", "Hộ cận nghèo", "0987158203")
    assert (pupil.disability, pupil.mother, pupil.birth) == ("Khiếm thính", "", None)


def test_a_pupil_code_counts_as_id_number_only_if_it_is_one() -> None:
    header = ["Mã học sinh", "Họ và tên", "Lớp"]
    assert _only(_read(header, ["064220000004", "Siu Khôi", "1A"])).id_number == "064220000004"
    other = _read(header, ["2401234567", "Siu Khôi", "1A"])
    assert (_only(other).id_number, _only(other).problems) == ("", ())
    assert [column.field for column in other.columns_seen] == ["", "full_name", "class_name"]


def test_many_birthdays_on_the_first_of_january_are_noticed() -> None:
    rows = [[f"Siu Khôi {name}", "01/01/2014"] for name in "ABCDEFG"]
    assert "01/01" in _read(["Họ và tên", "Ngày sinh"], *rows).notices[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "trống"), (b"PK\x03\x04 broken", "Không mở được"),
        (b"\xd0\xcf\x11\xe0" + bytes(2000), "Không mở được"), (b"<html><table></table></html>", "trang web"),
        (bytes(range(256)) * 8, "không phải bảng tính"), (b"a,b\n1,2\n", "Không tìm thấy học sinh"),
        (b"x" * 20_000_001, "20 MB"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_words_for_a_clerk(data: bytes, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refusal:
        read_pupil_list(data, "la.xlsx")
    assert "Chưa nhập gì" in refusal.value.message or "20 MB" in refusal.value.message


def test_a_real_workbook_cut_short_is_refused() -> None:
    with pytest.raises(RuleBroken, match="Không mở được"):
        read_pupil_list(SAMPLE.read_bytes()[:20_000], "ds.xlsx")


def test_a_workbook_whose_last_cell_lies_at_the_end_of_the_world_cannot_take_the_server_down() -> None:
    """The parser would lay out 17 thousand million cells and abort the process it runs in."""
    with pytest.raises(RuleBroken, match="Không mở được"):
        _read(HEADER, KHOI, then=lambda _book, page: page.write(1_048_575, 16_383, "x"))


def test_a_sheet_of_too_many_rows_is_refused_with_their_number() -> None:
    with pytest.raises(RuleBroken, match="20001 dòng"):
        _read(HEADER, KHOI, then=lambda _book, page: page.write(20_000, 0, "x"))


def test_a_stray_cell_far_to_the_right_does_not_hide_the_list() -> None:
    pupils = _read(HEADER, KHOI, then=lambda _book, page: page.write(1, 5_000, "x"))
    assert _only(pupils).full_name == "Siu Khôi"
