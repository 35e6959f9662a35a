"""One line of time for a case: its events, contacts, visits, papers, the marks and flags since."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from peewee import JOIN

from sisoho.access import Access, Right
from sisoho.outreach.models import CaseEvent, Commitment, Contact, HomeVisit, VisitedPupil
from sisoho.outreach.queries.case_lines import CaseLine
from sisoho.outreach.queries.risk_pupil import FlagMoment, flag_moments
from sisoho.outreach.queries.visits import VisitView, visits_of_pupil
from sisoho.outreach.rules import Channel, PaperKind
from sisoho.outreach.rules.case_words import CaseEnd, EventKind, Priority, Why
from sisoho.outreach.rules.risk_flags import FlagStep
from sisoho.rollcall.queries import is_locked, marks_between
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import at_vietnam, vietnam_date
from sisoho.schools.models import StaffMember
from sisoho.vietnamese import format_date

_UNTIL_LATE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` orders; a mark's day has no hour (`has_hour`). `visit_id` leads to the visit's page.

    `step_id`: an open step, which can be ticked off. `tone`: "now" | "late" | "done" | "".
    """

    at: datetime
    title: str
    text: str = ""
    by: str = ""
    has_hour: bool = True
    visit_id: str = ""
    step_id: int | None = None
    tone: str = ""

    @property
    def on(self) -> date:
        return vietnam_date(self.at)


@dataclass(frozen=True, slots=True)
class Step:
    id: int
    text: str
    who: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """`moments` newest first; `steps` open, the nearest first; `visits` since the case began."""

    moments: tuple[Moment, ...]
    steps: tuple[Step, ...]
    visits: tuple[VisitView, ...]


def timeline(access: Access, line: CaseLine) -> Timeline:
    """The caller has asked whether the person may read the case."""
    starts = min(line.case.since, line.case.opened_on)
    rows = _event_rows(access, line.id)
    done = {row.answers_id for row in rows if row.answers_id is not None}
    steps = [
        Step(row.id, row.text, row.word, row.day)
        for row in rows
        if row.kind == EventKind.STEP and row.id not in done
    ]
    visits = [v for v in visits_of_pupil(access, line.pupil_id) if v.at >= at_vietnam(starts)]
    moments = [
        *(_event(row, {step.id for step in steps}, rows, line.on) for row in rows),
        *_visits(visits),
        *_papers(access, line.pupil_id, at_vietnam(starts)),
        *_contacts(access, line.pupil_id, at_vietnam(starts)),
        *_marks(access, line.pupil_id, starts),
        *_flags(access, line, at_vietnam(starts)),
    ]
    moments.sort(key=lambda one: one.at)
    moments.reverse()  # what happened at one moment too: its opening stands below its assignment
    steps.sort(key=lambda step: (step.due_on is None, step.due_on or line.on))
    return Timeline(tuple(moments), tuple(steps), tuple(visits))


def _event_rows(access: Access, case_id: int) -> list[Any]:
    e, s = CaseEvent, StaffMember
    rows = (
        e.select(e, s.full_name.alias("given_to"))
        .join(s, JOIN.LEFT_OUTER, on=(s.id == e.staff) & (s.unit == e.unit))
        .where((e.unit == access.unit_id) & (e.case == case_id))
        .order_by(e.id)
        .objects()
    )
    return list(rows)


_TITLES = {
    EventKind.NOTE: "Ghi chú",
    EventKind.STEP: "Bước tiếp theo",
    EventKind.REFERRED: "Chuyển hồ sơ đến xã",
    EventKind.COMMUNE_NOTE: "Xã trả lời",
    EventKind.REASON_GONE: "Lý do không còn: đề nghị đóng hồ sơ",
    EventKind.REASON_BACK: "Lý do lại có theo điểm danh",
    EventKind.REOPENED: "Mở lại hồ sơ",
}


def _event(row: Any, open_steps: set[int], rows: list[Any], today: date) -> Moment:
    kind, day = EventKind(row.kind), format_date(row.day) if row.day else ""
    title = (
        _TITLES.get(kind)
        or {
            EventKind.OPENED: lambda: f"Mở hồ sơ: {Why(row.word).label.lower()}",
            EventKind.ASSIGNED: lambda: (
                f"Giao cho {row.word or row.given_to}" if row.word or row.given_to else "Chưa có người giữ"
            ),
            EventKind.DUE_MOVED: lambda: f"Hạn: {day}",
            EventKind.PRIORITY: lambda: f"Mức: {Priority(row.word).label.lower()}",
            EventKind.STEP_DONE: lambda: (
                f"Đã làm: {next((r.text for r in rows if r.id == row.answers_id), '')}"
            ),
            EventKind.CAME_BACK: lambda: f"Em có mặt trở lại từ {day}",
            EventKind.AWAY_AGAIN: lambda: f"Em vắng lại từ {day}: thôi theo dõi, vận động tiếp",
            EventKind.WATCH_ENDED: lambda: f"Hết thời gian theo dõi ({day}): em còn học, đóng hồ sơ",
            EventKind.CLOSED: lambda: f"Đóng hồ sơ: {CaseEnd(row.word).label.lower()}",
        }[kind]()
    )
    waits, text = row.id in open_steps, row.text
    if kind is EventKind.STEP:
        text = " · ".join(filter(None, (row.text, row.word, f"hạn {day}" if day else "")))
    late = waits and row.day is not None and row.day < today
    return Moment(
        at=row.at,
        title=title,
        text=text,
        by=row.by_name or "tự động",
        step_id=row.id if waits else None,
        tone="late" if late else "now" if waits else "",
    )


def _visits(visits: list[VisitView]) -> Iterator[Moment]:
    for visit in visits:
        said = (
            visit.causes.label,
            visit.agreed,
            f"hẹn {format_date(visit.look_again_on)}" if visit.look_again_on else "",
        )
        title = f"Đến nhà: {visit.meeting}"
        yield Moment(visit.at, title, " · ".join(filter(None, said)), visit.by, visit_id=visit.public_id)


def _papers(access: Access, pupil_id: int, since: datetime) -> Iterator[Moment]:
    w, v, p = Commitment, HomeVisit, VisitedPupil
    rows = (
        w.select(w.recorded_at, w.kind, StaffMember.full_name, v.public_id)
        .join(v, on=(v.id == w.visit) & (v.unit == w.unit))
        .join(p, on=(p.visit == v.id) & (p.unit == v.unit))
        .switch(w)
        .join(StaffMember, on=(StaffMember.id == w.by) & (StaffMember.unit == w.unit))
        .where((w.unit == access.unit_id) & (p.pupil == pupil_id) & (w.recorded_at >= since))
        .tuples()
    )
    for at, kind, by, visit_id in rows:
        yield Moment(at, f"Đã có {PaperKind(kind).label.lower()}", "", by, visit_id=visit_id)


def _contacts(access: Access, pupil_id: int, since: datetime) -> Iterator[Moment]:
    c = Contact
    rows = (
        c.select(c.at, c.channel, c.reached, c.note, StaffMember.full_name)
        .join(StaffMember, on=(StaffMember.id == c.by) & (StaffMember.unit == c.unit))
        .where((c.unit == access.unit_id) & (c.pupil == pupil_id) & (c.at >= since))
        .tuples()
    )
    for at, channel, reached, note, by in rows:
        answered = "gia đình đã trả lời" if reached else "chưa gặp được"
        yield Moment(at, f"Liên hệ: {Channel(channel).label}, {answered}", note, by)


_WORDS = {MarkKind.V: "chưa rõ lý do", MarkKind.K: "không phép", MarkKind.P: "có phép"}


def _marks(access: Access, pupil_id: int, since: date) -> Iterator[Moment]:
    """The days missed, one line a day."""
    by_day: dict[date, list[Any]] = defaultdict(list)
    locked = is_locked(access, since)
    for mark in marks_between(access, since, access.on + timedelta(days=1), pupil_ids=[pupil_id]):
        if mark.kind.is_absence:
            by_day[mark.slot.date].append(mark)
    for day, marks in by_day.items():
        words = {**_WORDS, MarkKind.V: "chưa xác minh"} if locked(day) else _WORDS
        halves = ", ".join(f"{mark.slot.half_day.label} {words[mark.kind]}" for mark in reversed(marks))
        yield Moment(at_vietnam(day, _UNTIL_LATE), f"Vắng {halves}", has_hour=False)


_FLAG_TITLES = {
    FlagStep.RAISED: "Vào danh sách cần quan tâm",
    FlagStep.RAISED_AGAIN: "Lại vào danh sách cần quan tâm, nặng hơn trước",
    FlagStep.CONFIRMED: "Xác nhận em cần quan tâm",
    FlagStep.DISMISSED: "Đưa ra khỏi danh sách cần quan tâm",
    FlagStep.ENDED: "Điều đã nêu không còn",
}


def _flags(access: Access, line: CaseLine, since: datetime) -> Iterator[Moment]:
    """What put the pupil on the list or took it off; what happened at one moment in one line.

    Circumstances of the family and the reasons people gave are for those who decide on the list.
    """
    decides = access.may(Right.SEE_SCHOOL) or line.class_id in access.class_ids
    told = [
        one
        for one in flag_moments(access, line.pupil_id)
        if one.at >= since and one.raises_alone and (decides or not one.rule.of_family)
    ]

    def at_once(one: FlagMoment) -> tuple[datetime, FlagStep, str]:
        return one.at, one.step, one.by

    for (at, step, by), some in groupby(told, at_once):
        said = [f"{one.sentence} — {one.reason}" if one.reason and decides else one.sentence for one in some]
        yield Moment(at, _FLAG_TITLES[step], "; ".join(said), by or "tự động")
