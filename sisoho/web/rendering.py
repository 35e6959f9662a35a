"""Pages and fragments: one template for the whole page, one `_fragment.html` inside it for htmx."""

import re
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from markupsafe import Markup

from sisoho import clock
from sisoho.vietnamese import format_beside, format_date, format_decimal, format_int
from sisoho.web.session import current_access


def page(template: str, *, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """Render `template`, or only `fragment` when htmx asks for it. Pupil pages are never stored."""
    name = fragment if fragment and request.htmx and not request.htmx.boosted else template  # type: ignore[attr-defined]
    response = make_response(render_template(name, **context), status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


_NO_FOLDER_HOLDS = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def attachment(data: bytes, name: str, media_type: str) -> Response:
    """A download that no shared cache and no shared phone keeps.

    A class may be called "6/1": what a folder's name cannot hold becomes a hyphen.
    """
    response = make_response(data)
    response.headers["Content-Type"] = media_type
    response.headers.set("Content-Disposition", "attachment", filename=_NO_FOLDER_HOLDS.sub("-", name))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def init_rendering(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        date=lambda value: format_date(value) if value else "",
        beside=format_beside,
        decimal=format_decimal,
        integer=format_int,
        clock_time=_clock_time,
        moment=_moment,
    )

    @app.context_processor
    def _context() -> dict[str, Any]:
        return {"access": current_access(), "today": clock.today()}


def _clock_time(instant: Any) -> str:
    return f"{instant.astimezone(clock.VIETNAM):%H:%M}" if instant else ""


def _moment(instant: Any) -> Markup:
    if not instant:
        return Markup("")
    local = instant.astimezone(clock.VIETNAM)
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), f"{local:%H:%M %d/%m/%Y}")
