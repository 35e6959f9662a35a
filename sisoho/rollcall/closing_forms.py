"""What is typed to open a week longer or to propose a correction."""

from collections.abc import Mapping
from dataclasses import dataclass

from sisoho.rollcall.rules import MarkKind, WeekOpening
from sisoho.schools.forms.reading import FormReader

MOST = 200
_PRESENT = "none"


def read_opening(fields: Mapping[str, str]) -> WeekOpening:
    """Raises RuleBroken."""
    form = FormReader(fields)
    monday = form.date("monday", required="Hãy chọn tuần.")
    until = form.date("until", required="Hãy ghi cho sửa đến hết ngày nào.")
    reason = form.text("reason", required="Hãy ghi lý do mở thêm.", most=MOST)
    form.finish()
    assert monday and until
    return WeekOpening(monday, until, reason)


@dataclass(frozen=True, slots=True)
class ProposalForm:
    """`after` None: the pupil was present."""

    pupil_id: int
    after: MarkKind | None
    reason: str


def read_proposal(fields: Mapping[str, str], pupils: Mapping[str, int]) -> ProposalForm:
    """`pupils` maps public ids to row ids. Raises RuleBroken."""
    form = FormReader(fields)
    pupil = form.choice("pupil", pupils, required="Hãy chọn em.")
    after = form.choice("after", (_PRESENT, "P", "K", "T"), required="Hãy chọn dấu đúng.")
    reason = form.text("reason", required="Hãy ghi lý do đề nghị sửa.", most=MOST)
    form.finish()
    return ProposalForm(pupils[pupil], None if after == _PRESENT else MarkKind(after), reason)
