"""A slip by the token on paper."""

from dataclasses import dataclass

from peewee import JOIN

from sisoho import clock
from sisoho.accounts.models import Account, SignInSlip
from sisoho.accounts.queries.signed_in import token_hash
from sisoho.accounts.rules.slips import SlipState, plain_token, slip_state
from sisoho.db import unscoped
from sisoho.errors import NotFound
from sisoho.schools import queries as schools
from sisoho.schools.models import StaffMember


@dataclass(frozen=True, slots=True)
class SlipHolder:
    """What the page of a slip shows. Name and login only while it is valid: paper gets lost."""

    state: SlipState
    unit_name: str
    name: str = ""
    username: str = ""
    phone: str = ""


def slip_row(token: str) -> SignInSlip:
    """The slip with its account and staff member. Raises NotFound (also for a disabled account)."""
    with unscoped("a slip is looked up before its unit is known"):
        found = (
            SignInSlip.select(SignInSlip, Account, StaffMember)
            .join(Account)
            .join(StaffMember, JOIN.LEFT_OUTER)
            .where((SignInSlip.token_hash == token_hash(plain_token(token))) & Account.disabled_at.is_null())
            .first()
        )
    if found is None:
        raise NotFound(
            "Không có phiếu đăng nhập nào như vậy. Hãy xem lại địa chỉ trên phiếu, "
            "hoặc hỏi văn thư của trường để in phiếu mới."
        )
    return found


def slip_holder(token: str) -> SlipHolder:
    """Raises NotFound."""
    slip = slip_row(token)
    state = slip_state(
        expires_at=slip.expires_at, used_at=slip.used_at, replaced_at=slip.replaced_at, now=clock.now()
    )
    account = slip.account
    unit_id = account.staff.unit_id if account.staff_id else account.unit_id
    unit_name = schools.unit_card(unit_id, clock.today()).name if unit_id else ""
    if state is not SlipState.VALID:
        return SlipHolder(state, unit_name)
    name = account.staff.full_name if account.staff_id else account.username
    return SlipHolder(state, unit_name, name, account.username, account.phone or "")
