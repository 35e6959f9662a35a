"""What the school did with its pupils and parents: activities, meetings, campaigns, praise."""

from peewee import CharField, DateField, SmallIntegerField, TextField

from sisoho.db import PublicIdField, UnitOwned, UtcField, ref
from sisoho.files.models import StoredFile
from sisoho.schools.models import Pupil, StaffMember


class Activity(UnitOwned):
    """kind: codes of support.rules.ActivityKind."""

    public_id = PublicIdField()
    kind = CharField(max_length=16)
    on = DateField()
    title = CharField(max_length=160)
    note = TextField(default="")
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "on"), False),)


class ActivityFile(UnitOwned):
    """Minutes or a photo of them, in the order they were added."""

    public_id = PublicIdField()
    activity = ref(Activity)
    file = ref(StoredFile)
    name = CharField()
    position = SmallIntegerField()

    class Meta:
        indexes = ((("unit", "activity", "position"), True),)


class Commended(UnitOwned):
    """A pupil praised on an occasion; inside the school alone."""

    activity = ref(Activity)
    pupil = ref(Pupil)

    class Meta:
        indexes = ((("unit", "activity", "pupil"), True), (("unit", "pupil"), False))
