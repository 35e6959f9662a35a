"""A person's own sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sisoho import clock
from sisoho.accounts.models import LoginSession
from sisoho.errors import NotFound

_SLIP_IS_FRESH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """`current`: the one that asks."""

    public_id: str
    device: str
    shared_device: bool
    started_at: datetime
    seen_at: datetime
    current: bool


def open_sessions(account_id: int, current_id: int) -> list[OpenSession]:
    """The account's sessions that have not ended, the asking one first, then the latest seen."""
    rows = LoginSession.select().where((LoginSession.account == account_id) & LoginSession.ended_at.is_null())
    found = [
        OpenSession(
            public_id=row.public_id,
            device=row.device or "Máy không rõ",
            shared_device=row.shared_device,
            started_at=row.started_at,
            seen_at=row.seen_at,
            current=row.id == current_id,
        )
        for row in rows.order_by(LoginSession.seen_at.desc())
    ]
    return sorted(found, key=lambda session: not session.current)


def must_give_old_password(session_id: int) -> bool:
    """Not when the person came in by slip just now: that paper has just proved as much."""
    session = LoginSession.get_by_id(session_id)
    return not (session.by_slip and clock.now() - session.started_at < _SLIP_IS_FRESH)


def session_row(account_id: int, public_id: str) -> LoginSession:
    """An open session of that account. Raises NotFound."""
    found = LoginSession.get_or_none(
        (LoginSession.account == account_id)
        & (LoginSession.public_id == public_id)
        & LoginSession.ended_at.is_null()
    )
    if found is None:
        raise NotFound("Lần đăng nhập này đã kết thúc rồi.")
    return found
