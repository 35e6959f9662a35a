"""How cases end: by themselves where nothing is left to wait for, else where the registers prove it."""

from datetime import date, time, timedelta

import pytest

from sisoho import clock
from sisoho.errors import RuleBroken
from sisoho.jobs.registry import JobRun
from sisoho.outreach.actions import cases as actions
from sisoho.outreach.actions import log_visit
from sisoho.outreach.actions.case_following import follow_all
from sisoho.outreach.forms.cases import CaseCloseData, OpenCaseData, StepData
from sisoho.outreach.models import OutreachCase
from sisoho.outreach.queries.case_page import case_page
from sisoho.outreach.rules.case_words import CaseEnd, Priority
from sisoho.school_calendar import at_vietnam
from sisoho.schools.actions import confirm_transfer, record_move
from sisoho.schools.forms import MoveData
from sisoho.schools.models import Move, Season
from sisoho.schools.queries import incoming_transfer
from sisoho.schools.rules import MoveKind
from tests.factories import Commune, School, access_of
from tests.outreach.away import FRIDAY, LAST_DAYS, MONDAY, roll_call
from tests.outreach.visiting import visit_data

DAY = timedelta(days=1)


@pytest.fixture
def school(commune: Commune) -> School:
    return commune.school


def rows(school: School) -> list[OutreachCase]:
    return list(OutreachCase.select().where(OutreachCase.unit == school.unit).order_by(OutreachCase.id))


def in_season(commune: Commune, school: School) -> OutreachCase:
    """Missing on one morning of a harvest; since then written down as leave."""
    Season.create(
        unit=commune.unit, village=school.village, kind="harvest", starts=FRIDAY, ends=MONDAY + 9 * DAY
    )
    roll_call(school, {school.pupils[0]: "V"})
    on_leave(school)
    (row,) = rows(school)
    assert (row.why, row.reason_gone) == ("season", True)
    return row


def on_leave(school: School, mark: str = "P", seq: int = 2) -> None:
    known = {"draft_id": f"draft-{MONDAY}", "seq": seq, "base_version": seq - 1}
    roll_call(school, {school.pupils[0]: mark}, [MONDAY], **known)


def daily_round(school: School, day: date) -> None:
    with clock.at(at_vietnam(day, time(5))):
        follow_all(JobRun(school.unit.id, {}, None, lambda done, total: None))


def test_a_season_case_nobody_touched_closes_itself_a_week_after_its_reason_went(
    commune: Commune, school: School
) -> None:
    in_season(commune, school)
    daily_round(school, MONDAY + 7 * DAY)
    assert rows(school)[0].state == "open"
    daily_round(school, MONDAY + 8 * DAY)
    (row,) = rows(school)
    assert (row.state, row.end, row.live) == ("closed", "other", None)
    told = case_page(access_of(school.principal), row.public_id).timeline.moments[0]
    assert told.text.startswith("Lý do không còn")


def test_a_mark_put_back_after_that_opens_a_new_case(commune: Commune, school: School) -> None:
    in_season(commune, school)
    daily_round(school, MONDAY + 8 * DAY)
    on_leave(school, "K", seq=3)
    daily_round(school, MONDAY + 8 * DAY)
    assert [row.state for row in rows(school)] == ["closed", "open"]


@pytest.mark.parametrize("touch", ["note", "visit", "absence"])
def test_what_a_person_touched_or_a_row_of_absences_opened_waits_for_a_person(
    commune: Commune, school: School, touch: str
) -> None:
    if touch == "absence":
        roll_call(school, {school.pupils[0]: "V"}, LAST_DAYS)
        for day in LAST_DAYS:
            roll_call(school, {school.pupils[0]: "P"}, [day], draft_id=f"draft-{day}", seq=2, base_version=1)
    else:
        row = in_season(commune, school)
    if touch == "note":
        actions.add_step(access_of(school.teacher_6a), row.public_id, StepData("s1", "Đã hỏi thăm", "", None))
    if touch == "visit":
        at = at_vietnam(MONDAY, time(16))
        with clock.at(at + timedelta(hours=1)):
            log_visit(access_of(school.village_teacher), visit_data(school.pupils[0], at))
    daily_round(school, MONDAY + 20 * DAY)
    assert [row.state for row in rows(school)] == ["open"]


@pytest.fixture
def leaving(commune: Commune, school: School) -> tuple[OutreachCase, Move]:
    """A case by hand of a pupil who has left for the other school, which has not confirmed yet."""
    leader, pupil = access_of(school.principal), school.pupils[2]
    data = OpenCaseData("open-one", "Gia đình sắp chuyển đi", MONDAY, None, Priority.NORMAL)
    made = actions.open_case(leader, pupil.public_id, data)
    gone = MoveData(MONDAY, "Theo cha mẹ", other_unit_id=commune.other_school.unit.id)
    move = record_move(leader, pupil.id, school.year.id, MoveKind.TRANSFER_OUT, gone)
    return made, move


def close_as_transferred(school: School, row: OutreachCase, draft: str) -> None:
    data = CaseCloseData(draft, CaseEnd.TRANSFERRED, MONDAY, "")
    actions.close_case(access_of(school.principal), row.public_id, data)


def test_a_case_closes_on_a_transfer_the_receiving_school_has_confirmed(
    commune: Commune, school: School, leaving: tuple[OutreachCase, Move]
) -> None:
    made, move = leaving
    with pytest.raises(RuleBroken) as refused:
        close_as_transferred(school, made, "close-one")
    assert "Chuyển đi chưa xác nhận" in refused.value.fields["end"]
    other = commune.other_school
    receiver = access_of(other.clerk)
    arrival = MoveData(MONDAY, to_class_id=other.class_6a.id)
    confirm_transfer(receiver, incoming_transfer(receiver, move.public_id), other.year.id, arrival)
    close_as_transferred(school, made, "close-two")
    (row,) = rows(school)
    assert (row.state, row.end, row.live) == ("closed", "transferred", None)


def test_without_a_move_in_the_registers_no_case_closes_as_transferred(school: School) -> None:
    data = OpenCaseData("open-one", "Gia đình nói đã chuyển", MONDAY, None, Priority.NORMAL)
    made = actions.open_case(access_of(school.principal), school.pupils[2].public_id, data)
    with pytest.raises(RuleBroken) as refused:
        close_as_transferred(school, made, "close-one")
    assert "Sổ chưa ghi em chuyển đi" in refused.value.fields["end"]
    assert [row.state for row in rows(school)] == ["open"]


def test_the_paper_of_a_school_elsewhere_confirms_a_transfer_too(school: School) -> None:
    leader, pupil = access_of(school.principal), school.pupils[2]
    data = OpenCaseData("open-one", "Gia đình sắp chuyển đi", MONDAY, None, Priority.NORMAL)
    made = actions.open_case(leader, pupil.public_id, data)
    gone = MoveData(
        MONDAY,
        "Theo cha mẹ",
        other_name="Trường TH Ayun Pa",
        paper_kind="Đơn xin chuyển trường",
        paper_issuer="Trường TH Ayun Pa",
    )
    record_move(leader, pupil.id, school.year.id, MoveKind.TRANSFER_OUT, gone)
    close_as_transferred(school, made, "close-one")
    assert rows(school)[0].end == "transferred"
