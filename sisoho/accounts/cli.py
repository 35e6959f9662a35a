"""`flask --app app user …`: the server's own hand, for the first administrator and locked-out people."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import click

from sisoho.accounts import actions, queries
from sisoho.accounts.models import Account
from sisoho.errors import DomainError

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


@click.group()
def user() -> None:
    """Make, reset and stop logins."""


@user.command()
@click.argument("username")
def create(username: str) -> None:
    """An administrator of the server: accounts and settings of every unit, no pupil data."""
    password = _new_password()
    with _said_plainly():
        account = actions.create_login(actions.server_access(), username=username, password=password)
    _tell(account, password)


@user.command()
@click.argument("name")
def reset(name: str) -> None:
    """A new password for a user name or phone number; its sessions end."""
    password = _new_password()
    with _said_plainly():
        account = _account(name)
        actions.reset_password(actions.server_access(), account, password)
    _tell(account, password)


@user.command()
@click.argument("name")
@click.option("--undo", is_flag=True, help="Cho đăng nhập lại.")
def disable(name: str, undo: bool) -> None:
    """Stop a login by user name or phone number; the person stays on the staff."""
    with _said_plainly():
        account = _account(name)
        (actions.allow_login if undo else actions.stop_login)(actions.server_access(), account)
    click.echo(f"Tài khoản {account.username}: {'đăng nhập lại được' if undo else 'đã ngừng'}.")


@contextmanager
def _said_plainly() -> Iterator[None]:
    """A refusal is a sentence for the person at the terminal, not a trace."""
    try:
        yield
    except DomainError as problem:
        raise click.ClickException(problem.message) from problem


def _account(name: str) -> Account:
    found = queries.account_by_login(name)
    if found is None:
        raise click.ClickException(f"Không có tài khoản nào tên {name}.")
    return found


def _new_password() -> str:
    """Sixteen letters in fours, without look-alikes: it is read from a terminal and typed on a phone."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _tell(account: Account, password: str) -> None:
    click.echo(f"Tên đăng nhập: {account.username}")
    click.echo(f"Mật khẩu:      {password}")
    click.echo("Mật khẩu chỉ hiện một lần. Hãy đổi ở trang Tài khoản sau khi đăng nhập.")
