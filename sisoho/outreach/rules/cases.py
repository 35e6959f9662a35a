"""Hồ sơ vận động: what may follow what, from the opening to the end.

A case is its events. What it stands at is replayed from them, so nothing is ever overwritten. Coming back
and staying away are told by the marks (`rules.case_signs`); people assign, agree on steps, and close.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sisoho.errors import RuleBroken
from sisoho.outreach.rules.case_words import CaseEnd, CaseState, EventKind, Priority, Why
from sisoho.school_calendar import vietnam_date


@dataclass(frozen=True, slots=True)
class Event:
    """`day`, `word`, `staff_id`, `answers` mean what the kind says above."""

    kind: EventKind
    at: datetime
    day: date | None = None
    word: str = ""
    staff_id: int | None = None
    text: str = ""
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What the events come to."""

    why: Why
    opened_on: date
    since: date
    state: CaseState = CaseState.OPEN
    priority: Priority = Priority.NORMAL
    due_on: date | None = None
    staff_id: int | None = None
    organisation: str = ""
    back_on: date | None = None
    end: CaseEnd | None = None
    ended_on: date | None = None
    reason_gone: bool = False
    referred_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        return self.state is not CaseState.CLOSED


_STATES: dict[EventKind, frozenset[CaseState]] = {
    EventKind.CAME_BACK: frozenset({CaseState.OPEN, CaseState.WATCHING}),  # a corrected mark moves the day
    EventKind.AWAY_AGAIN: frozenset({CaseState.WATCHING}),
    EventKind.WATCH_ENDED: frozenset({CaseState.WATCHING}),
    EventKind.REOPENED: frozenset({CaseState.CLOSED}),
}
_LIVE = frozenset({CaseState.OPEN, CaseState.WATCHING})


def replay(events: Iterable[Event], watch_days: int) -> Case:
    """What a case stands at. `events` oldest first, the opening first. Raises RuleBroken."""
    case: Case | None = None
    for event in events:
        case = follow(case, event, watch_days)
    if case is None:
        raise ValueError("a case begins with its opening")
    return case


def follow(case: Case | None, event: Event, watch_days: int) -> Case:
    """The case after an event. Raises RuleBroken, with a message per field, when it may not follow."""
    if case is None or event.kind is EventKind.OPENED:
        return _opened(case, event)
    if case.state not in _STATES.get(event.kind, _LIVE):
        raise RuleBroken(_REFUSED.get(event.kind, _CLOSED) if case.is_live else _CLOSED)
    _check(case, event, watch_days)
    after = _AFTER.get(event.kind)
    return after(case, event) if after else case


_CLOSED = "Hồ sơ này đã đóng nên không ghi thêm được. Chưa có gì thay đổi; ban giám hiệu mở lại được."
_REFUSED = {
    EventKind.REOPENED: "Hồ sơ này đang mở. Chưa có gì thay đổi.",
    EventKind.AWAY_AGAIN: "Em chưa trở lại nên chưa theo dõi. Chưa có gì thay đổi.",
    EventKind.WATCH_ENDED: "Em chưa trở lại nên chưa theo dõi. Chưa có gì thay đổi.",
}
_KEPT = "Chưa lưu được. Những gì đã ghi vẫn còn trên trang."


def _opened(case: Case | None, event: Event) -> Case:
    if case is not None or event.kind is not EventKind.OPENED:
        raise RuleBroken("Hồ sơ này đã mở rồi. Chưa có gì thay đổi.")
    opened_on = vietnam_date(event.at)
    return Case(Why(event.word), opened_on, event.day or opened_on)


def _check(case: Case, event: Event, watch_days: int) -> None:
    today, day = vietnam_date(event.at), event.day
    if event.kind in (EventKind.DUE_MOVED, EventKind.STEP) and day is not None and day < today:
        raise RuleBroken(_KEPT, {"due_on": "Ngày này đã qua: hãy chọn hôm nay hoặc ngày sau."})
    if event.kind is EventKind.CAME_BACK and (day is None or day < case.since):
        raise RuleBroken(
            _KEPT, {"on": f"Em vắng từ {case.since:%d/%m/%Y}: ngày trở lại không thể trước ngày đó."}
        )
    if event.kind is EventKind.CLOSED:
        _check_end(case, event, today)
    if event.kind is EventKind.WATCH_ENDED and case.back_on and today < watch_ends(case.back_on, watch_days):
        raise RuleBroken("Chưa hết thời gian theo dõi. Chưa có gì thay đổi.")
    if event.kind is EventKind.COMMUNE_NOTE and case.referred_at is None:
        raise RuleBroken("Trường chưa chuyển hồ sơ này đến xã. Chưa có gì thay đổi.")


def _check_end(case: Case, event: Event, today: date) -> None:
    wrong: dict[str, str] = {}
    if event.day is None or event.day < case.opened_on:
        wrong["on"] = f"Hồ sơ mở ngày {case.opened_on:%d/%m/%Y}: ngày đóng không thể trước ngày đó."
    elif event.day > today:
        wrong["on"] = "Ngày này chưa tới: hãy chọn hôm nay hoặc ngày đã qua."
    if event.word == CaseEnd.OTHER and not event.text:
        wrong["text"] = "Hãy ghi vì sao đóng hồ sơ."
    if event.word == CaseEnd.RETURNED:
        wrong["end"] = "Em trở lại thì phần mềm theo dõi rồi tự đóng hồ sơ; không đóng tay được."
    if wrong:
        raise RuleBroken(_KEPT, wrong)


_AFTER: dict[EventKind, Callable[[Case, Event], Case]] = {
    EventKind.ASSIGNED: lambda case, e: replace(case, staff_id=e.staff_id, organisation=e.word),
    EventKind.DUE_MOVED: lambda case, e: replace(case, due_on=e.day),
    EventKind.PRIORITY: lambda case, e: replace(case, priority=Priority(e.word)),
    EventKind.REFERRED: lambda case, e: replace(case, referred_at=case.referred_at or e.at),
    EventKind.REASON_GONE: lambda case, _: replace(case, reason_gone=True),
    EventKind.REASON_BACK: lambda case, _: replace(case, reason_gone=False),
    EventKind.CAME_BACK: lambda case, e: replace(case, state=CaseState.WATCHING, back_on=e.day),
    EventKind.AWAY_AGAIN: lambda case, _: replace(case, state=CaseState.OPEN, back_on=None),
    EventKind.WATCH_ENDED: lambda case, e: _ended(case, CaseEnd.RETURNED, e.day),
    EventKind.CLOSED: lambda case, e: _ended(case, CaseEnd(e.word), e.day),
    EventKind.REOPENED: lambda case, _: replace(
        case, state=CaseState.OPEN, end=None, ended_on=None, back_on=None
    ),
}


def _ended(case: Case, end: CaseEnd, on: date | None) -> Case:
    return replace(case, state=CaseState.CLOSED, end=end, ended_on=on)


def watch_ends(back_on: date, watch_days: int) -> date:
    """The first day after the watch: the day of return is its first."""
    return back_on + timedelta(days=watch_days)
