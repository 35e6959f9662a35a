"""Sheets and marks: exceptions with memory. Cost grows with absences, not with pupils × days."""

from peewee import BooleanField, CharField, DateField, IntegerField

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
