"""The tables of accounts, notices as first made; a frozen copy, independent of today's models."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, Model

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

    class Account(Model):
        public_id = PublicIdField(unique=True, max_length=16)
        username = CharField(unique=True, max_length=64)
        phone = CharField(unique=True, null=True, max_length=16)
        password_hash = CharField(default="")
        staff = ForeignKeyField(StaffMember, unique=True, null=True, on_delete="RESTRICT")
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        is_administrator = BooleanField(default=False)
        created_at = UtcField()
        disabled_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "account"

    db.create_tables([Account])

    class LoginSession(Model):
        public_id = PublicIdField(unique=True, max_length=16)
        account = ForeignKeyField(Account, on_delete="RESTRICT")
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        token_hash = CharField(unique=True, max_length=64)
        device = CharField(max_length=120, default="")
        device_key = CharField(index=True, max_length=64, default="")
        shared_device = BooleanField(default=False)
        by_slip = BooleanField(default=False)
        started_at = UtcField()
        seen_at = UtcField()
        ended_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "login_session"

    db.create_tables([LoginSession])

    class SignInSlip(Model):
        account = ForeignKeyField(Account, on_delete="RESTRICT")
        token_hash = CharField(unique=True, max_length=64)
        printed_at = UtcField()
        expires_at = UtcField()
        used_at = UtcField(null=True)
        replaced_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "sign_in_slip"

    db.create_tables([SignInSlip])

    class SignInFailure(Model):
        login_key = CharField(max_length=64)
        device_key = CharField(max_length=64)
        failures = IntegerField(default=0)
        last_at = UtcField(index=True)

        class Meta:
            database = db
            table_name = "sign_in_failure"
            indexes = ((("login_key", "device_key"), True),)

    db.create_tables([SignInFailure])

    class Notice(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        staff = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        key = CharField(max_length=96)
        text = CharField()
        path = CharField()
        at = UtcField()
        seen_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "notice"
            indexes = ((("unit", "staff", "key"), True),)

    db.create_tables([Notice])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("notice"))
    migrator.migrate(migrator.drop_table("sign_in_failure"))
    migrator.migrate(migrator.drop_table("sign_in_slip"))
    migrator.migrate(migrator.drop_table("login_session"))
    migrator.migrate(migrator.drop_table("account"))
