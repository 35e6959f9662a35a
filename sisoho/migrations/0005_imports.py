"""The tables of imports as first made; a frozen copy, independent of today's models."""

from peewee import CharField, ForeignKeyField, IntegerField, JSONField, Model

from sisoho.db import PublicIdField, UtcField


def up(migrator, db):
    class Pupil(Model):
        class Meta:
            database = db
            table_name = "pupil"

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

    class StoredFile(Model):
        class Meta:
            database = db
            table_name = "stored_file"

    class Unit(Model):
        class Meta:
            database = db
            table_name = "unit"

    class ImportRun(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        file = ForeignKeyField(StoredFile, on_delete="RESTRICT")
        file_name = CharField()
        state = CharField(max_length=16)
        columns = JSONField(default=list)
        notices = JSONField(default=list)
        additions = JSONField(default=dict)
        counts = JSONField(default=dict)
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        at = UtcField()
        applied_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "import_run"
            indexes = ((("unit", "at"), False),)

    db.create_tables([ImportRun])

    class ImportedRow(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        run = ForeignKeyField(ImportRun, on_delete="RESTRICT")
        place = IntegerField()
        row_number = IntegerField()
        sheet = CharField(default="")
        verdict = CharField(max_length=16)
        pupil = ForeignKeyField(Pupil, null=True, on_delete="RESTRICT")
        listed = JSONField(default=dict)
        changes = JSONField(default=dict)
        reason = CharField(max_length=1000, default="")
        decision = JSONField(default=dict)

        class Meta:
            database = db
            table_name = "imported_row"
            indexes = ((("unit", "run", "place"), True),)

    db.create_tables([ImportedRow])

    class ProposedMove(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        run = ForeignKeyField(ImportRun, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        to_class = ForeignKeyField(SchoolClass, null=True, on_delete="RESTRICT")
        state = CharField(max_length=16, default="open")
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "proposed_move"
            indexes = ((("unit", "state"), False),)

    db.create_tables([ProposedMove])

    class SiblingProposal(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        first = ForeignKeyField(Pupil, on_delete="RESTRICT")
        second = ForeignKeyField(Pupil, on_delete="RESTRICT")
        state = CharField(max_length=16, default="open")
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "sibling_proposal"
            indexes = ((("unit", "first", "second"), True),)

    db.create_tables([SiblingProposal])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("sibling_proposal"))
    migrator.migrate(migrator.drop_table("proposed_move"))
    migrator.migrate(migrator.drop_table("imported_row"))
    migrator.migrate(migrator.drop_table("import_run"))
