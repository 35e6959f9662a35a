"""What a teacher's phone takes along, so that it opens without signal: of the own duties only."""

from dataclasses import dataclass
from datetime import timedelta

from sisoho.access import Access
from sisoho.outreach.queries import board
from sisoho.outreach.rules import Bucket
from sisoho.rollcall.queries import ClassSlot, roll_duties
from sisoho.school_calendar import Slot
from sisoho.schools.queries import village_ids
from sisoho.schools.queries.due import ClassCard, class_cards

MOST_VISITS = 30  # forms of about 5 kB each, on a weak signal
AHEAD = timedelta(days=4)  # from Friday over the weekend to Monday


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """`slots`: half-days of the own classes from today on. Villages and classes by public id.

    `visits`: (row id, public id) of the pupils whose visit form goes along, most pressing first.
    """

    slots: tuple[ClassSlot, ...] = ()
    villages: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    visits: tuple[tuple[int, str], ...] = ()


def take_along(access: Access) -> TakenAlong:
    """At most four statements, and the board."""
    today = access.on
    cards, duties = class_cards(access, today, today + AHEAD), roll_duties(access, today, today + AHEAD)
    own = [card for card in cards if card.id in access.class_ids]
    lines = [
        _line(card, slot)
        for card in cards
        for slot in card.slots(today, today + AHEAD)
        if duties.is_mine(access, card.id, slot)
    ]
    villages = village_ids(access) if access.village_ids else {}
    return TakenAlong(
        slots=tuple(sorted(lines, key=lambda line: line.slot)),
        villages=tuple(name for name, (row_id, _) in villages.items() if row_id in access.village_ids),
        classes=tuple(card.public_id for card in own),
        visits=_visits(access),
    )


def _visits(access: Access) -> tuple[tuple[int, str], ...]:
    """The pupils on the lists of the own villages and classes; who is only watched has no form along."""
    if not (access.village_ids or access.class_ids):
        return ()
    listed = [
        entry
        for entry in board(access).entries
        if entry.bucket in (Bucket.TO_VISIT, Bucket.OVERDUE, Bucket.NEW_TODAY)
        and (entry.village_id in access.village_ids or entry.class_id in access.class_ids)
    ]
    listed.sort(key=lambda entry: not entry.needs_visit)
    return tuple((entry.pupil_id, entry.public_id) for entry in listed[:MOST_VISITS])


def _line(card: ClassCard, slot: Slot) -> ClassSlot:
    return ClassSlot(card.public_id, card.name, slot, received_at=None)
