"""What people type about families, read into plain data."""

from sisoho.outreach.forms.choices import CHOICES, Choices
from sisoho.outreach.forms.touch import (
    ContactData,
    RequestData,
    WhereaboutsData,
    read_contact,
    read_request,
    read_whereabouts,
)
from sisoho.outreach.forms.visit import VisitData, VisitTyped, read_visit, typed_visit
from sisoho.outreach.forms.word import read_word

__all__ = [
    "CHOICES",
    "Choices",
    "ContactData",
    "RequestData",
    "VisitData",
    "VisitTyped",
    "WhereaboutsData",
    "read_contact",
    "read_request",
    "read_visit",
    "read_whereabouts",
    "read_word",
    "typed_visit",
]
