"""What is typed beside the marks: leave in advance, what a later lesson saw."""

from collections.abc import Mapping
from dataclasses import dataclass

from sisoho.rollcall.rules import Leave, Seen
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.forms.reading import FormReader

ASKED_BY = ("mẹ", "cha", "ông bà", "anh chị", "người giám hộ", "chính em")
MOST = 200


def read_leave(fields: Mapping[str, str], pupils: Mapping[str, int]) -> Leave:
    """`pupils` maps public ids to row ids. An empty last day means the first. Raises RuleBroken."""
    form = FormReader(fields)
    pupil = form.choice("pupil", pupils, required="Hãy chọn em xin nghỉ.")
    first = form.date("first_date", required="Hãy ghi ngày bắt đầu nghỉ.")
    last = form.date("last_date") or first
    halves = form.choice("first_half_day", ("S", "C")) or "S", form.choice("last_half_day", ("S", "C")) or "C"
    asked_by = form.choice("asked_by", ASKED_BY)
    reason = form.text("reason", required="Hãy ghi lý do gia đình cho biết.", most=MOST)
    form.finish()
    assert first and last
    span = Slot(first, HalfDay(halves[0])), Slot(last, HalfDay(halves[1]))
    return Leave(pupils[pupil], *span, reason, asked_by)


@dataclass(frozen=True, slots=True)
class SeenForm:
    pupil_id: int
    kind: Seen
    number: int
    reason: str


def read_seen(fields: Mapping[str, str], pupils: Mapping[str, int]) -> SeenForm:
    """Raises RuleBroken."""
    form = FormReader(fields)
    pupil = form.choice("pupil", pupils, required="Hãy chọn em.")
    kind = form.choice("kind", [kind.value for kind in Seen], required="Hãy chọn điều đã thấy.")
    number = form.number("number", 0, 999)
    reason = form.text("reason", most=MOST)
    form.finish()
    return SeenForm(pupils[pupil], Seen(kind), number, reason)
