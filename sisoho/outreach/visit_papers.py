"""Biên bản vận động and bản cam kết phối hợp, filled in from a visit, to print and sign on paper."""

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from sisoho.documents.pdf import render_form
from sisoho.outreach.queries import PaperData
from sisoho.outreach.rules import PaperKind, check_promise
from sisoho.school_calendar import vietnam_time

DOTS = "………………………………………………………………………………………………"


@dataclass(frozen=True, slots=True)
class Signed:
    """`words`: who agreed and how. `drawing`: a PNG of the signature, b"" where it was read aloud."""

    words: str
    drawing: bytes = b""

    @property
    def picture(self) -> str:
        """An address that needs nothing from outside the document."""
        return f"data:image/png;base64,{b64encode(self.drawing).decode()}"


def visit_paper(
    kind: PaperKind, of: PaperData, *, fonts_dir: Path, promise: str = "", signed: Signed | None = None
) -> bytes:
    """The bytes of the PDF; what the visit does not say is a line to write on.

    `promise`: what the family will do, in the school's words. `signed`: how it agreed at the visit.

    Raises RuleBroken when it would hold what no paper may (rules.check_promise), or as `documents.pdf` does.
    """
    visit = of.visit
    check_promise(visit.agreed, visit.wishes, promise)
    return render_form(
        "visit",
        fonts_dir=fonts_dir,
        of=of,
        visit=visit,
        is_minutes=kind is PaperKind.MINUTES,
        title=kind.label,
        at=vietnam_time(visit.at),
        dots=DOTS,
        promise=promise,
        signed=signed,
    )
