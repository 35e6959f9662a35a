"""What the pages of signing in send, as dataclasses."""

from collections.abc import Mapping
from dataclasses import dataclass

from sisoho.accounts.rules.door import local_path
from sisoho.errors import RuleBroken
from sisoho.vietnamese import tidy


@dataclass(frozen=True, slots=True)
class SignInForm:
    """`name` as typed, to be shown again; `next_path` is a path of this site."""

    name: str
    password: str
    shared_device: bool
    next_path: str

    @property
    def errors(self) -> dict[str, str]:
        found = {}
        if not self.name:
            found["name"] = "Hãy nhập số điện thoại hoặc tên đăng nhập."
        if not self.password:
            found["password"] = "Hãy nhập mật khẩu."
        return found


def read_sign_in(form: Mapping[str, str]) -> SignInForm:
    return SignInForm(
        name=tidy(form.get("name", ""))[:80],
        password=form.get("password", ""),
        shared_device=bool(form.get("shared_device")),
        next_path=local_path(form.get("tiep", "/")),
    )


def read_new_password(form: Mapping[str, str]) -> str:
    """The new password, typed twice. Raises RuleBroken (field `again`) when the two differ."""
    password = form.get("password", "")
    if password != form.get("again", ""):
        message = "Hai lần nhập chưa giống nhau."
        raise RuleBroken(message, {"again": message})
    return password
