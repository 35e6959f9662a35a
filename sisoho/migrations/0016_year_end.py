"""The tables of the year's end as first made; a frozen copy, independent of today's models."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, JSONField, Model

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

    class Pupil(Model):
        class Meta:
            database = db
            table_name = "pupil"

    class SchoolYear(Model):
        class Meta:
            database = db
            table_name = "school_year"

    class SchoolClass(Model):
        class Meta:
            database = db
            table_name = "school_class"

    class YearResult(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        school_class = ForeignKeyField(SchoolClass, on_delete="RESTRICT")
        result = CharField(max_length=32)
        reason = CharField(default="")
        on = DateField()
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "year_result"
            indexes = ((("unit", "year", "pupil"), False),)

    db.create_tables([YearResult])

    class ResultConfirmation(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        school_class = ForeignKeyField(SchoolClass, on_delete="RESTRICT")
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        at = UtcField()

        class Meta:
            database = db
            table_name = "result_confirmation"
            indexes = ((("unit", "school_class"), True),)

    db.create_tables([ResultConfirmation])

    class NewYearPlan(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        opened = ForeignKeyField(SchoolYear, null=True, on_delete="RESTRICT")
        state = CharField(max_length=16, default="draft")
        content = JSONField(default=dict)
        version = IntegerField(default=1)
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        changed_at = UtcField()
        opened_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "new_year_plan"
            indexes = ((("unit", "year"), False),)

    db.create_tables([NewYearPlan])

    class Arrival(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        note = CharField(default="")
        on = DateField()
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "arrival"
            indexes = ((("unit", "year", "pupil"), False),)

    db.create_tables([Arrival])

    class Handover(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        to_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        to_name = CharField(default="")
        state = CharField(max_length=16, default="waiting")
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        recorded_at = UtcField()
        arrived_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "handover"
            indexes = ((("unit", "year"), False), (("to_unit", "state"), False))

    db.create_tables([Handover])


def down(migrator, db):
    for table in ("handover", "arrival", "new_year_plan", "result_confirmation", "year_result"):
        migrator.migrate(migrator.drop_table(table))
