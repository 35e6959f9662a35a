"""The app on a phone without signal: manifest, worker, and the few pages that belong to no slice.

What a phone may keep is said by the server, page by page (`may_be_kept`), and bound to one person
acting for one unit; the worker (static/js/sw.js) and the pages (static/js/offline/) obey that word.
"""

import json
from typing import Any

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from sisoho import clock
from sisoho.access import Access
from sisoho.web.assets import Assets
from sisoho.web.guards import public, signed_in
from sisoho.web.rendering import page
from sisoho.web.session import current_access

KEEP = "X-Keep"  # whose phone may keep this page
LOCK = "/khoa"
OFFLINE = "/ngoai-tuyen"
_NEVER_STORED = {"Cache-Control": "no-store"}


def init_pwa(app: Flask) -> None:
    app.add_url_rule("/manifest.webmanifest", "manifest", _manifest)
    app.add_url_rule("/sw.js", "worker", _worker)
    app.add_url_rule("/phien", "who", _who)
    app.add_url_rule("/cho-gui", "queue", _queue)
    app.add_url_rule(LOCK, "lock", _lock)
    app.add_url_rule(OFFLINE, "offline", _offline)

    @app.context_processor
    def _for_phones() -> dict[str, Any]:
        return {
            "now_ms": _now_ms(),
            "shared_device": getattr(current_user, "shared_device", False),
            "opens_offline": _opens_offline(),
        }


def may_be_kept(response: Response, access: Access) -> Response:
    """Let this person's phone keep the page, to be read there without signal."""
    response.headers[KEEP] = access.phone_key
    return response


def _opens_offline() -> bool:
    """Whether a browser may keep pages of this address: over HTTPS, and of the very machine it runs on.

    A proxy this server was not told of says itself how it was reached; here it is only repeated to people.
    """
    https = request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"
    return https or request.host.partition(":")[0] in ("localhost", "127.0.0.1")


@public
def _manifest() -> Response:
    icons = [("img/icon-192.png", "192x192", "any"), ("img/icon-512.png", "512x512", "any")]
    icons.append(("img/icon-maskable-512.png", "512x512", "maskable"))
    found = jsonify(
        id="/",
        name="sisoho – duy trì sĩ số học sinh",
        short_name="sisoho",
        lang="vi",
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#f4f1e9",
        theme_color="#1f2856",
        icons=[
            {"src": _assets().url(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
    )
    found.mimetype = "application/manifest+json"
    found.headers["Cache-Control"] = "no-cache"
    return found


@public
def _worker() -> Response:
    """From the root, so that it may serve every page; what it keeps from the start is written in."""
    kept = sorted(asset.path for name, asset in _assets().by_name.items() if _is_kept(name))
    written_in = {
        "assets": [url_for("asset", path=path) for path in kept],
        "lock": LOCK,
        "offline": OFFLINE,
        "keep": KEEP,
    }
    script = f"const SERVER = {json.dumps(written_in)};\n".encode() + _assets().by_name["sw.js"].body
    response = make_response(script)
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _is_kept(name: str) -> bool:
    return name != "sw.js" and not name.endswith(".png")  # the system keeps an installed app's icons itself


@public
def _who() -> Any:
    """Who is signed in on this browser, a fresh CSRF token, and the time by this clock in ms."""
    access = current_access()
    found = {"owner": access.phone_key if access else "", "token": generate_csrf(), "now": _now_ms()}
    return found, 200, _NEVER_STORED


@signed_in
def _queue(access: Access) -> Response:
    """What waits on this phone; the list itself is the phone's, static/js/offline/queue.js."""
    return may_be_kept(page("offline/queue.html"), access)


@public
def _lock() -> Any:
    return render_template("offline/lock.html", access=None), 200, _NEVER_STORED


@public
def _offline() -> Any:
    return render_template("errors/offline.html", access=None, message=""), 200, _NEVER_STORED


def _assets() -> Assets:
    found: Assets = current_app.extensions["assets"]
    return found


def _now_ms() -> int:
    return int(clock.now().timestamp() * 1000)
