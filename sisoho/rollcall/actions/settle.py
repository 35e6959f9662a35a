"""Settle why a pupil was away: V becomes P or K, by the homeroom teacher or a leader."""

from datetime import datetime
from typing import Any

from sisoho import clock
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.db import is_sqlite, write
from sisoho.errors import Conflict, NotAllowed, NotFound
from sisoho.rollcall import queries, rules
from sisoho.rollcall.actions.filing import enqueue_after_marks
from sisoho.rollcall.models import Mark, MarkChange, RollCallSheet
from sisoho.rollcall.rules import MarkKind
from sisoho.schools.models import Pupil

LONGEST_REASON = 200


def settle_mark(access: Access, sheet_id: str, pupil_id: str, to: MarkKind, reason: str = "") -> rules.Mark:
    """The absence of a pupil (public id) on a sheet (public id) settled as P or K.

    Settling again is a correction and is remembered like the first. Raises NotFound, NotAllowed,
    RuleBroken (rules.settle), Conflict when the mark changed in this very moment.
    """
    now, reason = clock.now(), " ".join(reason.split())[:LONGEST_REASON]
    with write():
        row = _marked(access, sheet_id, pupil_id)
        if access.staff_id is None or not access.sees_class(row.sheet.school_class_id):
            raise NotAllowed("Xác minh lý do là việc của giáo viên chủ nhiệm lớp này. Chưa có gì thay đổi.")
        settled = rules.settle(
            rules.Mark(MarkKind(row.kind), MarkKind(row.first_kind), row.settled_by_id, row.settled_at),
            to,
            by=access.staff_id,
            at=now,
            window=queries.window_of(access, row.sheet.date, now),
            authority=queries.authority_of(access),
            reason=reason,
        )
        _store(row, settled, reason, now)
        record(access, "settle_mark", "roll_call_sheet", row.sheet_id, ("kind", "reason"))
        enqueue_after_marks(access, row.sheet_id)
    return settled


def _marked(access: Access, sheet_id: str, pupil_id: str) -> Any:
    """The mark with its sheet, held until the transaction ends: a resent roll waits for the settlement."""
    query = (
        Mark.select(Mark, RollCallSheet)
        .join(RollCallSheet, on=(Mark.sheet == RollCallSheet.id) & (Mark.unit == RollCallSheet.unit))
        .switch(Mark)
        .join(Pupil)
        .where(
            (Mark.unit == access.unit_id)
            & (RollCallSheet.public_id == sheet_id)
            & (Pupil.public_id == pupil_id)
        )
    )
    row = (query if is_sqlite() else query.for_update(of=RollCallSheet)).first()
    if row is None:
        raise NotFound(
            "Em này hiện không có dấu vắng ở buổi này, hoặc buổi này không thuộc trường của thầy cô."
        )
    return row


def _store(row: Any, settled: rules.Mark, reason: str, now: datetime) -> None:
    same = (Mark.unit == row.unit_id) & (Mark.id == row.id) & (Mark.kind == row.kind)
    values = {
        "kind": settled.kind.value,
        "reason": reason,
        "settled_by": settled.settled_by,
        "settled_at": now,
    }
    if Mark.update(**values).where(same).execute() != 1:
        raise Conflict("Dấu của em này vừa được sửa. Hãy tải lại trang rồi xác minh lại.")
    MarkChange.insert(
        unit=row.unit_id,
        sheet=row.sheet_id,
        pupil=row.pupil_id,
        before=row.kind,
        after=settled.kind.value,
        intent="settle",
        reason=reason,
        by=settled.settled_by,
        at=now,
    ).execute()
