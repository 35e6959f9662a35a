"""Sends roll calls the way the page does, as submissions and as forms."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sisoho import clock, db
from sisoho.access import Access
from sisoho.rollcall.actions import Submitted, submit_roll_call
from sisoho.rollcall.rules import MarkKind, RollCallSubmission
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.models import Pupil, SchoolClass
from sisoho.schools.queries import due

MONDAY = date(2026, 11, 23)
MORNING = Slot(MONDAY, HalfDay.MORNING)


def said(pupils: list[Pupil], marks: Mapping[Pupil, str] | None = None, **values: Any) -> RollCallSubmission:
    """A submission of a page with `pupils` on it; by default the first one of draft "draft-one"."""
    return RollCallSubmission(
        **{
            "draft_id": "draft-one",
            "seq": 1,
            "base_version": 0,
            "roll": tuple(sorted(pupil.id for pupil in pupils)),
            "marks": {pupil.id: MarkKind(kind) for pupil, kind in (marks or {}).items()},
            "device_at": clock.now(),
            **values,
        }
    )


def send(
    access: Access, school_class: SchoolClass, sent: RollCallSubmission, slot: Slot = MORNING, **values: Any
) -> Submitted:
    return submit_roll_call(access, due.class_roll(access, school_class.public_id), slot, sent, **values)


def url(school_class: SchoolClass, day: str = "2026-11-23", half_day: str = "sang") -> str:
    return f"/diem-danh/{school_class.public_id}/{day}/{half_day}"


def fields(pupils: list[Pupil], marks: Mapping[Pupil, str] | None = None, **values: Any) -> dict[str, Any]:
    """The form's fields, as a browser sends them."""
    chosen = marks or {}
    return {
        "draft_id": "draft-one",
        "seq": 1,
        "base_version": 0,
        "device_at": clock.now().isoformat(),
        "skew_ms": 0,
        **{f"mark-{pupil.public_id}": chosen.get(pupil, "") for pupil in pupils},
        **values,
    }


HTMX = {"HX-Request": "true", "HX-Target": "roll-bar"}


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL run inside the block, in order; BEGIN and COMMIT are not among it."""
    target, ran = db.database.obj, []
    before = target.execute_sql

    def counted(sql: str, *args: Any, **kwargs: Any) -> Any:
        ran.append(sql)
        return before(sql, *args, **kwargs)

    target.execute_sql = counted
    try:
        yield ran
    finally:
        target.execute_sql = before
