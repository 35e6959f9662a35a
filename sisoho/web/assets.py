"""Static files as a phone on a weak network wants them: few, small, and never fetched twice.

Everything is read once at start and kept in memory (about 100 kB). A file's URL carries the hash of
its content, so it may be cached for ever; a changed file is a new URL. The CSS layers become one
file, and what only office pages use a second one. Own JavaScript modules are served one by one:
importing each other by a relative path, they get the hashed name written in, which spares a bundler
and an import map (an inline script, which the content security policy forbids).
"""

import gzip
import hashlib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, abort, current_app, request

from sisoho.web.guards import public

STATIC = Path(__file__).resolve().parents[2] / "static"
PREFIX = "/assets/"
FOR_EVER = "public, max-age=31536000, immutable"
CSS_ORDER = ("reset.css", "tokens.css", "base.css", "components/*.css", "pages/*.css", "print.css")
DESK_CSS = ("desk/*.css",)  # office work only: documents, scoring, slips
CSS_LAYERS = "@layer reset,tokens,base,components,pages,print;"
VENDORED = ("vendor/htmx.min.js",)
MIME = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_RELATIVE_IMPORT = re.compile(r"""(?P<before>\b(?:from|import)\s*\(?\s*["'])(?P<name>\.\.?/[\w./-]+\.js)""")
_CSS_TOKEN = re.compile(
    r"""(?P<string>"[^"\n]*")|/\*.*?\*/|\s*(?P<sign>[{};,])\s*|(?P<colon>:)\s+|(?P<space>\s+)""", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Asset:
    """One served file: its hashed path below PREFIX, its bytes, plain and compressed."""

    path: str
    mime: str
    body: bytes
    gzipped: bytes | None


@dataclass(slots=True)
class Assets:
    """All files by the name templates use, and by the hashed path browsers ask for."""

    by_name: dict[str, Asset] = field(default_factory=dict)
    by_path: dict[str, Asset] = field(default_factory=dict)

    def add(self, name: str, body: bytes) -> Asset:
        stem, suffix = name.rsplit(".", 1)
        digest = hashlib.sha256(body).hexdigest()[:10]
        packed = gzip.compress(body, 9, mtime=0)
        asset = Asset(
            path=f"{stem}.{digest}.{suffix}",
            mime=MIME["." + suffix],
            body=body,
            gzipped=packed if len(packed) < len(body) else None,
        )
        self.by_name[name] = self.by_path[asset.path] = asset
        return asset

    def url(self, name: str) -> str:
        """The cacheable URL of `name` ('app.css', 'app.js', 'vendor/htmx.min.js', 'img/…').

        Raises KeyError when there is no such file: a page must not ship a dead link.
        """
        return PREFIX + self.by_name[name].path


def build_assets(static: Path = STATIC) -> Assets:
    """Read and prepare every static file. Raises FileNotFoundError when a vendored file is missing."""
    assets = Assets()
    assets.add("app.css", _join_css(static / "css", CSS_ORDER).encode())
    assets.add("desk.css", _join_css(static / "css", DESK_CSS).encode())
    for name in VENDORED:
        assets.add(name, (static / name).read_bytes())
    for path in sorted((static / "img").rglob("*")):
        if path.suffix in MIME:
            assets.add(path.relative_to(static).as_posix(), path.read_bytes())
    _add_modules(assets, static / "js")
    return assets


def init_assets(app: Flask) -> Assets:
    """Serve the static files and give templates `asset_url(name)`."""
    assets = build_assets()
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset_url"] = assets.url
    app.add_url_rule(PREFIX + "<path:path>", "asset", _send, methods=["GET"])
    return assets


@public
def _send(path: str) -> Response:
    asset = current_app.extensions["assets"].by_path.get(path) or abort(404)
    packed = asset.gzipped if "gzip" in request.headers.get("Accept-Encoding", "") else None
    response = Response(packed or asset.body, content_type=asset.mime)
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["X-Content-Type-Options"] = "nosniff"
    if asset.gzipped:
        response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _join_css(folder: Path, order: tuple[str, ...]) -> str:
    files = [path for pattern in order for path in sorted(folder.glob(pattern))]
    return CSS_LAYERS + "".join(_shorten_css(path.read_text("utf-8")) for path in files)


def _shorten_css(text: str) -> str:
    """Drop comments and needless space, leaving strings alone; gzip does the rest."""
    kept = ("string", "sign", "colon")
    short = _CSS_TOKEN.sub(lambda m: next((m[k] for k in kept if m[k]), " " if m["space"] else ""), text)
    return short.replace(";}", "}").strip()


def _add_modules(assets: Assets, folder: Path) -> None:
    """Add the modules of `folder`, each with the hashed URLs of its imports written in."""
    texts = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.glob("**/*.js")}
    for name in _imported_first(texts):
        assets.add(name, _shorten_js(_with_hashed_imports(assets, name, texts[name])).encode())


def _with_hashed_imports(assets: Assets, importer: str, text: str) -> str:
    def hashed(found: re.Match[str]) -> str:
        return found["before"] + assets.url(_target(importer, found["name"]))

    return _RELATIVE_IMPORT.sub(hashed, text)


def _target(importer: str, relative: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), relative))


def _imported_first(texts: dict[str, str]) -> Iterator[str]:
    """Names in an order in which imports come first. Raises ValueError on a circle or a missing file."""
    needs = {n: {_target(n, m["name"]) for m in _RELATIVE_IMPORT.finditer(t)} for n, t in texts.items()}
    done: set[str] = set()
    while waiting := needs.keys() - done:
        free = sorted(name for name in waiting if needs[name] <= done)
        if not free:
            raise ValueError(f"circular or missing imports in {sorted(waiting)}")
        done.update(free)
        yield from free


def _shorten_js(text: str) -> str:
    """Drop comments that stand alone on their lines, and indentation; no parser is needed for that."""
    text = re.sub(r"^\s*/\*.*?\*/\s*$", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
