"""Cases as people and marks write them: opened once, never overwritten, ended where the registers say so."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from sisoho import clock, db
from sisoho.access import Access
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.jobs.registry import JobRun
from sisoho.outreach.actions import cases as actions
from sisoho.outreach.actions.case_answers import answer_referred
from sisoho.outreach.actions.case_following import follow_all
from sisoho.outreach.actions.case_handover import hand_over
from sisoho.outreach.actions.case_rows import AlreadyOpen
from sisoho.outreach.actions.confidential import report_confidential
from sisoho.outreach.actions.requests import request_visit
from sisoho.outreach.forms import RequestData
from sisoho.outreach.forms.cases import CaseCloseData, HolderData, OpenCaseData, StepData
from sisoho.outreach.models import CaseEvent, OutreachCase
from sisoho.outreach.queries.case_commune import referred_case, referred_cases
from sisoho.outreach.queries.case_lines import case_line, case_lines, case_of
from sisoho.outreach.queries.case_lists import case_list
from sisoho.outreach.queries.case_page import case_page
from sisoho.outreach.rules.case_words import CaseEnd, CaseState, EventKind, Priority, Why
from sisoho.outreach.rules.cases import Event, replay
from sisoho.school_calendar import at_vietnam
from sisoho.schools.actions import record_move
from sisoho.schools.forms import MoveData
from sisoho.schools.models import Duty, Season
from sisoho.schools.rules import MoveKind
from tests import factories
from tests.at_once import at_once
from tests.factories import Commune, School, access_of
from tests.outreach.away import FRIDAY, LAST_DAYS, MONDAY, SATURDAY, present, roll_call

DAY = timedelta(days=1)


def rows(school: School) -> list[OutreachCase]:
    return list(OutreachCase.select().where(OutreachCase.unit == school.unit).order_by(OutreachCase.id))


def event_of(row: CaseEvent) -> Event:
    return Event(EventKind(row.kind), row.at, row.day, row.word, row.staff_id, row.text, row.answers_id)


def kinds(row: OutreachCase) -> list[str]:
    e = CaseEvent
    found = e.select(e.kind).where((e.unit == row.unit_id) & (e.case == row.id)).order_by(e.id)
    return [kind for (kind,) in found.tuples()]


def opening(draft: str = "open-one", **values: Any) -> OpenCaseData:
    return OpenCaseData(
        **{
            "draft_id": draft,
            "reason": "Gia đình định cho em nghỉ",
            "due_on": MONDAY,
            "since": None,
            "priority": Priority.NORMAL,
            **values,
        }
    )


def ending(end: CaseEnd, on: date = MONDAY, text: str = "Đã rõ", draft: str = "close-one") -> CaseCloseData:
    return CaseCloseData(draft, end, on, text)


@pytest.fixture
def school(commune: Commune) -> School:
    return commune.school


@pytest.fixture
def away(school: School) -> OutreachCase:
    """H'Bia of 6A is missing for three half-days in a row."""
    roll_call(school, {school.pupils[0]: "V"}, LAST_DAYS)
    (row,) = rows(school)
    return row


def test_the_third_half_day_opens_a_case_for_the_village_team(school: School, away: OutreachCase) -> None:
    assert (away.why, away.since, away.crossed_on, away.due_on) == ("absence", FRIDAY, MONDAY, MONDAY)
    assert (away.staff_id, away.opened_by_id) == (school.village_teacher.id, None)
    assert kinds(away) == ["opened", "assigned", "due_moved"]


def test_two_half_days_open_none_and_leave_does_not_count(school: School) -> None:
    roll_call(school, {school.pupils[0]: "V", school.pupils[1]: "P"}, (FRIDAY, SATURDAY))
    roll_call(school, {school.pupils[1]: "P"}, (MONDAY,))
    assert rows(school) == []


def test_one_half_day_opens_an_urgent_case_in_a_declared_season(commune: Commune, school: School) -> None:
    Season.create(
        unit=commune.unit, village=school.village, kind="harvest", starts=FRIDAY, ends=MONDAY + 9 * DAY
    )
    roll_call(school, {school.pupils[0]: "K"})
    (row,) = rows(school)
    assert (row.why, row.priority, row.crossed_on) == ("season", "urgent", MONDAY)


def test_the_homeroom_teachers_request_opens_one_with_the_next_sheet(school: School) -> None:
    homeroom = access_of(school.teacher_6a)
    request_visit(homeroom, school.pupils[0].public_id, RequestData("nhà neo đơn"))
    roll_call(school, {school.pupils[0]: "V"})
    (row,) = rows(school)
    assert row.why == "request"


def test_the_daily_round_catches_up_and_opens_nothing_twice(school: School, away: OutreachCase) -> None:
    with db.unscoped("the test forgets the case, as if the machine had been off"):
        CaseEvent.delete().execute()
        OutreachCase.delete().execute()
    run = JobRun(school.unit.id, {}, None, lambda done, total: None)
    assert follow_all(run) == {"opened": 1, "closed": 0}
    assert follow_all(run) == {"opened": 0, "closed": 0}
    assert len(rows(school)) == 1


def test_a_second_case_is_refused_with_the_way_to_the_first(school: School, away: OutreachCase) -> None:
    with pytest.raises(AlreadyOpen) as refused:
        actions.open_case(access_of(school.teacher_6a), school.pupils[0].public_id, opening())
    assert refused.value.case_id == away.public_id


def test_the_database_itself_holds_one_live_case_a_pupil(school: School, away: OutreachCase) -> None:
    with pytest.raises(IntegrityError), db.write():
        OutreachCase.create(
            unit=school.unit,
            pupil=school.pupils[0],
            live=school.pupils[0].id,
            year=school.year,
            opened_at=clock.now(),
            why="hand",
            since=MONDAY,
            priority="normal",
            state="open",
        )


def test_a_resent_opening_is_one_case(school: School) -> None:
    homeroom, pupil = access_of(school.teacher_6a), school.pupils[1].public_id
    first = actions.open_case(homeroom, pupil, opening())
    assert actions.open_case(homeroom, pupil, opening()).id == first.id
    assert first.why == Why.HAND


def test_the_same_opening_twice_at_once_is_one_case_and_no_refusal(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    homeroom, pupil = access_of(school.teacher_6a), school.pupils[1].public_id
    twice = [lambda: actions.open_case(homeroom, pupil, opening())] * 2
    made, refused = at_once(monkeypatch, "sisoho.outreach.actions.cases", "live_case", *twice)
    assert (len({row.id for row in made}), refused) == (1, [])


def test_two_who_write_into_a_case_at_once_are_both_kept(
    school: School, away: OutreachCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [(access_of(school.village_teacher), "s1"), (access_of(school.teacher_6a), "s2")]
    writing = [
        lambda who=who, draft=draft: actions.add_step(who, away.public_id, StepData(draft, draft, "", MONDAY))
        for who, draft in people
    ]
    _, refused = at_once(monkeypatch, "sisoho.outreach.actions.cases", "case_line", *writing)
    assert refused == []
    assert kinds(away).count("step") == 2


def test_a_case_opened_again_while_a_newer_one_is_opened_says_so(
    school: School, away: OutreachCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = access_of(school.principal)
    actions.close_case(leader, away.public_id, ending(CaseEnd.OTHER))
    newer = actions.open_case(leader, school.pupils[0].public_id, opening())
    monkeypatch.setattr("sisoho.outreach.actions.cases.live_case", lambda *_: None)  # it had looked before
    with pytest.raises(AlreadyOpen) as refused:
        actions.reopen_case(leader, away.public_id, "Còn việc", "again")
    assert refused.value.case_id == newer.public_id


def test_an_outsider_opens_none_and_a_due_day_past_is_refused(school: School) -> None:
    with pytest.raises(NotFound):
        actions.open_case(access_of(school.teacher_1a), _of_other_village(school).public_id, opening())
    with pytest.raises(RuleBroken) as refused:
        actions.open_case(
            access_of(school.teacher_6a), school.pupils[0].public_id, opening(due_on=MONDAY - DAY)
        )
    assert "due_on" in refused.value.fields
    assert rows(school) == []


def _of_other_village(school: School) -> Any:
    return factories.pupil(school, "Kpă Xa", school.class_6a, school.other_village)


def test_presence_starts_the_watch_and_thirty_days_later_it_closes_itself(
    school: School, away: OutreachCase
) -> None:
    back = MONDAY + DAY
    present(school, back)
    (row,) = rows(school)
    assert (row.state, row.back_on) == ("watching", back)
    run = JobRun(school.unit.id, {}, None, lambda done, total: None)
    with clock.at(at_vietnam(back + 29 * DAY, time(5))):
        follow_all(run)
        assert rows(school)[0].state == "watching"
    with clock.at(at_vietnam(back + 30 * DAY, time(5))):
        follow_all(run)
    (row,) = rows(school)
    assert (row.state, row.end, row.live) == ("closed", "returned", None)
    assert kinds(row)[-2:] == ["came_back", "watch_ended"]


def test_absent_again_in_the_watch_opens_it_again_and_a_correction_mends_it(
    school: School, away: OutreachCase
) -> None:
    present(school, MONDAY + DAY)
    roll_call(school, {school.pupils[0]: "V"}, [MONDAY + 2 * DAY])
    (row,) = rows(school)
    assert (row.state, row.back_on) == ("open", None)
    roll_call(
        school,
        {school.pupils[0]: "P"},
        [MONDAY + 2 * DAY],
        draft_id=f"draft-{MONDAY + 2 * DAY}",
        seq=2,
        base_version=1,
    )
    (row,) = rows(school)
    assert (row.state, row.back_on) == ("watching", MONDAY + DAY)
    assert kinds(row)[3:] == ["came_back", "away_again", "due_moved", "came_back"]


def test_a_corrected_mark_proposes_to_close_and_deletes_nothing(school: School, away: OutreachCase) -> None:
    for day in LAST_DAYS:
        roll_call(school, {school.pupils[0]: "P"}, [day], draft_id=f"draft-{day}", seq=2, base_version=1)
    (row,) = rows(school)
    assert row.state == "open"
    assert row.reason_gone
    assert case_page(access_of(school.principal), row.public_id).next_thing == "close"


def test_what_a_case_stands_at_is_what_its_events_come_to(school: School, away: OutreachCase) -> None:
    leader = access_of(school.principal)
    actions.add_step(leader, away.public_id, StepData("s1", "Gọi cho cha", "cô Một", MONDAY + DAY))
    actions.move_due(leader, away.public_id, MONDAY + 2 * DAY, "", "d1")
    actions.refer(leader, away.public_id, "Nhờ thôn trưởng", "r1")
    actions.assign(leader, away.public_id, HolderData("a1", "Hội Phụ nữ", ""))
    (row,) = rows(school)
    e = CaseEvent
    events = [event_of(found) for found in e.select().where(e.unit == row.unit_id).order_by(e.id)]
    assert replay(events, 30) == case_of(row)
    assert (row.organisation, row.staff_id, row.version) == ("Hội Phụ nữ", None, len(events))


def test_a_step_is_ticked_off_once(school: School, away: OutreachCase) -> None:
    teacher = access_of(school.village_teacher)
    actions.add_step(teacher, away.public_id, StepData("s1", "Đến nhà rẫy", "", MONDAY))
    (step,) = case_page(teacher, away.public_id).timeline.steps
    for draft in ("x1", "x2"):
        actions.finish_step(teacher, away.public_id, step.id, draft)
    assert kinds(away).count("step_done") == 1
    assert case_page(teacher, away.public_id).timeline.steps == ()


class TestEnds:
    def test_dropped_out_needs_the_move_in_the_registers(self, school: School, away: OutreachCase) -> None:
        leader = access_of(school.principal)
        with pytest.raises(RuleBroken) as refused:
            actions.close_case(leader, away.public_id, ending(CaseEnd.DROPPED))
        assert "Sổ chưa ghi em bỏ học" in refused.value.fields["end"]
        left = MoveData(MONDAY, "Kinh tế", paper_kind="Biên bản", paper_issuer="Trường")
        record_move(leader, school.pupils[0].id, school.year.id, MoveKind.DROPPED, left)
        actions.close_case(leader, away.public_id, ending(CaseEnd.DROPPED))
        (row,) = rows(school)
        assert (row.state, row.end) == ("closed", "dropped")

    def test_a_transfer_nobody_confirmed_closes_nothing(
        self, commune: Commune, school: School, away: OutreachCase
    ) -> None:
        leader = access_of(school.principal)
        gone = MoveData(MONDAY, "Theo cha mẹ", other_unit_id=commune.other_school.unit.id)
        record_move(leader, school.pupils[0].id, school.year.id, MoveKind.TRANSFER_OUT, gone)
        with pytest.raises(RuleBroken) as refused:
            actions.close_case(leader, away.public_id, ending(CaseEnd.TRANSFERRED))
        assert "Chuyển đi chưa xác nhận" in refused.value.fields["end"]
        assert rows(school)[0].state == "open"

    def test_closing_before_the_opening_is_refused(self, school: School, away: OutreachCase) -> None:
        with pytest.raises(RuleBroken) as refused:
            actions.close_case(
                access_of(school.principal), away.public_id, ending(CaseEnd.OTHER, MONDAY - DAY)
            )
        assert "on" in refused.value.fields

    def test_a_closed_case_is_reopened_by_a_leader_only_and_not_twice_over(
        self, school: School, away: OutreachCase
    ) -> None:
        leader, homeroom = access_of(school.principal), access_of(school.teacher_6a)
        actions.close_case(homeroom, away.public_id, ending(CaseEnd.OTHER))
        with pytest.raises(NotAllowed):
            actions.reopen_case(homeroom, away.public_id, "x", "re0")
        actions.reopen_case(leader, away.public_id, "Em lại nghỉ", "re1")
        assert rows(school)[0].state == "open"
        actions.close_case(leader, away.public_id, ending(CaseEnd.OTHER, draft="close-two"))
        actions.open_case(homeroom, school.pupils[0].public_id, opening())
        with pytest.raises(AlreadyOpen):
            actions.reopen_case(leader, away.public_id, "x", "re2")

    def test_the_rule_does_not_reopen_an_absence_a_person_settled(
        self, school: School, away: OutreachCase
    ) -> None:
        actions.close_case(access_of(school.principal), away.public_id, ending(CaseEnd.OTHER))
        roll_call(school, {school.pupils[0]: "V"}, [MONDAY + DAY])
        assert [row.state for row in rows(school)] == ["closed"]


def sees(access: Access, row: OutreachCase) -> bool:
    try:
        return bool(case_line(access, row.public_id))
    except NotFound:
        return False


class TestRights:
    def test_leaders_homeroom_and_village_team_see_it_and_nobody_else(
        self, commune: Commune, school: School, away: OutreachCase
    ) -> None:
        inside = (school.principal, school.vice_principal, school.teacher_6a, school.village_teacher)
        assert all(sees(access_of(person), away) for person in inside)
        outside = (school.teacher, school.teacher_1a, commune.other_school.principal)
        assert not any(sees(access_of(person), away) for person in outside)
        with pytest.raises(NotAllowed):
            case_line(access_of(school.clerk), away.public_id)

    def test_who_holds_it_sees_it_while_holding(self, school: School, away: OutreachCase) -> None:
        leader, teacher = access_of(school.principal), access_of(school.teacher)
        actions.assign(leader, away.public_id, HolderData("a1", school.teacher.public_id, ""))
        assert sees(teacher, away)
        actions.assign(leader, away.public_id, HolderData("a2", "Hội Phụ nữ", ""))
        assert not sees(teacher, away)

    def test_ended_duty_ends_access_and_leaves_the_case_to_be_given(
        self, school: School, away: OutreachCase
    ) -> None:
        tomorrow = MONDAY + DAY
        Duty.update(ends=tomorrow).where(
            (Duty.unit == school.unit) & (Duty.staff == school.village_teacher) & (Duty.kind == "village")
        ).execute()
        with clock.at(at_vietnam(tomorrow, time(8))):
            assert not sees(access_of(school.village_teacher), away)
            leader = access_of(school.principal)
            (one,) = case_list(leader, "tat-ca").holders
            assert (one.name, one.count) == ("", 1)
            follow_all(JobRun(school.unit.id, {}, None, lambda done, total: None))
            assert rows(school)[0].staff_id is None
            assert hand_over(leader, "", school.teacher_1a.public_id) == 1
            assert sees(access_of(school.teacher_1a), away)

    def test_the_homeroom_teacher_gives_it_to_the_village_team_only(
        self, school: School, away: OutreachCase
    ) -> None:
        homeroom = access_of(school.teacher_6a)
        with pytest.raises(RuleBroken):
            actions.assign(homeroom, away.public_id, HolderData("a1", school.teacher.public_id, ""))
        actions.assign(homeroom, away.public_id, HolderData("a2", school.village_teacher.public_id, ""))

    def test_a_whole_load_goes_over_in_one_form(self, school: School, away: OutreachCase) -> None:
        leader = access_of(school.principal)
        assert hand_over(leader, school.village_teacher.public_id, school.teacher_6a.public_id) == 1
        assert rows(school)[0].staff_id == school.teacher_6a.id
        with pytest.raises(RuleBroken):
            hand_over(leader, school.teacher_6a.public_id, school.teacher_6a.public_id)
        with pytest.raises(NotAllowed):
            hand_over(access_of(school.teacher_6a), "", school.teacher_6a.public_id)


class TestCommune:
    def test_its_officer_reads_what_was_referred_and_nothing_else(
        self, commune: Commune, school: School, away: OutreachCase
    ) -> None:
        officer = access_of(commune.officer)
        assert referred_cases(officer) == []
        with pytest.raises(NotFound):
            referred_case(officer, away.public_id)
        actions.refer(access_of(school.principal), away.public_id, "Nhờ xã đến cùng", "r1")
        (found,) = referred_cases(officer)
        assert found.person.name == school.pupils[0].full_name
        with pytest.raises(NotAllowed):
            case_lines_of(officer, away)

    def test_its_answer_stands_in_the_schools_case_once(
        self, commune: Commune, school: School, away: OutreachCase
    ) -> None:
        officer = access_of(commune.officer)
        with pytest.raises(NotFound):
            answer_referred(officer, away.public_id, "Đã đến", "c1")
        actions.refer(access_of(school.principal), away.public_id, "Nhờ xã đến cùng", "r1")
        for _ in range(2):
            answer_referred(officer, away.public_id, "Hội Phụ nữ đã đến nhà", "c1")
        assert kinds(away)[-2:] == ["referred", "commune_note"]
        told = case_page(access_of(school.teacher_6a), away.public_id).timeline.moments
        assert [m.text for m in told if m.title == "Xã trả lời"] == ["Hội Phụ nữ đã đến nhà"]


def case_lines_of(access: Access, row: OutreachCase) -> Any:
    return case_line(access, row.public_id)


def test_an_absence_nobody_asked_about_in_time_reads_unverified_in_the_case(
    school: School, away: OutreachCase
) -> None:
    told = case_page(access_of(school.teacher_6a), away.public_id).timeline.moments
    missed = [moment.title for moment in told if moment.title.startswith("Vắng")]
    assert missed == ["Vắng sáng chưa rõ lý do", "Vắng sáng chưa xác minh", "Vắng sáng chưa xác minh"]


def test_a_confidential_record_stands_in_no_case(school: School, away: OutreachCase) -> None:
    secret = "chuyện-kín-của-em"
    report_confidential(access_of(school.teacher_6a), school.pupils[0].public_id, "conf", secret)
    leader = access_of(school.principal)
    actions.refer(leader, away.public_id, "Nhờ xã", "r1")
    shown = (
        case_page(leader, away.public_id),
        case_list(leader, "tat-ca"),
        case_lines(leader),
    )
    assert secret not in repr(shown)
    assert secret not in str(list(CaseEvent.select().where(CaseEvent.unit == school.unit).dicts()))


def test_a_case_does_not_hang_on_the_class_of_its_opening(school: School, away: OutreachCase) -> None:
    leader = access_of(school.principal)
    other = school.make_class("6B", "6")
    with clock.at(at_vietnam(MONDAY + DAY, time(9))):
        leader = access_of(school.principal)
        record_move(
            leader,
            school.pupils[0].id,
            school.year.id,
            MoveKind.CLASS_CHANGE,
            MoveData(MONDAY + DAY, "Đổi lớp", to_class_id=other.id),
            papers_follow=True,
        )
        assert case_line(leader, away.public_id).class_name == "6B"
        assert not sees(access_of(school.teacher_6a), away)
        assert case_line(leader, away.public_id).case.state is CaseState.OPEN
