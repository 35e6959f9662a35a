"""What a person is told on the home page and by push. Texts hold no pupil's name."""

from peewee import CharField

from sisoho.accounts.models import LoginSession
from sisoho.db import PublicIdField, UnitOwned, UtcField, ref
from sisoho.schools.models import StaffMember


class Notice(UnitOwned):
    public_id = PublicIdField()
    staff = ref(StaffMember)
    key = CharField(max_length=96)  # what it is about; the same key is told once
    text = CharField(max_length=255)
    path = CharField(max_length=255)
    at = UtcField()
    seen_at = UtcField(null=True)
    ends_at = UtcField(null=True)  # None: only when seen

    class Meta:
        indexes = ((("unit", "staff", "key"), True),)


class PushSubscription(UnitOwned):
    """One browser that reminds one person, as long as the sign-in in which it was asked for lasts.

    `endpoint` is the browser maker's address for it: whoever knows it and the keys can send, so it is
    never logged.
    """

    public_id = PublicIdField()
    staff = ref(StaffMember)
    session = ref(LoginSession)
    endpoint = CharField(max_length=1000, unique=True)  # a browser has one, whoever uses it
    p256dh = CharField(max_length=128)
    auth = CharField(max_length=64)
    made_at = UtcField()
    last_at = UtcField(null=True)
    outcome = CharField(max_length=16, default="")  # of the last push: sent | refused | delayed

    class Meta:
        indexes = ((("unit", "staff"), False),)


class Reminder(UnitOwned):
    """A matter of which a person was reminded: the row is what makes it once."""

    staff = ref(StaffMember)
    key = CharField(max_length=96)
    at = UtcField(index=True)

    class Meta:
        indexes = ((("unit", "staff", "key"), True),)
