"""The lists people work from follow current marks, requests, visits, seasons and duties."""

from datetime import date, datetime, time, timedelta

import pytest

from sisoho import clock
from sisoho.errors import NotFound
from sisoho.outreach import actions, forms, queries
from sisoho.outreach.rules import Bucket, Channel
from sisoho.rollcall import actions as rollcall
from sisoho.rollcall.models import Leave
from sisoho.rollcall.rules import Leave as LeaveWords
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools.models import Closure, Duty, Pupil, Season, Setting
from sisoho.schools.queries.due import class_roll
from tests import factories
from tests.outreach.away import FRIDAY, LAST_DAYS, MONDAY, SATURDAY, THURSDAY, present, pupils_of, roll_call
from tests.outreach.visiting import visit_data


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    return commune.school


def on_duty(school: factories.School) -> object:
    return factories.access_of(school.village_teacher)


def bucket_of(school: factories.School, pupil: object) -> Bucket | None:
    found = queries.village_list(on_duty(school), school.village.public_id)
    return next((b for b, listed in found.groups for one in listed if one.entry.pupil_id == pupil.id), None)


def entry_of(school: factories.School, pupil: object) -> queries.Entry:
    found = queries.board(factories.access_of(school.principal))
    return next(entry for entry in found.entries if entry.pupil_id == pupil.id)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return at_vietnam(day, time(hour, minute))


def test_an_absence_without_leave_is_new_today_with_class_family_and_half_days(
    school: factories.School,
) -> None:
    bia = pupils_of(school)[0]
    roll_call(school, {bia: "V"})
    found = queries.village_list(on_duty(school), school.village.public_id)
    ((bucket, (one,)),) = [group for group in found.groups if group[1]]
    assert bucket is Bucket.NEW_TODAY
    assert (one.entry.name, one.entry.class_name) == ("Ksor H'Bia", "6A")
    assert one.entry.absence == "nghỉ 1 buổi, từ sáng T2 23/11"
    assert (one.family.first.relation, one.family.first.phone) == ("mẹ", "0987000001")


def test_leave_and_lateness_put_nobody_on_the_list(school: factories.School) -> None:
    bia, bloi, *_ = pupils_of(school)
    roll_call(school, {bia: "P", bloi: "T"})
    assert queries.village_list(on_duty(school), school.village.public_id).is_empty


def test_the_third_half_day_in_a_row_calls_for_a_visit_today(school: factories.School) -> None:
    duc = pupils_of(school)[2]
    roll_call(school, {duc: "V"}, LAST_DAYS)
    entry = entry_of(school, duc)
    assert (entry.bucket, entry.due) == (Bucket.TO_VISIT, "hạn 16:30 hôm nay")
    assert entry.absence == "nghỉ 3 buổi, từ sáng T6 20/11"


def test_a_corrected_mark_leaves_the_list_by_itself(school: factories.School) -> None:
    duc = pupils_of(school)[2]
    roll_call(school, {duc: "V"}, LAST_DAYS)
    roll_call(school, {}, [MONDAY], seq=2)
    assert bucket_of(school, duc) is None


def test_a_day_on_which_the_village_was_closed_does_not_count(school: factories.School) -> None:
    duc = pupils_of(school)[2]
    roll_call(school, {duc: "V"}, LAST_DAYS)
    Closure.create(
        unit=school.unit,
        village=school.village,
        first_date=SATURDAY,
        last_date=SATURDAY,
        reason="mưa lũ",
        flood=True,
    )
    assert len(entry_of(school, duc).streak) == 2
    assert bucket_of(school, duc) is Bucket.NEW_TODAY


def test_the_year_of_a_pupil_counts_only_half_days_on_which_the_pupil_was_due(
    school: factories.School,
) -> None:
    duc = pupils_of(school)[2]
    roll_call(school, {duc: "K"}, LAST_DAYS)
    Closure.create(
        unit=school.unit,
        village=school.village,
        first_date=SATURDAY,
        last_date=SATURDAY,
        reason="mưa lũ",
        flood=True,
    )
    found = queries.pupil_page(factories.access_of(school.teacher_6a), duc.public_id)
    assert found.totals == "không phép 2"


def test_an_absence_nobody_asked_about_in_time_reads_unverified_on_the_pupils_page(
    school: factories.School,
) -> None:
    """Friday and Saturday are locked since Sunday night; today's V still waits for an answer."""
    duc = pupils_of(school)[2]
    roll_call(school, {duc: "K"}, [THURSDAY])
    roll_call(school, {duc: "V"}, LAST_DAYS)
    found = queries.pupil_page(factories.access_of(school.teacher_6a), duc.public_id)
    assert found.totals == "không phép 3, trong đó chưa xác minh 2 · chưa rõ lý do 1"
    unverified = "chưa xác minh, tính là không phép"
    assert [line.why for line in found.absences] == ["", unverified, unverified, ""]


def ask_leave(school: factories.School, pupil: Pupil, first: date, last: date) -> Leave:
    """Told before the first day, as families do."""
    with clock.at(at(first, 6)):
        access = factories.access_of(school.teacher_6a)
        roll = class_roll(access, school.class_6a.public_id)
        span = Slot(first, HalfDay.MORNING), Slot(last, HalfDay.AFTERNOON)
        return rollcall.ask_leave(access, roll, LeaveWords(pupil.id, *span, "ốm", "mẹ"))


def test_who_decides_whether_to_go_reads_what_the_family_asked(school: factories.School) -> None:
    bia, bloi, duc, *_ = pupils_of(school)
    asked = ask_leave(school, duc, THURSDAY, FRIDAY)
    ask_leave(school, bia, MONDAY - timedelta(days=14), MONDAY - timedelta(days=13))
    roll_call(school, {duc: "P"}, [THURSDAY, FRIDAY])
    roll_call(school, {duc: "V", bia: "V", bloi: "V"}, [SATURDAY, MONDAY])
    access = factories.access_of(school.village_teacher)

    def words() -> dict[str, str]:
        found = queries.village_list(access, school.village.public_id)
        listed = [one for _, group in found.groups for one in group]
        return {one.entry.name: one.family.leave.words if one.family.leave else "" for one in listed}

    told = f"mẹ xin phép, ốm ({THURSDAY:%d}–{FRIDAY:%d/%m})"
    assert words() == {bia.full_name: "", bloi.full_name: "", duc.full_name: told}
    found = queries.pupil_page(access, duc.public_id)
    assert [line.why for line in found.absences[2:]] == [told, told]
    taken_back = Leave.update(withdrawn_at=clock.now())
    taken_back.where((Leave.unit == school.unit) & (Leave.id == asked.id)).execute()
    assert words()[duc.full_name] == ""


def test_a_contact_before_seven_is_of_its_day_in_vietnam(school: factories.School) -> None:
    duc, teacher = pupils_of(school)[2], factories.access_of(school.teacher_6a)
    with clock.at(at(factories.YEAR_STARTS, 6, 30)):
        actions.log_contact(teacher, duc.public_id, forms.ContactData("draft-1", Channel.CALL, reached=True))
    assert len(queries.pupil_page(teacher, duc.public_id).contacts) == 1


def test_a_declared_season_opens_at_once_and_only_for_its_village(
    school: factories.School, commune: factories.Commune
) -> None:
    bia = pupils_of(school)[0]
    elsewhere = factories.pupil(school, "Rmah Lan", school.class_6a, village=school.other_village)
    roll_call(school, {bia: "V"})
    Season.create(
        unit=commune.unit, village=school.other_village, kind="flood", starts=MONDAY, ends=date(2026, 12, 1)
    )
    assert bucket_of(school, bia) is Bucket.NEW_TODAY
    Season.create(unit=commune.unit, kind="harvest", starts=MONDAY, ends=date(2026, 12, 1))
    assert bucket_of(school, bia) is Bucket.TO_VISIT
    assert entry_of(school, bia).season == "mùa vụ"
    assert elsewhere.id not in {e.pupil_id for e in queries.board(on_duty(school)).entries}


def test_a_request_of_the_homeroom_teacher_opens_at_once_and_its_end_closes(school: factories.School) -> None:
    bloi = pupils_of(school)[1]
    homeroom = factories.access_of(school.teacher_6a)
    present(school, MONDAY)
    actions.request_visit(homeroom, bloi.public_id, forms.RequestData("em hay buồn"))
    assert bucket_of(school, bloi) is Bucket.TO_VISIT
    assert entry_of(school, bloi).request.word == "em hay buồn"
    actions.close_request(homeroom, bloi.public_id)
    assert bucket_of(school, bloi) is None


def test_what_was_due_and_not_done_is_overdue(school: factories.School) -> None:
    duc = pupils_of(school)[2]
    roll_call(school, {duc: "V"}, (THURSDAY, FRIDAY, SATURDAY))
    entry = entry_of(school, duc)
    assert (entry.bucket, entry.due) == (Bucket.OVERDUE, "quá hạn T7 21/11")


def test_a_later_version_of_the_sheet_does_not_put_the_due_date_off(school: factories.School) -> None:
    bia, duc = pupils_of(school)[0], pupils_of(school)[2]
    roll_call(school, {duc: "V"}, LAST_DAYS)
    roll_call(school, {duc: "V", bia: "V"}, [MONDAY], seq=2, at=time(17, 0))
    with clock.at(at(MONDAY, 17, 30)):
        assert entry_of(school, duc).bucket is Bucket.OVERDUE


def test_who_came_back_after_a_visit_is_watched_day_by_day(school: factories.School) -> None:
    duc = pupils_of(school)[2]
    roll_call(school, {duc: "V"}, (THURSDAY, FRIDAY))
    with clock.at(at(FRIDAY, 17)):
        actions.log_visit(on_duty(school), visit_data(duc, at(FRIDAY, 16, 20)))
    present(school, SATURDAY)
    present(school, MONDAY)
    entry = entry_of(school, duc)
    assert (entry.bucket, entry.due) == (Bucket.WATCHING, "ngày 3/30")
    with clock.at(at(SATURDAY + timedelta(days=30), 8)):
        assert bucket_of(school, duc) is None


def test_a_visit_that_met_nobody_keeps_the_pupil_on_the_list_until_the_next_free_day(
    school: factories.School,
) -> None:
    duc = pupils_of(school)[2]
    roll_call(school, {duc: "V"}, LAST_DAYS)
    with clock.at(at(MONDAY, 16, 30)):
        missed = visit_data(duc, at(MONDAY, 16, 10), place="not_met", met=())
        actions.log_visit(on_duty(school), missed)
        entry = entry_of(school, duc)
    assert (entry.bucket, entry.due) == (Bucket.TO_VISIT, "hạn CN 29/11")


def test_a_visit_nobody_answered_does_not_answer_a_request(school: factories.School) -> None:
    bloi = pupils_of(school)[1]
    present(school, MONDAY)
    actions.request_visit(factories.access_of(school.teacher_6a), bloi.public_id, forms.RequestData())
    with clock.at(at(MONDAY, 16, 30)):
        missed = visit_data(bloi, at(MONDAY, 16, 10), place="not_met", met=())
        actions.log_visit(on_duty(school), missed)
        assert bucket_of(school, bloi) is Bucket.TO_VISIT


def test_thresholds_are_dated_settings(school: factories.School) -> None:
    duc = pupils_of(school)[2]
    roll_call(school, {duc: "V"}, (SATURDAY, MONDAY))
    assert bucket_of(school, duc) is Bucket.NEW_TODAY
    Setting.create(unit=school.unit, key="visit_after", starts=MONDAY, value="2")
    assert bucket_of(school, duc) is Bucket.TO_VISIT


def test_a_pupil_who_left_the_school_leaves_the_list(school: factories.School) -> None:
    duc = pupils_of(school)[2]
    roll_call(school, {duc: "V"}, LAST_DAYS)
    from sisoho.schools.models import Enrolment

    Enrolment.update(ends=MONDAY).where((Enrolment.unit == school.unit) & (Enrolment.pupil == duc)).execute()
    assert bucket_of(school, duc) is None


class TestWhoSeesWhat:
    def test_the_village_is_its_teams_and_the_leaders(
        self, school: factories.School, commune: factories.Commune
    ) -> None:
        for person in (school.village_teacher, school.principal, school.vice_principal):
            assert queries.village_list(factories.access_of(person), school.village.public_id)
        for person in (school.teacher, school.teacher_6a):
            with pytest.raises(NotFound):
                queries.village_list(factories.access_of(person), school.village.public_id)
        with pytest.raises(NotFound):
            queries.village_list(on_duty(school), school.other_village.public_id)

    def test_another_school_of_the_commune_sees_its_own_pupils_of_the_village_only(
        self, school: factories.School, commune: factories.Commune
    ) -> None:
        roll_call(school, {pupils_of(school)[0]: "V"})
        other = factories.access_of(commune.other_school.village_teacher)
        assert queries.village_list(other, school.village.public_id).is_empty

    def test_an_ended_duty_ends_access(self, school: factories.School) -> None:
        Duty.update(ends=MONDAY).where((Duty.unit == school.unit) & (Duty.kind == "village")).execute()
        with pytest.raises(NotFound):
            queries.village_list(on_duty(school), school.village.public_id)

    def test_the_class_is_the_homeroom_teachers_and_the_leaders(self, school: factories.School) -> None:
        roll_call(school, {pupils_of(school)[0]: "V"})
        own = queries.class_list(factories.access_of(school.teacher_6a), school.class_6a.public_id)
        assert not own.is_empty
        for person in (school.teacher_1a, school.village_teacher):
            with pytest.raises(NotFound):
                queries.class_list(factories.access_of(person), school.class_6a.public_id)


class TestWithoutADutyTeacher:
    @pytest.fixture
    def alone(self, school: factories.School) -> object:
        """A pupil to visit in a village that nobody has."""
        pupil = factories.pupil(school, "Rmah Lan", school.class_6a, village=school.other_village)
        school.pupils.insert(0, pupil)
        with clock.at(at(MONDAY, 7)):
            actions.request_visit(
                factories.access_of(school.teacher_6a), pupil.public_id, forms.RequestData()
            )
        return pupil

    def test_it_falls_to_the_homeroom_teacher_and_the_principals_board(
        self, school: factories.School, alone: object
    ) -> None:
        def found(person: object) -> list[str]:
            return [entry.name for entry in queries.to_visit_without_teacher(factories.access_of(person))]

        assert found(school.teacher_6a) == found(school.principal) == ["Rmah Lan"]
        assert found(school.teacher_1a) == found(school.village_teacher) == []

    def test_the_leaders_see_which_village_nobody_has(self, school: factories.School, alone: object) -> None:
        lines = queries.village_counts(factories.access_of(school.principal))
        assert {line.name: bool(line.team) for line in lines} == {
            "Buôn Chư Bang": True,
            "Buôn Ma Giai": False,
        }


def test_counts_are_those_of_the_lists(school: factories.School) -> None:
    bia, _, duc, *_ = pupils_of(school)
    roll_call(school, {duc: "V"}, LAST_DAYS[:2])
    roll_call(school, {duc: "V", bia: "V"}, [MONDAY])
    (line,) = queries.village_counts(on_duty(school))
    assert (line.name, line.words, line.pupils) == ("Buôn Chư Bang", "Mới vắng 1 · Cần đến nhà 1", 8)
    (own,) = queries.homeroom_counts(factories.access_of(school.teacher_6a))
    assert (own.name, own.words, own.pupils) == ("Lớp 6A", "Mới vắng 1 · Cần đến nhà 1", 5)
    names = [e.name for e in queries.homeroom_absences(factories.access_of(school.teacher_6a))]
    assert names == ["Rơ Châm Đức", "Ksor H'Bia"]
