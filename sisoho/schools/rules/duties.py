"""Who holds which post or duty on a day. Ended duty ends access and work alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sisoho.school_calendar import in_force


class DutyKind(StrEnum):
    PRINCIPAL = "principal"
    VICE_PRINCIPAL = "vice_principal"
    CLERK = "clerk"
    ACCOUNTANT = "accountant"
    TEACHER = "teacher"
    COMMUNE_OFFICER = "commune_officer"
    PROVINCE_OFFICER = "province_officer"
    HOMEROOM = "homeroom"  # of a class
    VILLAGE = "village"  # on duty for a village; the lead heads the team


@dataclass(frozen=True, slots=True)
class Duty:
    """A dated post or duty of a staff member."""

    staff_id: int
    kind: DutyKind
    starts: date
    ends: date | None = None
    class_id: int | None = None
    village_id: int | None = None
    lead: bool = False


def on_duty(
    duties: Iterable[Duty],
    kind: DutyKind,
    on: date,
    *,
    class_id: int | None = None,
    village_id: int | None = None,
) -> tuple[int, ...]:
    """Staff ids who hold a duty on a day, leads first, each once."""
    held = [
        duty
        for duty in in_force(duties, on)
        if (duty.kind, duty.class_id, duty.village_id) == (kind, class_id, village_id)
    ]
    held.sort(key=lambda duty: not duty.lead)
    return tuple(dict.fromkeys(duty.staff_id for duty in held))
