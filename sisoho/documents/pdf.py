"""Content to a PDF of the form of Nghị định 30/2020. The only user of WeasyPrint.

Plain data in, bytes out; the same content gives the same bytes. The file is PDF/A-3a: fonts
embedded, tagged for screen readers, and able to carry data along for the level above (declared,
not yet proven by veraPDF). Nothing is fetched but the font files and images made here.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sisoho.clock import VIETNAM
from sisoho.documents import rules
from sisoho.documents.content import (
    Block,
    DocumentContent,
    Item,
    Marks,
    Paragraph,
    Run,
    Table,
    Text,
    words,
)
from sisoho.documents.pdf_fonts import find_fonts
from sisoho.documents.typography import abstract_em, heading, issuer_em, tight
from sisoho.errors import RuleBroken
from sisoho.vietnamese import nfc

_ROOT = Path(__file__).parents[2]
_TEMPLATES = _ROOT / "templates"
_STYLES = _ROOT / "static" / "css" / "pdf"
_VARIANT = "pdf/a-3a"
_COLOURS = "--srgb"


def render_pdf(content: DocumentContent, *, fonts_dir: Path) -> bytes:
    """The paper as PDF bytes.

    Raises RuleBroken when the content lacks a part its type needs, or when the system library
    Pango or the font files are missing.
    """
    rules.check_content(content)
    template = print_templates().get_template(f"pdf/{content.type.name.lower()}/document.html")
    return _write(template.render(content=content), fonts_dir)


def render_signature_frame(
    name: str, signed_at: datetime, *, width: float, height: float, fonts_dir: Path
) -> bytes:
    """A one-page PDF of `width` × `height` pt: the frame put where a signature would stand.

    `signed_at` (aware) is printed in Vietnam time.
    """
    template = print_templates().get_template("pdf/signature_frame/frame.html")
    local = signed_at.astimezone(VIETNAM)
    return _write(template.render(name=name, signed_at=local, width=width, height=height), fonts_dir)


def render_form(kind: str, *, fonts_dir: Path, **data: Any) -> bytes:
    """A form of the school's own, which no decree shapes: `templates/pdf/<kind>/document.html`, dressed
    by `static/css/pdf/forms/<kind>.css` alone.

    PDF/A-3b: a grid drawn as one picture has nothing a reading order could tag. Raises RuleBroken as
    `render_pdf` does.
    """
    family = find_fonts(fonts_dir).family  # pictures in the page do not see the page's own style
    html = print_templates().get_template(f"pdf/{kind}/document.html").render(family=family, **data)
    return _write(html, fonts_dir, css=_form_style(kind), variant="pdf/a-3b")


def _write(html: str, fonts_dir: Path, css: str = "", variant: str = _VARIANT) -> bytes:
    weasyprint = _weasyprint()
    fonts = find_fonts(fonts_dir)
    fetcher = _local_only(weasyprint, frozenset(path.as_uri() for path in fonts.files))
    config = weasyprint.text.fonts.FontConfiguration()
    sheets = [
        weasyprint.CSS(string=style, font_config=config, url_fetcher=fetcher)
        for style in (fonts.faces, (css or print_styles()).replace("Official", f'"{fonts.family}"'))
    ]
    page = weasyprint.HTML(string=nfc(html), url_fetcher=fetcher)
    return bytes(
        page.write_pdf(
            stylesheets=sheets,
            font_config=config,
            pdf_variant=variant,
            color_profiles={_COLOURS: _colours(weasyprint)},
            output_intent=_COLOURS,
        )
    )


def _colours(weasyprint: Any) -> Any:
    # WeasyPrint's own way to its sRGB profile leaves the file open; this is the same profile, read whole.
    icc = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return weasyprint.css.ColorProfile(BytesIO(icc), _COLOURS, "relative-colorimetric", ("r", "g", "b"))


def _weasyprint() -> Any:
    # Imported late: it takes half a second and needs a system library, and most requests draw nothing.
    try:
        import weasyprint
        import weasyprint.text.fonts
    except OSError as missing:
        raise RuleBroken(
            "Máy chủ chưa có thư viện Pango nên chưa tạo được PDF; nội dung đã lưu không bị mất. "
            "Quản trị cài libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 rồi thử lại."
        ) from missing
    return weasyprint


def _local_only(weasyprint: Any, allowed: frozenset[str]) -> Callable[..., Any]:
    default = weasyprint.urls.URLFetcher(allowed_protocols=("file", "data"))

    def fetch(url: str) -> Any:
        # Fatal, since WeasyPrint shrugs off any other error and would print with a wrong font.
        if not (url in allowed or url.startswith(("data:image/svg+xml", "data:image/png;base64,"))):
            raise weasyprint.urls.FatalURLFetchingError(f"a document may not load {url}")
        return default.fetch(url)

    return fetch


@cache
def print_styles() -> str:
    """The print CSS of all papers, joined; "Official" stands for the font family."""
    return "\n".join(path.read_text() for path in sorted(_STYLES.glob("*.css")))


@cache
def _form_style(kind: str) -> str:
    return (_STYLES / "forms" / f"{kind}.css").read_text()


@cache
def print_templates() -> Environment:
    """The templates of papers, undefined names refused; shared with the view on a screen."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(tight=tight, heading=heading)
    environment.globals.update(
        type_rules=rules.TYPE_RULES,
        number_line=rules.number_line,
        place_and_date=rules.place_and_date,
        signing_lines=rules.signing_lines,
        semicolon_list=rules.semicolon_list,
        appendix_name=rules.appendix_name,
        appendix_source=rules.appendix_source,
        document_title=_document_title,
        abstract_em=abstract_em,
        issuer_em=issuer_em,
        closed=_closed,
        is_short=_is_short,
        column_shares=_column_shares,
        kind_of=lambda block: type(block).__name__.lower(),
        qr=lambda url: segno.make(url, error="m").svg_data_uri(border=0),
    )
    return environment


def _document_title(content: DocumentContent) -> str:
    name = rules.TYPE_RULES[content.type].name
    number = f" số {rules.full_number(content)}" if content.number is not None else ""
    return f"{name}{number}: {content.abstract}"


def _column_shares(table: Table) -> Sequence[float]:
    total = sum(column.width for column in table.columns)
    return [round(100 * column.width / total, 2) for column in table.columns]


def _closed(blocks: tuple[Block, ...], marks: Marks) -> tuple[Block, ...]:
    """The blocks with "./." after the last word, as every sample of Phụ lục III has it.

    A transcription ends as its source does: whether the source was closed is not ours to say.
    """
    if marks.transcription or not blocks:
        return blocks
    last = blocks[-1]
    if not isinstance(last, Item | Paragraph):
        return (*blocks, Paragraph((Run("./."),)))
    return (*blocks[:-1], replace(last, text=_with_ending(last.text)))


def _is_short(block: Block) -> bool:
    """Whether the block may fill a single line (about 85 characters of 14 pt)."""
    return isinstance(block, Item | Paragraph) and len(words(block.text)) < 170


def _with_ending(text: Text) -> Text:
    if not words(text):
        return (Run("./."),)
    *before, last = text
    return (*before, replace(last, text=last.text.rstrip(" .;") + "./."))
