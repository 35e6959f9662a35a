"""What is typed about an activity, a meeting, a campaign or praise."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sisoho.support.forms.typed import Typed, chosen
from sisoho.support.rules import ActivityKind


@dataclass(frozen=True, slots=True)
class ActivityData:
    """`pupils`: public ids of those praised."""

    kind: ActivityKind
    on: date
    title: str
    note: str = ""
    pupils: tuple[str, ...] = ()


def read_activity(typed: Typed, pupils: Collection[str]) -> ActivityData:
    """`pupils` may be praised. Raises RuleBroken with every fault."""
    reader = typed.reader
    kind = reader.choice("kind", list(ActivityKind), required="Hãy chọn loại việc.")
    on = reader.date("on", required="Hãy ghi ngày.")
    title = reader.text("title", most=160, required="Hãy ghi tên việc.")
    note = reader.text("note", most=2000)
    praised: list[str] = []
    if kind == ActivityKind.PRAISE:
        praised = chosen(reader, typed, "pupils", pupils, "Hãy chọn ít nhất một em được tuyên dương.")
    reader.finish()
    assert on is not None  # a missing day is a fault that `finish` has told
    return ActivityData(ActivityKind(kind), on, title, note, tuple(praised))
