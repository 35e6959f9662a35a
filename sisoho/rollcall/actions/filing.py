"""The rows a submission leaves: sheet, version, marks, their memory, audit, and the job after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.db import new_public_id
from sisoho.errors import Conflict
from sisoho.jobs.actions import enqueue
from sisoho.rollcall import registry, rules
from sisoho.rollcall.models import Mark, MarkChange, RollCallSheet, SheetVersion
from sisoho.rollcall.queries import Sheet
from sisoho.rollcall.rules import Decision, Outcome, RollCallSubmission, StoredSheet, taken_at
from sisoho.school_calendar import Slot


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission on its way in. `skew`: the phone's clock minus ours, None if it did not say."""

    access: Access
    class_id: int
    slot: Slot
    sent: RollCallSubmission
    skew: timedelta | None
    now: datetime

    @property
    def taken_at(self) -> datetime:
        return taken_at(self.sent.device_at, self.skew, self.now)


def file_first(entry: Entry, decision: Decision) -> Sheet | None:
    """Write the first sheet of a half-day. None, and nothing written, when somebody was first."""
    public_id, sheet = new_public_id(), decision.sheet
    first = {"first_device_at": entry.taken_at, "first_received_at": entry.now}
    key = {
        "unit": entry.access.unit_id,
        "school_class": entry.class_id,
        "date": entry.slot.date,
        "half_day": entry.slot.half_day.value,
    }
    made = (
        RollCallSheet.insert(public_id=public_id, **key, **first, **_now_stored(entry, sheet))
        .on_conflict(conflict_target=[getattr(RollCallSheet, name) for name in key], action="nothing")
        .returning(RollCallSheet.id)
        .tuples()
    )
    row = next(iter(made.execute()), None)
    if row is None:
        return None
    _file_version(entry, row[0], decision)
    _file_marks(entry, row[0], decision.changes, sheet)
    _file_after(entry, row[0], "submit_roll_call")
    return Sheet(row[0], public_id, sheet, entry.access.person_name, entry.now, {})


def file_again(entry: Entry, before: Sheet, decision: Decision, reason: str) -> None:
    """Write what a submission does to a sheet that is there. Raises Conflict if the sheet moved meanwhile."""
    if not decision.outcome.is_news or decision.kept_before:
        return
    _file_version(entry, before.id, decision)
    if decision.outcome is Outcome.UPDATED:
        _advance(entry, before, **_now_stored(entry, decision.sheet))
        _file_marks(entry, before.id, decision.changes, decision.sheet, reason)
        _file_after(entry, before.id, "correct_roll_call")
    elif decision.outcome is Outcome.CONFLICT:
        record(entry.access, "conflict_roll_call", "roll_call_sheet", before.id, ("roll", "marks"))
    elif decision.sheet.seq != before.stored.seq:
        _advance(entry, before, seq=decision.sheet.seq)


def _now_stored(entry: Entry, sheet: StoredSheet) -> dict[str, Any]:
    return {
        "version": sheet.version,
        "draft_id": sheet.draft_id,
        "seq": sheet.seq,
        "payload_hash": sheet.payload_hash,
        "roll": list(sheet.roll),
        "taken_by": entry.access.staff_id,
        "device_at": entry.taken_at,
        "received_at": entry.now,
    }


def _advance(entry: Entry, before: Sheet, **values: Any) -> None:
    changed = (
        RollCallSheet.update(**values)
        .where(
            (RollCallSheet.unit == entry.access.unit_id)
            & (RollCallSheet.id == before.id)
            & (RollCallSheet.version == before.stored.version)
        )
        .execute()
    )
    if changed != 1:
        raise Conflict("Có người vừa sửa buổi này. Bản của thầy cô chưa được ghi; hãy gửi lại.")


def _file_version(entry: Entry, sheet_id: int, decision: Decision) -> None:
    sent, skew = entry.sent, entry.skew
    SheetVersion.insert(
        unit=entry.access.unit_id,
        sheet=sheet_id,
        version=decision.sheet.version,
        accepted=decision.outcome is not Outcome.CONFLICT,
        draft_id=sent.draft_id,
        seq=sent.seq,
        base_version=sent.base_version,
        payload_hash=sent.payload_hash,
        roll=list(sent.roll),
        marks={str(pupil_id): kind.value for pupil_id, kind in sent.marks.items()},
        taken_by=entry.access.staff_id,
        device_at=sent.device_at,
        skew_seconds=None if skew is None else round(skew.total_seconds()),
        received_at=entry.now,
    ).execute()


def _file_marks(
    entry: Entry, sheet_id: int, changes: Sequence[rules.MarkChange], sheet: StoredSheet, reason: str = ""
) -> None:
    unit = entry.access.unit_id
    gone = [change.pupil_id for change in changes if change.after is None]
    if gone:
        Mark.delete().where((Mark.unit == unit) & (Mark.sheet == sheet_id) & Mark.pupil.in_(gone)).execute()
    rows = [_mark(unit, sheet_id, c.pupil_id, sheet.marks[c.pupil_id]) for c in changes if c.after]
    if rows:
        Mark.insert_many(rows).on_conflict(
            conflict_target=[Mark.unit, Mark.sheet, Mark.pupil],
            preserve=[Mark.kind, Mark.first_kind, Mark.reason, Mark.settled_by, Mark.settled_at],
        ).execute()
    if changes:
        MarkChange.insert_many([_change(entry, sheet_id, change, reason) for change in changes]).execute()


def _mark(unit: int, sheet_id: int, pupil_id: int, mark: rules.Mark) -> dict[str, Any]:
    """A changed mark is nobody's settlement any more, so the reason found out for it goes too."""
    return {
        "unit": unit,
        "sheet": sheet_id,
        "pupil": pupil_id,
        "kind": mark.kind.value,
        "first_kind": mark.first.value,
        "reason": "",
        "settled_by": mark.settled_by,
        "settled_at": mark.settled_at,
    }


def _change(entry: Entry, sheet_id: int, change: rules.MarkChange, reason: str) -> dict[str, Any]:
    return {
        "unit": entry.access.unit_id,
        "sheet": sheet_id,
        "pupil": change.pupil_id,
        "before": change.before.value if change.before else "",
        "after": change.after.value if change.after else "",
        "intent": "submit",
        "reason": reason,
        "by": entry.access.staff_id,
        "device_at": entry.taken_at,
        "at": entry.now,
    }


def _file_after(entry: Entry, sheet_id: int, intent: str) -> None:
    record(entry.access, intent, "roll_call_sheet", sheet_id, ("roll", "marks"))
    enqueue_after_marks(entry.access, sheet_id)


def enqueue_after_marks(access: Access, sheet_id: int) -> None:
    """Let the slices above hear of changed marks, by a job of the same transaction."""
    if registry.after_marks:
        enqueue(access.unit_id, registry.JOB, {"sheet_id": sheet_id}, access.staff_id)
