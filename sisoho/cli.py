"""The command line: `flask --app app migrate | demo | import-pupils | user | check | worker`."""

import signal
import subprocess
import sys

import click
from flask import Flask, current_app

from sisoho import db, migrations
from sisoho.accounts.cli import user
from sisoho.accounts.models import Account
from sisoho.config import PROJECT, Config
from sisoho.demo.cli import demo
from sisoho.jobs import actions as jobs
from sisoho.jobs import queue
from sisoho.outreach.cli import risk_backtest
from sisoho.schools.cli import import_pupils


def init_cli(app: Flask) -> None:
    for command in (migrate, demo, check, worker, user, import_pupils, risk_backtest):
        app.cli.add_command(command)


def _settings() -> Config:
    settings: Config = current_app.config["SISOHO"]
    return settings


@click.command()
def migrate() -> None:
    """Bring the database to this version's schema; a backup comes first."""
    done = migrations.migrate()
    with db.write():
        kind = "demo" if _settings().demo else "real"
        db.StoreMark.get_or_create(key="kind", defaults={"value": kind})
    click.echo("Đã cập nhật cơ sở dữ liệu: " + ", ".join(done) if done else "Cơ sở dữ liệu đã mới nhất.")


@click.command()
def check() -> None:
    """Say whether this machine can serve: database, schema, fonts, PDF library."""
    problems = []
    if migrations.pending():
        problems.append("Cơ sở dữ liệu chưa cập nhật: chạy `flask --app app migrate`.")
    if not (_settings().fonts / "Tinos_400Regular.ttf").exists() and not any(_settings().fonts.glob("*.ttf")):
        problems.append(f"Thiếu phông chữ trong {_settings().fonts}: chạy scripts/setup.")
    if not (PROJECT / "static" / "vendor" / "htmx.min.js").exists():
        problems.append("Thiếu htmx: chạy scripts/setup.")
    try:
        import weasyprint  # noqa: F401 - the import itself is what is checked
    except OSError:
        problems.append("Thiếu thư viện Pango để tạo PDF: chạy scripts/setup.")
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    click.echo("Máy sẵn sàng.")


@click.command()
def worker() -> None:
    """Do queued jobs until stopped; `python app.py` starts one by itself."""
    db.open_connection()
    jobs.requeue_lost(at_start=True)
    queue.consume()


@click.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000, type=int)
@click.option("--no-worker", is_flag=True, help="Không tự chạy tiến trình làm việc nền.")
@click.pass_obj
def _serve(app: Flask, host: str, port: int, no_worker: bool) -> None:
    from waitress import serve as waitress_serve

    # As Ctrl-C does, so that `kill` or a service manager ends the worker too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    child = None if no_worker else subprocess.Popen([sys.executable, "-m", "flask", "--app", "app", "worker"])
    _say_where(app.config["SISOHO"], host, port)
    try:
        waitress_serve(app, host=host, port=port, threads=4, ident="sisoho")
    finally:
        if child is not None:
            child.terminate()
            child.wait(timeout=10)


def _say_where(settings: Config, host: str, port: int) -> None:
    """The address to open, and how to get in and out again."""
    this_machine = f"http://127.0.0.1:{port}"
    click.echo(f"Mở trình duyệt: {settings.public_url or this_machine}")
    if host not in ("127.0.0.1", "localhost"):
        click.echo(f"Máy khác trong mạng: http://<địa chỉ của máy này>:{port}")
    if settings.demo and settings.lan:
        click.echo(
            "Bản dùng thử mở cho mạng nội bộ nên cần mật khẩu; in lại: flask --app app demo --new-passwords"
        )
    elif settings.demo:
        click.echo("Trang đăng nhập cho chọn vai bằng một chạm, không cần mật khẩu.")
    else:
        _say_how_to_begin()
    click.echo("Dừng: bấm Ctrl-C.")


def _say_how_to_begin() -> None:
    """A real server without a single login tells how its first administrator comes in."""
    if not Account.select().exists():
        click.echo("Máy chủ chưa có tài khoản nào. Mở một cửa sổ lệnh khác, chạy rồi đăng nhập bằng:")
        click.echo("  .venv/bin/flask --app app user create quantri")


def serve(app: Flask) -> None:
    """`python app.py [--host H] [--port P]`: waitress and the worker as its child."""
    with app.app_context():
        if migrations.pending():
            click.echo("Cơ sở dữ liệu chưa cập nhật: chạy `flask --app app migrate` rồi mở lại.")
            sys.exit(1)
    _serve(obj=app)
