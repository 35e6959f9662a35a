"""The timetable read into the pure calendar: who is due, for one class and for the school."""

from datetime import date, timedelta

import pytest

from sisoho import clock
from sisoho.errors import NotFound
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.models import Closure, Enrolment, MakeUpDay, PupilPlace, Unit, WeeklyHalfDay
from sisoho.schools.queries import due
from tests import factories

MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 29)


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    return commune.school


def roll_6a(school: factories.School) -> due.ClassRoll:
    return due.class_roll(factories.access_of(school.teacher_6a), school.class_6a.public_id)


def morning(day: date) -> Slot:
    return Slot(day, HalfDay.MORNING)


def names(roll: due.ClassRoll, slot: Slot) -> list[str]:
    return [pupil.name for pupil in roll.due(slot)]


def test_a_class_comes_with_its_pupils_by_given_name_and_no_sunday(school: factories.School) -> None:
    roll = roll_6a(school)
    everyone = ["Nguyễn Gia Bảo", "Siu Blơi", "Rơ Châm Đức", "Ksor H'Bia", "Nay H'Đào"]
    assert names(roll, morning(MONDAY)) == everyone
    assert roll.half_days(MONDAY) == (HalfDay.MORNING,)
    assert roll.half_days(SUNDAY) == ()
    assert names(roll, Slot(MONDAY, HalfDay.AFTERNOON)) == []


def test_a_village_closure_excuses_only_its_pupils_and_a_school_closure_the_class(
    school: factories.School,
) -> None:
    bia = school.pupils[0]
    PupilPlace.update(village=school.other_village).where(
        (PupilPlace.unit == school.unit) & (PupilPlace.pupil == bia)
    ).execute()
    tuesday = MONDAY + timedelta(days=1)
    for day, village in ((MONDAY, school.other_village), (tuesday, None)):
        Closure.create(unit=school.unit, village=village, first_date=day, last_date=day, reason="mưa lũ")
    roll = roll_6a(school)
    assert "Ksor H'Bia" not in names(roll, morning(MONDAY))
    assert len(names(roll, morning(MONDAY))) == 4
    assert roll.closure(morning(MONDAY)) is None
    assert roll.half_days(tuesday) == ()
    closure = roll.closure(morning(tuesday))
    assert closure is not None
    assert closure.reason == "mưa lũ"


def test_two_pupils_of_one_name_in_a_class_are_told_apart_by_birth(school: factories.School) -> None:
    for born in ((2015, 5, 2), (2015, 9, 30)):
        factories.pupil(school, "Siu H'Đào", school.class_6a, birth_date=date(*born))
    factories.pupil(school, "Siu Blơi", school.class_1a)  # a name of 6A too
    labels = [pupil.label for pupil in roll_6a(school).pupils]
    assert labels == [
        "Nguyễn Gia Bảo",
        "Siu Blơi",
        "Rơ Châm Đức",
        "Ksor H'Bia",
        "Nay H'Đào",
        "Siu H'Đào (02/05/2015)",
        "Siu H'Đào (30/09/2015)",
    ]


def test_a_closure_that_was_taken_back_closes_nothing(school: factories.School) -> None:
    Closure.create(
        unit=school.unit, first_date=MONDAY, last_date=MONDAY, reason="mưa lũ", withdrawn_at=clock.now()
    )
    assert len(names(roll_6a(school), morning(MONDAY))) == 5


def test_a_campus_closure_reaches_the_class_of_that_campus(school: factories.School) -> None:
    campus = Unit.create(kind="campus")
    school.class_6a.campus = campus
    school.class_6a.save()
    Closure.create(unit=school.unit, campus=campus, first_date=MONDAY, last_date=MONDAY, reason="sửa lớp")
    access = factories.access_of(school.principal)
    open_classes = {card.name for card in due.class_cards(access, MONDAY, SUNDAY) if card.half_days(MONDAY)}
    assert open_classes == {"1A"}


def test_make_up_days_of_the_school_and_of_another_class_are_told_apart(school: factories.School) -> None:
    MakeUpDay.create(unit=school.unit, date=SUNDAY, half_day="S")
    MakeUpDay.create(unit=school.unit, school_class=school.class_1a, date=SUNDAY, half_day="C")
    assert roll_6a(school).half_days(SUNDAY) == (HalfDay.MORNING,)


def test_a_pattern_that_changed_during_the_year_counts_from_its_day(school: factories.School) -> None:
    WeeklyHalfDay.create(
        unit=school.unit, school_class=school.class_6a, weekday=0, half_day="C", kind="buoi_2", starts=MONDAY
    )
    roll = roll_6a(school)
    assert roll.half_days(MONDAY - timedelta(days=7)) == (HalfDay.MORNING,)
    assert roll.half_days(MONDAY) == (HalfDay.MORNING, HalfDay.AFTERNOON)


def test_a_pupil_is_due_from_the_first_day_until_the_day_before_the_last_date(
    school: factories.School,
) -> None:
    bia = school.pupils[0]
    Enrolment.update(starts=MONDAY, ends=MONDAY + timedelta(days=2)).where(
        (Enrolment.unit == school.unit) & (Enrolment.pupil == bia)
    ).execute()
    slots = roll_6a(school).due_by_pupil(MONDAY - timedelta(days=7), SUNDAY)[bia.id]
    assert slots == (morning(MONDAY), morning(MONDAY + timedelta(days=1)))


def test_a_pupil_who_moved_house_is_listed_once(school: factories.School) -> None:
    bia = school.pupils[0]
    PupilPlace.update(ends=MONDAY).where(
        (PupilPlace.unit == school.unit) & (PupilPlace.pupil == bia)
    ).execute()
    PupilPlace.create(unit=school.unit, pupil=bia, village=school.other_village, starts=MONDAY)
    found = [pupil for pupil in roll_6a(school).pupils if pupil.id == bia.id]
    assert len(found) == 1
    assert found[0].village_id(MONDAY - timedelta(days=1)) == school.village.id
    assert found[0].village_id(MONDAY) == school.other_village.id


def test_an_empty_class_is_read_too(school: factories.School) -> None:
    made = school.make_class("9C", "9")
    roll = due.class_roll(factories.access_of(school.principal), made.public_id)
    assert (roll.pupils, roll.half_days(MONDAY)) == ((), (HalfDay.MORNING,))


def test_another_schools_class_and_closures_stay_there(commune: factories.Commune) -> None:
    stranger = factories.access_of(commune.other_school.principal)
    with pytest.raises(NotFound):
        due.class_roll(stranger, commune.school.class_6a.public_id)
    Closure.create(unit=commune.school.unit, first_date=MONDAY, last_date=MONDAY, reason="mưa lũ")
    rolls = due.class_rolls(stranger, MONDAY, SUNDAY)
    assert [roll.name for roll in rolls] == ["1A", "6A"]
    assert all(roll.half_days(MONDAY) for roll in rolls)
    assert {pupil.id for roll in rolls for pupil in roll.pupils} == {
        p.id for p in commune.other_school.pupils
    }


def test_classes_of_another_year_are_left_out(school: factories.School) -> None:
    access = factories.access_of(school.principal)
    assert due.class_rolls(access, date(2025, 10, 1), date(2025, 11, 1)) == []
    assert [card.name for card in due.class_cards(access, MONDAY, SUNDAY)] == ["1A", "6A"]
    chosen = due.class_rolls(access, MONDAY, SUNDAY, class_ids=[school.class_1a.id])
    assert [roll.name for roll in chosen] == ["1A"]
