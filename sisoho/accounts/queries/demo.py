"""One login of each role, for the one-tap door of the demo. Asked only when that door is open."""

from dataclasses import dataclass

from sisoho import clock
from sisoho.accounts.models import Account
from sisoho.accounts.queries.signed_in import duty_in_force
from sisoho.db import StoreMark, unscoped
from sisoho.schools import queries as schools
from sisoho.schools.models import Duty, StaffMember

_OFFERED = (
    ("homeroom", "Giáo viên chủ nhiệm"),
    ("village", "Giáo viên phụ trách thôn buôn"),
    ("principal", "Hiệu trưởng"),
    ("vice_principal", "Phó hiệu trưởng"),
    ("clerk", "Văn thư"),
    ("commune_officer", "Phòng VH–XH xã"),
    ("province_officer", "Sở GDĐT"),
)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    account_id: int
    public_id: str
    role: str
    name: str
    unit_name: str


def store_is_demo() -> bool:
    return StoreMark.select().where((StoreMark.key == "kind") & (StoreMark.value == "demo")).exists()


def demo_logins() -> list[DemoLogin]:
    """The oldest account of each duty, each person once; the administrator last."""
    today = clock.today()
    with unscoped("the demo's door shows people of every unit"):
        duties = list(
            Duty.select(Duty, StaffMember, Account)
            .join(StaffMember)
            .join(Account, on=(Account.staff == StaffMember.id), attr="account")
            .where(duty_in_force(today) & Account.disabled_at.is_null())
            .order_by(Account.id, Duty.id)
        )
        found: dict[int, DemoLogin] = {}
        for kind, role in _OFFERED:
            free = (d for d in duties if d.kind == kind and d.staff.account.id not in found)
            if (duty := next(free, None)) is not None:
                unit_name = schools.unit_card(duty.unit_id, today).name
                account = duty.staff.account
                found[account.id] = DemoLogin(
                    account.id, account.public_id, role, duty.staff.full_name, unit_name
                )
    return [*found.values(), *_administrator()]


def _administrator() -> list[DemoLogin]:
    rows = Account.select().where(
        Account.is_administrator & Account.staff.is_null() & Account.disabled_at.is_null()
    )
    return [
        DemoLogin(row.id, row.public_id, "Quản trị máy chủ", row.username, "")
        for row in rows.order_by(Account.id).limit(1)
    ]
