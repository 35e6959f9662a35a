"""What a person does on the home page: let the phone take pages along."""

from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.today import queries
from sisoho.today.queries import TakenAlong


def take_along(access: Access) -> TakenAlong:
    """What this person's phone may keep; that it was given is on record."""
    found = queries.take_along(access)
    if found.slots or found.villages or found.visits:
        pupils = {pupil_id: {"visit_form": (None, "mang theo")} for pupil_id, _ in found.visits}
        with write():
            fields = ("sheets", "village_lists", "visit_forms")
            record(access, "take_along", "account", access.account_id, fields, personal=pupils)
    return found
