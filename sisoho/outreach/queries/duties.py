"""Who answers for which village and class today, with the phone to reach them; one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.access import Access
from sisoho.outreach.rules import answerable_staff
from sisoho.schools.models import Duty, StaffMember
from sisoho.schools.rules import Duty as DutyDates
from sisoho.schools.rules import DutyKind, on_duty

_ANSWERING = (DutyKind.VILLAGE.value, DutyKind.HOMEROOM.value, DutyKind.PRINCIPAL.value)


@dataclass(frozen=True, slots=True)
class StaffCard:
    """`id` is the row id."""

    id: int
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Duties:
    on: date
    held: tuple[DutyDates, ...]
    staff: Mapping[int, StaffCard]

    def village_ids(self) -> frozenset[int]:
        """The villages that have a team."""
        return frozenset(duty.village_id for duty in self.held if duty.village_id is not None)

    def team(self, village_id: int | None) -> tuple[StaffCard, ...]:
        """The teachers on duty for a village, the lead first."""
        if village_id is None:
            return ()
        return self._cards(on_duty(self.held, DutyKind.VILLAGE, self.on, village_id=village_id))

    def homeroom(self, class_id: int) -> tuple[StaffCard, ...]:
        return self._cards(on_duty(self.held, DutyKind.HOMEROOM, self.on, class_id=class_id))

    def answerable(self, village_id: int | None, class_id: int) -> tuple[StaffCard, ...]:
        """The village's team; without one the homeroom teacher; else the principal."""
        return self._cards(answerable_staff(self.held, village_id, class_id, self.on))

    def _cards(self, staff_ids: tuple[int, ...]) -> tuple[StaffCard, ...]:
        return tuple(self.staff[staff_id] for staff_id in staff_ids)


def duties(access: Access, on: date) -> Duties:
    """The duties in force in the acting school on a day."""
    d, s = Duty, StaffMember
    rows = list(
        d.select(d.kind, d.school_class, d.village, d.lead, d.starts, d.ends, s.id, s.full_name, s.phone)
        .join(s)
        .where(
            (d.unit == access.unit_id)
            & d.kind.in_(_ANSWERING)
            & (d.starts <= on)
            & (d.ends.is_null() | (d.ends > on))
        )
        .order_by(d.id)
        .tuples()
    )
    held = tuple(
        DutyDates(staff_id, DutyKind(kind), starts, ends, class_id, village_id, bool(lead))
        for kind, class_id, village_id, lead, starts, ends, staff_id, *_ in rows
    )
    return Duties(on, held, {row[6]: StaffCard(*row[6:]) for row in rows})
