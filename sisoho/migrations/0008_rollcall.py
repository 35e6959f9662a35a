"""The tables of rollcall as first made; a frozen copy, independent of today's models."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    SmallIntegerField,
)

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

    class StaffMember(Model):
        class Meta:
            database = db
            table_name = "staff_member"

    class Unit(Model):
        class Meta:
            database = db
            table_name = "unit"

    class RollCallSheet(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        school_class = ForeignKeyField(SchoolClass, on_delete="RESTRICT")
        date = DateField()
        half_day = CharField(max_length=1)
        version = IntegerField()
        draft_id = CharField(max_length=40)
        seq = IntegerField()
        payload_hash = CharField(max_length=64)
        roll = JSONField()
        taken_by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        first_device_at = UtcField()
        first_received_at = UtcField()
        device_at = UtcField()
        received_at = UtcField()

        class Meta:
            database = db
            table_name = "roll_call_sheet"
            indexes = ((("unit", "school_class", "date", "half_day"), True), (("unit", "date"), False))

    db.create_tables([RollCallSheet])

    class SheetVersion(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        sheet = ForeignKeyField(RollCallSheet, on_delete="RESTRICT")
        version = IntegerField()
        accepted = BooleanField()
        draft_id = CharField(max_length=40)
        seq = IntegerField()
        base_version = IntegerField()
        payload_hash = CharField(max_length=64)
        roll = JSONField()
        marks = JSONField()
        taken_by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        device_at = UtcField()
        skew_seconds = IntegerField(null=True)
        received_at = UtcField()

        class Meta:
            database = db
            table_name = "sheet_version"
            indexes = ((("unit", "sheet"), False),)

    db.create_tables([SheetVersion])

    class Mark(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        sheet = ForeignKeyField(RollCallSheet, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        kind = CharField(max_length=1)
        first_kind = CharField(max_length=1)
        reason = CharField(default="")
        settled_by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        settled_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "mark"
            indexes = ((("unit", "sheet", "pupil"), True), (("unit", "pupil"), False))

    db.create_tables([Mark])

    class MarkChange(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        sheet = ForeignKeyField(RollCallSheet, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        before = CharField(max_length=1, default="")
        after = CharField(max_length=1, default="")
        intent = CharField(max_length=24)
        reason = CharField(default="")
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        device_at = UtcField(null=True)
        at = UtcField()

        class Meta:
            database = db
            table_name = "mark_change"
            indexes = ((("unit", "sheet"), False), (("unit", "pupil"), False))

    db.create_tables([MarkChange])

    class Leave(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        first_date = DateField()
        first_half_day = CharField(max_length=1)
        last_date = DateField()
        last_half_day = CharField(max_length=1)
        reason = CharField()
        asked_by = CharField(default="")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()
        withdrawn_by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        withdrawn_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "leave"
            indexes = ((("unit", "pupil"), False), (("unit", "last_date"), False))

    db.create_tables([Leave])

    class LessonNote(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        school_class = ForeignKeyField(SchoolClass, on_delete="RESTRICT")
        date = DateField()
        half_day = CharField(max_length=1)
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        number = SmallIntegerField(default=0)
        reason = CharField(default="")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()

        class Meta:
            database = db
            table_name = "lesson_note"
            indexes = ((("unit", "school_class", "date"), False), (("unit", "pupil"), False))

    db.create_tables([LessonNote])

    class HeadCount(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        school_class = ForeignKeyField(SchoolClass, on_delete="RESTRICT")
        date = DateField()
        half_day = CharField(max_length=1)
        seen = SmallIntegerField()
        source = CharField(max_length=16)
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()

        class Meta:
            database = db
            table_name = "head_count"
            indexes = ((("unit", "date"), False),)

    db.create_tables([HeadCount])

    class RollDuty(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        school_class = ForeignKeyField(SchoolClass, on_delete="RESTRICT")
        staff = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        weekday = SmallIntegerField(null=True)
        half_day = CharField(max_length=1, default="")
        substitute = BooleanField(default=False)
        starts = DateField()
        ends = DateField(null=True)

        class Meta:
            database = db
            table_name = "roll_duty"
            indexes = ((("unit", "school_class"), False),)

    db.create_tables([RollDuty])

    class MonthConfirmation(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        school_class = ForeignKeyField(SchoolClass, on_delete="RESTRICT")
        month = DateField()
        step = CharField(max_length=16)
        totals = JSONField()
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()

        class Meta:
            database = db
            table_name = "month_confirmation"
            indexes = ((("unit", "month"), False),)

    db.create_tables([MonthConfirmation])

    class ProposedMark(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        sheet = ForeignKeyField(RollCallSheet, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        before = CharField(max_length=1, default="")
        after = CharField(max_length=1, default="")
        reason = CharField()
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()
        state = CharField(max_length=16, default="open")
        answer = CharField(default="")
        decided_by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        decided_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "proposed_mark"
            indexes = ((("unit", "state"), False), (("unit", "sheet"), False))

    db.create_tables([ProposedMark])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("proposed_mark"))
    migrator.migrate(migrator.drop_table("month_confirmation"))
    migrator.migrate(migrator.drop_table("roll_duty"))
    migrator.migrate(migrator.drop_table("head_count"))
    migrator.migrate(migrator.drop_table("lesson_note"))
    migrator.migrate(migrator.drop_table("leave"))
    migrator.migrate(migrator.drop_table("mark_change"))
    migrator.migrate(migrator.drop_table("mark"))
    migrator.migrate(migrator.drop_table("sheet_version"))
    migrator.migrate(migrator.drop_table("roll_call_sheet"))
