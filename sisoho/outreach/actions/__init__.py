"""What people do for a pupil who is missing, and what follows by itself from a roll call."""

from sisoho.outreach.actions.contacts import log_contact
from sisoho.outreach.actions.papers import WordData, keep_word
from sisoho.outreach.actions.requests import close_request, request_visit
from sisoho.outreach.actions.telling import tell_absences
from sisoho.outreach.actions.visits import log_visit
from sisoho.outreach.actions.whereabouts import note_whereabouts

__all__ = [
    "WordData",
    "close_request",
    "keep_word",
    "log_contact",
    "log_visit",
    "note_whereabouts",
    "request_visit",
    "tell_absences",
]
