"""What stands on an official paper, line by line, before anybody thinks of pages.

A document is a sequence of blocks in the order they are read. Numbers are kept as printed
("II.", "3.10.", "a)"): the paper is the truth, also for a paper somebody else wrote and
numbered oddly. Everything is frozen plain data, so that it can be hashed, stored as JSON
(`content_json`) and drawn again in ten years.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class DocumentType(StrEnum):
    """Abbreviations of Nghị định 30/2020, Phụ lục III, mục I. A letter (công văn) has none in its number."""

    PLAN = "KH"
    REPORT = "BC"
    DECISION = "QĐ"
    SUBMISSION = "TTr"
    LETTER = "CV"
    MINUTES = "BB"


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Text = tuple[Run, ...]


class Level(StrEnum):
    """Levels of the outline, from Phần (I.) down to điểm (a)); ARTICLE is Điều in a decision."""

    PART = "part"
    CLAUSE = "clause"
    SUBCLAUSE = "subclause"
    POINT = "point"
    ARTICLE = "article"


@dataclass(frozen=True)
class Item:
    """A numbered line. A title stands alone on its line, in bold; without one the text runs on."""

    level: Level
    number: str
    text: Text
    is_title: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text; `marker` is "-" or "+" where the line begins with one."""

    text: Text
    marker: str = ""


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Column:
    """`width` is a share of the table's width against the other columns."""

    title: str
    width: int = 1
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Row:
    """One cell per column; a strong row is printed bold (totals, group headings)."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""

    def __post_init__(self) -> None:
        wrong = [row.cells for row in self.rows if len(row.cells) != len(self.columns)]
        if wrong:
            raise ValueError(f"table rows need {len(self.columns)} cells, got {wrong[0]!r}")


@dataclass(frozen=True)
class Missing:
    """A part the source lacks: shown as missing, never filled in."""

    note: str


@dataclass(frozen=True)
class Note:
    """Small print under a table or section: where a figure comes from, whose proposal it is."""

    text: Text


Block = Item | Paragraph | Table | Missing | Note


@dataclass(frozen=True)
class AgencyHeader:
    """The dated settings of an issuer, frozen into each document.

    `governing` is empty for a people's committee (NĐ 30 prints none above it). A line break in
    `issuer` is kept. `name` is the issuer in a sentence: "Trường Tiểu học …".
    """

    governing: str
    issuer: str
    name: str
    symbol: str
    place: str


class SignMode(StrEnum):
    """How a person signs: NĐ 30, Phụ lục I, Phần I, mục II.7.b."""

    HEAD = ""
    FOR_HEAD = "KT."
    COLLECTIVE = "TM."
    ACTING = "Q."
    BY_ORDER = "TL."
    AUTHORISED = "TUQ."


@dataclass(frozen=True)
class Signature:
    """One signing block: `title` is the signer's own, `over` the office after KT., TM., TL. or TUQ.

    HEAD and ACTING print `title` alone: "HIỆU TRƯỞNG", "Q. HIỆU TRƯỞNG". Line breaks are kept:
    a deputy of a committee is TM. with the title "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH".
    """

    title: str
    name: str
    mode: SignMode = SignMode.HEAD
    over: str = ""


@dataclass(frozen=True)
class Appendix:
    """A phụ lục; its Roman number is its place among them. Wide lists lie on their side."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    internal: bool = False


@dataclass(frozen=True)
class Verification:
    """Where anybody may check the paper: printed as a QR code on page 1."""

    url: str
    code: str


@dataclass(frozen=True)
class Marks:
    """What is stamped on top of the text.

    `transcription` is the sentence shown on a copied-out paper of somebody else, "" for our own.
    """

    draft: bool = False
    demo: bool = False
    internal: bool = False
    transcription: str = ""


@dataclass(frozen=True)
class DocumentContent:
    """A whole paper. `number` and `issued_on` stay None until the clerk gives them.

    `year` prints on drafts, whose day and month are gaps. `subject` is the drafting unit or field
    that ends a letter's number (15/THNT-CM). `authority` is the bold line of a decision.
    `identifier` is not printed: it stands in the file's properties, so that a changed copy is still
    known for what it was made from.
    """

    type: DocumentType
    header: AgencyHeader
    abstract: str
    body: tuple[Block, ...]
    year: int
    number: int | None = None
    issued_on: date | None = None
    subject: str = ""
    authority: str = ""
    legal_bases: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    marks: Marks = field(default_factory=Marks)
    verification: Verification | None = None
    identifier: str = ""


def plain(text: str) -> Text:
    """`text` as one upright run."""
    return (Run(text),) if text else ()


def words(text: Text) -> str:
    """The bare words of a text, styles dropped."""
    return "".join(run.text for run in text)
