"""Children of the area as first made; a frozen copy, independent of today's models."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, Model, SmallIntegerField

from sisoho.db import PublicIdField, UtcField


def up(migrator, db):
    class Unit(Model):
        class Meta:
            database = db
            table_name = "unit"

    class StaffMember(Model):
        class Meta:
            database = db
            table_name = "staff_member"

    class Village(Model):
        class Meta:
            database = db
            table_name = "village"

    class Pupil(Model):
        class Meta:
            database = db
            table_name = "pupil"

    class AreaChild(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)

        class Meta:
            database = db
            table_name = "area_child"

    db.create_tables([AreaChild])

    class ChildEntry(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        child = ForeignKeyField(AreaChild, on_delete="RESTRICT")
        school_year = CharField(max_length=16)
        village = ForeignKeyField(Village, on_delete="RESTRICT")
        full_name = CharField()
        birth_date = DateField()
        birth_precision = CharField(max_length=8, default="day")
        sex = CharField(max_length=8, default="")
        ethnic_group = CharField(max_length=32, default="")
        head_name = CharField(default="")
        disability = BooleanField(default=False)
        state = CharField(max_length=16)
        at_school = CharField(default="")
        grade = SmallIntegerField(null=True)
        since = DateField(null=True)
        reason = CharField(default="")
        source = CharField(max_length=16)
        on = DateField()
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        by_unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "child_entry"
            indexes = ((("unit", "school_year"), False), (("unit", "child"), False))

    db.create_tables([ChildEntry])

    class ChildMatch(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        child = ForeignKeyField(AreaChild, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        same = BooleanField()
        live = IntegerField(null=True)
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        by_unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        at = UtcField()
        undone_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "child_match"
            indexes = ((("unit", "live"), True), (("unit", "child"), False))

    db.create_tables([ChildMatch])


def down(migrator, db):
    for table in ("child_match", "child_entry", "area_child"):
        migrator.migrate(migrator.drop_table(table))
