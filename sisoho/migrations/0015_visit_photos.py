"""What a visit brings along since it works offline: its number, its place, photos, the family's consent."""

from peewee import CharField, ForeignKeyField, IntegerField, Model

from sisoho.db import PublicIdField, UtcField


def up(migrator, db):
    class HomeVisit(Model):
        class Meta:
            database = db
            table_name = "home_visit"

    class StoredFile(Model):
        class Meta:
            database = db
            table_name = "stored_file"

    class Unit(Model):
        class Meta:
            database = db
            table_name = "unit"

    migrator.migrate(
        migrator.add_column("home_visit", "seq", IntegerField(default=0)),
        migrator.add_column("home_visit", "spot", CharField(max_length=24, default="")),
    )

    class VisitPhoto(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        visit = ForeignKeyField(HomeVisit, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        file = ForeignKeyField(StoredFile, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "visit_photo"
            indexes = ((("unit", "visit"), False),)

    db.create_tables([VisitPhoto])

    class FamilyConsent(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        visit = ForeignKeyField(HomeVisit, on_delete="RESTRICT")
        given = CharField(max_length=16)
        signer = CharField(max_length=16, default="")
        signer_name = CharField(default="")
        witness = CharField(default="")
        drawing = ForeignKeyField(StoredFile, null=True, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "family_consent"
            indexes = ((("unit", "visit"), True),)

    db.create_tables([FamilyConsent])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("family_consent"))
    migrator.migrate(migrator.drop_table("visit_photo"))
    migrator.migrate(migrator.drop_column("home_visit", "spot"), migrator.drop_column("home_visit", "seq"))
