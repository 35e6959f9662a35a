"""A closure that is taken back stays to be seen, with who took it back and when."""

from peewee import ForeignKeyField, Model

from sisoho.db import UtcField


def up(migrator, db):
    class StaffMember(Model):
        class Meta:
            database = db
            table_name = "staff_member"

    by = ForeignKeyField(StaffMember, field=StaffMember.id, null=True, on_delete="RESTRICT")
    migrator.migrate(
        migrator.add_column("closure", "withdrawn_by_id", by),
        migrator.add_column("closure", "withdrawn_at", UtcField(null=True)),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column("closure", "withdrawn_at"), migrator.drop_column("closure", "withdrawn_by_id")
    )
