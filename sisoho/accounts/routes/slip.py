"""The page behind a slip's QR code: set a password and be in."""

from typing import Any

from flask import request

from sisoho.accounts import actions, forms, queries
from sisoho.accounts.routes.blueprint import bp
from sisoho.accounts.routes.browser import enter, this_device
from sisoho.accounts.rules.slips import ALREADY_SAID, SlipState
from sisoho.errors import RuleBroken
from sisoho.web.guards import public
from sisoho.web.rendering import page


@bp.get("/phieu/<token>")
@public
def slip(token: str) -> Any:
    """Looking uses nothing up: a message app that previews the link must not spend the slip."""
    return _slip_page(token, {})


@bp.post("/phieu/<token>")
@public
def use_slip(token: str) -> Any:
    shared = bool(request.form.get("shared_device"))
    try:
        password = forms.read_new_password(request.form)
        session_token = actions.use_slip(token, password, this_device(shared=shared))
    except RuleBroken as broken:
        return _slip_page(token, broken.fields, status=422)
    return enter(session_token, "/", shared=shared)


def _slip_page(token: str, errors: dict[str, str], status: int = 200) -> Any:
    holder = queries.slip_holder(token)
    is_valid = holder.state is SlipState.VALID
    problem = "" if is_valid else ALREADY_SAID[holder.state]
    template = "accounts/slip.html" if is_valid else "accounts/slip_over.html"
    return page(template, holder=holder, errors=errors, problem=problem, status=status if is_valid else 410)
