"""One case as its page shows it, with what comes next."""

from dataclasses import dataclass

from sisoho.access import Access, Right
from sisoho.outreach.models import OutreachCase
from sisoho.outreach.queries.board import visit_thresholds
from sisoho.outreach.queries.case_ends import LastMove, last_move
from sisoho.outreach.queries.case_holders import Holder, holders
from sisoho.outreach.queries.case_lines import CaseLine, case_line, case_lines
from sisoho.outreach.queries.case_timeline import Timeline, timeline
from sisoho.outreach.queries.families import NO_FAMILY, Family, families
from sisoho.outreach.queries.papers import visit_papers
from sisoho.outreach.rules import MeetingPlace
from sisoho.outreach.rules.case_words import CaseState


@dataclass(frozen=True, slots=True)
class CasePage:
    """`next_thing`: what the one primary button does, a key of the page's template.

    `earlier`: older cases of the pupil, newest first.
    """

    line: CaseLine
    timeline: Timeline
    family: Family
    move: LastMove | None
    holders: tuple[Holder, ...]
    earlier: tuple[CaseLine, ...]
    watch_days: int
    leads: bool
    may_close: bool
    next_thing: str
    visit_id: str


def case_page(access: Access, public_id: str) -> CasePage:
    """Raises NotFound unless the person may see the case."""
    line = case_line(access, public_id)
    found, move = timeline(access, line), last_move(access, line.pupil_id)
    leads = access.may(Right.SEE_SCHOOL)
    others = case_lines(access, (OutreachCase.pupil == line.pupil_id) & (OutreachCase.id != line.id))
    may_close = leads or (line.class_id is not None and line.class_id in access.class_ids)
    next_thing, visit_id = _next(access, line, found, move, may_close=may_close, leads=leads)
    return CasePage(
        line=line,
        timeline=found,
        family=families(access, [line.pupil_id]).get(line.pupil_id, NO_FAMILY),
        move=move,
        holders=tuple(holders(access, line)) if line.case.is_live else (),
        earlier=tuple(reversed(others)),
        watch_days=visit_thresholds(access, access.on).watch_days,
        leads=leads,
        may_close=may_close,
        next_thing=next_thing,
        visit_id=visit_id,
    )


def _next(
    access: Access, line: CaseLine, found: Timeline, move: LastMove | None, *, may_close: bool, leads: bool
) -> tuple[str, str]:
    """(what comes next, the visit it is about). The most settling thing first."""
    case = line.case
    if not case.is_live:
        return "", ""
    has_left = line.class_id is None and move is not None and move.end is not None
    if may_close and (case.reason_gone or has_left):
        return "close", ""
    if leads and not line.holder:
        return "assign", ""
    if case.state is CaseState.WATCHING:
        return "watch", ""
    if found.steps and found.steps[0].due_on is not None and found.steps[0].due_on <= line.on:
        return "step_done", ""
    met = [visit for visit in found.visits if visit.place is not MeetingPlace.NOT_MET]
    if not met:
        return ("visit", "") if line.class_id is not None else ("step", "")
    papers = visit_papers(access, met[0].public_id)
    missing = set(papers.offered) - {word.kind for word in papers.words}
    return ("papers", met[0].public_id) if missing else ("step", "")
