"""Open cases, and what families and school promised each other, go on with the pupil into the new year."""

from datetime import date

import pytest

from sisoho import clock
from sisoho.errors import NotFound
from sisoho.jobs.registry import JobRun
from sisoho.outreach.actions import cases
from sisoho.outreach.actions.case_following import follow_all
from sisoho.outreach.forms.cases import OpenCaseData, StepData
from sisoho.outreach.models import Commitment, HomeVisit, VisitedPupil
from sisoho.outreach.queries.case_lines import case_line
from sisoho.outreach.queries.case_lists import case_list
from sisoho.outreach.queries.case_page import case_page
from sisoho.outreach.queries.papers import visit_papers
from sisoho.outreach.rules.case_words import CaseState, Priority
from sisoho.schools import actions
from sisoho.schools.queries.new_year import new_year_draft
from tests.factories import Commune, School, access_of
from tests.schools.ending import SUMMER, decide, on, open_next

MAY, SEPTEMBER = date(2027, 5, 17), date(2027, 9, 7)


@pytest.fixture
def carried(commune: Commune) -> tuple[School, str]:
    """A case of 6A, with a step, opened in May; its class goes on as 7A with another homeroom teacher."""
    school = commune.school
    with on(MAY):
        homeroom = access_of(school.teacher_6a)
        step = StepData("step", "Hỏi xe đạp cho em", "chủ nhiệm", date(2027, 5, 20))
        data = OpenCaseData("may", "Gia đình định cho em nghỉ", date(2027, 5, 20), None, Priority.NORMAL)
        row = cases.open_case(homeroom, school.pupils[0].public_id, data)
        cases.add_step(homeroom, row.public_id, step)
    _carry_on(school)
    return school, row.public_id


def _carry_on(school: School) -> None:
    decide(school)
    with on(SUMMER):
        clerk = access_of(school.clerk)
        key = next(one.key for one in new_year_draft(clerk).classes if one.name == "7A")
        actions.plan_duties(clerk, {key: school.teacher.id}, [])
    open_next(school)


def test_the_case_is_the_same_in_the_new_class_and_its_new_teacher_holds_the_list(
    carried: tuple[School, str],
) -> None:
    school, public_id = carried
    with on(SEPTEMBER):
        new_teacher = access_of(school.teacher)
        (line,) = case_list(new_teacher, "lop").lines
        assert (line.public_id, line.class_name, line.case.state) == (public_id, "7A", CaseState.OPEN)
        assert [step.text for step in case_page(new_teacher, public_id).timeline.steps] == [
            "Hỏi xe đạp cho em"
        ]
        assert case_list(access_of(school.teacher_6a), "lop").lines == []
        with pytest.raises(NotFound):
            case_line(access_of(school.teacher_1a), public_id)


def test_the_daily_round_of_the_holidays_closes_nothing_and_opens_no_second(
    carried: tuple[School, str],
) -> None:
    school, public_id = carried
    for day in (date(2027, 7, 1), SUMMER, SEPTEMBER):
        with on(day):
            done = follow_all(JobRun(school.unit.id, {}, None, lambda done, total: None))
        assert done == {"opened": 0, "closed": 0}
    with on(SEPTEMBER):
        assert case_line(access_of(school.principal), public_id).case.state is CaseState.OPEN


def test_the_commitment_is_read_in_the_new_year_by_who_now_has_the_pupil(commune: Commune) -> None:
    school, now = commune.school, clock.now()
    visit = HomeVisit.create(
        unit=school.unit, draft_id="v", by=school.teacher_6a, at=now, place="home", recorded_at=now
    )
    VisitedPupil.create(unit=school.unit, visit=visit, pupil=school.pupils[0])
    Commitment.create(
        unit=school.unit, draft_id="c", visit=visit, kind="cam-ket", given="read_aloud",
        by=school.teacher_6a, recorded_at=now,
    )  # fmt: skip
    _carry_on(school)
    with on(SEPTEMBER):
        new_teacher = access_of(school.teacher)
        (papers,) = visit_papers(new_teacher, visit.public_id).words
        assert papers.kind == "cam-ket"
        with pytest.raises(NotFound):  # whose duty has ended reads it no more
            visit_papers(access_of(school.teacher_1a), visit.public_id)
