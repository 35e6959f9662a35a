"""Log a contact with a family, or a try."""

from peewee import IntegrityError

from sisoho import clock, db
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.outreach.actions.author import author_id
from sisoho.outreach.forms import ContactData
from sisoho.outreach.models import Contact
from sisoho.outreach.queries import writable_pupil


def log_contact(access: Access, pupil_public_id: str, data: ContactData) -> Contact:
    """One contact a draft: a second tap or a resend gets the first one back.

    Raises NotFound for a pupil of another class and village, NotAllowed.
    """
    card = writable_pupil(access, pupil_public_id)
    own = (Contact.unit == access.unit_id) & (Contact.draft_id == data.draft_id)
    now, by_id = clock.now(), author_id(access)
    with db.write():
        known = Contact.get_or_none(own)
        if known is not None:
            return known
        try:
            with db.write():
                made = Contact.create(
                    unit=access.unit_id,
                    draft_id=data.draft_id,
                    pupil=card.id,
                    by=by_id,
                    at=min(data.said_at or now, now),
                    channel=data.channel.value,
                    reached=data.reached,
                    note=data.note,
                    recorded_at=now,
                )
                record(access, "log_contact", "contact", made.id, fields=["channel", "reached", "note"])
        except IntegrityError:  # the same draft came twice at once (PostgreSQL lets both look first)
            return Contact.get(own)
    return made
