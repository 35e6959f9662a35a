"""Units, their dated names, and the people who work in them."""

from peewee import BooleanField, CharField, DateField, TextField

from sisoho.db import BaseModel, PublicIdField, UnitOwned, ref


class Unit(BaseModel):
    """One agency or place of the tree: department (Sở), district (ended 2025), commune, school, campus."""

    public_id = PublicIdField()
    kind = CharField(max_length=16)  # department | district | commune | school | campus
    code = CharField(max_length=16, default="")  # official code where there is one (24076)
    levels = CharField(max_length=32, default="")  # schools: "primary", "lower_secondary" or both, by comma
    starts = DateField(null=True)
    ends = DateField(null=True)  # half-open


class UnitProfile(BaseModel):
    """What a unit is called, whom it answers to and how its papers are headed, from a day on.

    Issued documents freeze a copy, so a later row changes no paper.
    """

    unit = ref(Unit)
    starts = DateField()
    parent = ref(Unit, null=True)
    name = CharField()  # Trường Tiểu học và THCS số 1 Phú Túc
    short_name = CharField(default="")
    governing_line = CharField(default="")  # UBND XÃ PHÚ TÚC, when it differs from the parent's name
    symbol = CharField(max_length=32, default="")  # THSO1, in Số: 05/KH-THSO1
    place = CharField(default="")  # Phú Túc, before "ngày …"

    class Meta:
        indexes = ((("unit", "starts"), True),)


class UnitSuccession(BaseModel):
    """Who took over a unit's tasks and papers (the districts ended on 01/07/2025)."""

    predecessor = ref(Unit)
    successor = ref(Unit)
    on = DateField()

    class Meta:
        indexes = ((("predecessor", "successor"), True),)


class StaffMember(UnitOwned):
    """A person who works for a unit, with or without a login. Records name staff, never accounts."""

    public_id = PublicIdField()
    full_name = CharField()
    sort_key = CharField(index=True)
    folded = CharField(default="")
    phone = CharField(max_length=16, default="")
    note = TextField(default="")
    active = BooleanField(default=True)


class Village(UnitOwned):
    """A thôn, buôn, làng or tổ dân phố; belongs to the commune (`unit`)."""

    public_id = PublicIdField()
    kind = CharField(max_length=16, default="buôn")  # buôn | thôn | làng | tổ dân phố
    name = CharField()  # with its kind: Buôn Chư Bang
    folded = CharField()
    aliases = TextField(default="")  # one a line, as other papers spell it
    head_name = CharField(default="")
    elder_name = CharField(default="")

    class Meta:
        indexes = ((("unit", "folded"), True),)


class Season(UnitOwned):
    """A declared flood or harvest season of a village (or of the whole commune: village null)."""

    village = ref(Village, null=True)
    kind = CharField(max_length=16)  # flood | harvest
    name = CharField(default="")
    starts = DateField()
    ends = DateField()  # half-open


class Setting(UnitOwned):
    """A dated value of a unit (hours, thresholds, bands); keys and defaults stand in `schools.settings`."""

    key = CharField(max_length=48)
    starts = DateField()
    value = TextField()  # JSON

    class Meta:
        indexes = ((("unit", "key", "starts"), True),)
