"""The short forms: a contact, a request to go, where the family is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sisoho.outreach.forms.said_at import read_said_at
from sisoho.outreach.rules import Channel, FamilyPlace
from sisoho.schools.forms.reading import FormReader

# Posted by one button each: what was done and whether somebody was reached.
OUTCOMES: dict[str, tuple[Channel, bool]] = {
    "call_reached": (Channel.CALL, True),
    "call_tried": (Channel.CALL, False),
    "sms": (Channel.SMS, False),
    "zalo": (Channel.ZALO, False),
    "meeting": (Channel.MEETING, True),
}


@dataclass(frozen=True, slots=True)
class ContactData:
    """`reached` is false for a try; a message counts as one until somebody answers.

    `said_at`: when, by the phone's clock set right; None for now.
    """

    draft_id: str
    channel: Channel
    reached: bool
    note: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestData:
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WhereaboutsData:
    place: FamilyPlace
    since: date | None
    note: str = ""


def read_contact(data: Mapping[str, str]) -> ContactData:
    """Raises RuleBroken."""
    reader = FormReader(data)
    outcome = reader.choice("outcome", OUTCOMES, required="Hãy chọn đã liên hệ bằng cách nào.")
    note = reader.text("note")
    draft_id = reader.text("draft_id", most=40, required="Trang này đã cũ: hãy tải lại rồi ghi.")
    reader.finish()
    said_at = read_said_at(data.get("device_at", ""), data.get("skew_ms", ""))
    return ContactData(draft_id, *OUTCOMES[outcome], note, said_at)


def read_request(data: Mapping[str, str]) -> RequestData:
    """Raises RuleBroken."""
    reader = FormReader(data)
    reason = reader.text("reason")
    reader.finish()
    return RequestData(reason)


def read_whereabouts(data: Mapping[str, str]) -> WhereaboutsData:
    """Raises RuleBroken."""
    reader = FormReader(data)
    place = reader.choice("place", list(FamilyPlace), required="Hãy chọn gia đình đang ở đâu.")
    since, note = reader.date("since"), reader.text("note")
    reader.finish()
    return WhereaboutsData(FamilyPlace(place), since, note)
