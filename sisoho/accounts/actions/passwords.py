"""A person changes their own password."""

from sisoho.access import Access
from sisoho.accounts import passwords, queries
from sisoho.accounts.actions.sessions import end_sessions_of
from sisoho.accounts.rules import credentials
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.errors import RuleBroken


def change_password(access: Access, session_id: int, old: str, new: str) -> None:
    """Set a new password; the person's other sessions end. Raises RuleBroken naming the field."""
    assert access.account_id is not None
    account = queries.account_by_id(access.account_id)
    if queries.must_give_old_password(session_id) and not passwords.matches(
        account.password_hash, credentials.password_text(old)
    ):
        message = "Mật khẩu đang dùng chưa đúng."
        raise RuleBroken(message, {"old": message})
    checked = credentials.check_new_password(new, queries.names_of(account))
    hashed = passwords.hash_password(checked)
    with write():
        account.password_hash = hashed
        account.save()
        end_sessions_of(account.id, but=session_id)
        record(access, "change_password", "account", account.id, fields=["password"])
