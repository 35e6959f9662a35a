"""The month register: its figures against the database, its paper read back, its pages and its job."""

import io
import zipfile
from datetime import date, timedelta
from fractions import Fraction

import pdfplumber
import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from sisoho import clock, db
from sisoho.access import Access
from sisoho.audit.models import AuditEntry
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.jobs.models import Job
from sisoho.rollcall import actions, queries
from sisoho.rollcall.queries import ClassRegister, class_register, class_registers
from sisoho.rollcall.registers import register_pdf, register_workbook
from sisoho.school_calendar import Month
from sisoho.schools import models as m
from tests import factories
from tests.factories import Commune, School, access_of, client_of
from tests.rollcall.months import AFTER, November
from tests.rollcall.sending import statements

MONTH = Month(2026, 11)

# Recomputed without any of the program's own counting: due half-days from the calendar rows, joined
# with what the sheets say. V counts as K: the query is for a month that is locked.
INDEPENDENT = """
WITH RECURSIVE days(day) AS (
  SELECT '2026-11-01' UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < '2026-11-30'
), due AS (
  SELECT e.pupil_id, d.day, w.half_day
  FROM days d
  JOIN weekly_half_day w ON w.unit_id = :unit AND w.school_class_id = :class
    AND w.weekday = (CAST(strftime('%w', d.day) AS INTEGER) + 6) % 7
    AND w.starts <= d.day AND (w.ends IS NULL OR w.ends > d.day)
  JOIN enrolment e ON e.unit_id = w.unit_id AND e.school_class_id = w.school_class_id
    AND e.starts <= d.day AND (e.ends IS NULL OR e.ends > d.day)
  JOIN pupil_place l ON l.unit_id = w.unit_id AND l.pupil_id = e.pupil_id
  WHERE NOT EXISTS (SELECT 1 FROM closure c WHERE c.unit_id = w.unit_id
    AND c.first_date <= d.day AND c.last_date >= d.day
    AND (c.village_id IS NULL OR c.village_id = l.village_id))
), called AS (
  SELECT due.pupil_id, m.kind
  FROM due
  JOIN roll_call_sheet s ON s.unit_id = :unit AND s.school_class_id = :class
    AND s.date = due.day AND s.half_day = due.half_day
  LEFT JOIN mark m ON m.unit_id = s.unit_id AND m.sheet_id = s.id AND m.pupil_id = due.pupil_id
  WHERE m.kind IS NOT NULL OR due.pupil_id IN (SELECT value FROM json_each(s.roll))
)
SELECT pupil_id, SUM(kind = 'P'), SUM(kind IN ('K', 'V')), SUM(kind = 'T'),
       SUM(kind IS NULL OR kind = 'T'), COUNT(*)
FROM called GROUP BY pupil_id
"""


@pytest.fixture
def closed(november: November) -> ClassRegister:
    """The register of 6A once the month is locked."""
    with clock.at(AFTER):
        return class_register(
            access_of(november.school.teacher_6a), november.school.class_6a.public_id, MONTH
        )


def recomputed(school: School) -> dict[int, tuple[int, ...]]:
    """pupil id → P, K, T, present, called."""
    query = INDEPENDENT.replace(":unit", str(school.unit.id)).replace(":class", str(school.class_6a.id))
    with db.unscoped("an independent count, in SQL alone"):
        return {pupil_id: tuple(counts) for pupil_id, *counts in db.database.execute_sql(query)}


def test_every_row_is_what_an_independent_query_counts(november: November, closed: ClassRegister):
    if not db.is_sqlite():
        pytest.skip("the count is written in SQLite's SQL")
    told = {
        row.pupil_id: (
            row.totals.excused,
            row.totals.unexcused,
            row.totals.late,
            row.totals.present,
            row.totals.roll,
        )
        for row in closed.register.rows
    }
    assert told == recomputed(november.school)
    assert sum(counts[4] for counts in told.values()) == closed.register.total.roll > 200


def test_who_joined_or_left_stands_in_it_from_and_to_the_right_day(november: November, closed: ClassRegister):
    rows = {
        row.pupil_id: dict(zip(closed.register.slots, row.cells, strict=True)) for row in closed.register.rows
    }
    joined, left = rows[november.pupils[6].id], rows[november.pupils[4].id]
    for slot in november.sent:
        assert (joined[slot] == "not_due") == (slot.date < date(2026, 11, 9))
        assert (left[slot] == "not_due") == (slot.date >= date(2026, 11, 18))


def test_a_flooded_village_and_a_day_off_are_in_no_denominator(november: November, closed: ClassRegister):
    flooded = next(row for row in closed.register.rows if row.pupil_id == november.pupils[5].id)
    on = {slot.date.day: cell for slot, cell in zip(closed.register.slots, flooded.cells, strict=True)}
    assert on[12] == on[20] == "not_due"
    day_off = [
        column
        for slot, column in zip(closed.register.slots, closed.register.columns, strict=True)
        if slot.date.day == 20
    ]
    assert day_off == [None, None]


def test_the_month_and_the_boards_figures_agree(november: November, closed: ClassRegister):
    with clock.at(AFTER):
        access = access_of(november.school.principal)
        figures = queries.attendance(access, MONTH.starts, MONTH.ends, [november.school.class_6a.id])
    assert figures.total == closed.register.total
    assert figures.reported == closed.register.reported == len(november.sent)


def test_a_mark_of_who_was_not_due_is_kept_in_words_and_counted_nowhere(november: November):
    school, gone = november.school, november.pupils[0]
    before = _register(school)
    slot = next(slot for slot, marks in november.sent.items() if marks.get(gone) in ("P", "K"))
    m.Closure.create(unit=school.unit, first_date=slot.date, last_date=slot.date, reason="Bão")
    after = _register(school)
    assert any(gone.full_name in line and slot.label in line for line in after.kept)
    assert after.register.total.roll < before.register.total.roll


def _register(school: School) -> ClassRegister:
    with clock.at(AFTER):
        return class_register(access_of(school.teacher_6a), school.class_6a.public_id, MONTH)


def test_a_hundred_classes_cost_as_many_statements_as_one(november: November):
    school = november.school
    for number in range(8):
        factories.pupil(school, f"Ksor Y {number}", school.make_class(f"7{number}", "7"))
    access = access_of(school.principal)
    with statements() as few:
        class_registers(access, MONTH, [school.class_6a.id])
    with statements() as many:
        found = class_registers(access, MONTH)
    assert len(found) == 10
    assert len(many) == len(few) <= 11


class TestWhoMay:
    def test_a_teacher_opens_the_register_of_the_own_class_only(self, november: November):
        school = november.school
        assert class_register(access_of(school.teacher_6a), school.class_6a.public_id, MONTH)
        with pytest.raises(NotAllowed):
            class_register(access_of(school.teacher_1a), school.class_6a.public_id, MONTH)

    def test_clerk_and_leaders_open_every_class_and_another_school_none(
        self, november: November, commune: Commune
    ):
        school = november.school
        for person in (school.clerk, school.principal, school.vice_principal):
            assert len(queries.register_classes(access_of(person), MONTH)) == 2
        with pytest.raises(NotFound):
            class_register(access_of(commune.other_school.principal), school.class_6a.public_id, MONTH)

    def test_a_month_to_come_and_one_outside_the_year_are_refused(self, november: November):
        school, access = november.school, access_of(november.school.principal)
        with pytest.raises(RuleBroken, match="Chưa tới tháng 12/2026"):
            class_register(access, school.class_6a.public_id, Month(2026, 12))
        with pytest.raises(RuleBroken, match="ngoài năm học"):
            class_register(access, school.class_6a.public_id, Month(2026, 7))


class TestPaper:
    @pytest.fixture
    def pdf(self, app: Flask, closed: ClassRegister) -> bytes:
        return register_pdf(closed, fonts_dir=app.config["SISOHO"].fonts)

    def test_the_pages_are_a4_on_their_side_and_name_class_month_and_teacher(self, pdf: bytes):
        with pdfplumber.open(io.BytesIO(pdf)) as paper:
            assert [(round(page.width), round(page.height)) for page in paper.pages] == [(842, 595)] * 2
            text = paper.pages[0].extract_text()
        assert "BẢNG THEO DÕI CHUYÊN CẦN THÁNG" in text
        assert "Lớp 6A · tháng 11/2026 · Giáo viên chủ nhiệm: Phạm Văn Sáu" in text

    def test_the_sums_read_back_are_those_of_the_database(self, pdf: bytes, closed: ClassRegister):
        with pdfplumber.open(io.BytesIO(pdf)) as paper:
            lines = paper.pages[0].extract_text(x_tolerance=1.5).replace("\u2007", " ").splitlines()
        for row in closed.register.rows:
            totals, name = row.totals, closed.pupils[row.pupil_id].name
            rate = Fraction(totals.present * 100, totals.roll)
            told = [totals.excused, totals.unexcused, totals.late, totals.present, totals.roll]
            line = next(line for line in lines if name in line).split()
            assert line[-6:-1] == [str(count) for count in told]
            assert abs(Fraction(line[-1].replace(",", ".")) - rate) <= Fraction(1, 20)

    def test_every_mark_stands_in_its_row_under_its_half_day(self, pdf: bytes, closed: ClassRegister):
        """Read back by place: the letters between the name and the sums, by the column they stand in."""
        with pdfplumber.open(io.BytesIO(pdf)) as paper:
            page = paper.pages[0]
            words = page.extract_words(x_tolerance=1, keep_blank_chars=False)
            letters = [c for c in page.chars if c["text"] in "VPKT" and c["size"] < 9]
        halves = sorted((w["x0"] + w["x1"]) / 2 for w in words if w["text"] in ("S", "C") and w["top"] < 100)
        assert len(halves) == len(closed.register.slots)
        tops = {w["text"]: w["top"] for w in words}
        found = set()
        for row in closed.register.rows:
            last_word = closed.pupils[row.pupil_id].name.split()[-1]
            for letter in letters:
                middle = (letter["x0"] + letter["x1"]) / 2
                nearest = min(range(len(halves)), key=lambda place: abs(halves[place] - middle))
                if abs(letter["top"] - tops[last_word]) < 4 and abs(halves[nearest] - middle) < 2:
                    found.add((row.pupil_id, nearest, letter["text"]))
        wanted = {
            (row.pupil_id, place, cell.letter)
            for row in closed.register.rows
            for place, cell in enumerate(row.cells)
            if cell.letter
        }
        assert found == wanted
        assert len(wanted) > 30

    def test_the_same_register_is_the_same_file(self, app: Flask, pdf: bytes, closed: ClassRegister):
        assert register_pdf(closed, fonts_dir=app.config["SISOHO"].fonts) == pdf

    def test_a_class_of_sixty_is_parted_over_two_pages_with_all_its_pupils(
        self, app: Flask, november: November
    ):
        school = november.school
        for number in range(55):
            factories.pupil(school, f"Rahlan Y Thứ{number}", school.class_6a)
        paper = register_pdf(_register(school), fonts_dir=app.config["SISOHO"].fonts)
        with pdfplumber.open(io.BytesIO(paper)) as read:
            texts = [page.extract_text() for page in read.pages]
        assert len(texts) == 3
        assert all(any(f"Thứ{number}" in text for text in texts[:2]) for number in range(55))
        assert sum("HIỆU TRƯỞNG" in text for text in texts) == 1

    def test_the_spreadsheet_holds_the_same_figures_twice(self, closed: ClassRegister):
        book = CalamineWorkbook.from_filelike(io.BytesIO(register_workbook(closed)))
        grid = book.get_sheet_by_name("SỔ THÁNG").to_python(skip_empty_area=False)
        totals = book.get_sheet_by_name("NHẬP PHẦN MỀM KHÁC").to_python(skip_empty_area=False)
        assert totals[0][4:7] == ["Nghỉ có phép", "Nghỉ không phép", "Tổng buổi nghỉ"]
        for place, row in enumerate(closed.register.rows):
            counted = row.totals
            assert grid[7 + place][-7:-5] == [counted.excused, counted.unexcused]
            assert grid[7 + place][2:-7] == [cell.letter for cell in row.cells]
            assert totals[1 + place][4:8] == [
                counted.excused,
                counted.unexcused,
                counted.excused + counted.unexcused,
                counted.late,
            ]


class TestPages:
    def test_the_grid_leads_to_the_sheets_behind_it(self, app: Flask, november: November):
        school = november.school
        page = client_of(app, school.teacher_6a).get(
            f"/diem-danh/so-thang/{school.class_6a.public_id}/2026-11"
        )
        assert page.status_code == 200
        text = page.get_data(as_text=True)
        slot = min(slot for slot in november.sent if slot.half_day.value == "S")
        assert f'href="/diem-danh/{school.class_6a.public_id}/{slot.date}/sang"' in text
        assert "Chép vào sổ chính thức" in text

    def test_downloads_are_in_the_log(self, app: Flask, november: November):
        school = november.school
        client = client_of(app, school.teacher_6a)
        for ending, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
            file = client.get(f"/diem-danh/so-thang/{school.class_6a.public_id}/2026-11/so.{ending}")
            assert file.data.startswith(begins)
            assert f"so-thang-2026-11-lop-6a.{ending}" in file.headers["Content-Disposition"]
        assert AuditEntry.select().where(AuditEntry.intent == "export_register").count() == 2

    def test_what_is_no_month_is_a_missing_page(self, app: Flask, november: November):
        client = client_of(app, november.school.principal)
        assert (
            client.get(f"/diem-danh/so-thang/{november.school.class_6a.public_id}/2026-13").status_code == 404
        )
        assert client.get("/diem-danh/so-thang?thang=xx").status_code == 404


class TestAllClasses:
    def test_all_registers_come_back_as_one_archive(self, app: Flask, november: November):
        client = client_of(app, november.school.clerk)
        answer = client.post("/diem-danh/so-thang", data={"thang": "2026-11", "dang": "pdf"})
        assert answer.status_code == 303
        page = client.get(answer.location).get_data(as_text=True)
        assert "2 lớp, trong một tệp nén" in page
        archive = zipfile.ZipFile(io.BytesIO(client.get(answer.location + "/tai").data))
        assert archive.namelist() == ["so-thang-2026-11-lop-1a.pdf", "so-thang-2026-11-lop-6a.pdf"]
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
        assert AuditEntry.select().where(AuditEntry.intent == "download_registers").count() == 1

    def test_an_order_that_still_waits_is_not_made_twice(self, app: Flask, november: November):
        access: Access = access_of(november.school.principal)
        with db.write():
            first = actions.order_registers(access, MONTH, "xlsx")
            assert actions.order_registers(access, MONTH, "xlsx").id == first.id
            assert actions.order_registers(access, MONTH, "pdf").id != first.id

    def test_an_unfinished_archive_cannot_be_fetched(self, app: Flask, november: November):
        job = Job.create(
            unit=november.school.unit,
            kind="month_registers",
            args={"month": "2026-11", "form": "pdf"},
            created_at=clock.now() - timedelta(minutes=1),
        )
        client = client_of(app, november.school.principal)
        assert "Đang chờ" in client.get(f"/diem-danh/so-thang/viec/{job.public_id}").get_data(as_text=True)
        assert client.get(f"/diem-danh/so-thang/viec/{job.public_id}/tai").status_code == 422
