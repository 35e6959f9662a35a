"""The law of going to the family: absences in a row, the village list, visits, messages."""

from sisoho.outreach.rules.absence import (
    Seen,
    SheetWords,
    Streak,
    absence_streak,
    return_after,
    seen_on,
)
from sisoho.outreach.rules.dropouts import OFFICIAL_AFTER, DropoutGroup, is_suspected, sessions_missed
from sisoho.outreach.rules.keeping_in_touch import Channel, FamilyPlace, Promptness, check_since, promptness
from sisoho.outreach.rules.listing import (
    Bucket,
    LastVisit,
    Listing,
    Situation,
    VisitThresholds,
    answerable_staff,
    crossing_slot,
    first_visit_due,
    list_pupil,
)
from sisoho.outreach.rules.messages import class_notice, duty_message, sms_link, tel_link, zalo_link
from sisoho.outreach.rules.returns import LongAbsence, long_absences
from sisoho.outreach.rules.visits import (
    SUB_CAUSES,
    Cause,
    Causes,
    MeetingPlace,
    Met,
    SubCause,
    VisitReport,
    check_visit,
    read_causes,
)

__all__ = [
    "OFFICIAL_AFTER",
    "SUB_CAUSES",
    "Bucket",
    "Cause",
    "Causes",
    "Channel",
    "DropoutGroup",
    "FamilyPlace",
    "LastVisit",
    "Listing",
    "LongAbsence",
    "MeetingPlace",
    "Met",
    "Promptness",
    "Seen",
    "SheetWords",
    "Situation",
    "Streak",
    "SubCause",
    "VisitReport",
    "VisitThresholds",
    "absence_streak",
    "answerable_staff",
    "check_since",
    "check_visit",
    "class_notice",
    "crossing_slot",
    "duty_message",
    "first_visit_due",
    "is_suspected",
    "list_pupil",
    "long_absences",
    "promptness",
    "read_causes",
    "return_after",
    "seen_on",
    "sessions_missed",
    "sms_link",
    "tel_link",
    "zalo_link",
]
