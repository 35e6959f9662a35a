"""One pupil on the board, with the words that lists say of them."""

from dataclasses import dataclass
from datetime import date

from sisoho.outreach.queries.touches import REACHED, REQUEST, TRIED, VISIT, Touch, Touches
from sisoho.outreach.rules import Bucket, Channel, Listing, Streak
from sisoho.school_calendar import at_vietnam, vietnam_date, vietnam_time


@dataclass(frozen=True, slots=True)
class Entry:
    """`listing` is None for a pupil whose last half-day was missed before today and who needs no visit yet.

    `is_longer`: the row of absences began before what was read. `has_team`: the village has a duty
    teacher; without one the homeroom teacher and the principal see to the pupil.
    """

    pupil_id: int
    public_id: str
    name: str
    class_id: int
    class_public_id: str
    class_name: str
    village_id: int | None
    village: str
    has_team: bool
    streak: Streak
    is_longer: bool
    season: str
    listing: Listing | None
    watch_days: int
    touches: Touches
    on: date

    @property
    def bucket(self) -> Bucket | None:
        return self.listing.bucket if self.listing else None

    @property
    def needs_visit(self) -> bool:
        return self.bucket in (Bucket.TO_VISIT, Bucket.OVERDUE)

    @property
    def absence(self) -> str:
        """`nghỉ 3 buổi, từ sáng T5 19/11`; "" for a pupil who is back."""
        since = self.streak.since
        if since is None:
            return ""
        at_least = "ít nhất " if self.is_longer else ""
        return f"nghỉ {at_least}{len(self.streak)} buổi, từ {since.label}"

    @property
    def due(self) -> str:
        """`hạn 16:30 hôm nay`, `hẹn T4 25/11`, `quá hẹn từ T6 20/11`, `ngày 12/30`."""
        if self.listing is None or self.listing.due_at is None:
            watched = self.listing.watch_day if self.listing else None
            return f"ngày {watched}/{self.watch_days}" if watched else ""
        at = vietnam_time(self.listing.due_at)
        visit = self.touches.last(VISIT)
        word = "hẹn" if visit and visit.day == at.date() else "hạn"
        day = "hôm nay" if at.date() == self.on else f"{_WEEKDAYS[at.weekday()]} {at:%d/%m}"
        if self.bucket is Bucket.OVERDUE:
            return f"quá {word} {day}"
        return f"{word} {at:%H:%M} {day}" if at.date() == self.on else f"{word} {day}"

    @property
    def request(self) -> Touch | None:
        """The homeroom teacher's open request that no visit has answered yet."""
        asked, visit = self.touches.last(REQUEST), self.touches.last(VISIT)
        return asked if asked and (visit is None or visit.at < asked.at) else None

    @property
    def last_try(self) -> str:
        """The last contact of this row of absences: `đã liên hệ (gọi điện) 07:40 hôm nay`."""
        touch = self.touches.last(REACHED, TRIED)
        since = self.streak.since
        if touch is None or since is None or touch.at < at_vietnam(since.date):
            return ""
        at = vietnam_time(touch.at)
        day = "hôm nay" if vietnam_date(touch.at) == self.on else f"{at:%d/%m}"
        said = "đã liên hệ" if touch.what == REACHED else "đã tìm cách liên hệ"
        return f"{said} ({Channel(touch.word).label}) {at:%H:%M} {day}"


_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
