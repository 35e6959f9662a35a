"""sisoho ("sĩ số – hồ sơ"): keeps pupils of the schools around Krông Pa in school."""

from functools import partial
from importlib import import_module, util

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from sisoho import config as configuration
from sisoho import db, quiet_logs
from sisoho.config import Config

SLICES = (
    "files",
    "jobs",
    "schools",
    "accounts",
    "notices",
    "documents",
    "rollcall",
    "outreach",
    "support",
    "emulation",
    "reports",
    "today",
    "demo",
)


def create_app(settings: Config | None = None, *, queue_mode: str = "worker") -> Flask:
    """config → db → web → slices → registries → cli. Raises config.UnsafeStart."""
    settings = settings or configuration.from_environment()
    quiet_logs.install()
    app = Flask(__name__, root_path=str(configuration.PROJECT), static_folder=None)
    app.config.update(
        SISOHO=settings,
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        SESSION_COOKIE_NAME="phien_demo" if settings.demo else "phien",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # 330 bytes saved on every answer
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.public_url:  # one proxy in front, which ends TLS
        app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)  # type: ignore[method-assign]
    db.bind(settings.database_url)
    app.before_request(db.open_connection)
    _init_web(app)
    for name in SLICES:
        if util.find_spec(f"sisoho.{name}.routes"):
            app.register_blueprint(import_module(f"sisoho.{name}.routes").bp)
    _fill_registries(settings, queue_mode)
    import_module("sisoho.cli").init_cli(app)
    return app


def _init_web(app: Flask) -> None:
    from sisoho.web import assets, compression, error_pages, headers, navigation, pwa, rendering, session

    Htmx(app)
    CSRFProtect(app)
    session.init_session(app)
    rendering.init_rendering(app)
    navigation.init_navigation(app)
    assets.init_assets(app)
    pwa.init_pwa(app)
    compression.init_compression(app)
    headers.init_headers(app)
    error_pages.init_error_pages(app)


def _fill_registries(settings: Config, queue_mode: str) -> None:
    """The four places where a lower slice calls up: user loader, job kinds, after-marks, live figures."""
    from sisoho.accounts.actions import resume_session
    from sisoho.jobs import actions as jobs
    from sisoho.jobs import queue
    from sisoho.jobs.registry import register_kind
    from sisoho.notices.actions import tidy
    from sisoho.notices.webpush import WebPush
    from sisoho.outreach.actions import reminding as visit_reminding
    from sisoho.outreach.actions import risk_renewal, tell_absences
    from sisoho.outreach.actions.case_following import DAILY, follow_all, follow_sheet
    from sisoho.rollcall import registry as rollcall
    from sisoho.rollcall.actions import reminding
    from sisoho.rollcall.registers import make_archive
    from sisoho.schools.actions.daily import enqueue_daily
    from sisoho.web.session import register_user_loader

    register_user_loader(resume_session)
    register_kind(rollcall.JOB, rollcall.run_after_marks)
    register_kind(rollcall.REGISTERS_JOB, partial(make_archive, fonts_dir=settings.fonts))
    register_kind(DAILY, follow_all)
    register_kind(risk_renewal.JOB, risk_renewal.run_renewal)
    service = WebPush(settings.push_key, settings.push_contact, local=settings.testing)
    register_kind(reminding.JOB, partial(reminding.push_unreported, service))
    register_kind(visit_reminding.JOB, partial(visit_reminding.push_visits, service))
    rollcall.after_marks[:] = [tell_absences, risk_renewal.renew_after_marks, follow_sheet]

    def every_minute() -> None:
        jobs.requeue_lost()
        enqueue_daily([risk_renewal.JOB, DAILY])
        if service.is_on:
            tidy()
            reminding.remind_unreported()

    def every_ten_minutes() -> None:
        if service.is_on:
            visit_reminding.remind_visits()

    rounds = {"*": every_minute, "*/10": every_ten_minutes}
    queue.start(queue_mode, jobs.run_job, rounds, settings.var, settings.database_url)
