"""Example papers, and eyes to read a PDF back with."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber

from sisoho.config import PROJECT
from sisoho.documents.content import (
    AgencyHeader,
    Block,
    DocumentContent,
    DocumentType,
    Item,
    Level,
    Paragraph,
    Signature,
    plain,
)
from sisoho.documents.pdf import render_pdf

FONTS = PROJECT / "static" / "vendor" / "fonts"
MM = 72 / 25.4  # pt

HEADER = AgencyHeader("UBND XÃ PHÚ TÚC", "TRƯỜNG TIỂU HỌC MẪU", "Trường Tiểu học Mẫu", "THM", "Phú Túc")
SENTENCE = (
    "Nhà trường phát huy hiệu quả trong việc phối hợp chặt chẽ với các cấp ủy đảng, chính quyền địa "
    "phương, với phụ huynh học sinh trong việc vận động con em đi học đầy đủ, chuyên cần."
)
PRINCIPAL = Signature("HIỆU TRƯỞNG", "Trần Thị Mẫu")


def paragraphs(count: int) -> tuple[Block, ...]:
    return tuple(Paragraph(plain(SENTENCE)) for _ in range(count))


def plan(**changes: Any) -> DocumentContent:
    content = DocumentContent(
        type=DocumentType.PLAN,
        header=HEADER,
        abstract="Huy động và duy trì sĩ số học sinh năm học 2026-2027",
        body=paragraphs(2),
        year=2027,
        signatures=(PRINCIPAL,),
        recipients=("UBND xã Phú Túc", "Lưu: VT"),
    )
    return replace(content, **changes)


def numbered_plan(**changes: Any) -> DocumentContent:
    return plan(number=7, issued_on=date(2027, 2, 5), **changes)


def letter(**changes: Any) -> DocumentContent:
    return plan(type=DocumentType.LETTER, subject="CM", addressees=("UBND xã Phú Túc",), **changes)


def minutes(**changes: Any) -> DocumentContent:
    both = (Signature("THƯ KÝ", "Lê Thị Thử"), Signature("CHỦ TỌA", "Trần Thị Mẫu"))
    return plan(type=DocumentType.MINUTES, signatures=both, recipients=("Lưu: VT, Hồ sơ",), **changes)


def decision(**changes: Any) -> DocumentContent:
    articles = tuple(Item(Level.ARTICLE, f"Điều {n}.", plain(SENTENCE)) for n in (1, 2))
    return plan(
        type=DocumentType.DECISION,
        authority="HIỆU TRƯỞNG TRƯỜNG TIỂU HỌC MẪU",
        legal_bases=("Căn cứ kế hoạch năm học",),
        body=articles,
        **changes,
    )


@cache
def rendered(content: DocumentContent) -> bytes:
    return render_pdf(content, fonts_dir=FONTS)


@dataclass(frozen=True)
class Line:
    """A line of text on a page: what it says and its edges in pt from the top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    font: str

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def lines(pdf: bytes, page: int = 0, *, left_of: float | None = None, right_of: float = 0) -> list[Line]:
    """The lines of a page (0 first), or of the part of it between two edges in pt."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        sheet = document.pages[page]
        part = sheet.crop((right_of, 0, left_of or sheet.width, sheet.height))
        return [
            Line(
                found["text"],
                found["x0"],
                found["x1"],
                found["top"],
                found["bottom"],
                found["chars"][0]["size"],
                found["chars"][0]["fontname"].split("+")[-1],
            )
            for found in part.extract_text_lines()
        ]


def line_with(text: str, found: Sequence[Line]) -> Line:
    return next(line for line in found if text in line.text)


def strokes(pdf: bytes, page: int = 0) -> list[dict[str, float]]:
    """Thin horizontal rules of a page."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        sheet = document.pages[page]
        drawn = [*sheet.rects, *sheet.lines]
        return [each for each in drawn if abs(each["bottom"] - each["top"]) < 1.5 and each["width"] > 10]


def page_count(pdf: bytes) -> int:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return len(document.pages)


def poppler(tool: str, pdf: bytes, folder: Path, *options: str) -> str:
    """What `pdftotext`, `pdffonts` or `qpdf` prints about the bytes."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    command = [tool, *options, str(path), *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
