"""What a person is told on the home page. Texts hold no pupil's name."""

from peewee import CharField

from sisoho.db import PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models import StaffMember


class Notice(UnitOwned):
    public_id = PublicIdField()
    staff = ref(StaffMember)
    key = CharField(max_length=96)  # what it is about; the same key is told once
    text = CharField(max_length=255)
    path = CharField(max_length=255)
    at = UtcField()
    seen_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "staff", "key"), True),)
