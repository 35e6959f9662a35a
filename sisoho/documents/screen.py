"""The paper on a screen, as it will be printed: the same templates and styles, scaled to the width.

Rendering real pages to pictures would take seconds and a library more. Every length of the print CSS is
multiplied by one variable that makes the width of an A4 sheet the width of the frame it stands in.
"""

import re
from functools import cache

from sisoho.documents.content import DocumentContent
from sisoho.documents.pdf import print_styles, print_templates

_LENGTH = re.compile(r"(-?\d*\.?\d+)(pt|mm|cm)\b")
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54}
_PAGE = """
:root { --pt: calc(100vw / 595.28); text-size-adjust: none; -webkit-text-size-adjust: none }
html { overflow: hidden; background: #fff }
body { position: relative; padding: 20mm 15mm 20mm 30mm }
body::after { content: ""; position: absolute; top: 277mm; left: 0; right: 0; height: 40mm; background: #fff }
.verification { position: absolute; z-index: 1; top: 272mm; left: 0; right: 0; width: auto; height: 45mm;
  padding: 3mm 30mm 0; background: #fff }
.footer-mark { display: none }
.watermark { position: absolute; top: 140mm }
.appendix { margin-top: 40mm }
"""
# Markup of our own templates with nothing but text put in; it still may fetch nothing and run nothing.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)


def screen_html(content: DocumentContent) -> str:
    """A whole HTML page of the paper; a frame of A4 proportions shows its first page."""
    template = print_templates().get_template(f"pdf/{content.type.name.lower()}/document.html")
    page: str = template.render(content=content)
    return page.replace("</head>", f"<style>{_styles()}</style></head>", 1)


@cache
def _styles() -> str:
    css = print_styles().replace("Official", '"Times New Roman", Tinos, "Liberation Serif", serif')
    return _LENGTH.sub(_scaled, css + _PAGE)


def _scaled(length: re.Match[str]) -> str:
    points = float(length[1]) * _POINTS[length[2]]
    return f"calc({points:g} * var(--pt))"
