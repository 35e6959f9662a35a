"""Who needs looking after and why: the school's rules, what they raised, what people said of it."""

from peewee import BooleanField, CharField, DateField, IntegerField, SmallIntegerField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models import Pupil, SchoolClass, StaffMember


class RiskRule(UnitOwned):
    """How a school reads one rule, from a day on. A rule without a row is read as the project proposes."""

    code = CharField(max_length=24)  # rules.RiskCode
    starts = DateField()
    active = BooleanField()
    thresholds = JSONField()  # whole numbers, ascending; several are steps (15, 30, 40)
    window = SmallIntegerField(default=0)  # days looked back on, 0 where the rule has none
    raises_alone = BooleanField()  # false: only tells more of a pupil whom another rule raised
    by = ref(StaffMember, null=True)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "code", "starts"), True),)


class PupilCircumstance(UnitOwned):
    """What makes school hard for a pupil and no register knows, from a day until the day before `ends`."""

    public_id = PublicIdField()
    pupil = ref(Pupil)
    kind = CharField(max_length=16)  # rules.CircumstanceKind
    starts = DateField()
    ends = DateField(null=True)
    note = CharField(default="")
    by = ref(StaffMember)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "pupil"), False),)


class RiskFlag(UnitOwned):
    """One rule about one pupil, as it now stands; `episode` is what tells one time from the next."""

    public_id = PublicIdField()
    pupil = ref(Pupil)
    rule = CharField(max_length=24)
    episode = DateField()
    since = DateField()
    facts = JSONField()  # numbers and dates, no narrative
    measure = IntegerField()  # how bad, within this rule
    raises_alone = BooleanField()
    state = CharField(max_length=16)  # open | confirmed | dismissed | ended
    dismissed_measure = IntegerField(null=True)  # as bad as it was when a person set it aside
    by = ref(StaffMember, null=True)
    reason = CharField(default="")
    at = UtcField()  # of the present state
    raised_at = UtcField()

    class Meta:
        indexes = ((("unit", "pupil", "rule", "episode"), True), (("unit", "state"), False))


class RiskFlagEvent(UnitOwned):
    """Append-only: what became of a flag. step: raised | raised_again | confirmed | dismissed | ended"""

    flag = ref(RiskFlag)
    step = CharField(max_length=16)
    facts = JSONField()
    reason = CharField(default="")
    by = ref(StaffMember, null=True)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "flag"), False),)


class RiskReview(UnitOwned):
    """Append-only: the homeroom teacher went through a class's list for a month; the newest counts."""

    draft_id = CharField(max_length=40)
    school_class = ref(SchoolClass)
    month = DateField()  # its first day
    counts = JSONField()  # frozen: rules.risk_review.counts
    by = ref(StaffMember)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "draft_id"), True), (("unit", "month"), False))


class RiskReviewLine(UnitOwned):
    """What a review said of one pupil. decision: keep | refer | dismiss"""

    review = ref(RiskReview)
    pupil = ref(Pupil)
    decision = CharField(max_length=16)
    causes = JSONField(default=list)  # codes of outreach.rules
    help = CharField(max_length=500, default="")

    class Meta:
        indexes = ((("unit", "review", "pupil"), True), (("unit", "pupil"), False))
