"""Credentials and sessions. Records elsewhere name staff, never accounts."""

from peewee import BooleanField, CharField, IntegerField

from sisoho.db import BaseModel, PublicIdField, UtcField, ref
from sisoho.schools.models import StaffMember, Unit


class Account(BaseModel):
    """A login: by user name or phone number, or by slip. Points to at most one staff member."""

    public_id = PublicIdField()
    username = CharField(max_length=64, unique=True)
    phone = CharField(max_length=16, null=True, unique=True)
    password_hash = CharField(max_length=255, default="")
    staff = ref(StaffMember, null=True, unique=True)
    unit = ref(Unit, null=True)  # where an administrator without a staff row acts
    is_administrator = BooleanField(default=False)
    created_at = UtcField()
    disabled_at = UtcField(null=True)


class LoginSession(BaseModel):
    """One sign-in on one device; the cookie holds the token, the row only its SHA-256."""

    public_id = PublicIdField()
    account = ref(Account)
    unit = ref(Unit, null=True)  # the unit the person picked, where there are several
    token_hash = CharField(max_length=64, unique=True)
    device = CharField(max_length=120, default="")  # in words: Chrome trên Android
    device_key = CharField(max_length=64, default="", index=True)  # SHA-256 of the browser's own id
    shared_device = BooleanField(default=False)
    by_slip = BooleanField(default=False)
    started_at = UtcField()
    seen_at = UtcField()
    ended_at = UtcField(null=True)


class SignInSlip(BaseModel):
    """A printed single-use link that lets its holder set a password; valid seven days."""

    account = ref(Account)
    token_hash = CharField(max_length=64, unique=True)
    printed_at = UtcField()
    expires_at = UtcField()
    used_at = UtcField(null=True)
    replaced_at = UtcField(null=True)


class SignInFailure(BaseModel):
    """Failures of one login on one device, or ("") on all devices strange to it: see rules/delay.py."""

    login_key = CharField(max_length=64)  # SHA-256: a hurried person types the password here
    device_key = CharField(max_length=64)
    failures = IntegerField(default=0)
    last_at = UtcField(index=True)

    class Meta:
        indexes = ((("login_key", "device_key"), True),)
