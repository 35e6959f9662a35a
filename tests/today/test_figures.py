"""Attendance from all sides: every way of parting gives the same whole, and leads down to the sheets."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sisoho import clock
from sisoho.rollcall import queries
from sisoho.rollcall.queries import By
from sisoho.rollcall.rules import SheetTotals, total
from sisoho.schools import models as m
from sisoho.schools.queries.due import class_roll
from tests.factories import access_of, client_of
from tests.rollcall.months import AFTER, NOVEMBER, November

ENDS = date(2026, 12, 1)


@pytest.fixture
def taught(november: November) -> November:
    m.Pupil.update(sex="female", ethnic_group="Ê Đê").where(
        (m.Pupil.unit == november.school.unit) & (m.Pupil.id == november.pupils[0].id)
    ).execute()
    return november


def without_marks_of_others(totals: SheetTotals) -> tuple[int, ...]:
    return (totals.roll, totals.excused, totals.unexcused, totals.unknown, totals.late, totals.not_called)


@pytest.mark.parametrize("by", By)
def test_every_way_of_parting_gives_the_same_whole(taught: November, by: By):
    with clock.at(AFTER):
        access = access_of(taught.school.principal)
        whole = queries.attendance(access, NOVEMBER, ENDS).total
        parts = queries.breakdown(access, NOVEMBER, ENDS, by)
    assert without_marks_of_others(total(part.totals for part in parts)) == without_marks_of_others(whole)
    for part in parts:
        assert total(sheet.totals for sheet in part.sheets) == part.totals
    assert len(parts) == {By.CLASS: 1, By.WEEK: 4, By.MONTH: 1, By.TERM: 1}.get(by, 2)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(groups=st.dictionaries(st.integers(0, 6), st.sampled_from("abc")))
def test_however_pupils_are_grouped_a_sheets_parts_add_up_to_it(taught: November, groups: dict[int, str]):
    with clock.at(AFTER):
        states = queries.states_between(access_of(taught.school.principal), NOVEMBER, ENDS)
    place = {pupil.id: number for number, pupil in enumerate(taught.pupils)}
    parts = queries.parted(states, lambda _, pupil_id: groups.get(place[pupil_id], ""))
    whole = total(state.totals for state in states if state.totals)
    summed = total(sheet.totals for sheets in parts.values() for sheet in sheets)
    assert without_marks_of_others(summed) == without_marks_of_others(whole)


def test_a_girl_of_another_people_is_a_line_of_her_own(taught: November):
    with clock.at(AFTER):
        access = access_of(taught.school.principal)
        by_sex = {part.label: part.totals for part in queries.breakdown(access, NOVEMBER, ENDS, By.SEX)}
        ethnic = {part.label: part.totals for part in queries.breakdown(access, NOVEMBER, ENDS, By.ETHNIC)}
        roll = class_roll(access, taught.school.class_6a.public_id)
        _, own = queries.pupil_squares(access, roll, taught.pupils[0].id, NOVEMBER, ENDS)
    assert by_sex["nữ"] == ethnic["Ê Đê"] == own
    assert set(by_sex) == {"nam", "nữ"}


def test_the_squares_of_a_pupil_are_the_register_row(taught: November):
    from sisoho.school_calendar import Month

    with clock.at(AFTER):
        access = access_of(taught.school.principal)
        roll = class_roll(access, taught.school.class_6a.public_id)
        register = queries.class_register(access, roll.public_id, Month(2026, 11)).register
        for row in register.rows:
            squares, sums = queries.pupil_squares(access, roll, row.pupil_id, NOVEMBER, ENDS)
            marks = {square.slot: square.mark for square in squares if square.mark}
            cells = zip(register.slots, row.cells, strict=True)
            assert marks == {slot: cell.letter for slot, cell in cells if cell.letter}
            assert without_marks_of_others(sums) == without_marks_of_others(row.totals)


class TestPages:
    def test_a_line_leads_to_its_sheets_and_those_to_the_roll(self, app: Flask, taught: November):
        school = taught.school
        client = client_of(app, school.principal)
        table = client.get("/so-lieu-chuyen-can?tu=2026-11-01&den=2026-11-30&theo=buon").text
        key = str(school.other_village.id)
        assert f"nhom={key}" in table
        page = client.get(f"/so-lieu-chuyen-can?tu=2026-11-01&den=2026-11-30&theo=buon&nhom={key}").text
        newest = max(taught.sent)
        assert f'href="/diem-danh/{school.class_6a.public_id}/{newest.date}' in page

    def test_class_and_pupil_have_a_calendar_of_squares(self, app: Flask, taught: November):
        school = taught.school
        teacher = client_of(app, school.teacher_6a)
        base = f"/so-lieu-chuyen-can/lop/{school.class_6a.public_id}"
        assert teacher.get(base).text.count("<rect") > 60
        page = teacher.get(f"{base}/{taught.pupils[0].public_id}").text
        assert "vắng không phép" in page
        assert "<rect" in page

    def test_who_may(self, app: Flask, taught: November):
        school = taught.school
        assert client_of(app, school.teacher_6a).get("/so-lieu-chuyen-can").status_code == 403
        other = client_of(app, school.teacher_1a)
        assert other.get(f"/so-lieu-chuyen-can/lop/{school.class_6a.public_id}").status_code == 403

    @pytest.mark.parametrize("query", ["theo=mau", "tu=xx"])
    def test_what_is_no_way_to_look_is_a_missing_page(self, app: Flask, taught: November, query: str):
        assert client_of(app, taught.school.principal).get(f"/so-lieu-chuyen-can?{query}").status_code == 404


def test_the_statements_do_not_grow_with_the_span(taught: November):
    from tests.rollcall.sending import statements

    access = access_of(taught.school.principal)
    counted = []
    for span in (7, 60):
        with statements() as ran:
            queries.breakdown(access, access.on - timedelta(days=span), access.on, By.VILLAGE)
        counted.append(len(ran))
    assert counted[0] == counted[1] <= 7
