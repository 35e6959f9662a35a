"""How far a pupil lives and whether the pupil boards. Bán trú has two meanings: each is a fact of its own."""

from peewee import BooleanField, CharField, DateField, DecimalField

from sisoho.db import UnitOwned, UtcField, ref
from sisoho.schools.models.pupils import Pupil
from sisoho.schools.models.units import StaffMember


class PupilBoarding(UnitOwned):
    """weekly: lives at school or near it during the week (NĐ 66/2025/NĐ-CP); lunch: eats there at noon."""

    pupil = ref(Pupil)
    kind = CharField(max_length=8)  # weekly | lunch
    starts = DateField()
    ends = DateField(null=True)  # half-open
    by = ref(StaffMember, null=True)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "pupil"), False),)


class HomeDistance(UnitOwned):
    """From home to school as measured, from a day on; the newest counts."""

    pupil = ref(Pupil)
    km = DecimalField(max_digits=4, decimal_places=1, null=True)
    hard_terrain = BooleanField(default=False)  # địa hình cách trở, giao thông đi lại khó khăn
    starts = DateField()
    by = ref(StaffMember, null=True)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "pupil"), False),)
