"""Who holds a case, and when a holder's reason for holding it has ended."""

from collections.abc import Iterable
from datetime import date

from sisoho.school_calendar import covers, in_force
from sisoho.schools.rules import Duty, DutyKind

ORGANISATIONS = (
    "Đoàn Thanh niên",
    "Hội Phụ nữ",
    "Trưởng thôn, buôn",
    "Già làng",
    "Hội Khuyến học",
    "Mặt trận Tổ quốc",
    "Công an xã",
)


def has_lapsed(
    duties: Iterable[Duty],
    staff_id: int,
    village_id: int | None,
    class_id: int | None,
    assigned_on: date,
    today: date,
) -> bool:
    """Whether the duty for which a person held a case is over (domain.md §9: ended duty ends access).

    True for who has no duty left at all, and for who since the assignment gave up the pupil's village or
    class and has neither now. Whom a leader gave the case for another reason keeps it.
    """
    own = [duty for duty in duties if duty.staff_id == staff_id]
    if not in_force(own, today):
        return True

    def for_this_pupil(duty: Duty) -> bool:
        if duty.kind is DutyKind.VILLAGE:
            return duty.village_id is not None and duty.village_id == village_id
        return duty.kind is DutyKind.HOMEROOM and duty.class_id == class_id

    about = [duty for duty in own if for_this_pupil(duty)]
    if any(covers(duty, today) for duty in about):
        return False
    return any(duty.ends is not None and assigned_on <= duty.ends <= today for duty in about)
