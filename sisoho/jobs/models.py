"""Long and recurring work. The row is the truth; the queue only wakes the worker."""

from peewee import CharField, IntegerField, TextField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField


class Job(UnitOwned):
    public_id = PublicIdField()
    kind = CharField(max_length=48)
    args = JSONField(default=dict)
    state = CharField(max_length=16, default="queued")  # queued | running | done | failed
    done = IntegerField(default=0)
    total = IntegerField(default=0)
    tries = IntegerField(default=0)
    result = JSONField(default=dict)
    error = TextField(default="")
    staff_id = IntegerField(null=True)
    created_at = UtcField()
    started_at = UtcField(null=True)
    finished_at = UtcField(null=True)

    class Meta:
        indexes = ((("state", "created_at"), False),)
