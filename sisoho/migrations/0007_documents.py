"""The tables of documents as first made; a frozen copy, independent of today's models."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from sisoho.db import PublicIdField, UtcField


def up(migrator, db):
    class StaffMember(Model):
        class Meta:
            database = db
            table_name = "staff_member"

    class StoredFile(Model):
        class Meta:
            database = db
            table_name = "stored_file"

    class Unit(Model):
        class Meta:
            database = db
            table_name = "unit"

    class Document(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        kind = CharField(max_length=32)
        type_code = CharField(max_length=8)
        incoming = BooleanField(default=False)
        year_label = CharField(max_length=16, default="")
        abstract = CharField(max_length=500)
        state = CharField(max_length=16, default="draft")
        version = IntegerField(default=1)
        content = JSONField()
        edited = JSONField(default=list)
        checks = JSONField(default=list)
        answers = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        replaces = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        number = IntegerField(null=True)
        number_year = IntegerField(null=True)
        symbol = CharField(max_length=48, default="")
        document_on = DateField(null=True)
        received_on = DateField(null=True)
        due_on = DateField(null=True)
        period_starts = DateField(null=True)
        period_ends = DateField(null=True)
        unsigned_file = ForeignKeyField(StoredFile, null=True, on_delete="RESTRICT")
        issued_file = ForeignKeyField(StoredFile, null=True, on_delete="RESTRICT")
        on_paper = BooleanField(default=False)
        verification_code = CharField(unique=True, null=True, max_length=24)
        drafted_by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        signer = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        created_at = UtcField()
        issued_at = UtcField(null=True)
        changed_at = UtcField()

        class Meta:
            database = db
            table_name = "document"
            indexes = ((("unit", "kind", "year_label"), False), (("unit", "state"), False))

    db.create_tables([Document])

    class DocumentStep(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        document = ForeignKeyField(Document, on_delete="RESTRICT")
        step = CharField(max_length=16)
        before = CharField(max_length=16)
        after = CharField(max_length=16)
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        note = TextField(default="")
        at = UtcField()

        class Meta:
            database = db
            table_name = "document_step"

    db.create_tables([DocumentStep])

    class ReservedNumber(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        year = IntegerField()
        series = CharField(max_length=16)
        number = IntegerField()
        document = ForeignKeyField(Document, unique=True, on_delete="RESTRICT")
        day = DateField()
        at = UtcField()

        class Meta:
            database = db
            table_name = "reserved_number"
            indexes = ((("unit", "year", "series", "number"), True),)

    db.create_tables([ReservedNumber])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("reserved_number"))
    migrator.migrate(migrator.drop_table("document_step"))
    migrator.migrate(migrator.drop_table("document"))
