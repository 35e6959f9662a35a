"""Hồ sơ vận động: one pupil who is to be brought back, and everything that happened on the way."""

from peewee import BooleanField, CharField, DateField, IntegerField, TextField

from sisoho.db import PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models import Pupil, SchoolYear, StaffMember


class OutreachCase(UnitOwned):
    """What the events come to (`rules.cases.replay`), kept beside them for lists; never changed without one.

    `live` is the pupil's id while the case is not closed, else null: its unique key is what keeps a pupil
    from having two, and nulls are all different on both databases. The class of the opening is not kept:
    a case is the pupil's and goes on into the next year.
    """

    public_id = PublicIdField()
    pupil = ref(Pupil)
    live = IntegerField(null=True)
    year = ref(SchoolYear)
    opened_at = UtcField()
    opened_by = ref(StaffMember, null=True)  # null: opened by rule
    why = CharField(max_length=16)  # absence | season | request | hand
    since = DateField()  # the first day missed, or the day of opening
    crossed_on = DateField(null=True)  # the half-day that called for a visit (criterion 3.7.2)
    priority = CharField(max_length=8)  # normal | urgent
    due_on = DateField(null=True)
    staff = ref(StaffMember, null=True)  # who holds it
    organisation = CharField(max_length=64, default="")  # or which body of the commune does
    state = CharField(max_length=16)  # open | watching | closed
    back_on = DateField(null=True)
    end = CharField(max_length=16, default="")  # returned | dropped | transferred | other
    ended_on = DateField(null=True)
    reason_gone = BooleanField(default=False)  # a corrected mark took the reason away
    referred_at = UtcField(null=True)
    version = IntegerField(default=0)

    class Meta:
        indexes = (
            (("unit", "live"), True),
            (("unit", "state"), False),
            (("unit", "pupil"), False),
        )


class CaseEvent(UnitOwned):
    """One thing that happened; rows are added, never changed.

    `by_name` is the author's name at that time, for an officer of the commune is nobody of the school.
    `day`, `word` and `staff` mean what the kind says (rules.cases.Event).
    """

    case = ref(OutreachCase)
    draft_id = CharField(max_length=40, null=True)
    kind = CharField(max_length=16)
    at = UtcField()
    by = ref(StaffMember, null=True)
    by_name = CharField(default="")
    day = DateField(null=True)
    word = CharField(max_length=64, default="")
    staff = ref(StaffMember, null=True)
    text = TextField(default="")
    answers = ref("self", null=True)

    class Meta:
        indexes = ((("unit", "draft_id"), True), (("unit", "case"), False))
