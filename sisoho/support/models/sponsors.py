"""Nhận đỡ đầu and đôi bạn giúp nhau: who stands by whom, and a line a month."""

from peewee import CharField, DateField, TextField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models import Pupil, StaffMember


class Sponsorship(UnitOwned):
    """A member of staff stands by a pupil from a day until the day before `ends`."""

    public_id = PublicIdField()
    pupil = ref(Pupil)
    sponsor = ref(StaffMember)
    helps = JSONField(default=list)  # codes of support.rules.HELPS
    difficulty = CharField(default="")
    plan = CharField(max_length=500, default="")
    starts = DateField()
    ends = DateField(null=True)
    end_reason = CharField(max_length=16, default="")
    result = TextField(default="")
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "pupil"), False), (("unit", "sponsor"), False))


class SponsorMonth(UnitOwned):
    """One line of the diary a month; `month` is its first day."""

    sponsorship = ref(Sponsorship)
    month = DateField()
    note = CharField(default="")
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "sponsorship", "month"), True),)


class BuddyPair(UnitOwned):
    """Two pupils who help each other; `helped` is the one the pair was made for."""

    public_id = PublicIdField()
    helper = ref(Pupil)
    helped = ref(Pupil)
    purpose = CharField(default="")
    starts = DateField()
    ends = DateField(null=True)
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "helped"), False),)


class BuddyNote(UnitOwned):
    """How the pair got on in a month; `month` is its first day."""

    pair = ref(BuddyPair)
    month = DateField()
    note = CharField(default="")
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "pair", "month"), True),)
