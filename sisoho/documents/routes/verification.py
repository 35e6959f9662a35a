"""Anybody checks a paper: by its code, or by sending the file in. Nothing sent in is kept."""

from typing import Any

from flask import redirect, request, url_for

from sisoho.documents import queries
from sisoho.documents.queries import Verdict
from sisoho.documents.routes.blueprint import bp, press
from sisoho.documents.verification import typed_code
from sisoho.web.guards import public
from sisoho.web.rendering import page

_MOST = 10 * 1024 * 1024
_LONGEST_CODE = 40


@bp.get("/xac-minh")
@public
def verify() -> Any:
    code = request.args.get("ma", "")[:_LONGEST_CODE]
    if typed_code(code):
        return redirect(url_for("documents.verify_code", code=typed_code(code)))
    return _answer("", None)


@bp.get("/xac-minh/<code>")
@public
def verify_code(code: str) -> Any:
    verdict = queries.verify_code(code[:_LONGEST_CODE])
    return _answer(code, verdict, status=200 if verdict.paper else 404)


@bp.post("/xac-minh")
@public
def verify_file() -> Any:
    code, sent = request.form.get("code", "")[:_LONGEST_CODE], request.files.get("file")
    data = sent.read(_MOST + 1) if sent else b""
    if not data or len(data) > _MOST:
        error = "Hãy chọn tệp PDF cần kiểm tra." if not data else "Tệp lớn quá 10 MB."
        return _answer(code, None, error, 422)
    return _answer(code, queries.verify_file(data, code, press()))


def _answer(code: str, verdict: Verdict | None, error: str = "", status: int = 200) -> Any:
    return page("documents/verify.html", code=code, verdict=verdict, error=error, status=status)
