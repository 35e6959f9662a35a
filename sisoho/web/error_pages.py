"""One place where the errors of the work become HTTP states and kind pages."""

import logging
from typing import Any

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from sisoho.errors import Conflict, DomainError, NotAllowed, NotFound, RuleBroken

log = logging.getLogger(__name__)

STATUS: dict[type[DomainError], int] = {NotAllowed: 403, NotFound: 404, Conflict: 409, RuleBroken: 422}

_KNOWN = {403, 404, 409, 413, 422, 429, 500}


def init_error_pages(app: Flask) -> None:
    @app.errorhandler(DomainError)
    def domain_error(error: DomainError) -> Any:
        status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
        return _page(status, error.message)

    @app.errorhandler(CSRFError)
    def csrf_error(_error: CSRFError) -> Any:
        return _page(403, "Trang đã mở quá lâu hoặc đã đăng nhập lại. Hãy tải lại trang rồi làm lại.")

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        code = error.code or 500
        return _page(code, "") if code in _KNOWN else error

    @app.errorhandler(Exception)
    def unforeseen(_error: Exception) -> Any:
        log.exception("unforeseen error at %s %s", request.method, request.url_rule)
        return _page(500, "")


def _page(status: int, message: str) -> Any:
    return render_template(f"errors/{status}.html", message=message), status, {"Cache-Control": "no-store"}
