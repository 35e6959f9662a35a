"""`flask --app app demo`: fill a store marked as a demo, or say how to get into one that is filled."""

from datetime import date, datetime
from typing import cast

import click
from flask import current_app

from sisoho import clock, db, migrations
from sisoho.config import Config
from sisoho.demo.build import build_demo
from sisoho.demo.dates import demo_dates, last_school_day
from sisoho.demo.logins import ToldLogin, keep_told, renew_passwords
from sisoho.documents.press import Press
from sisoho.jobs import queue
from sisoho.schools.queries import has_units

_TOLD_UNTIL = "demo"  # the mark of a store this command has filled: "<seed> <date>"


@click.command()
@click.option("--seed", default=52, show_default=True, help="Số gieo: cùng số, cùng ngày thì cùng dữ liệu.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Ngày học cuối cùng được kể (mặc định: hôm nay)."
)
@click.option("--new-passwords", is_flag=True, help="Đặt và in lại mật khẩu cho mỗi vai một tài khoản.")
def demo(seed: int, as_of: datetime | None, new_passwords: bool) -> None:
    """Make the demo commune with two schools; on a filled demo, change nothing."""
    _refuse_real_store()
    built = db.StoreMark.get_or_none(db.StoreMark.key == _TOLD_UNTIL)
    if built is None:
        _build(seed, as_of.date() if as_of else last_school_day(clock.now()))
    elif new_passwords:
        with db.write():
            _print_logins(renew_passwords())
    else:
        click.echo("Bản dùng thử đã có sẵn, giữ nguyên. Trên máy này, trang đăng nhập cho chọn vai.")
        click.echo("Cần mật khẩu (máy khác trong mạng): flask --app app demo --new-passwords")


def _settings() -> Config:
    return cast(Config, current_app.config["SISOHO"])


def _refuse_real_store() -> None:
    if migrations.pending():
        raise click.ClickException("Cơ sở dữ liệu chưa cập nhật: chạy `flask --app app migrate` trước.")
    marked = db.StoreMark.get_or_none((db.StoreMark.key == "kind") & (db.StoreMark.value == "demo"))
    if not _settings().demo or marked is None:
        raise click.ClickException(
            "Đây không phải cơ sở dữ liệu của bản dùng thử nên không ghi gì. Bản dùng thử có cơ sở dữ liệu "
            "riêng: đặt SISOHO_DEMO=1 rồi chạy `flask --app app migrate`, hoặc dùng scripts/run."
        )


def _build(seed: int, as_of: date) -> None:
    if has_units():
        raise click.ClickException("Cơ sở dữ liệu này đã có đơn vị không do lệnh demo lập nên không ghi gì.")
    if as_of > clock.today():
        raise click.ClickException(f"Ngày {as_of:%d/%m/%Y} chưa tới.")
    try:
        demo_dates(as_of)
    except ValueError:
        raise click.ClickException(f"Ngày {as_of:%d/%m/%Y} không phải ngày học.") from None
    click.echo(f"Đang lập xã dùng thử với hai trường, kể đến ngày {as_of:%d/%m/%Y} (chưa tới một phút)…")
    with queue.asleep(), db.write():  # what the demo has done itself must wake no worker at the commit
        made = build_demo(seed, as_of, Press.of(_settings()))
        keep_told(made.logins)
        db.StoreMark.create(key=_TOLD_UNTIL, value=f"{seed} {as_of}")
    _print_logins(made.logins)


def _print_logins(logins: list[ToldLogin]) -> None:
    """A table of five columns; these passwords are told once and stored nowhere."""
    head = ("Vai", "Họ tên", "Đơn vị", "Tên đăng nhập", "Mật khẩu")
    rows = [head, *((told.role, told.name, told.unit, told.username, told.password) for told in logins)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    click.echo("Tài khoản (mật khẩu chỉ hiện một lần):")
    for row in rows:
        click.echo(
            "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
