"""Open a confidential record, note who was told, name the deputy.

The log says that somebody did something to a record, by its number: no pupil, no word, no field.
"""

from datetime import date

from peewee import IntegrityError

from sisoho import clock, db
from sisoho.access import Access, Role
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.notices.actions import tell
from sisoho.outreach.actions.author import author_id
from sisoho.outreach.models import ConfidentialDeputy, ConfidentialRecord, ConfidentialStep
from sisoho.outreach.queries import writable_pupil
from sisoho.outreach.queries.confidential import confidential_record, deputy_id
from sisoho.outreach.queries.duties import duties
from sisoho.schools.models import StaffMember
from sisoho.schools.queries.loading import own_row
from sisoho.schools.rules import DutyKind, on_duty


def report_confidential(access: Access, pupil_public_id: str, draft_id: str, said: str) -> ConfidentialRecord:
    """One record a draft. The readers are told that there is something, not what. Raises NotFound."""
    card, by_id = writable_pupil(access, pupil_public_id), author_id(access)
    c = ConfidentialRecord
    own = (c.unit == access.unit_id) & (c.draft_id == draft_id) & (c.by == by_id)
    known = c.get_or_none(own)
    if known is not None:
        return known
    try:
        with db.write():
            made = c.create(
                unit=access.unit_id, draft_id=draft_id, pupil=card.id, by=by_id, said=said, at=clock.now()
            )
            record(access, "confidential_open", "confidential", made.id)
            text = "Có thầy cô cần trao đổi riêng với hiệu trưởng."
            tell(access.unit_id, _readers(access), f"private:{made.public_id}", text, "/trao-doi-rieng")
    except IntegrityError:  # the same draft came twice at once
        return c.get(own)
    return made


def note_told(access: Access, public_id: str, told: str, on: date, note: str) -> None:
    """Raises NotFound, NotAllowed for who only reported, RuleBroken for a day to come."""
    found, by_id = confidential_record(access, public_id), author_id(access)
    if not found.sees_all:
        raise NotAllowed("Việc này của hiệu trưởng và người được chỉ định. Chưa có gì thay đổi.")
    if on > access.on:
        raise RuleBroken("Chưa lưu được.", {"on": "Ngày này chưa tới."})
    with db.write():
        ConfidentialStep.create(
            unit=access.unit_id, record=found.id, told=told, on=on, note=note, by=by_id, at=clock.now()
        )
        record(access, "confidential_told", "confidential", found.id)


def name_deputy(access: Access, staff_id: int | None) -> None:
    """The principal names who else may read, or nobody. Raises NotAllowed, NotFound."""
    if Role.PRINCIPAL not in access.roles:
        raise NotAllowed("Chỉ hiệu trưởng chỉ định người đọc. Chưa có gì thay đổi.")
    with db.write():
        if staff_id is not None:
            own_row(access, StaffMember, staff_id)
        ConfidentialDeputy.create(unit=access.unit_id, staff=staff_id, by=author_id(access), at=clock.now())
        record(access, "confidential_deputy", "unit", access.unit_id)


def record_read(access: Access, record_id: int) -> None:
    """Each reading is in the log."""
    with db.write():
        record(access, "confidential_read", "confidential", record_id)


def _readers(access: Access) -> list[int]:
    principals = on_duty(duties(access, access.on).held, DutyKind.PRINCIPAL, access.on)
    return [staff_id for staff_id in (*principals, deputy_id(access)) if staff_id is not None]
