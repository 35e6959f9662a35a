"""What is typed about a sponsorship, a pair and their months."""

from dataclasses import dataclass
from datetime import date

from sisoho.school_calendar import Month
from sisoho.support.forms.typed import Typed, chosen
from sisoho.support.rules import END_REASONS, HELPS


@dataclass(frozen=True, slots=True)
class SponsorshipData:
    """Public ids of pupil and sponsor."""

    pupil: str
    sponsor: str
    helps: tuple[str, ...]
    starts: date
    difficulty: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class PairData:
    """Public ids of two pupils."""

    helped: str
    helper: str
    starts: date
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class MonthData:
    month: Month
    note: str = ""


@dataclass(frozen=True, slots=True)
class EndData:
    ends: date
    reason: str
    result: str = ""


def read_sponsorship(typed: Typed) -> SponsorshipData:
    """Raises RuleBroken with every fault."""
    reader = typed.reader
    found = SponsorshipData(
        pupil=reader.text("pupil", required="Hãy chọn em cần giúp."),
        sponsor=reader.text("sponsor", required="Hãy chọn thầy cô nhận đỡ đầu."),
        helps=tuple(chosen(reader, typed, "helps", HELPS, "Hãy chọn ít nhất một việc giúp.")),
        starts=reader.date("starts", required="Hãy ghi ngày bắt đầu.") or date.min,
        difficulty=reader.text("difficulty"),
        plan=reader.text("plan", most=500),
    )
    reader.finish()
    return found


def read_pair(typed: Typed) -> PairData:
    reader = typed.reader
    found = PairData(
        helped=reader.text("helped", required="Hãy chọn em được giúp."),
        helper=reader.text("helper", required="Hãy chọn bạn giúp em."),
        starts=reader.date("starts", required="Hãy ghi ngày bắt đầu.") or date.min,
        purpose=reader.text("purpose"),
    )
    if found.helped and found.helped == found.helper:
        reader.errors["helper"] = "Đôi bạn là hai em khác nhau."
    reader.finish()
    return found


def read_month(typed: Typed, this_month: Month) -> MonthData:
    """The month named, this one where none is."""
    reader = typed.reader
    written, note = reader.text("month"), reader.text("note")
    month = this_month
    if written:
        try:
            month = Month.read(written)
        except ValueError:
            reader.errors["month"] = "Hãy chọn một tháng trong danh sách."
    reader.finish()
    return MonthData(month, note)


def read_end(typed: Typed) -> EndData:
    reader = typed.reader
    found = EndData(
        ends=reader.date("ends", required="Hãy ghi ngày kết thúc.") or date.min,
        reason=reader.choice("reason", END_REASONS, required="Hãy chọn lý do kết thúc."),
        result=reader.text("result", most=1000),
    )
    reader.finish()
    return found
