"""The tables of classes as first made; a frozen copy, independent of today's models."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, Model, SmallIntegerField

from sisoho.db import PublicIdField, UtcField


def up(migrator, db):
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

    class SchoolYear(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        label = CharField(max_length=16)
        starts = DateField()
        ends = DateField()
        second_term_starts = DateField()
        opening_roll_on = DateField()
        opening_roll_frozen_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "school_year"
            indexes = ((("unit", "label"), True),)

    db.create_tables([SchoolYear])

    class SchoolClass(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        name = CharField(max_length=32)
        grades = CharField(max_length=16)
        campus = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        position = SmallIntegerField(default=0)

        class Meta:
            database = db
            table_name = "school_class"
            indexes = ((("unit", "year", "name"), True),)

    db.create_tables([SchoolClass])

    class WeeklyHalfDay(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        school_class = ForeignKeyField(SchoolClass, on_delete="RESTRICT")
        weekday = SmallIntegerField()
        half_day = CharField(max_length=1)
        kind = CharField(max_length=16, default="chinh_khoa")
        starts = DateField()
        ends = DateField(null=True)

        class Meta:
            database = db
            table_name = "weekly_half_day"
            indexes = ((("unit", "school_class"), False),)

    db.create_tables([WeeklyHalfDay])

    class Closure(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        campus = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        village = ForeignKeyField(Village, null=True, on_delete="RESTRICT")
        first_date = DateField()
        first_half_day = CharField(max_length=1, default="S")
        last_date = DateField()
        last_half_day = CharField(max_length=1, default="C")
        reason = CharField()
        flood = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "closure"
            indexes = ((("unit", "first_date"), False),)

    db.create_tables([Closure])

    class MakeUpDay(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        school_class = ForeignKeyField(SchoolClass, null=True, on_delete="RESTRICT")
        date = DateField()
        half_day = CharField(max_length=1)
        kind = CharField(max_length=16, default="chinh_khoa")
        reason = CharField(default="")

        class Meta:
            database = db
            table_name = "make_up_day"
            indexes = ((("unit", "date"), False),)

    db.create_tables([MakeUpDay])

    class Duty(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        staff = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        kind = CharField(max_length=24)
        school_class = ForeignKeyField(SchoolClass, null=True, on_delete="RESTRICT")
        village = ForeignKeyField(Village, null=True, on_delete="RESTRICT")
        lead = BooleanField(default=False)
        title = CharField(default="")
        starts = DateField()
        ends = DateField(null=True)

        class Meta:
            database = db
            table_name = "duty"
            indexes = ((("unit", "kind"), False),)

    db.create_tables([Duty])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("duty"))
    migrator.migrate(migrator.drop_table("make_up_day"))
    migrator.migrate(migrator.drop_table("closure"))
    migrator.migrate(migrator.drop_table("weekly_half_day"))
    migrator.migrate(migrator.drop_table("school_class"))
    migrator.migrate(migrator.drop_table("school_year"))
