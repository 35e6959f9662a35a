"""What a person does on the home page: let the phone take pages along."""

from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.today import queries
from sisoho.today.queries import TakenAlong


def take_along(access: Access) -> TakenAlong:
    """What this person's phone may keep; that it was given is on record."""
    found = queries.take_along(access)
    if found.slots or found.villages:
        with write():
            record(access, "take_along", "account", access.account_id, ("sheets", "village_lists"))
    return found
