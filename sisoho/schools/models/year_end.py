"""The year's end: results, the plan of the next year, who was seen in its first days, the way to grade 6."""

from peewee import CharField, DateField, IntegerField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models.classes import SchoolClass, SchoolYear
from sisoho.schools.models.pupils import Pupil
from sisoho.schools.models.units import StaffMember, Unit


class YearResult(UnitOwned):
    """What a year came to for a pupil; append-only, the latest row of a pupil counts (rules.Result)."""

    year = ref(SchoolYear)
    pupil = ref(Pupil)
    school_class = ref(SchoolClass)
    result = CharField(max_length=32)
    reason = CharField(default="")
    on = DateField()
    by = ref(StaffMember, null=True)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "year", "pupil"), False),)


class ResultConfirmation(UnitOwned):
    """A leader stands for the results of a class; from then on only leaders change one."""

    school_class = ref(SchoolClass)
    by = ref(StaffMember, null=True)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "school_class"), True),)


class NewYearPlan(UnitOwned):
    """The next year as it is being prepared: dates, classes, exceptions; `rules.YearDraft` is its content.

    state: draft | opened | undone. `version` grows with each change.
    """

    year = ref(SchoolYear)  # the one that ends
    opened = ref(SchoolYear, null=True)
    state = CharField(max_length=16, default="draft")
    content = JSONField(default=dict)
    version = IntegerField(default=1)
    by = ref(StaffMember, null=True)
    changed_at = UtcField()
    opened_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "year"), False),)


class Arrival(UnitOwned):
    """A person's word on a due pupil no sheet has seen; append-only, the latest counts.

    kind: seen (đã thấy) | awaited (còn vận động, vẫn có tên trong danh sách)
    """

    year = ref(SchoolYear)
    pupil = ref(Pupil)
    kind = CharField(max_length=16)
    note = CharField(default="")
    on = DateField()
    by = ref(StaffMember, null=True)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "year", "pupil"), False),)


class Handover(UnitOwned):
    """A pupil who completed primary here, and the school said to receive the pupil for grade 6.

    state: waiting | arrived | withdrawn. `to_unit`: a school on this server, else `to_name`.
    """

    public_id = PublicIdField()
    year = ref(SchoolYear)  # the last of primary
    pupil = ref(Pupil)
    to_unit = ref(Unit, null=True)
    to_name = CharField(default="")
    state = CharField(max_length=16, default="waiting")
    by = ref(StaffMember, null=True)
    recorded_at = UtcField()
    arrived_on = DateField(null=True)

    class Meta:
        indexes = ((("unit", "year"), False), (("to_unit", "state"), False))
