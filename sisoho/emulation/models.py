"""Targets: what the level above asks, what the staff conference resolved, what the school registered."""

from peewee import CharField, DateField, DecimalField

from sisoho.db import UnitOwned, UtcField, ref
from sisoho.schools.models import StaffMember


class Target(UnitOwned):
    """One target of `unit` for a year; the latest row of a key is in force.

    value is a percentage (0.55 means 0,55 %).
    """

    year_label = CharField(max_length=16)
    indicator = CharField(max_length=24)  # dropout_rate | attendance_rate
    level = CharField(max_length=16)  # all | primary | lower_secondary
    origin = CharField(max_length=16)  # superior | resolution | registered
    value = DecimalField(max_digits=7, decimal_places=3)
    source = CharField(default="")  # the paper it stands in
    set_on = DateField()
    by = ref(StaffMember, null=True)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "year_label", "indicator", "level", "origin", "set_on"), True),)
