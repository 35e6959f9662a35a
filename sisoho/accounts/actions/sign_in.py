"""Signing in with name and password, slowed down after failures."""

from datetime import UTC, datetime, timedelta

from peewee import Expression, IntegrityError

from sisoho import clock
from sisoho.accounts import passwords, queries
from sisoho.accounts.actions.sessions import (
    Device,
    access_of_account,
    begin_session,
    hashed_device,
)
from sisoho.accounts.models import Account, SignInFailure
from sisoho.accounts.rules import credentials, delay
from sisoho.accounts.rules.delay import Failures
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.errors import RuleBroken

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_FORGET_AFTER = timedelta(days=1)  # every count has faded by then
_ANY_STRANGE_DEVICE = ""


class SignInRefused(RuleBroken):
    """Not let in. `wait` seconds must pass before the next attempt is looked at."""

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(f"{message} Hãy chờ {wait} giây rồi thử lại." if wait else message)
        self.wait = wait


def sign_in(name: str, password: str, device: Device) -> str:
    """A new session's token for a user name or phone number. Raises SignInRefused.

    The attempt is counted as failed before the password is looked at, and the count taken back
    after: otherwise a hundred guesses sent at once would all be checked before one is counted. The
    hash is computed outside a transaction, so that a guesser never holds the store's write lock.
    """
    account = queries.account_by_login(name)
    counters = _counters(account, name, device)
    wait = _count_attempt(counters)
    if wait:
        raise SignInRefused("Đã nhập chưa đúng nhiều lần.", wait)
    stored = account.password_hash if account and not account.disabled_at else ""
    password = credentials.password_text(password[: credentials.LONGEST + 1])
    if not passwords.matches(stored, password) or account is None:
        raise SignInRefused("Tên đăng nhập, số điện thoại hoặc mật khẩu chưa đúng.", _wait(counters))
    with write():
        _take_back(counters)
        if passwords.is_outdated(stored):
            account.password_hash = passwords.hash_password(password)
            account.save()
        token = begin_session(account, device)
        record(access_of_account(account), "sign_in", "account", account.id)
    return token


def demo_sign_in(account_id: int, device: Device) -> str:
    """A session without a password; the route has made sure that the demo's door is open."""
    account = queries.account_by_id(account_id)
    with write():
        token = begin_session(account, device)
        record(access_of_account(account), "demo_sign_in", "account", account.id)
    return token


# --- counting failures ---------------------------------------------------------------------------

Counter = tuple[str, str, int]  # login key, device key, failures free of any wait


def _counters(account: Account | None, name: str, device: Device) -> list[Counter]:
    """What this attempt counts against; all names of one account count together."""
    names = f"account {account.id}" if account else f"name {credentials.user_name(name)}"
    login, key = queries.token_hash(names), hashed_device(device)
    strange = (login, _ANY_STRANGE_DEVICE, delay.FREE_ON_STRANGE_DEVICES)
    if not key:
        return [(login, _ANY_STRANGE_DEVICE, delay.FREE_ON_A_DEVICE)]
    own = (login, key, delay.FREE_ON_A_DEVICE)
    return [own] if queries.knows_device(account.id if account else 0, key) else [own, strange]


def _count_attempt(counters: list[Counter]) -> int:
    """Count one more failure everywhere, or return the seconds to wait and count nothing."""
    with write():
        SignInFailure.delete().where(SignInFailure.last_at < clock.now() - _FORGET_AFTER).execute()
        wait = _wait(counters)
        if not wait and not all(_add_failure(*counter) for counter in counters):
            wait = 1  # another attempt at the same moment was first
    return wait


def _wait(counters: list[Counter]) -> int:
    return max(delay.wait_seconds(_failures(row), clock.now(), row[2]) for row in counters)


def _failures(counter: Counter) -> Failures:
    login, key, _free = counter
    row = SignInFailure.get_or_none(_of(login, key))
    return Failures(row.failures, row.last_at) if row else Failures(0, _LONG_AGO)


def _add_failure(login: str, key: str, free: int) -> bool:
    """False when the row changed since it was read (PostgreSQL lets two attempts overlap)."""
    before = _failures((login, key, free))
    after = delay.after_failure(before, clock.now(), free)
    if before.last_at == _LONG_AGO:
        return _add_first_failure(login, key)
    same = (
        _of(login, key) & (SignInFailure.failures == before.count) & (SignInFailure.last_at == before.last_at)
    )
    changed = SignInFailure.update(failures=after.count, last_at=after.last_at).where(same).execute()
    return bool(changed)


def _add_first_failure(login: str, key: str) -> bool:
    try:
        with write():
            SignInFailure.create(login_key=login, device_key=key, failures=1, last_at=clock.now())
    except IntegrityError:
        return False
    return True


def _take_back(counters: list[Counter]) -> None:
    """The person is in: their device starts anew; on the others' count only this attempt is undone."""
    for login, key, _free in counters:
        if key == _ANY_STRANGE_DEVICE:
            one_less = SignInFailure.update(failures=SignInFailure.failures - 1)
            one_less.where(_of(login, key) & (SignInFailure.failures > 0)).execute()
        else:
            SignInFailure.delete().where(_of(login, key)).execute()


def _of(login: str, key: str) -> Expression:
    return (SignInFailure.login_key == login) & (SignInFailure.device_key == key)
