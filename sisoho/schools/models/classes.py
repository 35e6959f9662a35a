"""School years, classes, their weekly half-days, and who has which duty."""

from peewee import BooleanField, CharField, DateField, SmallIntegerField

from sisoho.db import PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models.units import StaffMember, Unit, Village


class SchoolYear(UnitOwned):
    """A year of one school; the terms are its two spans, weeks counted from `starts`' Monday."""

    label = CharField(max_length=16)  # 2026-2027
    starts = DateField()
    ends = DateField()  # half-open
    second_term_starts = DateField()
    opening_roll_on = DateField()  # the day "sĩ số đầu năm" is frozen
    opening_roll_frozen_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "label"), True),)


class SchoolClass(UnitOwned):
    """A class of one year. A multigrade class lists its grades: "1,2"."""

    public_id = PublicIdField()
    year = ref(SchoolYear)
    name = CharField(max_length=32)
    grades = CharField(max_length=16)
    campus = ref(Unit, null=True)
    position = SmallIntegerField(default=0)

    class Meta:
        indexes = ((("unit", "year", "name"), True),)

    @property
    def first_grade(self) -> int:
        return int(self.grades.split(",")[0])


class WeeklyHalfDay(UnitOwned):
    """One half-day of a class's week, from a day on; the kind tells which figures count it."""

    school_class = ref(SchoolClass)
    weekday = SmallIntegerField()  # 0 = Monday
    half_day = CharField(max_length=1)  # S | C
    kind = CharField(max_length=16, default="chinh_khoa")  # chinh_khoa | buoi_2 | phu_dao
    starts = DateField()
    ends = DateField(null=True)

    class Meta:
        indexes = ((("unit", "school_class"), False),)


class Closure(UnitOwned):
    """No lessons for the school, one campus or one village, from a half-day to a half-day (inclusive).

    One that was taken back stays to be seen and closes nothing.
    """

    campus = ref(Unit, null=True)
    village = ref(Village, null=True)
    first_date = DateField()
    first_half_day = CharField(max_length=1, default="S")
    last_date = DateField()
    last_half_day = CharField(max_length=1, default="C")
    reason = CharField()
    flood = BooleanField(default=False)
    withdrawn_by = ref(StaffMember, null=True)
    withdrawn_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "first_date"), False),)


class MakeUpDay(UnitOwned):
    """A half-day taught outside the weekly pattern, by the whole school or one class."""

    school_class = ref(SchoolClass, null=True)
    date = DateField()
    half_day = CharField(max_length=1)
    kind = CharField(max_length=16, default="chinh_khoa")
    reason = CharField(default="")

    class Meta:
        indexes = ((("unit", "date"), False),)


class Duty(UnitOwned):
    """A dated post or duty of a staff member in `unit`; posts carry the role.

    kind: principal | vice_principal | clerk | accountant | teacher (posts of a school)
          commune_officer | province_officer (posts above it)
          homeroom (school_class) | village (village; `lead` heads the team)
    """

    staff = ref(StaffMember)
    kind = CharField(max_length=24)
    school_class = ref(SchoolClass, null=True)
    village = ref(Village, null=True)
    lead = BooleanField(default=False)
    title = CharField(default="")
    starts = DateField()
    ends = DateField(null=True)  # half-open

    class Meta:
        indexes = ((("unit", "kind"), False),)
