"""The dropout register: who is on it, since when, and who may read it."""

from datetime import date, time, timedelta
from io import BytesIO

import pytest
from flask import Flask
from pikepdf import Pdf
from python_calamine import load_workbook

from sisoho import clock
from sisoho.errors import NotAllowed
from sisoho.outreach.actions import log_visit
from sisoho.outreach.queries import DropoutLine, DropoutRegister, dropout_register
from sisoho.outreach.rules import Cause, DropoutGroup, Seen, is_suspected, sessions_missed
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools import actions
from sisoho.schools.forms import MoveData
from sisoho.schools.models import Household, Move, PovertyDecision, Pupil, SchoolYear
from sisoho.schools.rules import MoveKind
from tests.factories import Commune, School, access_of, client_of
from tests.outreach.away import MONDAY, roll_call
from tests.outreach.visiting import visit_data

PAPER = {"paper_kind": "Biên bản", "paper_issuer": "Trường"}


def _days_back(count: int) -> list[date]:
    """So many school days up to today, oldest first; Sundays are free."""
    days = [MONDAY - timedelta(days=back) for back in range(count * 2)]
    return sorted([day for day in days if day.weekday() < 6][:count])


def _move(school: School, pupil: Pupil, kind: MoveKind, on: date, to_class: int | None = None) -> None:
    data = MoveData(on, "gia đình báo", to_class_id=to_class, **PAPER)
    actions.record_move(access_of(school.clerk), pupil.id, school.year.id, kind, data)


def test_where_no_visit_told_the_cause_the_register_says_what_the_move_names(commune: Commune) -> None:
    school = commune.school
    told, untold, visited = school.pupils[:3]
    roll_call(school, {visited: "K"}, _days_back(2))
    visit = visit_data(visited, at_vietnam(date(2026, 11, 23), time(7)), causes=["hoc_luc"])
    log_visit(access_of(school.village_teacher), visit)
    official = "Kinh tế gia đình; Xa trường, đi lại khó khăn"
    reasons = {told: official, untold: "Gia đình báo", visited: "Lý do khác"}
    for pupil, reason in reasons.items():
        data = MoveData(date(2026, 11, 23), reason, **PAPER)
        actions.record_move(access_of(school.clerk), pupil.id, school.year.id, MoveKind.DROPPED, data)
    found = dropout_register(access_of(school.principal)).of(DropoutGroup.THIS_YEAR)
    assert {line.person.id: line.causes for line in found} == {
        told.id: (Cause.ECONOMY, Cause.DISTANCE),
        untold.id: (),
        visited.id: (Cause.LEARNING,),
    }


def _lines(of: DropoutRegister, group: DropoutGroup) -> list[DropoutLine]:
    return list(of.of(group))


def test_a_pupil_missing_ten_days_in_a_row_is_suspected_and_nine_are_not(commune: Commune) -> None:
    school = commune.school
    long, short, _ = school.pupils[:3]
    days = _days_back(10)
    roll_call(school, {long: "K"}, days[:1])
    roll_call(school, {long: "K", short: "K"}, days[1:])
    suspected = _lines(dropout_register(access_of(school.principal)), DropoutGroup.SUSPECTED)
    assert [(line.person.id, line.sessions, line.since) for line in suspected] == [(long.id, 10, days[0])]
    assert suspected[0].result == "Chưa đến nhà"
    assert suspected[0].assigned == school.village_teacher.full_name


def test_leave_is_no_session_and_a_return_ends_the_suspicion(commune: Commune) -> None:
    school, days = commune.school, _days_back(11)
    excused, back = school.pupils[:2]
    roll_call(school, {excused: "P", back: "K"}, days[:10])
    roll_call(school, {excused: "P"}, days[10:])
    assert dropout_register(access_of(school.principal)).groups == ()


def test_a_day_with_two_main_lessons_counts_once() -> None:
    day = date(2026, 11, 23)
    both = [(Slot(day, half), Seen.UNEXCUSED) for half in HalfDay]
    assert sessions_missed([*both, (Slot(day - timedelta(days=1), HalfDay.MORNING), Seen.EXCUSED)]) == 1
    assert [is_suspected(1, missed, 10) for missed in (45, 46)] == [False, True]
    assert not is_suspected(0, 60, 10)


def test_dropouts_of_this_year_of_earlier_years_and_returns_stand_apart(commune: Commune) -> None:
    school = commune.school
    gone, back, old = school.pupils[:3]
    _move(school, gone, MoveKind.DROPPED, date(2026, 10, 20))
    _move(school, back, MoveKind.DROPPED, date(2026, 10, 20))
    _move(school, back, MoveKind.RETURNED, date(2026, 11, 2), school.class_6a.id)
    last_year = SchoolYear.create(
        unit=school.unit,
        label="2025-2026",
        starts=date(2025, 9, 5),
        ends=date(2026, 6, 1),
        second_term_starts=date(2026, 1, 18),
        opening_roll_on=date(2025, 9, 15),
    )
    enrolled = (Move.unit == school.unit) & (Move.pupil == old)
    Move.update(kind="dropped", on=date(2026, 3, 2), year=last_year).where(enrolled).execute()
    found = dropout_register(access_of(school.principal))
    assert [line.person.id for line in found.of(DropoutGroup.THIS_YEAR)] == [gone.id]
    assert [line.result for line in found.of(DropoutGroup.RETURNED)] == ["Trở lại lớp ngày 02/11/2026"]
    assert [(line.person.id, line.sessions) for line in found.of(DropoutGroup.EARLIER)] == [(old.id, None)]


def test_the_register_holds_the_fields_of_the_plan_and_no_narrative(app: Flask, commune: Commune) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    household = Household.select().where(Household.unit == school.unit).order_by(Household.id).get()
    household.situation = "Mẹ nuôi ba con"
    household.save()
    PovertyDecision.create(unit=school.unit, household=household, kind="poor", starts=date(2026, 1, 1))
    roll_call(school, {pupil: "K"}, _days_back(3))
    with clock.at(at_vietnam(MONDAY, time(17))):
        seen = at_vietnam(MONDAY, time(16))
        log_visit(access_of(school.village_teacher), visit_data(pupil, seen, wishes="chuyện riêng của nhà"))
        _move(school, pupil, MoveKind.DROPPED, MONDAY)
        client = client_of(app, school.clerk)
        shown = client.get("/bo-hoc").text
        sheet = client.get("/bo-hoc/danh-sach.xlsx")
        pdf = client.get("/bo-hoc/danh-sach.pdf")
    for said in (
        "Ksor H&#39;Bia", "2015", "Gia Rai", "Buôn Chư Bang", "6A", "Hộ nghèo; Mẹ nuôi ba con",
        "23/11/2026", "Kinh tế gia đình", "Đã đến nhà 1 lần",
    ):  # fmt: skip
        assert said in shown
    rows = load_workbook(BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
    header = next(row for row in rows if row[0] == "STT")
    assert header[1:13] == [
        "Họ và tên", "Năm sinh", "Nữ", "Dân tộc", "Địa chỉ (thôn buôn, xã)", "Lớp", "Hoàn cảnh gia đình",
        "Ngày nghỉ", "Số buổi", "Nguyên nhân", "Giáo viên được giao", "Kết quả",
    ]  # fmt: skip
    assert "LƯU HÀNH NỘI BỘ" in rows[4][0]
    with Pdf.open(BytesIO(pdf.data)) as paper:
        _, _, width, height = map(float, paper.pages[0].mediabox)
    assert width > height
    for leaving in (shown, str(rows)):
        assert "chuyện riêng" not in leaving


@pytest.mark.parametrize("who", ["teacher", "teacher_6a", "village_teacher"])
def test_a_teacher_does_not_read_the_register_of_the_school(commune: Commune, who: str) -> None:
    with pytest.raises(NotAllowed):
        dropout_register(access_of(getattr(commune.school, who)))


def test_another_schools_dropouts_are_not_on_it(commune: Commune) -> None:
    _move(commune.other_school, commune.other_school.pupils[0], MoveKind.DROPPED, date(2026, 10, 20))
    assert dropout_register(access_of(commune.school.principal)).groups == ()
