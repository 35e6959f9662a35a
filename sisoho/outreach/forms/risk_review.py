"""The form of the monthly review: three fields for each pupil, and one pupil to be added by hand.

Fields: `d-<id>` the decision, `c-<id>` the causes (several), `h-<id>` a line of text; `them`, `them_ly_do`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sisoho.errors import RuleBroken
from sisoho.outreach.rules.risk_review import LONGEST_HELP, Decision, ReviewLine
from sisoho.outreach.rules.visits import Cause, read_causes
from sisoho.schools.forms.reading import FormReader


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One pupil's fields as text."""

    decision: str = ""
    causes: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class ReviewTyped:
    """Every field as text, so that a refused form loses nothing; `lines` by public id of the pupil."""

    draft_id: str = ""
    lines: Mapping[str, TypedLine] = field(default_factory=dict)
    add: str = ""
    add_reason: str = ""


@dataclass(frozen=True, slots=True)
class ReviewData:
    draft_id: str
    lines: Mapping[str, ReviewLine]


def typed_review(fields: Mapping[str, Sequence[str]], pupil_ids: Iterable[str]) -> ReviewTyped:
    """Field name → all its values, as a posted form has them; of these pupils (public ids) alone."""

    def one(name: str) -> str:
        return (fields.get(name) or ("",))[0]

    lines = {
        id_: TypedLine(one(f"d-{id_}"), tuple(fields.get(f"c-{id_}", ())), one(f"h-{id_}"))
        for id_ in pupil_ids
        if any(f"{letter}-{id_}" in fields for letter in "dch")
    }
    return ReviewTyped(one("draft_id"), lines, one("them"), one("them_ly_do"))


def read_review(typed: ReviewTyped) -> ReviewData:
    """Raises RuleBroken."""
    words = {f"h-{pupil_id}": line.help for pupil_id, line in typed.lines.items()}
    reader = FormReader({"draft_id": typed.draft_id, **words})
    draft_id = reader.text("draft_id", most=40, required="Trang này đã cũ: hãy tải lại rồi ghi.")
    lines = {
        pupil_id: ReviewLine(
            Decision(line.decision) if line.decision in set(Decision) else None,
            read_causes([code for code in line.causes if code in set(Cause)]),
            reader.text(f"h-{pupil_id}", most=LONGEST_HELP),
        )
        for pupil_id, line in typed.lines.items()
    }
    reader.finish()
    return ReviewData(draft_id, lines)


def read_added(typed: ReviewTyped) -> tuple[str, str]:
    """(pupil's public id, reason). Raises RuleBroken."""
    wrong = {}
    if not typed.add:
        wrong["them"] = "Hãy chọn em cần thêm."
    if not typed.add_reason.strip():
        wrong["them_ly_do"] = "Xin ghi ngắn gọn điều thầy cô thấy."
    if wrong:
        raise RuleBroken("Chưa thêm em nào. Những gì đã chọn vẫn còn ở dưới.", wrong)
    return typed.add, typed.add_reason
