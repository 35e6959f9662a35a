"""What is for the principal alone: the confidential record, its steps and its deputy."""

from peewee import CharField, DateField, TextField

from sisoho.db import PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models import Pupil, StaffMember


class ConfidentialRecord(UnitOwned):
    """What is for the principal alone (domain.md §8.3). No other table points here, no list reads it."""

    public_id = PublicIdField()
    draft_id = CharField(max_length=40)
    pupil = ref(Pupil)
    by = ref(StaffMember)
    said = TextField()
    at = UtcField()

    class Meta:
        indexes = ((("unit", "draft_id"), True), (("unit", "at"), False))


class ConfidentialStep(UnitOwned):
    """Who outside was told of a record, and when."""

    record = ref(ConfidentialRecord)
    told = CharField()
    on = DateField()
    note = TextField(default="")
    by = ref(StaffMember)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "record"), False),)


class ConfidentialDeputy(UnitOwned):
    """The one person besides the principal who may read; the newest row counts, null means nobody."""

    staff = ref(StaffMember, null=True)
    by = ref(StaffMember)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "at"), False),)
