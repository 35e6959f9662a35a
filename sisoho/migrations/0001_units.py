"""The tables of units as first made; a frozen copy, independent of today's models."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, Model, TextField

from sisoho.db import PublicIdField


def up(migrator, db):
    class StoreMark(Model):
        key = CharField(unique=True, max_length=32)
        value = CharField()

        class Meta:
            database = db
            table_name = "store_mark"

    db.create_tables([StoreMark])

    class Unit(Model):
        public_id = PublicIdField(unique=True, max_length=16)
        kind = CharField(max_length=16)
        code = CharField(max_length=16, default="")
        levels = CharField(max_length=32, default="")
        starts = DateField(null=True)
        ends = DateField(null=True)

        class Meta:
            database = db
            table_name = "unit"

    db.create_tables([Unit])

    class StaffMember(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        full_name = CharField()
        sort_key = CharField(index=True)
        folded = CharField(default="")
        phone = CharField(max_length=16, default="")
        note = TextField(default="")
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "staff_member"

    db.create_tables([StaffMember])

    class Village(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        kind = CharField(max_length=16, default="buôn")
        name = CharField()
        folded = CharField()
        aliases = TextField(default="")
        head_name = CharField(default="")
        elder_name = CharField(default="")

        class Meta:
            database = db
            table_name = "village"
            indexes = ((("unit", "folded"), True),)

    db.create_tables([Village])

    class Season(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        village = ForeignKeyField(Village, null=True, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        name = CharField(default="")
        starts = DateField()
        ends = DateField()

        class Meta:
            database = db
            table_name = "season"

    db.create_tables([Season])

    class Setting(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        key = CharField(max_length=48)
        starts = DateField()
        value = TextField()

        class Meta:
            database = db
            table_name = "setting"
            indexes = ((("unit", "key", "starts"), True),)

    db.create_tables([Setting])

    class UnitProfile(Model):
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        starts = DateField()
        parent = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        name = CharField()
        short_name = CharField(default="")
        governing_line = CharField(default="")
        symbol = CharField(max_length=32, default="")
        place = CharField(default="")

        class Meta:
            database = db
            table_name = "unit_profile"
            indexes = ((("unit", "starts"), True),)

    db.create_tables([UnitProfile])

    class UnitSuccession(Model):
        predecessor = ForeignKeyField(Unit, on_delete="RESTRICT")
        successor = ForeignKeyField(Unit, on_delete="RESTRICT")
        on = DateField()

        class Meta:
            database = db
            table_name = "unit_succession"
            indexes = ((("predecessor", "successor"), True),)

    db.create_tables([UnitSuccession])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("unit_succession"))
    migrator.migrate(migrator.drop_table("unit_profile"))
    migrator.migrate(migrator.drop_table("setting"))
    migrator.migrate(migrator.drop_table("season"))
    migrator.migrate(migrator.drop_table("village"))
    migrator.migrate(migrator.drop_table("staff_member"))
    migrator.migrate(migrator.drop_table("unit"))
    migrator.migrate(migrator.drop_table("store_mark"))
