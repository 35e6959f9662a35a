"""The forms of a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.outreach.rules.case_words import CaseEnd, Priority
from sisoho.schools.forms.reading import FormReader

_OLD = "Trang này đã cũ: hãy tải lại rồi ghi."


@dataclass(frozen=True, slots=True)
class OpenCaseData:
    """`since`: the first day missed; None for a pupil who is still coming."""

    draft_id: str
    reason: str
    due_on: date
    since: date | None
    priority: Priority


@dataclass(frozen=True, slots=True)
class HolderData:
    """`holder`: the value of queries.case_holders.Holder."""

    draft_id: str
    holder: str
    text: str


@dataclass(frozen=True, slots=True)
class StepData:
    draft_id: str
    text: str
    who: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class CaseCloseData:
    draft_id: str
    end: CaseEnd
    on: date
    text: str


# By hand a case ends in one of these; a return is watched and closes itself.
ENDS = (CaseEnd.OTHER, CaseEnd.DROPPED, CaseEnd.TRANSFERRED)


def read_open(data: Mapping[str, str], today: date) -> OpenCaseData:
    """Raises RuleBroken."""
    reader = FormReader(data)
    draft_id = reader.text("draft_id", most=40, required=_OLD)
    reason = reader.text("reason", most=1000, required="Hãy ghi vì sao mở hồ sơ.")
    due_on = reader.date("due_on", required="Hãy chọn hạn.")
    since = reader.date("since")
    priority = reader.choice("priority", list(Priority)) or Priority.NORMAL.value
    if since is not None and since > today:
        reader.errors["since"] = "Ngày này chưa tới: hãy chọn hôm nay hoặc ngày đã qua."
    reader.finish()
    assert due_on is not None  # a missing day is a fault that `finish` has told
    return OpenCaseData(draft_id, reason, due_on, since, Priority(priority))


def read_holder(data: Mapping[str, str]) -> HolderData:
    """Raises RuleBroken."""
    reader = FormReader(data)
    draft_id = reader.text("draft_id", most=40, required=_OLD)
    holder = reader.text("holder", most=64, required="Hãy chọn giao cho ai.")
    text = reader.text("text", most=500)
    reader.finish()
    return HolderData(draft_id, holder, text)


def read_due(data: Mapping[str, str]) -> tuple[str, date, str]:
    """(draft, day, why). Raises RuleBroken."""
    reader = FormReader(data)
    draft_id = reader.text("draft_id", most=40, required=_OLD)
    day, text = reader.date("due_on", required="Hãy chọn hạn mới."), reader.text("text", most=500)
    reader.finish()
    assert day is not None
    return draft_id, day, text


def read_step(data: Mapping[str, str]) -> StepData:
    """Raises RuleBroken."""
    reader = FormReader(data)
    draft_id = reader.text("draft_id", most=40, required=_OLD)
    text = reader.text("text", most=1000, required="Hãy ghi việc sẽ làm hoặc đã làm.")
    who, due_on = reader.text("who", most=64), reader.date("due_on")
    reader.finish()
    return StepData(draft_id, text, who, due_on)


def read_text(data: Mapping[str, str], required: str) -> tuple[str, str]:
    """(draft, text). Raises RuleBroken."""
    reader = FormReader(data)
    draft_id = reader.text("draft_id", most=40, required=_OLD)
    text = reader.text("text", most=1000, required=required)
    reader.finish()
    return draft_id, text


def read_close(data: Mapping[str, str]) -> CaseCloseData:
    """Raises RuleBroken."""
    reader = FormReader(data)
    draft_id = reader.text("draft_id", most=40, required=_OLD)
    end = reader.choice("end", [end.value for end in ENDS], required="Hãy chọn hồ sơ đóng vì sao.")
    on, text = reader.date("on", required="Hãy chọn ngày đóng."), reader.text("text", most=1000)
    reader.finish()
    assert on is not None
    return CaseCloseData(draft_id, CaseEnd(end), on, text)
