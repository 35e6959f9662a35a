"""One place where the errors of the work become HTTP states and kind pages."""

import logging
from typing import Any

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from sisoho.errors import Conflict, DomainError, NotAllowed, NotFound, RuleBroken

log = logging.getLogger(__name__)

STATUS: dict[type[DomainError], int] = {NotAllowed: 403, NotFound: 404, Conflict: 409, RuleBroken: 422}

_PAGES = {403: 403, 404: 404, 409: 409, 413: 413, 422: 422, 429: 429, 500: 500}
_PAGES |= {400: 422, 405: 404}  # a request no page of ours makes is told in the words of its neighbour


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
        return _page(code, "") if code in _PAGES else error

    @app.errorhandler(Exception)
    def unforeseen(_error: Exception) -> Any:
        log.exception("unforeseen error at %s %s", request.method, request.url_rule)
        return _page(500, "")


def _page(status: int, message: str) -> Any:
    words = render_template(f"errors/{_PAGES[status]}.html", message=message)
    return words, status, {"Cache-Control": "no-store"}
