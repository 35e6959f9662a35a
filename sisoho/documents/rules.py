"""The law of official paper: numbers, dates, signing lines, what each type must carry.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I (form), Phụ lục III (codes and samples).
The life of a document is in `lifecycle`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sisoho.documents.content import AgencyHeader, DocumentContent, DocumentType, Signature, SignMode
from sisoho.errors import RuleBroken
from sisoho.vietnamese import day_in_document, roman

# Wide enough to write a number or a day in by hand: NBSP keeps its width in a centred or justified line.
NUMBER_GAP = "\u00a0" * 8
DAY_GAP = "\u00a0" * 5


@dataclass(frozen=True)
class TypeRules:
    """What sets one type apart in NĐ 30, Phụ lục III.

    `name` as in a sentence ("Kế hoạch"); a letter prints none. `first_recipient` is the customary
    first line of Nơi nhận ("" where the executing units stand there instead).
    """

    name: str
    has_title: bool = True
    has_addressees: bool = False
    has_place_and_date: bool = True
    has_authority: bool = False
    abstract_prefix: str = ""
    first_recipient: str = ""


TYPE_RULES: dict[DocumentType, TypeRules] = {
    DocumentType.PLAN: TypeRules("Kế hoạch"),
    DocumentType.REPORT: TypeRules("Báo cáo", has_addressees=True, first_recipient="Như trên"),
    DocumentType.SUBMISSION: TypeRules("Tờ trình", has_addressees=True, first_recipient="Như trên"),
    DocumentType.DECISION: TypeRules(
        "Quyết định", has_authority=True, abstract_prefix="Về việc ", first_recipient="Như Điều 2"
    ),
    DocumentType.LETTER: TypeRules(
        "Công văn", has_title=False, has_addressees=True, abstract_prefix="V/v ", first_recipient="Như trên"
    ),
    DocumentType.MINUTES: TypeRules("Biên bản", has_place_and_date=False),
}


def check_content(content: DocumentContent) -> None:
    """Raise RuleBroken, naming the part, when the paper lacks what its type must carry."""
    rules = TYPE_RULES[content.type]
    required = {
        "trích yếu": bool(content.abstract),
        "nội dung": bool(content.body),
        "nơi kính gửi": bool(content.addressees) or content.type is not DocumentType.LETTER,
        "thẩm quyền ban hành": bool(content.authority) or not rules.has_authority,
        "phần viết tắt đơn vị soạn thảo hoặc lĩnh vực": bool(content.subject)
        or content.type is not DocumentType.LETTER,
    }
    lacking = [part for part, present in required.items() if not present]
    if lacking:
        raise RuleBroken(f"{rules.name} còn thiếu {', '.join(lacking)}. Bổ sung rồi lưu lại.")


def number_line(content: DocumentContent) -> str:
    """ "Số: 05/KH-THNT"; the number is a gap until the clerk gives one."""
    return f"Số: {padded_number(content.number)}/{symbol(content.type, content.header, content.subject)}"


def full_number(content: DocumentContent) -> str:
    """ "05/KH-THNT", as other papers quote it."""
    return number_line(content).removeprefix("Số: ")


def padded_number(number: int | None) -> str:
    """Below ten with a leading zero (Phụ lục I, mục II.3.c); None is a gap to write in."""
    return NUMBER_GAP if number is None else f"{number:02d}"


def symbol(type_: DocumentType, header: AgencyHeader, subject: str = "") -> str:
    """The part after the slash: type code and issuer; for a letter issuer and drafting unit or field."""
    return f"{header.symbol}-{subject}" if type_ is DocumentType.LETTER else f"{type_}-{header.symbol}"


def date_words(day: date | None, year: int) -> str:
    """ "ngày 05 tháng 3 năm 2027": zeros for days below 10 and for months 1 and 2 only (mục II.4.b).

    Without a day, gaps: number and date are given together, after signing on paper (Điều 15).
    """
    if day is None:
        return f"ngày {DAY_GAP} tháng {DAY_GAP} năm {year}"
    return day_in_document(day)


def place_and_date(content: DocumentContent) -> str:
    """ "Phú Túc, ngày 05 tháng 01 năm 2027"."""
    return f"{content.header.place}, {date_words(content.issued_on, content.year)}"


def signing_lines(signature: Signature) -> tuple[str, ...]:
    """The bold lines above a signature: ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"). Mục II.7.b."""
    titles = tuple(signature.title.splitlines())
    if signature.mode is SignMode.HEAD:
        return titles
    if signature.mode is SignMode.ACTING:
        return (f"{SignMode.ACTING} {titles[0]}", *titles[1:])
    return (f"{signature.mode} {signature.over}", *titles)


def semicolon_list(lines: Sequence[str]) -> tuple[str, ...]:
    """Each line closed by ";", the last by "." (Căn cứ, Kính gửi, Nơi nhận)."""
    bare = [line.rstrip(" ;.") for line in lines]
    return tuple(line + ("." if at == len(bare) - 1 else ";") for at, line in enumerate(bare))


def appendix_name(index: int, total: int) -> str:
    """ "Phụ lục" alone, "Phụ lục II" when there are several (mục III.1.a). `index` starts at 1."""
    return "Phụ lục" if total == 1 else f"Phụ lục {roman(index)}"


def appendix_source(content: DocumentContent) -> str:
    """ "(Kèm theo Kế hoạch số 05/KH-THNT ngày 05 tháng 01 năm 2027 của Trường …)" (mục III.1.c)."""
    name = TYPE_RULES[content.type].name
    day = date_words(content.issued_on, content.year)
    return f"(Kèm theo {name} số {full_number(content)} {day} của {content.header.name})"
