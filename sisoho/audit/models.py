"""Who did what, with which intent, when. Rows are added, never changed."""

from peewee import CharField, DateField, IntegerField, TextField

from sisoho.db import BaseModel, JSONField, UtcField, ref


class AuditEntry(BaseModel):
    """Plain ids on purpose: the log outlives what it speaks of and knows no slice above it."""

    at = UtcField(index=True)
    unit_id = IntegerField(null=True, index=True)
    account_id = IntegerField(null=True)
    staff_id = IntegerField(null=True)
    role = CharField(default="")
    intent = CharField(max_length=64)
    subject_kind = CharField(max_length=32)
    subject_id = CharField(max_length=32)
    fields = JSONField(default=list)  # names of the fields touched, never their values


class PersonalValue(BaseModel):
    """A personal value before and after, keyed by pupil so that erasure may blank it."""

    entry = ref(AuditEntry)
    pupil_id = IntegerField(index=True)
    field = CharField(max_length=32)
    before = TextField(null=True)
    after = TextField(null=True)


class FileView(BaseModel):
    """Who looked at a pupil's follow-up on which day; one row a person, pupil and day."""

    unit_id = IntegerField()
    staff_id = IntegerField()
    pupil_id = IntegerField()
    on = DateField()
    times = IntegerField(default=1)
    last_at = UtcField()

    class Meta:
        indexes = ((("unit_id", "staff_id", "pupil_id", "on"), True),)
