"""Who is signed in. Flask-Login keeps the token of our own session row in the cookie.

The user loader is a registry: `accounts` fills it, because this package knows no models.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, request
from flask_login import LoginManager, UserMixin, current_user

from sisoho.access import Access

DEVICE_COOKIE = "thiet_bi"


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """The person behind a session. `access` is None until one of several units is picked."""

    token: str
    access: Access | None
    session_id: int
    account_id: int
    seen_at: datetime
    is_administrator: bool = False  # of the server: known also while there is no unit at all
    shared_device: bool = False  # a phone that several people use, said so at sign-in

    def get_id(self) -> str:
        return self.token


Loader = Callable[[str], SignedIn | None]

_loader: list[Loader] = []


def register_user_loader(loader: Loader) -> None:
    _loader[:] = [loader]


def init_session(app: Flask) -> None:
    manager = LoginManager(app)
    manager.login_view = "accounts.sign_in"
    manager.login_message = None
    manager.user_loader(lambda token: _loader[0](token) if _loader else None)


def current_access() -> Access | None:
    """The access of this request, None when nobody is signed in or no unit is picked."""
    return getattr(current_user, "access", None)


def device_key() -> str:
    """The random id this browser was given, "" on its first visit."""
    return request.cookies.get(DEVICE_COOKIE, "")[:64]
