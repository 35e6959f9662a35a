"""What people do with the cases that the marks open: steps, papers, a referral, an answer, ends."""

from datetime import date, time, timedelta
from functools import partial

from sisoho import clock
from sisoho.db import new_public_id
from sisoho.demo.cast import Cast
from sisoho.demo.moves import DropoutScene
from sisoho.demo.signed_visit import write_signed_visit
from sisoho.demo.stage import Stage
from sisoho.jobs.registry import JobRun
from sisoho.outreach.actions import WordData, keep_word
from sisoho.outreach.actions import cases as actions
from sisoho.outreach.actions.case_answers import answer_referred
from sisoho.outreach.actions.case_following import follow_all
from sisoho.outreach.forms.cases import CaseCloseData, HolderData, OpenCaseData, StepData
from sisoho.outreach.models import OutreachCase
from sisoho.outreach.queries.case_lines import CaseLine, case_lines
from sisoho.outreach.queries.case_page import case_page
from sisoho.outreach.queries.papers import visit_papers
from sisoho.outreach.rules import GivenBy, PaperKind
from sisoho.outreach.rules.case_words import CaseEnd, CaseState, Priority
from sisoho.school_calendar import at_vietnam

_EVERY = timedelta(days=7)


def write_cases(stage: Stage, officers: Cast) -> None:
    """The weekly round, which ends the watches, and the last days with a case in every state."""
    day = stage.dates.first + timedelta(days=6)
    while day <= stage.dates.as_of:
        stage.diary.at(at_vietnam(day, time(5, 30)), partial(_round, stage))
        day += _EVERY
    today = stage.dates.as_of
    stage.diary.at(at_vietnam(today, time(6, 45)), partial(write_signed_visit, stage))
    stage.diary.at(at_vietnam(today, time(8, 40)), partial(_last_morning, stage, officers))


def write_dropout_case(stage: Stage, scene: DropoutScene) -> None:
    """The boy who went to work: his case is closed with the move that registers it."""
    stage.diary.at(at_vietnam(scene.dropped_on, time(14)), partial(_close_dropped, stage, scene))


def _round(stage: Stage) -> None:
    follow_all(JobRun(stage.school.unit_id, {}, None, lambda done, total: None))


def _live(stage: Stage) -> list[CaseLine]:
    return case_lines(stage.of_post("principal"), OutreachCase.live.is_null(False))


def _close_dropped(stage: Stage, scene: DropoutScene) -> None:
    for line in _live(stage):
        if line.pupil_id == scene.child.pupil_id:
            data = CaseCloseData(new_public_id(), CaseEnd.DROPPED, clock.today(), "Em đã đi làm xa")
            actions.close_case(stage.of_post("principal"), line.public_id, data)


def _last_morning(stage: Stage, officers: Cast) -> None:
    leader, lines = stage.of_post("principal"), _live(stage)
    is_open = [line for line in lines if line.case.state is CaseState.OPEN]
    for line in is_open[:3]:
        data = StepData(new_public_id(), "Rủ bạn cùng buôn sang đón em đi học", "cô chủ nhiệm", _in(2))
        actions.add_step(leader, line.public_id, data)
    for line in is_open[1:2]:
        _refer(stage, officers, line)
    for line in is_open[2:3]:
        actions.assign(leader, line.public_id, HolderData(new_public_id(), "Đoàn Thanh niên", ""))
    _open_by_hand(stage, {line.pupil_id for line in lines})
    for line in lines:
        if _keep_papers(stage, line):
            break
    for line in is_open[3:4]:
        reason = "Gia đình đã đưa em đi khám, có giấy của trạm y tế"
        end = CaseCloseData(new_public_id(), CaseEnd.OTHER, clock.today(), reason)
        actions.close_case(leader, line.public_id, end)


def _in(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _refer(stage: Stage, officers: Cast, line: CaseLine) -> None:
    asked = "Nhờ Hội Phụ nữ xã cùng đến nhà rẫy nói chuyện với gia đình"
    actions.refer(stage.of_post("principal"), line.public_id, asked, new_public_id())
    officer = officers.access(officers.post("commune_officer"))
    said = "Xã đã nhờ trưởng buôn và Hội Phụ nữ đến nhà chiều nay"
    answer_referred(officer, line.public_id, said, new_public_id())


def _open_by_hand(stage: Stage, taken: set[int]) -> None:
    person = next((person for person in stage.cast.people if person.class_ids), None)
    child = next(
        (c for c in stage.children if person and c.class_id in person.class_ids and c.pupil_id not in taken),
        None,
    )
    if person is None or child is None or stage.class_of(child, clock.today()) is None:
        return
    reason = "Em kể sắp theo gia đình lên rẫy ở lại vài tuần"
    data = OpenCaseData(new_public_id(), reason, _in(3), None, Priority.NORMAL)
    actions.open_case(stage.access(person), child.public_id, data)


def _keep_papers(stage: Stage, line: CaseLine) -> bool:
    """Minutes and commitment of the last visit, read aloud before the village head."""
    leader = stage.of_post("principal")
    for visit in case_page(leader, line.public_id).timeline.visits:
        if PaperKind.MINUTES in visit_papers(leader, visit.public_id).offered:
            for kind in (PaperKind.MINUTES, PaperKind.COMMITMENT):
                word = WordData(new_public_id(), kind, GivenBy.READ_ALOUD, "trưởng buôn")
                keep_word(leader, visit.public_id, word)
            return True
    return False
