"""The tables of "who needs looking after" as first made; a frozen copy, independent of today's models."""

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

    class RiskRule(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        code = CharField(max_length=24)
        starts = DateField()
        active = BooleanField()
        thresholds = JSONField()
        window = SmallIntegerField(default=0)
        raises_alone = BooleanField()
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        at = UtcField()

        class Meta:
            database = db
            table_name = "risk_rule"
            indexes = ((("unit", "code", "starts"), True),)

    db.create_tables([RiskRule])

    class PupilCircumstance(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        starts = DateField()
        ends = DateField(null=True)
        note = CharField(default="")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()

        class Meta:
            database = db
            table_name = "pupil_circumstance"
            indexes = ((("unit", "pupil"), False),)

    db.create_tables([PupilCircumstance])

    class RiskFlag(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        rule = CharField(max_length=24)
        episode = DateField()
        since = DateField()
        facts = JSONField()
        measure = IntegerField()
        raises_alone = BooleanField()
        state = CharField(max_length=16)
        dismissed_measure = IntegerField(null=True)
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        reason = CharField(default="")
        at = UtcField()
        raised_at = UtcField()

        class Meta:
            database = db
            table_name = "risk_flag"
            indexes = ((("unit", "pupil", "rule", "episode"), True), (("unit", "state"), False))

    db.create_tables([RiskFlag])

    class RiskFlagEvent(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        flag = ForeignKeyField(RiskFlag, on_delete="RESTRICT")
        step = CharField(max_length=16)
        facts = JSONField()
        reason = CharField(default="")
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        at = UtcField()

        class Meta:
            database = db
            table_name = "risk_flag_event"
            indexes = ((("unit", "flag"), False),)

    db.create_tables([RiskFlagEvent])

    class RiskReview(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        draft_id = CharField(max_length=40)
        school_class = ForeignKeyField(SchoolClass, on_delete="RESTRICT")
        month = DateField()
        counts = JSONField()
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()

        class Meta:
            database = db
            table_name = "risk_review"
            indexes = ((("unit", "draft_id"), True), (("unit", "month"), False))

    db.create_tables([RiskReview])

    class RiskReviewLine(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        review = ForeignKeyField(RiskReview, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        decision = CharField(max_length=16)
        causes = JSONField(default=list)
        help = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "risk_review_line"
            indexes = ((("unit", "review", "pupil"), True), (("unit", "pupil"), False))

    db.create_tables([RiskReviewLine])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("risk_review_line"))
    migrator.migrate(migrator.drop_table("risk_review"))
    migrator.migrate(migrator.drop_table("risk_flag_event"))
    migrator.migrate(migrator.drop_table("risk_flag"))
    migrator.migrate(migrator.drop_table("pupil_circumstance"))
    migrator.migrate(migrator.drop_table("risk_rule"))
