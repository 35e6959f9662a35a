"""What is typed about a group and its meetings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sisoho.support.forms.typed import Typed, chosen
from sisoho.support.rules import LessonKind


@dataclass(frozen=True, slots=True)
class GroupData:
    """Public ids of teacher and pupils."""

    kind: LessonKind
    name: str
    teacher: str
    starts: date
    pupils: tuple[str, ...]
    meets: str = ""


@dataclass(frozen=True, slots=True)
class SessionData:
    """`absent`: public ids of who did not come."""

    on: date
    topic: str = ""
    absent: tuple[str, ...] = ()


def read_group(typed: Typed, pupils: Collection[str]) -> GroupData:
    """Raises RuleBroken with every fault."""
    reader = typed.reader
    kind = reader.choice("kind", list(LessonKind), required="Hãy chọn phụ đạo hay tăng cường tiếng Việt.")
    name = reader.text("name", most=64, required="Hãy ghi tên nhóm, ví dụ: Toán 6A.")
    teacher = reader.text("teacher", required="Hãy chọn thầy cô dạy.")
    starts = reader.date("starts", required="Hãy ghi ngày bắt đầu.")
    listed = chosen(reader, typed, "pupils", pupils, "Hãy chọn ít nhất một em.")
    meets = reader.text("meets", most=120)
    reader.finish()
    assert starts is not None  # a missing day is a fault that `finish` has told
    return GroupData(LessonKind(kind), name, teacher, starts, tuple(listed), meets)


def read_members(typed: Typed, pupils: Collection[str]) -> tuple[str, ...]:
    reader = typed.reader
    listed = chosen(reader, typed, "pupils", pupils, "Hãy chọn ít nhất một em, hoặc kết thúc nhóm.")
    reader.finish()
    return tuple(listed)


def read_session(typed: Typed, members: Collection[str]) -> SessionData:
    reader = typed.reader
    on, topic = reader.date("on", required="Hãy ghi ngày học."), reader.text("topic")
    absent = chosen(reader, typed, "absent", members)
    reader.finish()
    assert on is not None  # a missing day is a fault that `finish` has told
    return SessionData(on, topic, tuple(absent))
