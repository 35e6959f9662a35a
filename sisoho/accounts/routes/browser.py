"""What a request tells about its browser, and letting a person in on it."""

from typing import Any

from flask import current_app, redirect, request, session
from flask_login import current_user, login_user

from sisoho.accounts import actions
from sisoho.accounts.actions import Device
from sisoho.accounts.rules.devices import device_words
from sisoho.accounts.rules.door import Origin
from sisoho.config import Config
from sisoho.web.session import device_key

_PROXY_MARKS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


def this_device(*, shared: bool = False) -> Device:
    return Device(key=device_key(), words=device_words(request.user_agent.string), shared=shared)


def origin() -> Origin:
    return Origin(
        address=request.remote_addr or "",
        host=request.host,
        forwarded=any(mark in request.headers for mark in _PROXY_MARKS),
    )


def settings() -> Config:
    found: Config = current_app.config["SISOHO"]
    return found


def enter(token: str, next_path: str, *, shared: bool = False) -> Any:
    """Put the session of `token` into this browser and go on. Whoever was signed in here is not any more.

    The whole cookie starts anew, so nothing planted in it before survives the sign-in.
    """
    if current_user.is_authenticated:
        actions.end_replaced_session(current_user.session_id)
    session.clear()
    session.permanent = not shared
    person = actions.resume_session(token)
    login_user(person)
    return redirect(next_path, 303)
