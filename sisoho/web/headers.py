"""Security headers, and the random id a browser is known by when sign-in slows down."""

import secrets

from flask import Flask, Response, request

from sisoho.web.session import DEVICE_COOKIE

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def init_headers(app: Flask) -> None:
    @app.after_request
    def _headers(response: Response) -> Response:
        if request.endpoint == "asset":  # a style sheet needs none of them, and each costs a phone bytes
            return response
        response.headers.setdefault("Content-Security-Policy", _CSP)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if DEVICE_COOKIE not in request.cookies and request.endpoint == "accounts.sign_in":
            response.set_cookie(
                DEVICE_COOKIE,
                secrets.token_urlsafe(24),
                max_age=400 * 86400,
                httponly=True,
                samesite="Lax",
                secure=app.config["SESSION_COOKIE_SECURE"],
            )
        return response
