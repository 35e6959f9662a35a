"""The tables of support, and who boards, as first made; a frozen copy, independent of today's models."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    SmallIntegerField,
    TextField,
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

    class Village(Model):
        class Meta:
            database = db
            table_name = "village"

    class PupilBoarding(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        kind = CharField(max_length=8)
        starts = DateField()
        ends = DateField(null=True)
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "pupil_boarding"
            indexes = ((("unit", "pupil"), False),)

    db.create_tables([PupilBoarding])

    class HomeDistance(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        km = DecimalField(max_digits=4, decimal_places=1, null=True)
        hard_terrain = BooleanField(default=False)
        starts = DateField()
        by = ForeignKeyField(StaffMember, null=True, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "home_distance"
            indexes = ((("unit", "pupil"), False),)

    db.create_tables([HomeDistance])

    class Sponsorship(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField()
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        sponsor = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        helps = JSONField(default=list)
        difficulty = CharField(default="")
        plan = CharField(max_length=500, default="")
        starts = DateField()
        ends = DateField(null=True)
        end_reason = CharField(max_length=16, default="")
        result = TextField(default="")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "sponsorship"
            indexes = ((("unit", "pupil"), False), (("unit", "sponsor"), False))

    db.create_tables([Sponsorship])

    class SponsorMonth(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        sponsorship = ForeignKeyField(Sponsorship, on_delete="RESTRICT")
        month = DateField()
        note = CharField(default="")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "sponsor_month"
            indexes = ((("unit", "sponsorship", "month"), True),)

    db.create_tables([SponsorMonth])

    class BuddyPair(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField()
        helper = ForeignKeyField(Pupil, on_delete="RESTRICT")
        helped = ForeignKeyField(Pupil, on_delete="RESTRICT")
        purpose = CharField(default="")
        starts = DateField()
        ends = DateField(null=True)
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "buddy_pair"
            indexes = ((("unit", "helped"), False),)

    db.create_tables([BuddyPair])

    class BuddyNote(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        pair = ForeignKeyField(BuddyPair, on_delete="RESTRICT")
        month = DateField()
        note = CharField(default="")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "buddy_note"
            indexes = ((("unit", "pair", "month"), True),)

    db.create_tables([BuddyNote])

    class LessonGroup(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField()
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        name = CharField(max_length=64)
        teacher = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        school_class = ForeignKeyField(SchoolClass, null=True, on_delete="RESTRICT")
        meets = CharField(max_length=120, default="")
        starts = DateField()
        ends = DateField(null=True)
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "lesson_group"
            indexes = ((("unit", "year"), False),)

    db.create_tables([LessonGroup])

    class LessonMember(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        group = ForeignKeyField(LessonGroup, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        starts = DateField()
        ends = DateField(null=True)

        class Meta:
            database = db
            table_name = "lesson_member"
            indexes = ((("unit", "group"), False), (("unit", "pupil"), False))

    db.create_tables([LessonMember])

    class LessonSession(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        group = ForeignKeyField(LessonGroup, on_delete="RESTRICT")
        on = DateField()
        topic = CharField(default="")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "lesson_session"
            indexes = ((("unit", "group", "on"), True),)

    db.create_tables([LessonSession])

    class LessonRoll(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        session = ForeignKeyField(LessonSession, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        absent = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "lesson_roll"
            indexes = ((("unit", "session", "pupil"), True), (("unit", "pupil"), False))

    db.create_tables([LessonRoll])

    class BenefitScheme(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField()
        name = CharField(max_length=120)
        source = CharField()
        amount = IntegerField(default=0)
        rice_kg = SmallIntegerField(default=0)
        most_months = SmallIntegerField(default=9)
        primary_km = DecimalField(max_digits=4, decimal_places=1, null=True)
        lower_km = DecimalField(max_digits=4, decimal_places=1, null=True)
        terrain_counts = BooleanField(default=False)
        grounds = JSONField(default=list)
        needs_boarding = BooleanField(default=False)
        starts = DateField()
        ends = DateField(null=True)
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "benefit_scheme"
            indexes = ((("unit", "starts"), False),)

    db.create_tables([BenefitScheme])

    class BenefitDecision(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        scheme = ForeignKeyField(BenefitScheme, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        entitled = BooleanField()
        reason = CharField(default="")
        paper = CharField(default="")
        on = DateField()
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "benefit_decision"
            indexes = ((("unit", "scheme", "pupil"), False),)

    db.create_tables([BenefitDecision])

    class BenefitMonth(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        scheme = ForeignKeyField(BenefitScheme, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        month = DateField()
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "benefit_month"
            indexes = ((("unit", "scheme", "pupil", "month"), True),)

    db.create_tables([BenefitMonth])

    class HardVillage(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        village = ForeignKeyField(Village, on_delete="RESTRICT")
        paper = CharField(default="")
        starts = DateField()
        ends = DateField(null=True)
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "hard_village"
            indexes = ((("unit", "village"), False),)

    db.create_tables([HardVillage])

    class Activity(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField()
        kind = CharField(max_length=16)
        on = DateField()
        title = CharField(max_length=160)
        note = TextField(default="")
        by = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        recorded_at = UtcField()

        class Meta:
            database = db
            table_name = "activity"
            indexes = ((("unit", "on"), False),)

    db.create_tables([Activity])

    class ActivityFile(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        public_id = PublicIdField()
        activity = ForeignKeyField(Activity, on_delete="RESTRICT")
        file = ForeignKeyField(StoredFile, on_delete="RESTRICT")
        name = CharField()
        position = SmallIntegerField()

        class Meta:
            database = db
            table_name = "activity_file"
            indexes = ((("unit", "activity", "position"), True),)

    db.create_tables([ActivityFile])

    class Commended(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        activity = ForeignKeyField(Activity, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "commended"
            indexes = ((("unit", "activity", "pupil"), True), (("unit", "pupil"), False))

    db.create_tables([Commended])

    class ReleasedYear(Model):
        unit = ForeignKeyField(Unit, field=Unit.id, on_delete="RESTRICT")
        staff = ForeignKeyField(StaffMember, on_delete="RESTRICT")
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        released_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "released_year"
            indexes = ((("unit", "staff", "year"), True),)

    db.create_tables([ReleasedYear])


def down(migrator, db):
    for table in (
        "released_year",
        "commended",
        "activity_file",
        "activity",
        "hard_village",
        "benefit_month",
        "benefit_decision",
        "benefit_scheme",
        "lesson_roll",
        "lesson_session",
        "lesson_member",
        "lesson_group",
        "buddy_note",
        "buddy_pair",
        "sponsor_month",
        "sponsorship",
        "home_distance",
        "pupil_boarding",
    ):
        migrator.migrate(migrator.drop_table(table))
