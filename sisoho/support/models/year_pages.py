"""A teacher's year is the teacher's own until released."""

from sisoho.db import UnitOwned, UtcField, ref
from sisoho.schools.models import SchoolYear, StaffMember


class ReleasedYear(UnitOwned):
    """`released_at` null: taken back, or never given."""

    staff = ref(StaffMember)
    year = ref(SchoolYear)
    released_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "staff", "year"), True),)
