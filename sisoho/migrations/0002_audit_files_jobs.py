"""The tables of audit, files, jobs as first made; a frozen copy, independent of today's models."""

from peewee import BlobField, CharField, DateField, ForeignKeyField, IntegerField, JSONField, Model, TextField

from sisoho.db import PublicIdField, UtcField


def up(migrator, db):
    class Unit(Model):
        class Meta:
            database = db
            table_name = "unit"

    class AuditEntry(Model):
        at = UtcField(index=True)
        unit_id = IntegerField(index=True, null=True)
        account_id = IntegerField(null=True)
        staff_id = IntegerField(null=True)
        role = CharField(default="")
        intent = CharField(max_length=64)
        subject_kind = CharField(max_length=32)
        subject_id = CharField(max_length=32)
        fields = JSONField(default=list)

        class Meta:
            database = db
            table_name = "audit_entry"

    db.create_tables([AuditEntry])

    class PersonalValue(Model):
        entry = ForeignKeyField(AuditEntry, on_delete="RESTRICT")
        pupil_id = IntegerField(index=True)
        field = CharField(max_length=32)
        before = TextField(null=True)
        after = TextField(null=True)

        class Meta:
            database = db
            table_name = "personal_value"

    db.create_tables([PersonalValue])

    class FileView(Model):
        unit_id = IntegerField()
        staff_id = IntegerField()
        pupil_id = IntegerField()
        on = DateField()
        times = IntegerField(default=1)
        last_at = UtcField()

        class Meta:
            database = db
            table_name = "file_view"
            indexes = ((("unit_id", "staff_id", "pupil_id", "on"), True),)

    db.create_tables([FileView])

    class StoredFile(Model):
        public_id = PublicIdField(unique=True, max_length=16)
        sha256 = CharField(max_length=64)
        name = CharField()
        media_type = CharField(max_length=128)
        size = IntegerField()
        data = BlobField()
        stored_at = UtcField()
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "stored_file"
            indexes = ((("unit", "sha256"), True),)

    db.create_tables([StoredFile])

    class Job(Model):
        public_id = PublicIdField(unique=True, max_length=16)
        kind = CharField(max_length=48)
        args = JSONField(default=dict)
        state = CharField(max_length=16, default="queued")
        done = IntegerField(default=0)
        total = IntegerField(default=0)
        tries = IntegerField(default=0)
        result = JSONField(default=dict)
        error = TextField(default="")
        staff_id = IntegerField(null=True)
        created_at = UtcField()
        started_at = UtcField(null=True)
        finished_at = UtcField(null=True)
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "job"
            indexes = ((("state", "created_at"), False),)

    db.create_tables([Job])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("job"))
    migrator.migrate(migrator.drop_table("stored_file"))
    migrator.migrate(migrator.drop_table("file_view"))
    migrator.migrate(migrator.drop_table("personal_value"))
    migrator.migrate(migrator.drop_table("audit_entry"))
