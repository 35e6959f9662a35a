"""The demo's one-tap door. On a real store, through a proxy or a network it does not exist (404)."""

from typing import Any

from sisoho.accounts import actions, queries
from sisoho.accounts.queries import DemoLogin
from sisoho.accounts.routes.blueprint import bp
from sisoho.accounts.routes.browser import enter, origin, settings, this_device
from sisoho.accounts.rules.door import demo_door_is_open, is_this_machine
from sisoho.errors import NotFound
from sisoho.web.guards import public


def offered_logins() -> list[DemoLogin]:
    """One login of each role, none while the door is shut."""
    config = settings()
    # The store is asked last: on a real server a sign-in page costs no statement for this.
    if not (config.demo and is_this_machine(origin())):
        return []
    is_open = demo_door_is_open(
        store_is_demo=queries.store_is_demo(), demo=config.demo, lan=config.lan, origin=origin()
    )
    return queries.demo_logins() if is_open else []


@bp.post("/dang-nhap/thu/<account_id>")
@public
def demo_sign_in(account_id: str) -> Any:
    login = next((login for login in offered_logins() if login.public_id == account_id), None)
    if login is None:
        raise NotFound()
    return enter(actions.demo_sign_in(login.account_id, this_device()), "/")
