"""The tables of pupils as first made; a frozen copy, independent of today's models."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    JSONField,
    Model,
    SmallIntegerField,
    TextField,
)

from sisoho.db import PublicIdField, UtcField


def up(migrator, db):
    class SchoolClass(Model):
        class Meta:
            database = db
            table_name = "school_class"

    class SchoolYear(Model):
        class Meta:
            database = db
            table_name = "school_year"

    class StaffMember(Model):
        class Meta:
            database = db
            table_name = "staff_member"

    class Unit(Model):
        class Meta:
            database = db
            table_name = "unit"

    class Village(Model):
        class Meta:
            database = db
            table_name = "village"

    class Pupil(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        full_name = CharField()
        sort_key = CharField()
        folded = CharField()
        birth_date = DateField(null=True)
        birth_precision = CharField(max_length=8, default="day")
        sex = CharField(max_length=8, default="")
        ethnic_group = CharField(max_length=32, default="")
        id_number = CharField(max_length=16, default="")
        register_number = CharField(max_length=16, default="")
        disability = BooleanField(default=False)
        last_import = JSONField(default=dict)

        class Meta:
            database = db
            table_name = "pupil"
            indexes = ((("unit", "sort_key"), False), (("unit", "id_number"), False))

    db.create_tables([Pupil])

    class PupilPlace(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        village = ForeignKeyField(Village, null=True, on_delete="RESTRICT")
        campus = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        starts = DateField()
        ends = DateField(null=True)

        class Meta:
            database = db
            table_name = "pupil_place"

    db.create_tables([PupilPlace])

    class Household(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        situation = TextField(default="")
        address = CharField(default="")

        class Meta:
            database = db
            table_name = "household"

    db.create_tables([Household])

    class Guardian(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        household = ForeignKeyField(Household, on_delete="RESTRICT")
        relation = CharField(max_length=16)
        full_name = CharField()
        folded = CharField(default="")
        phone = CharField(max_length=16, default="")
        other_names = CharField(default="")

        class Meta:
            database = db
            table_name = "guardian"

    db.create_tables([Guardian])

    class PupilHousehold(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        household = ForeignKeyField(Household, on_delete="RESTRICT")
        starts = DateField()
        ends = DateField(null=True)

        class Meta:
            database = db
            table_name = "pupil_household"

    db.create_tables([PupilHousehold])

    class PovertyDecision(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        household = ForeignKeyField(Household, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        paper = CharField(default="")
        starts = DateField()
        ends = DateField(null=True)

        class Meta:
            database = db
            table_name = "poverty_decision"

    db.create_tables([PovertyDecision])

    class Enrolment(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        school_class = ForeignKeyField(SchoolClass, on_delete="RESTRICT")
        grade = SmallIntegerField()
        starts = DateField()
        ends = DateField(null=True)

        class Meta:
            database = db
            table_name = "enrolment"
            indexes = ((("unit", "school_class"), False), (("unit", "year"), False))

    db.create_tables([Enrolment])

    class Move(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        state = CharField(max_length=16, default="done")
        on = DateField()
        reason = CharField(default="")
        paper_kind = CharField(default="")
        paper_number = CharField(default="")
        paper_on = DateField(null=True)
        paper_issuer = CharField(default="")
        from_class = ForeignKeyField(SchoolClass, null=True, on_delete="RESTRICT")
        to_class = ForeignKeyField(SchoolClass, null=True, on_delete="RESTRICT")
        other_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        other_name = CharField(default="")
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "move"
            indexes = ((("unit", "pupil"), False), (("other_unit", "state"), False))

    db.create_tables([Move])

    class PupilLink(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, unique=True, on_delete="RESTRICT")
        former = ForeignKeyField(Pupil, on_delete="RESTRICT")
        move = ForeignKeyField(Move, on_delete="RESTRICT")
        confirmed_by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        confirmed_at = UtcField()

        class Meta:
            database = db
            table_name = "pupil_link"

    db.create_tables([PupilLink])

    class OpeningRoll(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        class_name = CharField(max_length=32)
        grade = SmallIntegerField()
        sex = CharField(max_length=8)
        ethnic_group = CharField(max_length=32)
        disability = BooleanField()

        class Meta:
            database = db
            table_name = "opening_roll"
            indexes = ((("unit", "year", "pupil"), True),)

    db.create_tables([OpeningRoll])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("opening_roll"))
    migrator.migrate(migrator.drop_table("pupil_link"))
    migrator.migrate(migrator.drop_table("move"))
    migrator.migrate(migrator.drop_table("enrolment"))
    migrator.migrate(migrator.drop_table("poverty_decision"))
    migrator.migrate(migrator.drop_table("pupil_household"))
    migrator.migrate(migrator.drop_table("guardian"))
    migrator.migrate(migrator.drop_table("household"))
    migrator.migrate(migrator.drop_table("pupil_place"))
    migrator.migrate(migrator.drop_table("pupil"))
