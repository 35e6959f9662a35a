"""The monthly review of who needs looking after: what may be said of a pupil, and what must be said.

Once a month the homeroom teacher goes through the class's list, by the 25th with the month's report
(domain.md §2.3, practice); the list is asked for from the 20th on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sisoho.errors import RuleBroken
from sisoho.outreach.rules.visits import Causes

ASKED_FROM = 20  # day of the month
NO_CAUSES = Causes()
LONGEST_HELP = 255  # characters: the line is the reason too, where a flag is set aside by it


class Decision(StrEnum):
    KEEP = "keep"
    REFER = "refer"
    DISMISS = "dismiss"

    @property
    def label(self) -> str:
        return {
            "keep": "Còn cần quan tâm",
            "refer": "Chuyển hồ sơ vận động",
            "dismiss": "Không còn cần quan tâm",
        }[self]

    @property
    def short(self) -> str:
        """On the page with three of them for each pupil of a class."""
        return {"keep": "Còn cần", "refer": "Vận động", "dismiss": "Thôi"}[self]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """What is said of one pupil; `decision` None: nothing yet. `help`: how to help, or why no longer."""

    decision: Decision | None = None
    causes: Causes = NO_CAUSES
    help: str = ""


def is_asked(on: date, *, reviewed: bool) -> bool:
    """Whether the month's review is asked of the homeroom teacher on a day."""
    return on.day >= ASKED_FROM and not reviewed


def check_review(lines: Mapping[str, ReviewLine], listed: Iterable[str], names: Mapping[str, str]) -> None:
    """Raise RuleBroken unless something is said of every pupil on the list (public ids).

    `names` for the messages. Who came onto the list while the page stood open is to be looked at too.
    """
    wrong: dict[str, str] = {}
    for pupil_id in listed:
        line = lines.get(pupil_id, ReviewLine())
        if line.decision is None:
            wrong[f"d-{pupil_id}"] = f"{names[pupil_id]}: hãy chọn một trong ba."
        elif line.decision is Decision.DISMISS and not line.help:
            wrong[f"h-{pupil_id}"] = f"{names[pupil_id]}: ghi ngắn vì sao không còn cần."
    if wrong:
        raise RuleBroken("Chưa ghi nhận rà soát. Những gì đã chọn vẫn còn ở dưới.", wrong)


def counts(lines: Iterable[ReviewLine]) -> dict[str, int]:
    """What a review is counted by later: pupils listed, by decision, with causes and with help said."""
    said = list(lines)
    return {
        "listed": len(said),
        "kept": sum(line.decision is Decision.KEEP for line in said),
        "referred": sum(line.decision is Decision.REFER for line in said),
        "dismissed": sum(line.decision is Decision.DISMISS for line in said),
        "with_causes": sum(bool(line.causes.groups) for line in said),
        "with_help": sum(bool(line.help) for line in said),
    }
