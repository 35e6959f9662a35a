"""Push to browsers, and an end for what stands on the home page; a frozen copy of the models then."""

from peewee import CharField, ForeignKeyField, Model

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

    class LoginSession(Model):
        class Meta:
            database = db
            table_name = "login_session"

    migrator.migrate(migrator.add_column("notice", "ends_at", UtcField(null=True)))

    class PushSubscription(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        staff = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        session = ForeignKeyField(LoginSession, on_delete="RESTRICT")
        endpoint = CharField(max_length=1000, unique=True)
        p256dh = CharField(max_length=128)
        auth = CharField(max_length=64)
        made_at = UtcField()
        last_at = UtcField(null=True)
        outcome = CharField(max_length=16, default="")

        class Meta:
            database = db
            table_name = "push_subscription"
            indexes = ((("unit", "staff"), False),)

    db.create_tables([PushSubscription])

    class Reminder(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        staff = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        key = CharField(max_length=96)
        at = UtcField(index=True)

        class Meta:
            database = db
            table_name = "reminder"
            indexes = ((("unit", "staff", "key"), True),)

    db.create_tables([Reminder])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("reminder"))
    migrator.migrate(migrator.drop_table("push_subscription"))
    migrator.migrate(migrator.drop_column("notice", "ends_at"))
