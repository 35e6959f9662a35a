"""The small words of keeping in touch with a family, and what counts as done in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sisoho.errors import RuleBroken
from sisoho.school_calendar import at_vietnam, vietnam_date


class Channel(StrEnum):
    CALL = "call"
    SMS = "sms"
    ZALO = "zalo"
    MEETING = "meeting"

    @property
    def label(self) -> str:
        return _CHANNELS[self]


_CHANNELS = {
    Channel.CALL: "gọi điện",
    Channel.SMS: "nhắn tin",
    Channel.ZALO: "nhắn Zalo",
    Channel.MEETING: "gặp trực tiếp",
}


class FamilyPlace(StrEnum):
    """Where the family is now, as last heard."""

    HOME = "home"
    FIELD_HUT = "field_hut"
    AWAY = "away"

    @property
    def label(self) -> str:
        return _FAMILY_PLACES[self]


_FAMILY_PLACES = {
    FamilyPlace.HOME: "ở nhà",
    FamilyPlace.FIELD_HUT: "ở nhà rẫy",
    FamilyPlace.AWAY: "đi làm ăn xa",
}


@dataclass(frozen=True, slots=True)
class Promptness:
    """Absences of unknown reason: `done` in time, `due` in all whose hours have run out or are done."""

    due: int = 0
    done: int = 0
    waiting: int = 0  # the hours still run; in neither of the two

    def __add__(self, other: "Promptness") -> "Promptness":
        return Promptness(self.due + other.due, self.done + other.done, self.waiting + other.waiting)


def promptness(
    absent_on: date, known_at: datetime, tried_at: Iterable[datetime], within: timedelta, now: datetime
) -> Promptness:
    """Whether the family was contacted, or a contact tried, within the hours after an absence was known.

    Criterion 3.5.2: a try counts, for many families share a phone or have none. So does a call made
    earlier that day, before the sheet was sent.
    """
    if any(at_vietnam(absent_on) <= at <= known_at + within for at in tried_at):
        return Promptness(due=1, done=1)
    return Promptness(waiting=1) if now < known_at + within else Promptness(due=1)


def check_since(since: date, now: datetime) -> None:
    """Raise RuleBroken when a family is said to be somewhere from a day to come."""
    if since > vietnam_date(now):
        raise RuleBroken(
            "Chưa lưu được nơi gia đình đang ở. Những gì đã ghi vẫn còn trên trang.",
            {"since": "Ngày này chưa tới: hãy chọn hôm nay hoặc ngày đã qua."},
        )
