"""Static files: hashed addresses, caching, compression, weight, and colours one can read in the sun."""

import gzip
import re

import pytest
from flask import Flask

from sisoho.web.assets import STATIC, Assets, build_assets, init_assets
from sisoho.web.compression import SMALLEST, init_compression

KB = 1000
LAYERS = "reset|tokens|base|components|pages|print"
ASSETS = build_assets()


@pytest.fixture
def client():
    app = Flask(__name__, static_folder=None)
    init_assets(app)
    init_compression(app)
    app.add_url_rule("/long", "long", lambda: "sĩ số " * 500)
    app.add_url_rule("/short", "short", lambda: "x" * (SMALLEST - 1))
    app.add_url_rule("/file", "file", lambda: (b"%PDF" * 500, {"Content-Type": "application/pdf"}))
    return app.test_client()


def packed(name: str) -> int:
    asset = ASSETS.by_name[name]
    return len(asset.gzipped or asset.body)


# ---- addresses and headers


def test_an_address_changes_exactly_when_the_content_does():
    assets = Assets()
    first = assets.add("app.css", b"a{}").path
    assert assets.add("app.css", b"a{}").path == first
    assert assets.add("app.css", b"b{}").path != first


def test_an_unknown_name_is_an_error_and_not_a_dead_link():
    with pytest.raises(KeyError):
        ASSETS.url("app.scss")


def test_an_asset_may_be_kept_for_ever_and_comes_compressed(client):
    answer = client.get(ASSETS.url("app.css"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.data) == ASSETS.by_name["app.css"].body


def test_a_client_without_gzip_gets_the_plain_bytes(client):
    answer = client.get(ASSETS.url("app.js"))
    assert "Content-Encoding" not in answer.headers
    assert answer.data == ASSETS.by_name["app.js"].body
    assert answer.content_type == "text/javascript; charset=utf-8"


def test_only_what_was_read_at_start_is_served(client):
    for path in ("app.css", "app.0000000000.css", "../requirements.txt", "vendor/fonts/Tinos_400Regular.ttf"):
        assert client.get(f"/assets/{path}").status_code == 404


def test_every_stylesheet_is_in_the_joined_file_and_in_a_layer():
    joined = ASSETS.by_name["app.css"].body.decode() + ASSETS.by_name["desk.css"].body.decode()
    for path in STATIC.glob("css/**/*.css"):
        if path.relative_to(STATIC / "css").parts[0] != "pdf":
            text = path.read_text("utf-8")
            selector = re.search(r"^  +(\.[a-z_-]+)", text, re.MULTILINE)
            assert re.search(r"^@layer (reset|tokens|base|components|pages|print) \{", text, re.MULTILINE), (
                path
            )
            assert not selector or selector[1] in joined, path


def test_joining_keeps_what_css_needs_and_drops_comments():
    joined = ASSETS.by_name["app.css"].body.decode()
    assert joined.startswith("@layer reset,tokens,base,components,pages,print;")
    assert "/*" not in joined
    assert 'content:"Đang gửi…"' in joined
    assert joined.count("{") == joined.count("}")


def test_a_module_imports_its_neighbour_by_the_hashed_address(tmp_path):
    for folder in ("css", "img", "vendor", "js/offline"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "vendor/htmx.min.js").write_text("")
    (tmp_path / "js/a.js").write_text('import { x } from "./offline/b.js";\nx();')
    (tmp_path / "js/offline/b.js").write_text('import "../c.js";\nexport const x = () => 1;')
    (tmp_path / "js/c.js").write_text("// why\nexport {};")
    assets = build_assets(tmp_path)
    assert f'from "{assets.url("offline/b.js")}"' in assets.by_name["a.js"].body.decode()
    assert f'import "{assets.url("c.js")}"' in assets.by_name["offline/b.js"].body.decode()
    assert assets.by_name["c.js"].body == b"export {};"


def test_modules_that_import_each_other_in_a_circle_are_refused(tmp_path):
    for folder in ("css", "img", "vendor", "js"):
        (tmp_path / folder).mkdir()
    (tmp_path / "vendor/htmx.min.js").write_text("")
    (tmp_path / "js/a.js").write_text('import "./b.js";')
    (tmp_path / "js/b.js").write_text('import "./a.js";')
    with pytest.raises(ValueError, match="circular"):
        build_assets(tmp_path)


# ---- pages made on request


def test_a_page_is_compressed_when_it_is_worth_it(client):
    answer = client.get("/long", headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.data).decode() == "sĩ số " * 500
    assert int(answer.headers["Content-Length"]) == len(answer.data)


@pytest.mark.parametrize(("path", "accepts"), [("/long", "identity"), ("/short", "gzip"), ("/file", "gzip")])
def test_what_gains_nothing_stays_as_it_is(client, path, accepts):
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": accepts}).headers


def test_the_length_of_a_compressed_page_tells_little(client):
    lengths = {len(client.get("/long", headers={"Accept-Encoding": "gzip"}).data) for _ in range(40)}
    assert len(lengths) > 5


# ---- weight: from the sign-in page to the roll on an empty cache within 45 kB; pages take about 9


def test_the_style_sheet_stays_within_8_kb():
    assert packed("app.css") <= 8 * KB


def test_our_own_modules_stay_within_6_kb_together():
    """Those a page waits for; the worker and the outbox come when the roll is already usable."""
    later = ("vendor/", "offline/", "sw.js")
    own = [name for name in ASSETS.by_name if name.endswith(".js") and not name.startswith(later)]
    assert sum(packed(name) for name in own) <= 6 * KB


def test_all_that_a_first_roll_call_loads_stays_within_34_kb():
    loaded = (
        "app.css",
        "vendor/htmx.min.js",
        "app.js",
        "answers.js",
        "marks.js",
        "img/logo.svg",
        "img/icons.svg",
    )
    assert sum(packed(name) for name in loaded) <= 34 * KB


# ---- contrast (WCAG 2.2: 4.5 : 1 for text, 3 : 1 for the edge of a control and the focus ring)

TONES = ("cham", "nghe", "do", "la", "khoi")
TEXT_PAIRS = (
    [(ink, ground) for ink in ("ink", "ink-soft") for ground in ("canvas", "surface", "sunken")]
    + [(ink, f"{tone}-wash") for ink in ("ink", "ink-soft") for tone in TONES]
    + [(f"on-{tone}", tone) for tone in TONES]
    + [(f"{tone}-text", f"{tone}-wash") for tone in TONES]
    + [(f"{tone}-text", ground) for tone in TONES for ground in ("canvas", "surface")]
    + [("on-bar", "bar"), ("on-bar-soft", "bar"), ("cham-text", "do-wash"), ("cham-text", "nghe-wash")]
)
EDGE_PAIRS = [
    ("line-strong", "surface"),
    ("line-strong", "sunken"),
    ("cham", "surface"),
    ("focus", "surface"),
    ("focus", "canvas"),
]


def schemes() -> dict[str, dict[str, str]]:
    text = (STATIC / "css/tokens.css").read_text("utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
    return {
        "light": dict(found.findall(light)),
        "dark": dict(found.findall(light)) | dict(found.findall(dark)),
    }


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_readable_in_the_sun(scheme, ink, ground):
    colours = schemes()[scheme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_the_edges_of_controls_and_focus_can_be_seen(scheme, edge, ground):
    colours = schemes()[scheme]
    assert contrast(colours[edge], colours[ground]) >= 3


def test_both_schemes_define_the_same_colours_anew():
    text = (STATIC / "css/tokens.css").read_text("utf-8")
    light, dark = (set(re.findall(r"--([a-z-]+): #", part)) for part in text.split("@media (prefers"))
    assert light == dark
