"""Pupils, their households and villages, enrolment and moves. Nobody is ever deleted."""

from peewee import BooleanField, CharField, DateField, SmallIntegerField, TextField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models.classes import SchoolClass, SchoolYear
from sisoho.schools.models.units import StaffMember, Unit, Village


class Pupil(UnitOwned):
    """A child in one school. One full name is the truth; its parts are never "corrected"."""

    public_id = PublicIdField()
    full_name = CharField()
    sort_key = CharField()
    folded = CharField()
    birth_date = DateField(null=True)
    birth_precision = CharField(max_length=8, default="day")  # day | month | year
    sex = CharField(max_length=8, default="")  # male | female | ""
    ethnic_group = CharField(max_length=32, default="")
    id_number = CharField(max_length=16, default="")  # 12 digits; masked in lists
    register_number = CharField(max_length=16, default="")  # số đăng bộ
    disability = BooleanField(default=False)
    last_import = JSONField(default=dict)  # field → value as the last import wrote it

    class Meta:
        indexes = ((("unit", "sort_key"), False), (("unit", "id_number"), False))


class PupilPlace(UnitOwned):
    """Village and campus of a pupil from a day on."""

    pupil = ref(Pupil)
    village = ref(Village, null=True)
    campus = ref(Unit, null=True)
    starts = DateField()
    ends = DateField(null=True)  # half-open


class Household(UnitOwned):
    """A family as the school knows it; pupils join it with dates, siblings by a person's word."""

    public_id = PublicIdField()
    situation = TextField(default="")
    address = CharField(default="")


class Guardian(UnitOwned):
    household = ref(Household)
    relation = CharField(max_length=16)  # cha | mẹ | ông bà | người giám hộ
    full_name = CharField()
    folded = CharField(default="")
    phone = CharField(max_length=16, default="")
    other_names = CharField(default="")  # Ama …, Amí …


class PupilHousehold(UnitOwned):
    pupil = ref(Pupil)
    household = ref(Household)
    starts = DateField()
    ends = DateField(null=True)


class PovertyDecision(UnitOwned):
    household = ref(Household)
    kind = CharField(max_length=16)  # poor | near_poor
    paper = CharField(default="")
    starts = DateField()
    ends = DateField(null=True)


class Enrolment(UnitOwned):
    """A pupil in a class from a day until the day before `ends` (half-open)."""

    pupil = ref(Pupil)
    year = ref(SchoolYear)
    school_class = ref(SchoolClass)
    grade = SmallIntegerField()
    starts = DateField()
    ends = DateField(null=True)

    class Meta:
        indexes = ((("unit", "school_class"), False), (("unit", "year"), False))


class Move(UnitOwned):
    """Why an enrolment began, changed or ended; a transfer waits for the receiving school.

    kind: enrolled | transfer_in | transfer_out | class_change | dropped | returned | died
    state: done | pending (chờ xác nhận) | cancelled
    """

    public_id = PublicIdField()
    pupil = ref(Pupil)
    year = ref(SchoolYear)
    kind = CharField(max_length=16)
    state = CharField(max_length=16, default="done")
    on = DateField()
    reason = CharField(default="")
    paper_kind = CharField(default="")
    paper_number = CharField(default="")
    paper_on = DateField(null=True)
    paper_issuer = CharField(default="")
    from_class = ref(SchoolClass, null=True)
    to_class = ref(SchoolClass, null=True)
    other_unit = ref(Unit, null=True)  # a school on this server
    other_name = CharField(default="")  # a school elsewhere
    by = ref(StaffMember, null=True)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "pupil"), False), (("other_unit", "state"), False))


class PupilLink(UnitOwned):
    """The same child in two schools, once the receiving clerk confirmed. `unit` is the receiving school."""

    pupil = ref(Pupil, unique=True)
    former = ref(Pupil)
    move = ref(Move)
    confirmed_by = ref(StaffMember, null=True)
    confirmed_at = UtcField()


class OpeningRoll(UnitOwned):
    """One frozen row a pupil: sĩ số đầu năm with what its breakdowns need."""

    year = ref(SchoolYear)
    pupil = ref(Pupil)
    class_name = CharField(max_length=32)
    grade = SmallIntegerField()
    sex = CharField(max_length=8)
    ethnic_group = CharField(max_length=32)
    disability = BooleanField()

    class Meta:
        indexes = ((("unit", "year", "pupil"), True),)
