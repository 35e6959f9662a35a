"""Whose roll it is: weekday and half-day, substitutes, else the homeroom teacher."""

from datetime import date, time

import pytest
from flask import Flask

from sisoho import clock
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.rollcall import actions, queries
from sisoho.rollcall.rules import RollDuty, check_duty, on_duty
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools import models as m
from sisoho.today.queries.take_along import take_along
from tests.factories import Commune, School, access_of, client_of

S, C = HalfDay.MORNING, HalfDay.AFTERNOON
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
WEEKLY = RollDuty(1, 7, date(2026, 9, 7), weekday=0, half_day=S)
AWAY = RollDuty(1, 8, MONDAY, TUESDAY, substitute=True)


@pytest.mark.parametrize(
    ("slot", "staff"),
    [
        (Slot(date(2026, 11, 16), S), {7}),
        (Slot(date(2026, 11, 16), C), set()),
        (Slot(TUESDAY, S), set()),
        (Slot(MONDAY, S), {8}),
        (Slot(MONDAY, C), {8}),
    ],
)
def test_a_substitute_goes_before_the_weekly_duty_and_that_before_the_homeroom_teacher(slot, staff):
    assert on_duty([WEEKLY, AWAY], 1, slot) == staff
    assert on_duty([WEEKLY, AWAY], 2, slot) == frozenset()


def test_a_substitute_needs_an_end_and_no_duty_ends_before_it_begins():
    with pytest.raises(RuleBroken, match="đến ngày nào"):
        check_duty(RollDuty(1, 8, MONDAY, substitute=True))
    with pytest.raises(RuleBroken, match="sau ngày đầu"):
        check_duty(RollDuty(1, 8, TUESDAY, MONDAY))


def mine(person: m.StaffMember) -> list[str]:
    return [line.name for line in queries.board(access_of(person), clock.today()).mine]


def assign(school: School, **values: object) -> None:
    duty = {"class_id": school.class_6a.id, "staff_id": school.teacher.id, "starts": MONDAY, **values}
    actions.assign_roll(access_of(school.vice_principal), RollDuty(**duty))  # type: ignore[arg-type]


def test_the_roll_moves_from_the_homeroom_teachers_home_to_the_other_and_back(commune: Commune):
    school = commune.school
    assert (mine(school.teacher_6a), mine(school.teacher)) == (["6A"], [])
    assign(school, weekday=0, half_day=S)
    assert (mine(school.teacher_6a), mine(school.teacher)) == ([], ["6A"])
    with clock.at(at_vietnam(TUESDAY, time(7))):
        assert (mine(school.teacher_6a), mine(school.teacher)) == (["6A"], [])


def test_whose_duty_it_is_carries_the_sheet_along(commune: Commune):
    school = commune.school
    assign(school, ends=TUESDAY, substitute=True)
    people = (school.teacher, school.teacher_6a)
    carried = {who: {line.slot.date for line in take_along(access_of(who)).slots} for who in people}
    assert carried[school.teacher] == {MONDAY}
    assert MONDAY not in carried[school.teacher_6a]
    assert TUESDAY in carried[school.teacher_6a]


def test_it_is_given_and_ended_on_the_page(app: Flask, commune: Commune):
    school = commune.school
    deputy = client_of(app, school.vice_principal)
    form = {"class": school.class_6a.public_id, "staff": school.teacher.public_id, "starts": "2026-11-23"}
    assert deputy.post("/diem-danh/phan-cong", data={**form, "substitute": "1"}).status_code == 422
    assert (
        deputy.post("/diem-danh/phan-cong", data={**form, "weekday": "0", "half_day": "S"}).status_code == 303
    )
    page = deputy.get("/diem-danh/phan-cong").get_data(as_text=True)
    assert "6A · Đỗ Văn Bộ Môn" in page
    assert "thứ Hai, sáng" in page
    (line,) = queries.roll_duty_lines(access_of(school.vice_principal))
    assert deputy.post(f"/diem-danh/phan-cong/{line.public_id}/thoi").status_code == 303
    assert mine(school.teacher_6a) == ["6A"]


def test_only_who_manages_staff_gives_it_and_only_within_the_school(commune: Commune):
    school = commune.school
    duty = RollDuty(school.class_6a.id, school.teacher.id, MONDAY)
    with pytest.raises(NotAllowed):
        actions.assign_roll(access_of(school.teacher_6a), duty)
    with pytest.raises(NotFound):
        actions.assign_roll(access_of(commune.other_school.principal), duty)
