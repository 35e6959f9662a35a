"""The roll-call form, read into a submission; the outbox of a phone sends the same fields.

draft_id, seq, base_version   which page said it, how often it changed, what it was made from
mark-<pupil public id>        "" | V | P | T | K for everyone on the page: together they are the roll
flood-<village public id>     "1": cut off by water at this half-day, its pupils need not come
device_at, skew_ms            when, by the phone's clock, and how far that clock is off; both may be missing
reason                        why a locked sheet is changed
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sisoho.errors import RuleBroken
from sisoho.rollcall.rules import MarkKind, RollCallSubmission
from sisoho.school_calendar import YEARS

MARK, FLOOD = "mark-", "flood-"
_DRAFT = re.compile(r"[0-9A-Za-z_-]{8,40}")
_LONGEST_SKEW = timedelta(days=365 * 20)  # a phone whose clock was lost says 1970 or 2000
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class SheetForm:
    """A submission with what came beside it. `cut_off`: public ids of villages."""

    submission: RollCallSubmission
    skew: timedelta | None
    reason: str
    cut_off: frozenset[str] = frozenset()


def villages_cut_off(fields: Mapping[str, str]) -> frozenset[str]:
    """The public ids of the villages that are cut off by water, as the page says."""
    return frozenset(
        name.removeprefix(FLOOD) for name, value in fields.items() if name.startswith(FLOOD) and value
    )


def pupils_named(fields: Mapping[str, str]) -> frozenset[str]:
    """The public ids of the pupils on the page."""
    return frozenset(name.removeprefix(MARK) for name in fields if name.startswith(MARK))


def read_marks(fields: Mapping[str, str], ids: Mapping[str, int]) -> dict[int, MarkKind]:
    """Row id → mark. `ids` maps public ids. Raises RuleBroken for an unknown pupil or letter."""
    if unknown := pupils_named(fields) - ids.keys():
        raise RuleBroken(
            f"Có {len(unknown)} em không thuộc trường này. Chưa ghi gì; hãy tải lại trang rồi gửi lại."
        )
    try:
        return {
            ids[name.removeprefix(MARK)]: MarkKind(value)
            for name, value in fields.items()
            if name.startswith(MARK) and value
        }
    except ValueError:
        raise RuleBroken("Có dấu điểm danh không hiểu được. Chưa ghi gì; hãy tải lại trang.") from None


def read_sheet(fields: Mapping[str, str], ids: Mapping[str, int], now: datetime) -> SheetForm:
    """The whole form. Raises RuleBroken."""
    marks = read_marks(fields, ids)
    roll = tuple(sorted(ids[name] for name in pupils_named(fields)))
    draft_id = fields.get("draft_id", "")
    if not roll or not _DRAFT.fullmatch(draft_id):
        raise RuleBroken("Bản gửi lên thiếu danh sách hoặc mã bản nháp. Chưa ghi gì; hãy tải lại trang.")
    said_at = _instant(fields.get("device_at", ""))
    # Of a time that stands in for the phone's, the phone's skew says nothing.
    skew = _skew(fields.get("skew_ms", "")) if said_at else None
    submission = RollCallSubmission(
        draft_id=draft_id,
        seq=_count(fields, "seq"),
        base_version=_count(fields, "base_version"),
        roll=roll,
        marks=marks,
        device_at=said_at or now,
    )
    return SheetForm(submission, skew, fields.get("reason", "")[:LONGEST_REASON], villages_cut_off(fields))


def _count(fields: Mapping[str, str], name: str) -> int:
    written = fields.get(name, "")
    if not re.fullmatch(r"[0-9]{1,9}", written):
        raise RuleBroken("Bản gửi lên thiếu số thứ tự. Chưa ghi gì; hãy tải lại trang rồi gửi lại.")
    return int(written)


def _instant(written: str) -> datetime | None:
    """An ISO instant with its zone; a wrong one costs nobody the roll, the time of receipt stands in."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo and found.year in YEARS else None


def _skew(written: str) -> timedelta | None:
    if not re.fullmatch(r"-?[0-9]{1,15}", written):
        return None
    skew = timedelta(milliseconds=int(written))
    return skew if abs(skew) < _LONGEST_SKEW else None
