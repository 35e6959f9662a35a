"""What was done to bring a pupil back: contacts, requests to go, visits, the family's word, where it is."""

from peewee import BooleanField, CharField, DateField, IntegerField, TextField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField, ref
from sisoho.files.models import StoredFile
from sisoho.schools.models import Household, Pupil, StaffMember


class Contact(UnitOwned):
    """A call, message or meeting with the family, or a try (`reached` false)."""

    draft_id = CharField(max_length=40)
    pupil = ref(Pupil)
    by = ref(StaffMember)
    at = UtcField()
    channel = CharField(max_length=16)  # call | sms | zalo | meeting
    reached = BooleanField()
    note = TextField(default="")
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "draft_id"), True), (("unit", "pupil", "at"), False))


class VisitRequest(UnitOwned):
    """The homeroom teacher asks the village's team to go, before the rule would."""

    pupil = ref(Pupil)
    by = ref(StaffMember)
    at = UtcField()
    reason = CharField(default="")
    closed_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "pupil"), False),)


class HomeVisit(UnitOwned):
    """One visit to one household, for one pupil or several."""

    public_id = PublicIdField()
    draft_id = CharField(max_length=40)
    seq = IntegerField(default=0)  # of the words stored; older ones that come late change nothing
    household = ref(Household, null=True)
    by = ref(StaffMember)
    companions = CharField(default="")
    at = UtcField()
    place = CharField(max_length=16)  # home | field_hut | elsewhere | not_met
    met = JSONField(default=list)  # cha | mẹ | ông bà | em | khác
    wishes = TextField(default="")
    agreed = TextField(default="")
    look_again_on = DateField(null=True)
    spot = CharField(max_length=24, default="")  # "13.201,108.664", about 100 m; only if the school wants it
    device_at = UtcField(null=True)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "draft_id"), True), (("unit", "at"), False))


class VisitedPupil(UnitOwned):
    visit = ref(HomeVisit)
    pupil = ref(Pupil)
    causes = JSONField(default=list)  # codes of outreach.rules, several allowed

    class Meta:
        indexes = ((("unit", "visit", "pupil"), True), (("unit", "pupil"), False))


class Commitment(UnitOwned):
    """The family's word after a visit: a signed paper, kept as a photo, or read aloud before a witness."""

    public_id = PublicIdField()
    draft_id = CharField(max_length=40)
    visit = ref(HomeVisit)
    kind = CharField(max_length=16)  # bien-ban | cam-ket
    given = CharField(max_length=16)  # paper | read_aloud
    witness = CharField(default="")
    photo = ref(StoredFile, null=True)
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "draft_id"), True), (("unit", "visit"), False))


class FamilyWhereabouts(UnitOwned):
    """Where the family is now, as last heard: at home, at the field hut, away for work."""

    household = ref(Household)
    place = CharField(max_length=16)  # home | field_hut | away
    note = CharField(default="")
    since = DateField()
    by = ref(StaffMember)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "household"), False),)
