"""The rows of a case: an event is added, and the case beside it says what the events come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import IntegrityError

from sisoho import db
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.errors import Conflict, RuleBroken
from sisoho.outreach.models import CaseEvent, OutreachCase
from sisoho.outreach.queries.case_lines import case_of
from sisoho.outreach.rules.cases import Case, Event, follow


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: a person of the school or of the commune; nobody for a rule."""

    staff_id: int | None = None
    name: str = ""


BY_RULE = Author()


class AlreadyOpen(RuleBroken):
    """A second case of a pupil; `case_id` is the public id of the one there is."""

    def __init__(self, case_id: str) -> None:
        super().__init__("Em này đang có một hồ sơ vận động chưa đóng. Hãy ghi tiếp vào hồ sơ ấy.")
        self.case_id = case_id


def live_case(unit_id: int, pupil_id: int) -> OutreachCase | None:
    return OutreachCase.get_or_none((OutreachCase.unit == unit_id) & (OutreachCase.live == pupil_id))


def open_rows(
    access: Access,
    pupil_id: int,
    year_id: int,
    events: list[Event],
    author: Author,
    watch_days: int,
    *,
    crossed_on: date | None = None,
    draft_id: str | None = None,
) -> OutreachCase:
    """A new case with its first events, the opening first. Raises AlreadyOpen, RuleBroken."""
    first, case = events[0], None
    for event in events:
        case = follow(case, event, watch_days)
    assert case is not None
    columns = _columns(pupil_id, case)
    try:
        with db.write():
            row = OutreachCase.create(
                unit=access.unit_id,
                pupil=pupil_id,
                year=year_id,
                opened_at=first.at,
                opened_by=author.staff_id,
                why=case.why.value,
                since=case.since,
                crossed_on=crossed_on,
                version=len(events),
                **columns,
            )
            _add(row, events, author, draft_id)
            record(access, "open_case", "outreach_case", row.id, fields=[case.why.value])
    except IntegrityError:
        known = live_case(access.unit_id, pupil_id)
        if known is None:
            raise
        raise AlreadyOpen(known.public_id) from None
    return row


def append(
    access: Access,
    row: OutreachCase,
    events: Iterable[Event],
    author: Author,
    watch_days: int,
    draft_id: str | None = None,
) -> None:
    """Add events to a case just read, within the caller's transaction.

    Raises RuleBroken when they may not follow; AlreadyOpen when the pupil has a newer live case; Conflict
    when somebody wrote meanwhile.
    """
    added, case = list(events), case_of(row)
    for event in added:
        case = follow(case, event, watch_days)
    columns, c = _columns(row.pupil_id, case), OutreachCase
    update = c.update(version=row.version + len(added), **columns).where(
        (c.unit == row.unit_id) & (c.id == row.id) & (c.version == row.version)
    )
    try:
        with db.write():
            changed = update.execute()
    except IntegrityError:  # opened again while another case of the pupil was opened
        newer = live_case(row.unit_id, row.pupil_id)
        if newer is None:
            raise
        raise AlreadyOpen(newer.public_id) from None
    if changed != 1:
        raise Conflict("Có người vừa ghi vào hồ sơ này. Phần của thầy cô chưa được lưu; hãy gửi lại.")
    _add(row, added, author, draft_id)
    for event in added:
        record(access, f"case_{event.kind.value}", "outreach_case", row.id)


def _columns(pupil_id: int, case: Case) -> dict[str, Any]:
    return {
        "live": pupil_id if case.is_live else None,
        "priority": case.priority.value,
        "due_on": case.due_on,
        "staff": case.staff_id,
        "organisation": case.organisation,
        "state": case.state.value,
        "back_on": case.back_on,
        "end": case.end.value if case.end else "",
        "ended_on": case.ended_on,
        "reason_gone": case.reason_gone,
        "referred_at": case.referred_at,
    }


def _add(row: OutreachCase, events: list[Event], author: Author, draft_id: str | None) -> None:
    """The draft stands on the first of them: a resend finds it."""
    for number, event in enumerate(events):
        CaseEvent.create(
            unit=row.unit_id,
            case=row.id,
            draft_id=draft_id if number == 0 else None,
            kind=event.kind.value,
            at=event.at,
            by=author.staff_id,
            by_name=author.name,
            day=event.day,
            word=event.word,
            staff=event.staff_id,
            text=event.text,
            answers=event.answers,
        )
