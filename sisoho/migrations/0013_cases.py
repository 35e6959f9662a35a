"""The tables of cases as first made; a frozen copy, independent of today's models."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField

from sisoho.db import PublicIdField, UtcField


def up(migrator, db):
    class Pupil(Model):
        class Meta:
            database = db
            table_name = "pupil"

    class SchoolYear(Model):
        class Meta:
            database = db
            table_name = "school_year"

    class StaffMember(Model):
        class Meta:
            database = db
            table_name = "staff_member"

    class Unit(Model):
        class Meta:
            database = db
            table_name = "unit"

    class OutreachCase(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        live = IntegerField(null=True)
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        opened_at = UtcField()
        opened_by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        why = CharField(max_length=16)
        since = DateField()
        crossed_on = DateField(null=True)
        priority = CharField(max_length=8)
        due_on = DateField(null=True)
        staff = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        organisation = CharField(max_length=64, default="")
        state = CharField(max_length=16)
        back_on = DateField(null=True)
        end = CharField(max_length=16, default="")
        ended_on = DateField(null=True)
        reason_gone = BooleanField(default=False)
        referred_at = UtcField(null=True)
        version = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "outreach_case"
            indexes = ((("unit", "live"), True), (("unit", "state"), False), (("unit", "pupil"), False))

    db.create_tables([OutreachCase])

    class CaseEvent(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        case = ForeignKeyField(OutreachCase, on_delete="RESTRICT")
        draft_id = CharField(max_length=40, null=True)
        kind = CharField(max_length=16)
        at = UtcField()
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        by_name = CharField(default="")
        day = DateField(null=True)
        word = CharField(max_length=64, default="")
        staff = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        text = TextField(default="")
        answers = ForeignKeyField("self", null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "case_event"
            indexes = ((("unit", "draft_id"), True), (("unit", "case"), False))

    db.create_tables([CaseEvent])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("case_event"))
    migrator.migrate(migrator.drop_table("outreach_case"))
