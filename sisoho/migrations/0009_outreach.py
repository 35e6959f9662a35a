"""The tables of outreach as first made; a frozen copy, independent of today's models."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, JSONField, Model, TextField

from sisoho.db import PublicIdField, UtcField


def up(migrator, db):
    class Household(Model):
        class Meta:
            database = db
            table_name = "household"

    class Pupil(Model):
        class Meta:
            database = db
            table_name = "pupil"

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

    class Contact(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        draft_id = CharField(max_length=40)
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()
        channel = CharField(max_length=16)
        reached = BooleanField()
        note = TextField(default="")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "contact"
            indexes = ((("unit", "draft_id"), True), (("unit", "pupil", "at"), False))

    db.create_tables([Contact])

    class VisitRequest(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()
        reason = CharField(default="")
        closed_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "visit_request"
            indexes = ((("unit", "pupil"), False),)

    db.create_tables([VisitRequest])

    class HomeVisit(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        draft_id = CharField(max_length=40)
        household = ForeignKeyField(Household, null=True, on_delete="RESTRICT")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        companions = CharField(default="")
        at = UtcField()
        place = CharField(max_length=16)
        met = JSONField(default=list)
        wishes = TextField(default="")
        agreed = TextField(default="")
        look_again_on = DateField(null=True)
        device_at = UtcField(null=True)
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "home_visit"
            indexes = ((("unit", "draft_id"), True), (("unit", "at"), False))

    db.create_tables([HomeVisit])

    class VisitedPupil(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        visit = ForeignKeyField(HomeVisit, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        causes = JSONField(default=list)

        class Meta:
            database = db
            table_name = "visited_pupil"
            indexes = ((("unit", "visit", "pupil"), True), (("unit", "pupil"), False))

    db.create_tables([VisitedPupil])

    class Commitment(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        draft_id = CharField(max_length=40)
        visit = ForeignKeyField(HomeVisit, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        given = CharField(max_length=16)
        witness = CharField(default="")
        photo = ForeignKeyField(StoredFile, null=True, on_delete="RESTRICT")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "commitment"
            indexes = ((("unit", "draft_id"), True), (("unit", "visit"), False))

    db.create_tables([Commitment])

    class FamilyWhereabouts(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        household = ForeignKeyField(Household, on_delete="RESTRICT")
        place = CharField(max_length=16)
        note = CharField(default="")
        since = DateField()
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "family_whereabouts"
            indexes = ((("unit", "household"), False),)

    db.create_tables([FamilyWhereabouts])

    class ConfidentialRecord(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField(unique=True, max_length=16)
        draft_id = CharField(max_length=40)
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        said = TextField()
        at = UtcField()

        class Meta:
            database = db
            table_name = "confidential_record"
            indexes = ((("unit", "draft_id"), True), (("unit", "at"), False))

    db.create_tables([ConfidentialRecord])

    class ConfidentialStep(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        record = ForeignKeyField(ConfidentialRecord, on_delete="RESTRICT")
        told = CharField()
        on = DateField()
        note = TextField(default="")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()

        class Meta:
            database = db
            table_name = "confidential_step"
            indexes = ((("unit", "record"), False),)

    db.create_tables([ConfidentialStep])

    class ConfidentialDeputy(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        staff = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        at = UtcField()

        class Meta:
            database = db
            table_name = "confidential_deputy"
            indexes = ((("unit", "at"), False),)

    db.create_tables([ConfidentialDeputy])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("confidential_deputy"))
    migrator.migrate(migrator.drop_table("confidential_step"))
    migrator.migrate(migrator.drop_table("confidential_record"))
    migrator.migrate(migrator.drop_table("family_whereabouts"))
    migrator.migrate(migrator.drop_table("commitment"))
    migrator.migrate(migrator.drop_table("visited_pupil"))
    migrator.migrate(migrator.drop_table("home_visit"))
    migrator.migrate(migrator.drop_table("visit_request"))
    migrator.migrate(migrator.drop_table("contact"))
