"""An empty server's first school, made by its first administrator, who gets a place in it."""

from sisoho import clock
from sisoho.accounts.models import Account
from sisoho.accounts.queries import account_by_id
from sisoho.db import write
from sisoho.errors import NotAllowed
from sisoho.schools import actions as schools
from sisoho.schools.forms import FoundingData
from sisoho.schools.models import StaffMember, Unit


def found_school(account_id: int, data: FoundingData) -> Unit:
    """Make the units and, when the founder has a post in the school, be that member of staff.

    Raises NotAllowed for anyone but an administrator, Conflict when the server has units.
    """
    account = account_by_id(account_id)
    if not account.is_administrator:
        raise NotAllowed("Việc này do người quản trị máy chủ làm. Chưa có gì thay đổi.")
    with write():
        school = schools.found_school(account_id, data, clock.today())
        Account.update(unit=school, staff=_founder(school, data)).where(Account.id == account_id).execute()
    return school


def _founder(school: Unit, data: FoundingData) -> StaffMember | None:
    """The only member of staff so far, if the founder is one."""
    return StaffMember.get(StaffMember.unit == school) if data.founder_post else None
