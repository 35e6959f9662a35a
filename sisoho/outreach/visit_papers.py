"""Biên bản vận động and bản cam kết phối hợp, filled in from a visit, to print and sign on paper."""

from pathlib import Path

from sisoho.documents.pdf import render_form
from sisoho.outreach.queries import PaperData
from sisoho.outreach.rules import PaperKind, check_promise
from sisoho.school_calendar import vietnam_time

DOTS = "………………………………………………………………………………………………"


def visit_paper(kind: PaperKind, of: PaperData, *, fonts_dir: Path) -> bytes:
    """The bytes of the PDF; what the visit does not say is a line to write on.

    Raises RuleBroken when it would hold what no paper may (rules.check_promise), or as `documents.pdf` does.
    """
    visit = of.visit
    check_promise(visit.agreed, visit.wishes)
    return render_form(
        "visit",
        fonts_dir=fonts_dir,
        of=of,
        visit=visit,
        is_minutes=kind is PaperKind.MINUTES,
        title=kind.label,
        at=vietnam_time(visit.at),
        dots=DOTS,
    )
