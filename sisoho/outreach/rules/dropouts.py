"""When a pupil is suspected to have dropped out, and when the rule's line is passed.

CV 3237/BGDĐT-KHTC and the tables of 2009: absent of own accord for more than 45 sessions in all; schools
also follow those who clearly left earlier. TT 22/2021, Điều 12 counts the 45 on a plan of one session a
day, so a day counts once. The program warns; only a person writes a dropout down.
"""

from collections.abc import Iterable
from enum import StrEnum

from sisoho.outreach.rules.absence import Seen
from sisoho.school_calendar import Slot

OFFICIAL_AFTER = 45  # sessions; "trên 45 buổi"


class DropoutGroup(StrEnum):
    """The parts of the register, in its order."""

    THIS_YEAR = "this_year"
    RETURNED = "returned"
    SUMMER = "summer"
    SUSPECTED = "suspected"
    EARLIER = "earlier"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    DropoutGroup.THIS_YEAR: "Bỏ học trong năm học này",
    DropoutGroup.RETURNED: "Bỏ học trong năm, đã trở lại lớp",
    DropoutGroup.SUMMER: "Bỏ học trong hè, trước năm học này",
    DropoutGroup.SUSPECTED: "Nghi bỏ học, đang vận động",
    DropoutGroup.EARLIER: "Bỏ học từ các năm học trước",
}


def sessions_missed(history: Iterable[tuple[Slot, Seen]]) -> int:
    """Days with a main lesson missed of own accord; `history` holds the half-days of chính khóa."""
    return len({slot.date for slot, seen in history if seen is Seen.UNEXCUSED})


def is_suspected(in_a_row: int, missed: int, suspect_after: int) -> bool:
    """`in_a_row`: days of the present absence; `missed`: of the whole year."""
    return in_a_row >= suspect_after or (in_a_row > 0 and missed > OFFICIAL_AFTER)
