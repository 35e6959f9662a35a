"""Who may reach a route. Every view wears exactly one of these; a test fails on a bare one.

The guard leaves its word on the view (`view.guard`), so that the route × role matrix
test reads the same declaration that the server obeys.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, request, url_for
from flask_login import current_user

from sisoho.access import Access, Right
from sisoho.errors import NotAllowed
from sisoho.web.session import current_access

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anyone, also without signing in. The view must show no child's data."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def identified(view: View) -> View:
    """A signed-in person, also one who has no unit yet; the view is called with `SignedIn` first."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return _ask_to_sign_in()
        # The proxy itself would be another person in another request.
        return view(current_user._get_current_object(), *args, **kwargs)

    checked.guard = "identified"  # type: ignore[attr-defined]
    return checked  # type: ignore[return-value]


def signed_in(view: View) -> View:
    """Any signed-in person with a unit; the view is called with `access` first."""
    return _guarded(view, "signed_in", ())


def needs(*rights: Right) -> Callable[[View], View]:
    """A signed-in person who holds at least one of `rights`; the view gets `access` first."""

    def guard(view: View) -> View:
        return _guarded(view, " | ".join(rights), rights)

    return guard


def _guarded(view: View, word: str, rights: tuple[Right, ...]) -> View:
    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        access = current_access()
        if access is None or not _is_sent_by(access):
            return _ask_to_sign_in()
        if rights and not any(access.may(right) for right in rights):
            raise NotAllowed("Trang này không thuộc nhiệm vụ hiện nay của thầy cô.")
        return view(access, *args, **kwargs)

    checked.guard = word  # type: ignore[attr-defined]
    checked.rights = rights  # type: ignore[attr-defined]
    return checked  # type: ignore[return-value]


def _is_sent_by(access: Access) -> bool:
    """A phone's outbox says whose work it sends: never taken under the name of who is signed in now."""
    said = request.headers.get("X-Outbox")
    return said is None or said == access.phone_key


def _ask_to_sign_in() -> Any:
    """401 for htmx and the outbox (which keeps its queue), a redirect for a person.

    Only a read is led away to sign in: a page that sent something stays, so that what was typed is
    not lost (static/js/answers.js says what to do and fetches a fresh CSRF token afterwards).
    """
    if "X-Outbox" in request.headers:
        return "", 401
    here = request.full_path if request.method == "GET" else "/"
    if current_user.is_authenticated:
        return redirect(url_for("accounts.pick_unit", tiep=here))
    target = url_for("accounts.sign_in", tiep=here)
    if request.htmx:  # type: ignore[attr-defined]
        return "", 401, {"HX-Redirect": target} if request.method == "GET" else {}
    return redirect(target)
