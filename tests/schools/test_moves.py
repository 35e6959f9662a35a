"""Pupils come, go and change class; the enrolments follow and the balance holds."""

from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest

from sisoho import db
from sisoho.access import Access
from sisoho.errors import Conflict, NotAllowed, NotFound, RuleBroken
from sisoho.schools import actions
from sisoho.schools.forms import GuardianData, MoveData, PupilData
from sisoho.schools.models import Enrolment, Guardian, Move, OpeningRoll, Pupil, PupilHousehold, PupilLink
from sisoho.schools.queries import (
    incoming_transfer,
    incoming_transfers,
    moves_of_pupil,
    rule_move,
    waiting_transfers,
)
from sisoho.schools.rules import MoveKind, check_move, count_roll
from tests import factories
from tests.factories import Commune, access_of

SEPTEMBER = date(2026, 9, 20)
OCTOBER = date(2026, 10, 12)
PAPER = {"paper_kind": "Đơn xin chuyển trường", "paper_issuer": "Gia đình", "paper_number": "12/GT"}


@pytest.fixture
def clerk(commune: Commune) -> Access:
    return access_of(commune.school.clerk)


def spans(pupil: Pupil) -> list[tuple[str, date, date | None]]:
    rows = (
        Enrolment.select()
        .where((Enrolment.unit == pupil.unit_id) & (Enrolment.pupil == pupil.id))
        .order_by(Enrolment.starts)
    )
    return [(row.school_class_id, row.starts, row.ends) for row in rows]


def test_a_class_change_in_the_past_ends_one_enrolment_and_begins_the_other(
    commune: Commune, clerk: Access
) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    other = school.make_class("6B", "6")
    actions.record_move(
        clerk,
        pupil.id,
        school.year.id,
        MoveKind.CLASS_CHANGE,
        MoveData(SEPTEMBER, "Cân bằng sĩ số", to_class_id=other.id),
        papers_follow=True,
    )
    assert spans(pupil) == [
        (school.class_6a.id, date(2026, 9, 7), SEPTEMBER),
        (other.id, SEPTEMBER, None),
    ]


def test_a_move_before_an_earlier_one_is_refused_and_changes_nothing(commune: Commune, clerk: Access) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    drop(clerk, commune, pupil, OCTOBER)
    before = spans(pupil)
    with pytest.raises(RuleBroken) as refused:
        come_back(clerk, commune, pupil, SEPTEMBER)
    assert "on" in refused.value.fields
    assert spans(pupil) == before
    assert school.class_6a.id == before[0][0]


def drop(clerk: Access, commune: Commune, pupil: Pupil, on: date) -> Move:
    return actions.record_move(
        clerk,
        pupil.id,
        commune.school.year.id,
        MoveKind.DROPPED,
        MoveData(on, "Xa trường, đi lại khó khăn"),
        papers_follow=True,
    )


def come_back(clerk: Access, commune: Commune, pupil: Pupil, on: date) -> Move:
    return actions.record_move(
        clerk,
        pupil.id,
        commune.school.year.id,
        MoveKind.RETURNED,
        MoveData(on, "Gia đình đồng ý", to_class_id=commune.school.class_6a.id),
        papers_follow=True,
    )


def test_the_balance_of_the_roll_closes_after_every_kind_of_move(commune: Commune, clerk: Access) -> None:
    school, year = commune.school, commune.school.year.id
    actions.freeze_opening_roll(clerk, year)
    first, second, third, fourth, *_ = school.pupils
    drop(clerk, commune, first, date(2026, 10, 1))
    come_back(clerk, commune, first, date(2026, 10, 20))
    drop(clerk, commune, second, date(2026, 10, 2))
    leave = MoveData(OCTOBER, "Theo cha mẹ", other_name="Trường THCS Ia Mlah", **PAPER)
    actions.record_move(clerk, third.id, year, MoveKind.TRANSFER_OUT, leave)
    waiting = MoveData(OCTOBER, "Theo cha mẹ", other_unit_id=commune.other_school.unit.id)
    actions.record_move(clerk, fourth.id, year, MoveKind.TRANSFER_OUT, waiting)
    actions.enrol_pupil(
        clerk,
        PupilData("Kpă Y Nới"),
        year,
        MoveData(OCTOBER, "Chuyển đến", to_class_id=school.class_6a.id, other_name="Trường THCS Uar"),
        kind=MoveKind.TRANSFER_IN,
        papers_follow=True,
    )
    opening = OpeningRoll.select().where(OpeningRoll.unit == school.unit).count()
    rows = Move.select().where((Move.unit == school.unit) & (Move.on > date(2026, 9, 15))).order_by(Move.on)
    count = count_roll(opening, [rule_move(row) for row in rows])
    enrolled = Enrolment.select().where((Enrolment.unit == school.unit) & Enrolment.ends.is_null()).count()
    assert (count.dropouts, count.moved_out, count.pending_out, count.moved_in) == (1, 1, 1, 1)
    assert count.current == enrolled == opening - 2


def test_the_opening_roll_is_frozen_once_and_keeps_who_leaves_later(commune: Commune, clerk: Access) -> None:
    year = commune.school.year.id
    assert actions.freeze_opening_roll(clerk, year) == 8
    drop(clerk, commune, commune.school.pupils[0], OCTOBER)
    with pytest.raises(Conflict):
        actions.freeze_opening_roll(clerk, year)
    assert OpeningRoll.select().where(OpeningRoll.unit == commune.school.unit).count() == 8


def test_the_opening_roll_waits_for_its_day(commune: Commune, clerk: Access) -> None:
    year = commune.school.year
    year.opening_roll_on = date(2026, 11, 24)
    year.save()
    with pytest.raises(RuleBroken, match="24/11/2026"):
        actions.freeze_opening_roll(clerk, year.id)


@pytest.fixture
def waiting(commune: Commune, clerk: Access) -> Move:
    pupil = commune.school.pupils[2]
    leave = MoveData(OCTOBER, "Theo mẹ về buôn", other_unit_id=commune.other_school.unit.id)
    return actions.record_move(clerk, pupil.id, commune.school.year.id, MoveKind.TRANSFER_OUT, leave)


def test_a_transfer_waits_until_the_receiving_clerk_confirms(commune: Commune, waiting: Move) -> None:
    other = commune.other_school
    receiver = access_of(other.clerk)
    assert waiting.state == "pending"
    assert incoming_transfers(access_of(commune.school.clerk)) == []
    incoming = incoming_transfer(receiver, waiting.public_id)
    arrival = MoveData(date(2026, 10, 14), to_class_id=other.class_6a.id)
    pupil = actions.confirm_transfer(receiver, incoming, other.year.id, arrival)

    link = PupilLink.get(PupilLink.unit == other.unit)
    assert (link.pupil_id, link.former_id) == (pupil.id, commune.school.pupils[2].id)
    assert (pupil.unit_id, pupil.full_name) == (other.unit.id, "Rơ Châm Đức")
    assert spans(pupil) == [(other.class_6a.id, date(2026, 10, 14), None)]
    assert Move.get((Move.unit == commune.school.unit) & (Move.id == waiting.id)).state == "done"
    guardian = (
        Guardian.select()
        .join(PupilHousehold, on=PupilHousehold.household == Guardian.household)
        .where((Guardian.unit == other.unit) & (PupilHousehold.pupil == pupil.id))
        .get()
    )
    assert guardian.phone == "0987000001"
    with pytest.raises(NotFound):
        incoming_transfer(receiver, waiting.public_id)
    with pytest.raises(Conflict):
        actions.confirm_transfer(receiver, incoming, other.year.id, arrival)


def test_a_child_who_comes_back_gets_the_former_record_again(commune: Commune, waiting: Move) -> None:
    school, other = commune.school, commune.other_school
    here, there = access_of(school.clerk), access_of(other.clerk)
    incoming = incoming_transfer(there, waiting.public_id)
    arrival = MoveData(date(2026, 10, 14), to_class_id=other.class_6a.id)
    pupil = actions.confirm_transfer(there, incoming, other.year.id, arrival)
    back = MoveData(date(2026, 11, 2), "Về lại", other_unit_id=school.unit.id)
    move = actions.record_move(there, pupil.id, other.year.id, MoveKind.TRANSFER_OUT, back)
    again = actions.confirm_transfer(
        here,
        incoming_transfer(here, move.public_id),
        school.year.id,
        MoveData(date(2026, 11, 3), to_class_id=school.class_6a.id),
    )
    assert again.id == school.pupils[2].id
    assert [ends for _, _, ends in spans(again)] == [OCTOBER, None]


def test_a_child_who_went_and_came_back_may_go_on_to_a_third_school(
    commune: Commune, clerk: Access, waiting: Move
) -> None:
    school, other = commune.school, commune.other_school
    there = access_of(other.clerk)
    arrival = MoveData(date(2026, 10, 14), to_class_id=other.class_6a.id)
    away = actions.confirm_transfer(
        there, incoming_transfer(there, waiting.public_id), other.year.id, arrival
    )
    back = MoveData(date(2026, 11, 2), "Về lại", other_unit_id=school.unit.id)
    move = actions.record_move(there, away.id, other.year.id, MoveKind.TRANSFER_OUT, back)
    home = MoveData(date(2026, 11, 3), to_class_id=school.class_6a.id)
    pupil = actions.confirm_transfer(clerk, incoming_transfer(clerk, move.public_id), school.year.id, home)
    third = factories.school(commune.unit, "Trường TH và THCS Mẫu Ba", [school.village, school.other_village])
    on = MoveData(date(2026, 11, 9), "Theo cha mẹ", other_unit_id=third.unit.id)
    move = actions.record_move(clerk, pupil.id, school.year.id, MoveKind.TRANSFER_OUT, on)
    newly = access_of(third.clerk)
    made = actions.confirm_transfer(
        newly,
        incoming_transfer(newly, move.public_id),
        third.year.id,
        MoveData(date(2026, 11, 10), to_class_id=third.class_6a.id),
    )
    assert made.unit_id == third.unit.id
    assert PupilLink.get(PupilLink.unit == third.unit).former_id == pupil.id


def test_a_child_the_receiving_school_has_entered_already_is_joined_and_keeps_its_class(
    commune: Commune, waiting: Move
) -> None:
    other = commune.other_school
    receiver = access_of(other.clerk)
    entered = actions.enrol_pupil(
        receiver,
        PupilData("Rơ Châm Đức"),
        other.year.id,
        MoveData(date(2026, 10, 13), to_class_id=other.class_6a.id),
    )
    incoming = incoming_transfer(receiver, waiting.public_id)
    data = MoveData(date(2026, 10, 14), to_class_id=other.class_6a.id)
    joined = actions.confirm_transfer(receiver, incoming, other.year.id, data, existing_id=entered.id)
    assert joined.id == entered.id
    assert spans(joined) == [(other.class_6a.id, date(2026, 10, 13), None)]


def test_a_child_whose_number_the_receiving_school_knows_is_not_entered_twice(
    commune: Commune, waiting: Move
) -> None:
    other = commune.other_school
    receiver = access_of(other.clerk)
    Pupil.update(id_number="064316000001").where(
        (Pupil.unit == waiting.unit_id) & (Pupil.id == waiting.pupil_id)
    ).execute()
    arrival = MoveData(date(2026, 10, 14), to_class_id=other.class_6a.id)
    named_otherwise = PupilData("Rchâm Đức", id_number="064316000001")
    entered = actions.enrol_pupil(receiver, named_otherwise, other.year.id, arrival)
    incoming = incoming_transfer(receiver, waiting.public_id)
    with pytest.raises(RuleBroken) as refused:
        actions.confirm_transfer(receiver, incoming, other.year.id, arrival)
    assert "Rchâm Đức" in refused.value.fields["same"]
    assert incoming_transfer(receiver, waiting.public_id)
    joined = actions.confirm_transfer(receiver, incoming, other.year.id, arrival, existing_id=entered.id)
    assert joined.id == entered.id


def test_a_cancelled_transfer_puts_the_pupil_back_as_if_never_gone(
    commune: Commune, clerk: Access, waiting: Move
) -> None:
    pupil = commune.school.pupils[2]
    assert spans(pupil)[-1][2] == OCTOBER
    actions.cancel_transfer(clerk, waiting.id)
    assert spans(pupil) == [(commune.school.class_6a.id, date(2026, 9, 7), None)]
    assert incoming_transfers(access_of(commune.other_school.clerk)) == []
    with pytest.raises(Conflict):
        actions.cancel_transfer(clerk, waiting.id)


def test_two_clerks_who_record_the_same_leaving_at_once_record_it_once(
    commune: Commune, clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupil, both_have_looked, refused = commune.school.pupils[0], Barrier(2), list[RuleBroken]()

    def looked(*args: Any, **options: Any) -> None:
        check_move(*args, **options)
        with suppress(BrokenBarrierError):
            both_have_looked.wait(timeout=1)

    def leave() -> None:
        db.open_connection()
        try:
            drop(clerk, commune, pupil, OCTOBER)
        except RuleBroken as problem:
            refused.append(problem)
        finally:
            db.database.close()

    monkeypatch.setattr("sisoho.schools.actions.moves.check_move", looked)
    clerks = [Thread(target=leave) for _ in range(2)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    dropped = Move.select().where((Move.unit == commune.school.unit) & (Move.kind == "dropped"))
    assert (dropped.count(), len(refused)) == (1, 1)


def test_a_transfer_elsewhere_is_settled_by_its_paper(commune: Commune, clerk: Access) -> None:
    pupil = commune.school.pupils[1]
    leave = MoveData(OCTOBER, "Theo cha mẹ", other_name="Trường THCS ở Đắk Lắk")
    move = actions.record_move(clerk, pupil.id, commune.school.year.id, MoveKind.TRANSFER_OUT, leave)
    assert move.state == "pending"
    paper = MoveData(OCTOBER, paper_kind="Giấy tiếp nhận", paper_issuer="Trường nhận", paper_number="7")
    actions.add_paper(clerk, move.id, paper)
    stored = Move.get((Move.unit == commune.school.unit) & (Move.id == move.id))
    assert (stored.state, stored.paper_number) == ("done", "7")


def test_a_pupil_of_another_school_is_not_found(commune: Commune, clerk: Access) -> None:
    stranger = commune.other_school.pupils[0]
    with pytest.raises(NotFound):
        drop(clerk, commune, stranger, OCTOBER)


def test_a_teacher_may_not_record_moves(commune: Commune) -> None:
    with pytest.raises(NotAllowed):
        drop(access_of(commune.school.teacher_6a), commune, commune.school.pupils[0], OCTOBER)


def test_a_multigrade_class_asks_for_the_grade(commune: Commune, clerk: Access) -> None:
    school = commune.school
    joined = school.make_class("Ghép Buôn Tang", "1,2")
    enter = MoveData(OCTOBER, to_class_id=joined.id)
    with pytest.raises(RuleBroken) as refused:
        actions.enrol_pupil(clerk, PupilData("Nay Y Tý"), school.year.id, enter)
    assert "grade" in refused.value.fields
    enter = MoveData(OCTOBER, to_class_id=joined.id, grade=2)
    pupil = actions.enrol_pupil(
        clerk, PupilData("Nay Y Tý"), school.year.id, enter, guardians=[GuardianData("mẹ", "Nay H'Tý")]
    )
    assert Enrolment.get((Enrolment.unit == school.unit) & (Enrolment.pupil == pupil.id)).grade == 2


def test_an_id_number_belongs_to_one_pupil_of_the_school(commune: Commune, clerk: Access) -> None:
    enter = MoveData(OCTOBER, to_class_id=commune.school.class_6a.id)
    data = PupilData("Nay Y Tý", id_number="064214000001")
    actions.enrol_pupil(clerk, data, commune.school.year.id, enter)
    with pytest.raises(RuleBroken, match="Mã định danh"):
        actions.enrol_pupil(clerk, data, commune.school.year.id, enter)


def test_the_list_of_moves_says_from_where_to_where(commune: Commune, clerk: Access, waiting: Move) -> None:
    (line,) = waiting_transfers(clerk)
    assert line.label == "Chuyển đi – chờ xác nhận"
    assert line.way == "6A → Trường TH và THCS Mẫu Hai"
    other = commune.school.make_class("6B", "6")
    change = MoveData(OCTOBER, "Cân bằng sĩ số", to_class_id=other.id)
    pupil = commune.school.pupils[0]
    actions.record_move(
        clerk, pupil.id, commune.school.year.id, MoveKind.CLASS_CHANGE, change, papers_follow=True
    )
    newest, first = moves_of_pupil(clerk, pupil.id)
    assert (newest.way, first.way) == ("6A → 6B", "6A")
