"""Between two school years: who leaves then, who is expected, and a year that was opened empty."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from sisoho.errors import RuleBroken
from sisoho.schools import actions, queries
from sisoho.schools.forms import MoveData, YearData
from sisoho.schools.models import Enrolment, SchoolClass, SchoolYear
from sisoho.schools.queries.new_year import new_year_draft
from sisoho.schools.queries.year_end import summer_counts
from sisoho.schools.rules import Level, MoveKind
from tests.factories import Commune, School, access_of, client_of
from tests.schools.ending import SUMMER, decide, on, open_next

JULY = date(2027, 7, 12)
NEXT = YearData("2027-2028", date(2027, 8, 30), date(2028, 5, 31), date(2028, 1, 17), date(2027, 9, 10))
AWAY = MoveData(JULY, "theo cha mẹ", other_name="Trường THCS Ayun Pa")


def _away(school: School, place: int = 0, kind: MoveKind = MoveKind.TRANSFER_OUT, data: MoveData = AWAY):  # type: ignore[no-untyped-def]
    return actions.record_move(
        access_of(school.clerk), school.pupils[place].id, school.year.id, kind, data, papers_follow=True
    )


def _spans(school: School, place: int = 0) -> list[tuple[str, date, date | None]]:
    e, c = Enrolment, SchoolClass
    return list(
        e.select(c.name, e.starts, e.ends)
        .join(c, on=(c.id == e.school_class) & (c.unit == e.unit))
        .where((e.unit == school.unit) & (e.pupil == school.pupils[place].id))
        .order_by(e.starts, e.id)
        .tuples()
    )


def test_who_leaves_before_the_new_year_is_opened_is_judged_but_not_carried_on(commune: Commune) -> None:
    school = commune.school
    decide(school)
    with on(JULY):
        _away(school)
    year = open_next(school)
    assert _spans(school) == [("6A", school.year.starts, JULY)]
    with on(SUMMER):
        draft_of = access_of(school.principal)
        assert (
            Enrolment.select().where((Enrolment.unit == school.unit) & (Enrolment.year == year.id)).count()
            == len(school.pupils) - 1
        )
        assert queries.movement(draft_of, date(2026, 9, 15), date(2027, 5, 31)).school.count.moved_out == 0


@pytest.mark.parametrize("kind", [MoveKind.TRANSFER_OUT, MoveKind.DIED])
def test_who_left_in_the_holidays_was_never_in_the_new_year(commune: Commune, kind: MoveKind) -> None:
    school = commune.school
    decide(school)
    year = open_next(school)
    with on(date(2027, 9, 8)):  # heard of in the first week
        _away(school, kind=kind)
        assert _spans(school) == [("6A", school.year.starts, JULY), ("7A", year.starts, year.starts)]
    with on(date(2027, 9, 16)):
        principal = access_of(school.principal)
        actions.freeze_opening_roll(principal, year.id)
        count = queries.movement(principal, date(2027, 9, 5)).school.count
        assert (count.opening, count.enrolled, count.moved_out, count.died, count.current) == (0, 7, 0, 0, 7)
        summer = summer_counts(principal, queries.current_year(principal))
        assert (summer[Level.LOWER_SECONDARY].due, summer[Level.LOWER_SECONDARY].dropped) == (4, 0)


def test_once_counted_in_the_new_year_the_pupil_leaves_that_year(commune: Commune) -> None:
    school = commune.school
    decide(school)
    year = open_next(school)
    with on(date(2027, 9, 16)):
        actions.freeze_opening_roll(access_of(school.principal), year.id)
        with pytest.raises(RuleBroken) as refused:
            _away(school)
        assert "06/09/2027" in refused.value.fields["on"]
    assert _spans(school)[-1] == ("7A", year.starts, None)  # nothing half


def test_a_transfer_of_the_holidays_taken_back_gives_the_place_back(commune: Commune) -> None:
    school = commune.school
    decide(school)
    year = open_next(school)
    with on(SUMMER):
        before = _spans(school)
        move = _away(school)
        actions.cancel_transfer(access_of(school.clerk), move.id)
        assert _spans(school) == before
        assert _spans(school)[-1] == ("7A", year.starts, None)


def test_the_year_is_taken_back_and_opened_again_around_who_left_in_between(commune: Commune) -> None:
    school = commune.school
    decide(school)
    open_next(school)
    with on(SUMMER):
        _away(school)
        actions.undo_new_year(access_of(school.principal))
    open_next(school)
    assert _spans(school) == [("6A", school.year.starts, JULY)]


def test_the_class_is_changed_before_the_first_day_and_counts_as_no_move_of_the_school(
    commune: Commune,
) -> None:
    school = commune.school
    decide(school)
    year = open_next(school)
    with on(SUMMER):
        clerk = access_of(school.clerk)
        classes = {name: row_id for row_id, name in queries.class_ids(clerk, year.id).values()}
        data = MoveData(year.starts, "gần nhà", to_class_id=classes["6A"])
        actions.record_move(
            clerk, school.pupils[0].id, year.id, MoveKind.CLASS_CHANGE, data, papers_follow=True
        )
    assert _spans(school)[1:] == [("7A", year.starts, year.starts), ("6A", year.starts, None)]
    with on(date(2027, 9, 8)):
        count = queries.movement(access_of(school.principal), date(2027, 9, 5)).school.count
        assert (count.enrolled, count.current) == (8, 8)


def test_the_pages_take_the_day_of_the_holidays_and_expect_who_is_admitted(
    app: Flask, commune: Commune
) -> None:
    school = commune.school
    decide(school)
    year = open_next(school)
    away = f"/hoc-sinh/{school.pupils[0].public_id}/bien-dong/chuyen-di"
    with on(SUMMER):
        clerk = client_of(app, school.clerk)
        form = {"on": JULY.isoformat(), "reason": "theo cha mẹ", "other_name": "Trường THCS Ayun Pa"}
        assert clerk.post(away, data=form).status_code == 303
        assert _spans(school)[0] == ("6A", school.year.starts, JULY)
        first = clerk.get("/hoc-sinh/them")
        assert f'value="{year.starts}"' in first.text
        new_class = SchoolClass.get(
            (SchoolClass.unit == school.unit) & (SchoolClass.year == year.id) & (SchoolClass.name == "1A")
        )
        new = {"full_name": "Rmah H'Linh", "on": str(year.starts), "to_class": new_class.public_id,
               "reason": "tuyển sinh lớp 1"}  # fmt: skip
        assert clerk.post("/hoc-sinh/them", data=new).status_code == 303
        early = clerk.post("/hoc-sinh/them", data=new | {"on": "2027-08-20"})
        assert early.status_code == 422
        assert "ngày đầu năm học (06/09/2027)" in early.text
        dropped = clerk.post(
            f"/hoc-sinh/{school.pupils[1].public_id}/bien-dong/bo-hoc", data=form | {"reason": "ốm"}
        )
        assert dropped.status_code == 422
        assert "Chưa thấy mặt đầu năm" in dropped.text


def test_a_next_year_opened_empty_on_the_calendar_is_filled_by_the_plan(commune: Commune) -> None:
    school = commune.school
    decide(school)
    with on(SUMMER):
        principal = access_of(school.principal)
        empty = actions.open_school_year(principal, NEXT)
        draft = new_year_draft(principal)
        assert draft.dates == NEXT
        assert actions.open_new_year(principal, draft.version).id == empty.id
        actions.undo_new_year(principal)
        assert new_year_draft(principal).dates == NEXT  # the school's own dates outlive the undoing


def test_whoever_opens_the_next_year_nobody_stays_in_a_class_of_the_old_one(commune: Commune) -> None:
    """A school that imports its new list instead of carrying its pupils on."""
    school = commune.school
    with on(SUMMER):
        principal = access_of(school.principal)
        year = actions.open_school_year(principal, NEXT)
        assert _spans(school) == [("6A", school.year.starts, NEXT.starts)]
        later = replace(NEXT, starts=date(2027, 9, 6))
        actions.change_school_year(principal, year.id, later)
        assert _spans(school) == [("6A", school.year.starts, later.starts)]
        _away(school)
        assert _spans(school) == [("6A", school.year.starts, JULY)]


def test_a_next_year_with_classes_of_its_own_is_not_prepared_twice(commune: Commune) -> None:
    school = commune.school
    decide(school)
    with on(SUMMER):
        principal = access_of(school.principal)
        year = actions.open_school_year(principal, NEXT)
        school.year = year
        school.make_class("1A", "1")
        with pytest.raises(RuleBroken, match="đã có lớp"):
            new_year_draft(principal)
    assert SchoolYear.select().where(SchoolYear.unit == school.unit).count() == 2


def test_nobody_leaves_on_a_day_still_to_come(commune: Commune) -> None:
    school = commune.school
    decide(school)
    with on(SUMMER), pytest.raises(RuleBroken, match="Chưa ghi được"):
        _away(school, data=MoveData(date(2027, 10, 1), "theo cha mẹ", other_name="Trường khác"))
