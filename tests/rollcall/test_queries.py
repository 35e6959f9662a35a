"""Figures, boards and lists: what counts, whose it is, and how many statements it takes."""

from datetime import date, timedelta

import pytest

from sisoho import clock
from sisoho.rollcall import queries
from sisoho.rollcall.actions import settle_mark
from sisoho.rollcall.models import RollCallSheet
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools.models import Closure, Enrolment, PupilPlace
from sisoho.schools.queries import due
from tests import factories
from tests.rollcall.sending import MONDAY, MORNING, said, send, statements

TUESDAY = MONDAY + timedelta(days=1)
FRIDAY = MONDAY - timedelta(days=3)


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    return commune.school


@pytest.fixture
def pupils(school: factories.School) -> list:
    return school.pupils[: len(factories.NAMES_6A)]


def on(day: date) -> Slot:
    return Slot(day, HalfDay.MORNING)


def test_the_board_of_a_day_tells_reported_classes_from_the_others(
    school: factories.School, pupils: list
) -> None:
    bia, bloi, *_ = pupils
    send(factories.access_of(school.teacher_6a), school.class_6a, said(pupils, {bia: "V", bloi: "T"}))
    access = factories.access_of(school.principal)
    with statements() as ran:
        states = queries.sheet_states(access, MONDAY)
    assert len(ran) == 4
    assert {state.roll.name: state.totals and state.totals.line() for state in states} == {
        "1A": None,
        "6A": "Sĩ số 5 · Có mặt 4 · Vắng 1 (chưa rõ 1) · Trễ 1",
    }
    assert [len(state.due) for state in states] == [3, 5]


def test_another_school_sees_none_of_it(commune: factories.Commune) -> None:
    school, stranger = commune.school, factories.access_of(commune.other_school.principal)
    teacher, bia = factories.access_of(school.teacher_6a), school.pupils[0]
    send(teacher, school.class_6a, said(school.pupils[:5], {bia: "V"}))
    assert all(state.record is None for state in queries.sheet_states(stranger, MONDAY))
    assert queries.records_between(stranger, MONDAY, TUESDAY) == []
    assert queries.marks_between(stranger, MONDAY, TUESDAY, pupil_ids=[bia.id]) == []
    assert queries.open_reasons(stranger) == []
    assert queries.pupil_ids(stranger, [bia.public_id]) == {}


def test_attendance_sums_only_due_pupils_of_reported_half_days(
    school: factories.School, pupils: list
) -> None:
    bia, bloi, *_ = pupils
    PupilPlace.update(village=school.other_village).where(
        (PupilPlace.unit == school.unit) & (PupilPlace.pupil == bia)
    ).execute()
    access = factories.access_of(school.teacher_6a)
    send(access, school.class_6a, said(pupils, {bia: "V", bloi: "T"}), on(FRIDAY))
    send(access, school.class_6a, said(pupils, {bia: "P"}))
    Closure.create(
        unit=school.unit, village=school.other_village, first_date=MONDAY, last_date=MONDAY, reason="lũ"
    )
    figures = queries.attendance(factories.access_of(school.principal), FRIDAY, TUESDAY)

    assert figures.total.line() == "Sĩ số 9 · Có mặt 8 · Vắng 1 (K 1; chưa xác minh 1) · Trễ 1"
    assert figures.total.not_due == 1, "the mark of the day her village was closed"
    assert figures.by_class == {school.class_6a.id: figures.total}
    assert figures.by_village[school.other_village.id].line() == (
        "Sĩ số 1 · Có mặt 0 · Vắng 1 (K 1; chưa xác minh 1) · Trễ 0"
    )
    assert figures.by_village[school.village.id].roll == 8
    assert {day: totals.present for day, totals in figures.by_day.items()} == {FRIDAY: 4, MONDAY: 4}
    assert (figures.reported, figures.scheduled) == (2, 6), "two classes on Friday, Saturday and Monday"


def test_an_open_v_counts_as_k_only_once_its_week_is_locked(school: factories.School, pupils: list) -> None:
    with clock.at(at_vietnam(FRIDAY) + timedelta(hours=7)):
        access = factories.access_of(school.teacher_6a)
        send(access, school.class_6a, said(pupils, {pupils[0]: "V"}), on(FRIDAY))
        assert queries.attendance(access, FRIDAY, MONDAY).total.unknown == 1
    later = queries.attendance(factories.access_of(school.teacher_6a), FRIDAY, MONDAY).total
    assert (later.unknown, later.unexcused, later.unverified) == (0, 1, 1)


def test_marks_and_records_of_a_span_come_with_their_class_slot_and_first_word(
    school: factories.School, pupils: list
) -> None:
    access, bia = factories.access_of(school.teacher_6a), pupils[0]
    send(access, school.class_6a, said(pupils, {bia: "V"}), on(FRIDAY))
    done = send(access, school.class_6a, said(pupils, {bia: "V"}))
    settle_mark(access, done.receipt.sheet_id, bia.public_id, MarkKind.P, "ốm")
    with statements() as ran:
        newest, oldest = queries.marks_between(access, FRIDAY, TUESDAY, pupil_ids=[bia.id])
    assert len(ran) == 1
    assert (newest.slot, newest.kind, newest.first, newest.reason) == (MORNING, MarkKind.P, MarkKind.V, "ốm")
    assert (oldest.slot, oldest.kind, oldest.settled_at) == (on(FRIDAY), MarkKind.V, None)
    with statements() as ran:
        records = queries.records_between(access, FRIDAY, TUESDAY, class_ids=[school.class_6a.id])
    assert len(ran) == 2
    assert [(record.slot, record.marks[bia.id]) for record in records] == [
        (on(FRIDAY), MarkKind.V),
        (MORNING, MarkKind.P),
    ]
    assert records[0].roll == {pupil.id for pupil in pupils}
    assert queries.marks_between(access, FRIDAY, TUESDAY, class_ids=[school.class_1a.id]) == []


def test_open_reasons_are_the_newest_first_without_moved_pupils_and_locked_weeks(
    school: factories.School, pupils: list
) -> None:
    access, (bia, bloi, duc, *_) = factories.access_of(school.teacher_6a), pupils
    with clock.at(at_vietnam(FRIDAY) + timedelta(hours=7)):
        send(access, school.class_6a, said(pupils, {bia: "V"}), on(FRIDAY))
    send(access, school.class_6a, said(pupils, {bia: "V", bloi: "V", duc: "T"}))
    Enrolment.update(ends=FRIDAY).where((Enrolment.unit == school.unit) & (Enrolment.pupil == bloi)).execute()
    with statements() as ran:
        found = queries.open_reasons(access)
    assert len(ran) == 3
    assert [(reason.pupil, reason.slot, reason.phone) for reason in found] == [
        ("Ksor H'Bia", MORNING, "0987000001")
    ]
    leader = queries.open_reasons(factories.access_of(school.vice_principal))
    assert [(reason.slot, reason.asks_reason) for reason in leader] == [(MORNING, False), (on(FRIDAY), True)]


def test_of_two_pupils_of_one_name_the_reason_asked_for_says_whose(
    school: factories.School, pupils: list
) -> None:
    twins = [
        factories.pupil(school, "Siu H'Đào", school.class_6a, birth_date=date(2015, month, 2))
        for month in (5, 9)
    ]
    factories.pupil(school, pupils[0].full_name, school.class_1a)
    everyone = [*pupils, *twins]
    access = factories.access_of(school.teacher_6a)
    send(access, school.class_6a, said(everyone, {twins[1]: "V", pupils[0]: "V"}))
    found = queries.open_reasons(access)
    assert {reason.pupil for reason in found} == {"Siu H'Đào (02/09/2015)", "Ksor H'Bia"}


def test_a_streak_passes_over_days_the_pupil_was_not_due_and_ends_at_a_presence(
    school: factories.School, pupils: list
) -> None:
    access, (bia, bloi, *_) = factories.access_of(school.teacher_6a), pupils
    days = [MONDAY - timedelta(days=back) for back in (5, 4, 3, 2)]  # Wednesday to Saturday
    away = [{bia, bloi}, {bloi}, {bia}, {bia, bloi}]
    for day, missing in zip(days, away, strict=True):
        send(access, school.class_6a, said(pupils, dict.fromkeys(missing, "V")), on(day))
    Closure.create(
        unit=school.unit, village=school.village, first_date=days[1], last_date=days[1], reason="lũ"
    )
    view = queries.sheet_view(access, due.class_roll(access, school.class_6a.public_id), MORNING)
    streaks = {row.name: row.streak for row in view.rows if row.streak}
    assert streaks == {"Ksor H'Bia": 3, "Siu Blơi": 1}


def test_the_teachers_board_takes_four_statements(school: factories.School) -> None:
    access = factories.access_of(school.teacher_6a)
    two_weeks_ago = MONDAY - timedelta(days=14)
    send(access, school.class_1a, said(school.pupils[5:8]), on(two_weeks_ago))
    with statements() as ran:
        board = queries.board(access, MONDAY)
    assert len(ran) == 4
    assert [item.name for item in board.mine] == ["6A"]
    assert [item.name for item in board.others] == ["1A"]
    assert len(board.owed) == 12, "Mondays to Saturdays of two weeks"
    assert board.owed[0].slot == on(MONDAY - timedelta(days=2))
    assert board.days_before == MONDAY - timedelta(days=2)


def test_a_board_of_a_closed_day_names_the_reason(school: factories.School) -> None:
    Closure.create(unit=school.unit, first_date=MONDAY, last_date=MONDAY, reason="mưa lũ")
    board = queries.board(factories.access_of(school.teacher_6a), MONDAY)
    assert (board.mine, board.others, board.day_off) == ((), (), "mưa lũ")


def test_a_sheet_never_sent_has_no_row(school: factories.School) -> None:
    access = factories.access_of(school.teacher_6a)
    queries.sheet_view(access, due.class_roll(access, school.class_6a.public_id), MORNING)
    assert RollCallSheet.select().where(RollCallSheet.unit == school.unit).count() == 0
