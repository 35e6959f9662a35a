"""After marks: the homeroom teacher and the village's team are told of absences without leave."""

from collections import Counter
from datetime import datetime, timedelta

from sisoho import clock
from sisoho.access import Access, system_access
from sisoho.notices.actions import tell
from sisoho.outreach.queries.duties import Duties, duties
from sisoho.outreach.queries.villages import villages
from sisoho.outreach.rules import class_notice, duty_message
from sisoho.rollcall.queries.absent import SheetAbsences, sheet_absences
from sisoho.school_calendar import at_vietnam
from sisoho.schools.queries import unit_card

# A sheet that comes in later than this (a phone long without signal) is history, not news.
_NEWS = timedelta(days=3)


def tell_absences(unit_id: int, sheet_id: int) -> None:
    """Registered with rollcall's after-marks; may be called again for the same sheet.

    One notice a sheet and village, one a sheet for the class; counts, never names.
    """
    today = clock.today()
    # First the one statement after which there is nothing to tell of most sheets.
    sheet = sheet_absences(system_access(unit_id, "school", today), sheet_id=sheet_id)
    if not sheet.village_ids or sheet.slot.date < today - _NEWS:
        return
    card = unit_card(unit_id, today)
    access = system_access(unit_id, card.kind, today, card.commune_id, card.name)
    on_duty = duties(access, today)
    _tell_homeroom(access, sheet, on_duty)
    _tell_villages(access, sheet, on_duty)


def _tell_homeroom(access: Access, sheet: SheetAbsences, on_duty: Duties) -> None:
    """Not the taker, who knows."""
    staff_ids = [person.id for person in on_duty.homeroom(sheet.class_id) if person.id != sheet.taken_by_id]
    text = class_notice(sheet.class_name, sheet.slot, len(sheet.village_ids))
    tell(
        access.unit_id,
        staff_ids,
        f"absent:{sheet.public_id}",
        text,
        f"/thon-buon/lop/{sheet.class_public_id}",
        until=_until(sheet),
    )


def _tell_villages(access: Access, sheet: SheetAbsences, on_duty: Duties) -> None:
    places = villages(access, sheet.slot.date)
    for village_id, absent in Counter(sheet.village_ids.values()).items():
        village = places.by_id.get(village_id) if village_id is not None else None
        if village is None:
            continue
        text = duty_message(village.name, sheet.class_name, sheet.slot, absent)
        tell(
            access.unit_id,
            [person.id for person in on_duty.team(village_id)],
            f"absent:{sheet.public_id}:{village.public_id}",
            text,
            f"/thon-buon/{village.public_id}",
            until=_until(sheet),
        )


def _until(sheet: SheetAbsences) -> datetime:
    """Over a weekend, and no longer: the lists it leads to are always of the moment."""
    return at_vietnam(sheet.slot.date + _NEWS + timedelta(days=1))
