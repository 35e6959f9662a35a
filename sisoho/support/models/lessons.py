"""Phụ đạo and tăng cường tiếng Việt: groups with a list of their own, apart from every roll call."""

from peewee import BooleanField, CharField, DateField

from sisoho.db import PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models import Pupil, SchoolClass, SchoolYear, StaffMember


class LessonGroup(UnitOwned):
    """Pupils who meet a teacher for more; the class is named where all come from one."""

    public_id = PublicIdField()
    year = ref(SchoolYear)
    kind = CharField(max_length=16)  # phu_dao | tieng_viet
    name = CharField(max_length=64)
    teacher = ref(StaffMember)
    school_class = ref(SchoolClass, null=True)
    meets = CharField(max_length=120, default="")  # in words: thứ Ba, thứ Năm, 15:30
    starts = DateField()
    ends = DateField(null=True)
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "year"), False),)


class LessonMember(UnitOwned):
    group = ref(LessonGroup)
    pupil = ref(Pupil)
    starts = DateField()
    ends = DateField(null=True)

    class Meta:
        indexes = ((("unit", "group"), False), (("unit", "pupil"), False))


class LessonSession(UnitOwned):
    """One meeting of a group on a day, with the list it was taken from in `LessonRoll`."""

    group = ref(LessonGroup)
    on = DateField()
    topic = CharField(default="")
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "group", "on"), True),)


class LessonRoll(UnitOwned):
    """Who was on the list that day, and who did not come."""

    session = ref(LessonSession)
    pupil = ref(Pupil)
    absent = BooleanField(default=False)

    class Meta:
        indexes = ((("unit", "session", "pupil"), True), (("unit", "pupil"), False))
