"""What people do with a case: open it, give it to somebody, agree on steps, refer, close, open again."""

from collections.abc import Callable
from datetime import date

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.notices.actions import tell
from sisoho.outreach.actions.author import author_id
from sisoho.outreach.actions.case_rows import AlreadyOpen, Author, append, live_case, open_rows
from sisoho.outreach.forms.cases import CaseCloseData, HolderData, OpenCaseData, StepData
from sisoho.outreach.models import CaseEvent, OutreachCase
from sisoho.outreach.queries import writable_pupil
from sisoho.outreach.queries.board import visit_thresholds
from sisoho.outreach.queries.case_ends import check_end
from sisoho.outreach.queries.case_holders import holders
from sisoho.outreach.queries.case_lines import CaseLine, case_line
from sisoho.outreach.rules.case_words import EventKind, Priority, Why
from sisoho.outreach.rules.cases import Event
from sisoho.schools.queries import current_year
from sisoho.schools.queries.loading import held_row, own_row


def open_case(access: Access, pupil_public_id: str, data: OpenCaseData) -> OutreachCase:
    """By hand. Raises AlreadyOpen, NotFound, NotAllowed, RuleBroken."""
    card, author = writable_pupil(access, pupil_public_id), _author(access)
    year, now = current_year(access), clock.now()
    known = _of_draft(access, data.draft_id)
    if known is not None:
        return _case_of(access, known)
    open_now = live_case(access.unit_id, card.id)
    if open_now is not None:
        raise AlreadyOpen(open_now.public_id)
    if year is None:
        raise RuleBroken("Trường chưa có năm học nên chưa mở được hồ sơ.")
    events = [
        Event(EventKind.OPENED, now, day=data.since, word=Why.HAND.value, text=data.reason),
        Event(EventKind.ASSIGNED, now, staff_id=access.staff_id),
        Event(EventKind.DUE_MOVED, now, day=data.due_on),
    ]
    if data.priority is Priority.URGENT:
        events.append(Event(EventKind.PRIORITY, now, word=data.priority.value))
    try:
        return open_rows(
            access, card.id, year.id, events, author, _watch_days(access), draft_id=data.draft_id
        )
    except AlreadyOpen:
        known = _of_draft(access, data.draft_id)
        if known is None:
            raise
        return _case_of(access, known)  # the same form came twice at once


def assign(access: Access, public_id: str, data: HolderData) -> None:
    """A leader gives it to anybody; the homeroom teacher to the village's team. Raises NotAllowed."""
    allowed = {choice.value: choice for choice in holders(access, case_line(access, public_id))}
    chosen = allowed.get(data.holder)
    if chosen is None:
        raise RuleBroken("Chưa giao được.", {"holder": "Hãy chọn người hoặc tổ chức trong danh sách."})
    staff_id, body = chosen.staff_id, chosen.organisation

    def given(line: CaseLine) -> Event:
        _need_class(access, line)
        return Event(EventKind.ASSIGNED, clock.now(), staff_id=staff_id, word=body, text=data.text)

    _write(access, public_id, given, data.draft_id)
    if staff_id is not None and staff_id != access.staff_id:
        key = f"case:{public_id}:{staff_id}:{clock.today()}"
        text = "Nhà trường giao thầy cô một hồ sơ vận động."
        tell(access.unit_id, [staff_id], key, text, f"/ho-so-van-dong/{public_id}")


def move_due(access: Access, public_id: str, day: date, text: str, draft_id: str) -> None:
    _write(access, public_id, lambda _: Event(EventKind.DUE_MOVED, clock.now(), day=day, text=text), draft_id)


def set_priority(access: Access, public_id: str, priority: Priority, draft_id: str) -> None:
    event = Event(EventKind.PRIORITY, clock.now(), word=priority.value)
    _write(access, public_id, lambda _: event, draft_id)


def add_step(access: Access, public_id: str, data: StepData) -> None:
    """What will be done, by whom, until when; without those two a note."""
    is_step = bool(data.who or data.due_on)
    kind = EventKind.STEP if is_step else EventKind.NOTE
    event = Event(kind, clock.now(), day=data.due_on, word=data.who, text=data.text)
    _write(access, public_id, lambda _: event, data.draft_id)


def finish_step(access: Access, public_id: str, event_id: int, draft_id: str) -> None:
    """Raises RuleBroken for what is no step of this case; a step that is done stays as it is."""
    line = case_line(access, public_id)
    e = CaseEvent
    own = (e.unit == access.unit_id) & (e.case == line.id)
    if not e.select().where(own & (e.id == event_id) & (e.kind == EventKind.STEP.value)).exists():
        raise RuleBroken("Không thấy bước này trong hồ sơ. Chưa có gì thay đổi.")
    if e.select().where(own & (e.answers == event_id)).exists():
        return
    _write(access, public_id, lambda _: Event(EventKind.STEP_DONE, clock.now(), answers=event_id), draft_id)


def refer(access: Access, public_id: str, text: str, draft_id: str) -> None:
    """A leader asks the commune for help; its officer then reads the case by name."""
    access.need(Right.SEE_SCHOOL)
    _write(access, public_id, lambda _: Event(EventKind.REFERRED, clock.now(), text=text), draft_id)


def close_case(access: Access, public_id: str, data: CaseCloseData) -> None:
    """Dropped out and transferred rest on the move in the registers. Raises RuleBroken, NotAllowed."""

    def closed(line: CaseLine) -> Event:
        _need_class(access, line)
        check_end(access, line.pupil_id, data.end, line.case.opened_on)
        return Event(EventKind.CLOSED, clock.now(), day=data.on, word=data.end.value, text=data.text)

    _write(access, public_id, closed, data.draft_id)


def reopen_case(access: Access, public_id: str, text: str, draft_id: str) -> None:
    """Raises AlreadyOpen when the pupil has a newer one."""
    access.need(Right.SEE_SCHOOL)
    line = case_line(access, public_id)
    newer = live_case(access.unit_id, line.pupil_id)
    if newer is not None and newer.id != line.id:
        raise AlreadyOpen(newer.public_id)
    _write(access, public_id, lambda _: Event(EventKind.REOPENED, clock.now(), text=text), draft_id)


def _write(access: Access, public_id: str, event: Callable[[CaseLine], Event], draft_id: str) -> None:
    """One event a draft: a resend changes nothing."""
    author = _author(access)
    with db.write():
        line = case_line(access, public_id)
        row = held_row(access, OutreachCase, line.id)  # else the second of two who write at once loses it
        if _of_draft(access, draft_id) is not None:
            return
        append(access, row, [event(line)], author, _watch_days(access), draft_id)


def _need_class(access: Access, line: CaseLine) -> None:
    may = access.may(Right.SEE_SCHOOL) or (line.class_id is not None and line.class_id in access.class_ids)
    if not may:
        raise NotAllowed("Việc này của giáo viên chủ nhiệm hoặc ban giám hiệu. Chưa có gì thay đổi.")


def _of_draft(access: Access, draft_id: str) -> CaseEvent | None:
    return CaseEvent.get_or_none((CaseEvent.unit == access.unit_id) & (CaseEvent.draft_id == draft_id))


def _case_of(access: Access, event: CaseEvent) -> OutreachCase:
    return own_row(access, OutreachCase, event.case_id)


def _author(access: Access) -> Author:
    return Author(author_id(access), access.person_name)


def _watch_days(access: Access) -> int:
    return visit_thresholds(access, access.on).watch_days
