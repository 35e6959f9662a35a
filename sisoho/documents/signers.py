"""Pure: how the block under a paper reads, by who signs it for which kind of unit.

A school works by the head system; a people's committee is collective; the head of one of its offices
signs by order (NĐ 30/2020, Điều 13, Phụ lục I, mục II.7).
"""

from sisoho.documents.content import Signature, SignMode

_COMMITTEE, _CHAIR = "ỦY BAN NHÂN DÂN", "CHỦ TỊCH"


def signature_of(unit_kind: str, post: str, title: str, name: str) -> Signature:
    """`post`: principal | vice_principal | commune_officer …; `title`: the post's own words, or ""."""
    if unit_kind == "commune":
        return _of_committee(title.upper(), name)
    if post == "vice_principal":
        return Signature("PHÓ HIỆU TRƯỞNG", name, SignMode.FOR_HEAD, "HIỆU TRƯỞNG")
    return Signature(title.upper() or "HIỆU TRƯỞNG", name)


def _of_committee(title: str, name: str) -> Signature:
    if title == _CHAIR:
        return Signature(_CHAIR, name, SignMode.COLLECTIVE, _COMMITTEE)
    if title == f"PHÓ {_CHAIR}":
        return Signature(f"KT. {_CHAIR}\n{title}", name, SignMode.COLLECTIVE, _COMMITTEE)
    return Signature(title or "TRƯỞNG PHÒNG VĂN HÓA – XÃ HỘI", name, SignMode.BY_ORDER, _CHAIR)
