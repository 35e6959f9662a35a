"""From the results of one year into the classes of the next, and back while nothing rests on it."""

from datetime import date, timedelta

import pytest

from sisoho import clock
from sisoho.db import new_public_id
from sisoho.errors import Conflict, NotAllowed, RuleBroken
from sisoho.outreach.models import Commitment, HomeVisit, VisitedPupil
from sisoho.outreach.queries.dropout_people import visits_about
from sisoho.rollcall.models import RollCallSheet
from sisoho.schools import actions, queries
from sisoho.schools.forms import MoveData, YearData
from sisoho.schools.models import Duty, Enrolment, Move, NewYearPlan, SchoolClass, SchoolYear, WeeklyHalfDay
from sisoho.schools.queries.classes import enrolled_on
from sisoho.schools.queries.new_year import new_year_draft
from sisoho.schools.queries.year_end import result_lines, summer_counts
from sisoho.schools.rules import OUT, Level, MoveKind, Result
from tests.at_once import at_once
from tests.factories import Commune, School, access_of
from tests.schools.ending import END, FIRST, SUMMER, decide, on, open_next


def _class_of(school: School, pupil_id: int, day: date) -> list[str]:
    rows = (
        Enrolment.select(SchoolClass.name)
        .join(
            SchoolClass, on=(SchoolClass.id == Enrolment.school_class) & (SchoolClass.unit == Enrolment.unit)
        )
        .where((Enrolment.unit == school.unit) & (Enrolment.pupil == pupil_id) & enrolled_on(day))
        .tuples()
    )
    return [name for (name,) in rows]


def test_the_class_is_entered_by_exception_and_its_history_kept(commune: Commune) -> None:
    school = commune.school
    repeating = school.pupils[0]
    decide(school, {repeating.id: (Result.REPEATS, "chưa đạt môn Toán")})
    with on(END):
        principal = access_of(school.principal)
        lines = {line.id: line for line in result_lines(principal, queries.current_year(principal))}
        assert lines[repeating.id].result is Result.REPEATS
        assert {lines[p.id].result for p in school.pupils[1:]} == {Result.PROMOTED}
        with pytest.raises(NotAllowed):  # confirmed: the homeroom teacher asks a leader
            actions.enter_results(
                access_of(school.teacher_6a), school.class_6a.id, {repeating.id: (Result.PROMOTED, "")}
            )
        assert (
            actions.enter_results(principal, school.class_6a.id, {repeating.id: (Result.PROMOTED, "")}) == 1
        )
        history = queries.result_history(principal, repeating.id)
        assert [label for _, label, _, _ in history] == ["Lên lớp", "Lưu ban"]


@pytest.mark.parametrize(
    "word", [(Result.COMPLETED_PRIMARY, "…"), (Result.REPEATS, ""), (Result.SUMMER_WORK, "")]
)
def test_a_result_of_another_grade_or_without_a_reason_is_refused_whole(
    commune: Commune, word: tuple[Result, str]
) -> None:
    school = commune.school
    with on(END):
        teacher = access_of(school.teacher_6a)
        with pytest.raises(RuleBroken) as refused:
            actions.enter_results(teacher, school.class_6a.id, {school.pupils[0].id: word}, rest_usual=True)
        assert refused.value.fields.keys() == {school.pupils[0].public_id}
        assert all(line.result is None for line in result_lines(teacher, queries.current_year(teacher)))


def test_another_class_is_not_the_teachers_to_judge(commune: Commune) -> None:
    with on(END), pytest.raises(NotAllowed):
        actions.enter_results(access_of(commune.school.teacher_1a), commune.school.class_6a.id, {})


def test_nothing_is_opened_while_something_is_missing(commune: Commune) -> None:
    school = commune.school
    with on(SUMMER):
        principal = access_of(school.principal)
        draft = new_year_draft(principal)
        assert "8 em chưa có kết quả" in draft.obstacles()[0]
        with pytest.raises(RuleBroken, match="chưa có kết quả"):
            actions.open_new_year(principal, draft.version)
    assert SchoolYear.select().where(SchoolYear.unit == school.unit).count() == 1


def test_the_new_year_takes_everyone_along_from_its_first_day(commune: Commune) -> None:
    school = commune.school
    repeating, promoted = school.pupils[0], school.pupils[1]
    decide(school, {repeating.id: (Result.REPEATS, "nghỉ ốm dài ngày")})
    year = open_next(school)
    assert _class_of(school, promoted.id, FIRST - timedelta(days=1)) == ["6A"]  # all summer in the old one
    assert _class_of(school, promoted.id, year.starts) == ["7A"]
    assert _class_of(school, repeating.id, year.starts) == ["6A"]
    classes = SchoolClass.select().where((SchoolClass.unit == school.unit) & (SchoolClass.year == year.id))
    assert sorted(row.name for row in classes) == ["1A", "2A", "6A", "7A"]
    for row in classes:
        own = (WeeklyHalfDay.unit == school.unit) & (WeeklyHalfDay.school_class == row.id)
        assert WeeklyHalfDay.select().where(own).count() == 6
    homeroom = Duty.select().where(
        (Duty.unit == school.unit) & (Duty.kind == "homeroom") & Duty.ends.is_null()
    )
    assert {duty.starts for duty in homeroom} == {year.starts}
    village = Duty.get((Duty.unit == school.unit) & (Duty.kind == "village"))
    assert village.ends is None


def test_a_plan_changed_meanwhile_is_not_opened_unseen(commune: Commune) -> None:
    school = commune.school
    decide(school)
    with on(SUMMER):
        principal, clerk = access_of(school.principal), access_of(school.clerk)
        seen = new_year_draft(principal).version
        actions.plan_dates(
            clerk,
            YearData("2027-2028", date(2027, 9, 6), date(2028, 5, 31), date(2028, 1, 17), date(2027, 9, 15)),
        )
        with pytest.raises(Conflict):
            actions.open_new_year(principal, seen)
        with pytest.raises(NotAllowed):
            actions.open_new_year(clerk, seen + 1)


def test_a_year_cannot_begin_before_this_one_ends(commune: Commune) -> None:
    with on(END), pytest.raises(RuleBroken, match="học đến hết ngày 31/05/2027"):
        actions.plan_dates(
            access_of(commune.school.clerk),
            YearData("2027-2028", date(2027, 5, 31), date(2028, 5, 31), date(2028, 1, 17), date(2027, 9, 15)),
        )


def test_pupils_are_moved_together_where_their_grade_fits(commune: Commune) -> None:
    school = commune.school
    decide(school)
    with on(SUMMER):
        clerk = access_of(school.clerk)
        draft = new_year_draft(clerk)
        keys = {one.name: one.key for one in draft.classes}
        with pytest.raises(RuleBroken, match="không hợp khối"):
            actions.place_pupils(clerk, [p.id for p in school.pupils], keys["7A"])
        with pytest.raises(RuleBroken):
            actions.place_pupils(clerk, [school.pupils[0].id], OUT)
        actions.place_pupils(clerk, [p.id for p in school.pupils[:3]], keys["7A"])
        assert NewYearPlan.get(NewYearPlan.unit == school.unit).content["places"].keys() == {
            str(p.id) for p in school.pupils[:3]
        }


def test_two_clerks_who_place_pupils_at_once_lose_none(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = commune.school
    decide(school)
    with on(SUMMER):
        clerk = access_of(school.clerk)
        key = next(one.key for one in new_year_draft(clerk).classes if one.name == "7A")
        day = clock.now()

        def place(pupil_id: int) -> None:
            with clock.at(day):  # the clock of a test stands still in its own thread only
                actions.place_pupils(clerk, [pupil_id], key)

        placing = [lambda pupil=pupil: place(pupil.id) for pupil in school.pupils[:2]]
        _, refused = at_once(
            monkeypatch, "sisoho.schools.actions.new_year.planning", "new_year_draft", *placing
        )
        assert refused == []
        assert NewYearPlan.get(NewYearPlan.unit == school.unit).content["places"].keys() == {
            str(pupil.id) for pupil in school.pupils[:2]
        }


def test_a_year_taken_back_twice_says_so(commune: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    school = commune.school
    decide(school)
    open_next(school)
    with on(SUMMER):
        principal = access_of(school.principal)
        seen = queries.opened_plan(principal)
        actions.undo_new_year(principal)
        monkeypatch.setattr("sisoho.schools.actions.new_year.undoing.opened_plan", lambda _: seen)
        with pytest.raises(Conflict, match="lấy lại rồi"):
            actions.undo_new_year(principal)


def test_the_year_is_taken_back_whole_and_opened_again(commune: Commune) -> None:
    school = commune.school
    decide(school)
    before = _state(school)
    open_next(school)
    with on(SUMMER):
        actions.undo_new_year(access_of(school.principal))
    assert _state(school) == before
    assert open_next(school).label == "2027-2028"


def _state(school: School) -> object:
    def rows(model, *columns):  # type: ignore[no-untyped-def]
        return sorted(model.select(*columns).where(model.unit == school.unit).tuples(), key=str)

    return (
        rows(Enrolment, Enrolment.pupil, Enrolment.school_class, Enrolment.starts, Enrolment.ends),
        rows(Move, Move.pupil, Move.kind, Move.on),
        rows(Duty, Duty.staff, Duty.kind, Duty.starts, Duty.ends),
        rows(SchoolClass, SchoolClass.name),
    )


def test_a_roll_call_of_the_new_year_ends_the_undoing(commune: Commune) -> None:
    school = commune.school
    decide(school)
    year = open_next(school)
    new_class = SchoolClass.get((SchoolClass.unit == school.unit) & (SchoolClass.year == year.id))
    with on(FIRST):
        now = clock.now()
        RollCallSheet.create(
            unit=school.unit,
            school_class=new_class,
            date=FIRST,
            half_day="S",
            version=1,
            draft_id=new_public_id(),
            seq=1,
            payload_hash="",
            roll=[],
            taken_by=school.teacher_6a,
            first_device_at=now,
            first_received_at=now,
            device_at=now,
            received_at=now,
        )
        before = _state(school)
        with pytest.raises(Conflict, match="đã có điểm danh"):
            actions.undo_new_year(access_of(school.principal))
    assert _state(school) == before


def test_visits_and_commitments_stay_with_the_pupil_across_the_years(commune: Commune) -> None:
    school = commune.school
    pupil, now = school.pupils[0], clock.now()
    visit = HomeVisit.create(
        unit=school.unit, draft_id="v", by=school.teacher_6a, at=now, place="home", recorded_at=now
    )
    VisitedPupil.create(unit=school.unit, visit=visit, pupil=pupil)
    Commitment.create(
        unit=school.unit, draft_id="c", visit=visit, kind="cam-ket", given="word",
        by=school.teacher_6a, recorded_at=now,
    )  # fmt: skip
    decide(school)
    open_next(school)
    with on(FIRST):
        assert Commitment.select().where(Commitment.unit == school.unit).count() == 1
        assert visits_about(access_of(school.principal), [pupil.id])[pupil.id].times == 1


def test_who_never_came_is_a_summer_dropout_and_no_dropout_of_the_year(commune: Commune) -> None:
    school = commune.school
    decide(school)
    open_next(school)
    gone = school.pupils[0]
    with on(date(2027, 9, 14)):
        principal = access_of(school.principal)
        with pytest.raises(NotAllowed):
            actions.record_summer_dropout(access_of(school.clerk), gone.id, "theo cha mẹ làm ăn xa")
        actions.record_summer_dropout(principal, gone.id, "theo cha mẹ làm ăn xa")
    with on(date(2027, 9, 16)):
        principal = access_of(school.principal)
        year = queries.current_year(principal)
        assert actions.freeze_opening_roll(principal, year.id) == 7
        found = queries.movement(principal)
        assert (found.school.count.opening, found.school.count.dropouts, found.school.count.current) == (
            7,
            0,
            7,
        )
        counts = summer_counts(principal, queries.current_year(principal))
        assert (counts[Level.LOWER_SECONDARY].dropped, counts[Level.LOWER_SECONDARY].due) == (1, 5)
        assert counts[Level.PRIMARY].dropped == 0
    with on(date(2027, 10, 4)):
        principal = access_of(school.principal)
        seventh = queries.class_ids(principal, year.id)
        to = next(row_id for row_id, name in seventh.values() if name == "7A")
        back = MoveData(date(2027, 10, 4), "gia đình đã về", to_class_id=to)
        actions.record_move(principal, gone.id, year.id, MoveKind.RETURNED, back, papers_follow=True)
        count = queries.movement(principal).school.count
        assert (count.returned_earlier, count.returned, count.dropped, count.current) == (1, 0, 0, 8)
        assert count.corrected_in == count.corrected_out == 0


def test_once_the_opening_roll_holds_the_pupil_it_is_a_dropout_of_the_year(commune: Commune) -> None:
    school = commune.school
    decide(school)
    open_next(school)
    with on(date(2027, 9, 16)):
        principal = access_of(school.principal)
        actions.freeze_opening_roll(principal, queries.current_year(principal).id)
        with pytest.raises(RuleBroken, match="sĩ số đầu năm đã chốt"):
            actions.record_summer_dropout(principal, school.pupils[0].id, "chưa rõ")


def test_a_move_of_the_old_year_written_late_leaves_no_pupil_in_two_classes(commune: Commune) -> None:
    school = commune.school
    decide(school)
    open_next(school)
    pupil, to = school.pupils[0], school.make_class("6B", "6")
    with on(SUMMER):
        actions.record_move(
            access_of(school.clerk), pupil.id, school.year.id, MoveKind.CLASS_CHANGE,
            MoveData(date(2027, 5, 3), "ghi muộn", to_class_id=to.id), papers_follow=True,
        )  # fmt: skip
    assert _class_of(school, pupil.id, FIRST) == ["7A"]
    assert _class_of(school, pupil.id, FIRST - timedelta(days=1)) == ["6B"]
