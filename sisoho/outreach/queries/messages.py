"""Whom to tell of the absences of a sheet that came in: counts by village, never a name of a pupil."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sisoho.access import Access, Right
from sisoho.outreach.queries.duties import StaffCard, duties
from sisoho.outreach.queries.villages import villages
from sisoho.outreach.rules import duty_message, sms_link, zalo_link
from sisoho.rollcall.queries.absent import SheetAbsences, sheet_absences


@dataclass(frozen=True, slots=True)
class Offer:
    """A message the taker may send; `to` is None when nobody with duty there has a phone number.

    `in_team`: somebody is on duty for the village; else `to` is the homeroom teacher or the principal.
    """

    village: str
    village_public_id: str
    absent: int
    to: StaffCard | None
    in_team: bool
    is_self: bool
    text: str

    @property
    def sms(self) -> str | None:
        return sms_link(self.to.phone, self.text) if self.to else None

    @property
    def zalo(self) -> str | None:
        return zalo_link(self.to.phone) if self.to else None


def offers(access: Access, sheet_public_id: str) -> list[Offer]:
    """One offer a village with absentees, for anyone who takes the roll in the school. Raises NotFound."""
    access.need(Right.TAKE_ROLL)
    return list(_offers(access, sheet_absences(access, public_id=sheet_public_id)))


def _offers(access: Access, sheet: SheetAbsences) -> Iterator[Offer]:
    absent = Counter(sheet.village_ids.values())
    if not absent:
        return
    places, on_duty = villages(access, sheet.slot.date), duties(access, access.on)
    for village_id, count in sorted(absent.items(), key=lambda pair: places.name(pair[0])):
        card = places.by_id.get(village_id) if village_id is not None else None
        name = card.name if card else "Chưa ghi thôn buôn"
        answering = on_duty.answerable(village_id, sheet.class_id)
        yield Offer(
            village=name,
            village_public_id=card.public_id if card else "",
            absent=count,
            to=next((person for person in answering if person.phone), None),
            in_team=bool(on_duty.team(village_id)),
            is_self=any(person.id == access.staff_id for person in answering),
            text=duty_message(name, sheet.class_name, sheet.slot, count),
        )
