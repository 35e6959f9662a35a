"""What is typed at the door: login names and passwords."""

import re
from collections.abc import Container
from itertools import count, pairwise

from sisoho.errors import RuleBroken
from sisoho.vietnamese import nfc, normalise_phone, unaccented

SHORTEST = 8
LONGEST = 128  # longer ones would only feed the hash function for nothing


def login_names(typed: str) -> tuple[str, str | None]:
    """(user name, phone number or None) that `typed` may mean, whatever its case, accents and spaces."""
    try:
        phone = normalise_phone(typed)
    except RuleBroken:
        phone = None
    return user_name(typed), phone


def user_name(typed: str) -> str:
    """A user name as stored: small letters a–z and digits only."""
    return re.sub("[^a-z0-9]", "", unaccented(typed))[:48]


def user_name_of(full_name: str, taken: Container[str]) -> str:
    """Given name and the initials before it, as offices here do: Nguyễn Thị Hồng is hongnt.

    A number follows when that is `taken`. Never only digits, so it cannot look like a phone number.
    """
    words = unaccented(full_name).split()
    base = user_name("".join([*words[-1:], *(word[0] for word in words[:-1])]))
    if not base or base.isdigit():
        base = f"gv{base}"
    return next(name for n in count(1) if (name := base if n == 1 else f"{base}{n}") not in taken)


def password_text(typed: str) -> str:
    """The form in which a password is hashed: one phone composes ế as one letter, another as three."""
    return nfc(typed)


def check_new_password(typed: str, names: tuple[str, ...]) -> str:
    """`typed` as it is to be hashed. Raises RuleBroken (field `password`) with what to do.

    `names` are user name and phone number of its owner: whoever guesses tries these first.
    """
    password = password_text(typed)
    if len(password) < SHORTEST:
        raise _refused(f"Mật khẩu cần ít nhất {SHORTEST} ký tự.")
    if len(password) > LONGEST:
        raise _refused(f"Mật khẩu dài nhất {LONGEST} ký tự.")
    if len(set(password)) == 1 or _runs_on(password):
        raise _refused("Mật khẩu này quá dễ đoán. Hãy chọn vài từ dễ nhớ với riêng mình.")
    if password.casefold() in names or login_names(password)[1] in names:
        raise _refused("Mật khẩu không được là số điện thoại hoặc tên đăng nhập.")
    return password


def _runs_on(password: str) -> bool:
    """12345678, 87654321, abcdefgh."""
    steps = {ord(after) - ord(before) for before, after in pairwise(password)}
    return steps in ({1}, {-1})


def _refused(message: str) -> RuleBroken:
    return RuleBroken(message, {"password": message})
