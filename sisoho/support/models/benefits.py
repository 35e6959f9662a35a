"""Chế độ, miễn giảm: what a scheme gives, who should have it, who had it in which month."""

from peewee import BooleanField, CharField, DateField, DecimalField, IntegerField, SmallIntegerField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models import Pupil, StaffMember, Village


class BenefitScheme(UnitOwned):
    """A scheme as a decree has it, from a day on; the school checks it against the decree.

    Entitled: of the levels, from far enough (no km: any distance), and with one of `grounds` (none: all).
    """

    public_id = PublicIdField()
    name = CharField(max_length=120)
    source = CharField()
    amount = IntegerField(default=0)  # đồng a month
    rice_kg = SmallIntegerField(default=0)  # a month
    most_months = SmallIntegerField(default=9)  # a school year
    primary_km = DecimalField(max_digits=4, decimal_places=1, null=True)
    lower_km = DecimalField(max_digits=4, decimal_places=1, null=True)
    terrain_counts = BooleanField(default=False)  # hard terrain stands for the distance
    grounds = JSONField(default=list)  # hard_village | poor | near_poor | disability
    needs_boarding = BooleanField(default=False)
    starts = DateField()
    ends = DateField(null=True)
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "starts"), False),)


class BenefitDecision(UnitOwned):
    """A person's word on one pupil and scheme; the newest counts."""

    scheme = ref(BenefitScheme)
    pupil = ref(Pupil)
    entitled = BooleanField()
    reason = CharField(default="")
    paper = CharField(default="")
    on = DateField()
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "scheme", "pupil"), False),)


class BenefitMonth(UnitOwned):
    """A month in which the pupil received the scheme; `month` is its first day."""

    scheme = ref(BenefitScheme)
    pupil = ref(Pupil)
    month = DateField()
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "scheme", "pupil", "month"), True),)


class HardVillage(UnitOwned):
    """A village on the list of especially hard ones, as the school holds it, from a day on."""

    village = ref(Village)
    paper = CharField(default="")
    starts = DateField()
    ends = DateField(null=True)
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "village"), False),)
