"""Trẻ trong địa bàn: children of a village, pupils or not. Owned by the commune, as villages are.

A pupil of one of the commune's schools is not written down here again: the register of the school is
that child's line.
"""

from peewee import BooleanField, CharField, DateField, IntegerField, SmallIntegerField

from sisoho.db import PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models.pupils import Pupil
from sisoho.schools.models.units import StaffMember, Unit, Village


class AreaChild(UnitOwned):
    """One child; what is known stands in `ChildEntry`."""

    public_id = PublicIdField()


class ChildEntry(UnitOwned):
    """One line of a survey or list about a child, whole, for one school year. Append-only.

    The latest says who and where the child is; the latest of a year says what the child does that year.
    state: rules.ChildState · source: survey | import
    """

    child = ref(AreaChild)
    school_year = CharField(max_length=16)  # 2026-2027: a commune has no school years of its own
    village = ref(Village)
    full_name = CharField()
    birth_date = DateField()
    birth_precision = CharField(max_length=8, default="day")  # day | month | year
    sex = CharField(max_length=8, default="")  # male | female | ""
    ethnic_group = CharField(max_length=32, default="")
    head_name = CharField(default="")  # chủ hộ
    disability = BooleanField(default=False)
    state = CharField(max_length=16)
    at_school = CharField(default="")  # where the child is said to study
    grade = SmallIntegerField(null=True)
    since = DateField(null=True)
    reason = CharField(default="")
    source = CharField(max_length=16)
    on = DateField()  # when it was asked
    by = ref(StaffMember, null=True)  # of the school that surveys
    by_unit = ref(Unit)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "school_year"), False), (("unit", "child"), False))


class ChildMatch(UnitOwned):
    """A person's word on whether a child of the list and a pupil are one. `live`: the pupil's id while
    "the same" stands, so that no pupil is ever two children; empty for "another child" and once undone."""

    child = ref(AreaChild)
    pupil = ref(Pupil)
    same = BooleanField()
    live = IntegerField(null=True)
    by = ref(StaffMember, null=True)
    by_unit = ref(Unit)
    at = UtcField()
    undone_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "live"), True), (("unit", "child"), False))
