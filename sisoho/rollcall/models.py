"""Sheets and marks: exceptions with memory. Cost grows with absences, not with pupils × days.

Beside them what others say of the same half-days: leave asked for, what a later lesson saw, heads
counted, who takes the roll, who confirmed a month, what should be corrected after it.
"""

from peewee import BooleanField, CharField, DateField, IntegerField, SmallIntegerField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models import Pupil, SchoolClass, StaffMember


class RollCallSheet(UnitOwned):
    """One class on one half-day as it now stands.

    `roll` lists the pupil ids the stored version was taken from; present = on the roll, due, no mark.
    """

    public_id = PublicIdField()
    school_class = ref(SchoolClass)
    date = DateField()
    half_day = CharField(max_length=1)  # S | C
    version = IntegerField()
    draft_id = CharField(max_length=40)
    seq = IntegerField()
    payload_hash = CharField(max_length=64)
    roll = JSONField()
    taken_by = ref(StaffMember)
    first_device_at = UtcField()  # device clock of the first submission, corrected by its skew
    first_received_at = UtcField()
    device_at = UtcField()
    received_at = UtcField()

    class Meta:
        indexes = ((("unit", "school_class", "date", "half_day"), True), (("unit", "date"), False))


class SheetVersion(UnitOwned):
    """Every submission that said something new, also one that lost a conflict (`accepted` false)."""

    sheet = ref(RollCallSheet)
    version = IntegerField()
    accepted = BooleanField()
    draft_id = CharField(max_length=40)
    seq = IntegerField()
    base_version = IntegerField()
    payload_hash = CharField(max_length=64)
    roll = JSONField()
    marks = JSONField()  # pupil id (text) → mark
    taken_by = ref(StaffMember)
    device_at = UtcField()  # as the phone said it
    skew_seconds = IntegerField(null=True)  # phone's clock minus ours at their last contact
    received_at = UtcField()

    class Meta:
        indexes = ((("unit", "sheet"), False),)


class Mark(UnitOwned):
    """The mark a pupil now has on a sheet. V is settled as P or K by `settled_by`."""

    sheet = ref(RollCallSheet)
    pupil = ref(Pupil)
    kind = CharField(max_length=1)  # V | P | K | T
    first_kind = CharField(max_length=1)
    reason = CharField(default="")
    settled_by = ref(StaffMember, null=True)
    settled_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "sheet", "pupil"), True), (("unit", "pupil"), False))


class MarkChange(UnitOwned):
    """Append-only: what a mark was, what it became, who, when, why."""

    sheet = ref(RollCallSheet)
    pupil = ref(Pupil)
    before = CharField(max_length=1, default="")
    after = CharField(max_length=1, default="")
    intent = CharField(max_length=24)  # submit | settle
    reason = CharField(default="")
    by = ref(StaffMember, null=True)
    device_at = UtcField(null=True)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "sheet"), False), (("unit", "pupil"), False))


class Leave(UnitOwned):
    """A family asked before the absence, for the half-days from first to last (both included)."""

    public_id = PublicIdField()
    pupil = ref(Pupil)
    first_date = DateField()
    first_half_day = CharField(max_length=1)
    last_date = DateField()
    last_half_day = CharField(max_length=1)
    reason = CharField()
    asked_by = CharField(default="")  # mẹ, cha, bà …
    by = ref(StaffMember)
    at = UtcField()
    withdrawn_by = ref(StaffMember, null=True)
    withdrawn_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "pupil"), False), (("unit", "last_date"), False))


class LessonNote(UnitOwned):
    """Append-only: what was seen of a pupil after the roll. Shown beside the mark, counted nowhere.

    kind: late (`number` minutes, 0 unknown) | absent_from (lesson `number`) | left_early (after it)
    """

    school_class = ref(SchoolClass)
    date = DateField()
    half_day = CharField(max_length=1)
    pupil = ref(Pupil)
    kind = CharField(max_length=16)
    number = SmallIntegerField(default=0)
    reason = CharField(default="")
    by = ref(StaffMember)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "school_class", "date"), False), (("unit", "pupil"), False))


class HeadCount(UnitOwned):
    """Append-only: the pupils somebody saw in a class. `by` may be of the commune above the school.

    source: leader | day_duty | doi (a total of the Đội) | commune
    """

    school_class = ref(SchoolClass)
    date = DateField()
    half_day = CharField(max_length=1)
    seen = SmallIntegerField()
    source = CharField(max_length=16)
    by = ref(StaffMember)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "date"), False),)


class RollDuty(UnitOwned):
    """Who takes the roll of a class other than its homeroom teacher, from a day until before `ends`.

    weekday: 0 = Monday, null every day; half_day "" both. A substitute goes before the weekly duty.
    """

    public_id = PublicIdField()
    school_class = ref(SchoolClass)
    staff = ref(StaffMember)
    weekday = SmallIntegerField(null=True)
    half_day = CharField(max_length=1, default="")
    substitute = BooleanField(default=False)
    starts = DateField()
    ends = DateField(null=True)

    class Meta:
        indexes = ((("unit", "school_class"), False),)


class MonthConfirmation(UnitOwned):
    """Append-only: a person stands for a class's month as it was. step: homeroom | principal."""

    school_class = ref(SchoolClass)
    month = DateField()  # its first day
    step = CharField(max_length=16)
    totals = JSONField()  # what was confirmed: the fields of rules.SheetTotals
    by = ref(StaffMember)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "month"), False),)


class ProposedMark(UnitOwned):
    """A correction after the month's close: it waits for the principal. state: open | accepted | refused."""

    public_id = PublicIdField()
    sheet = ref(RollCallSheet)
    pupil = ref(Pupil)
    before = CharField(max_length=1, default="")
    after = CharField(max_length=1, default="")
    reason = CharField()
    by = ref(StaffMember)
    at = UtcField()
    state = CharField(max_length=16, default="open")
    answer = CharField(default="")
    decided_by = ref(StaffMember, null=True)
    decided_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "state"), False), (("unit", "sheet"), False))
