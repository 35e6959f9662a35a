"""The tables of emulation as first made; a frozen copy, independent of today's models."""

from peewee import CharField, DateField, DecimalField, ForeignKeyField, Model

from sisoho.db import UtcField


def up(migrator, db):
    class StaffMember(Model):
        class Meta:
            database = db
            table_name = "staff_member"

    class Unit(Model):
        class Meta:
            database = db
            table_name = "unit"

    class Target(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        year_label = CharField(max_length=16)
        indicator = CharField(max_length=24)
        level = CharField(max_length=16)
        origin = CharField(max_length=16)
        value = DecimalField(max_digits=7, decimal_places=3)
        source = CharField(default="")
        set_on = DateField()
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "target"
            indexes = ((("unit", "year_label", "indicator", "level", "origin", "set_on"), True),)

    db.create_tables([Target])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("target"))
