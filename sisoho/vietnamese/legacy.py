"""Text of the time before Unicode: TCVN3 (.VnTime, .VnTimeH) and VNI fonts.

Such text looks like Western letters to a program ("NguyÔn", "Nguyeãn") and only its font made it
Vietnamese. It is recognised with care: true Unicode must never be "converted", so a cell that can be
read both ways ("Võ", "Lê Hà") counts as Unicode unless its neighbours say otherwise.
"""

import re
from collections.abc import Callable
from typing import Literal

from sisoho.vietnamese.names import nfc
from sisoho.vietnamese.syllables import is_syllable

Legacy = Literal["tcvn3", "vni"]

_UNICODE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ"
_TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§"
_FROM_TCVN3 = str.maketrans(dict(zip(_TCVN3, _UNICODE, strict=True)))

# VNI writes a plain vowel and then a mark; the mark carries circumflex or breve together with the tone.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

# Evidence of the old fonts: what no Unicode Vietnamese word holds. Left out are ñ (Jrai), and pairs that
# are also true Unicode, as the oà of "Hoà", or the ò of "Thò".
_SIGNS = "".join(c for c in _TCVN3 if not c.isalpha() or nfc(c.lower()) not in _UNICODE.lower() + "ñ")
_ONLY_TCVN3 = re.compile(f"[{re.escape(_SIGNS)}]|(?<=[a-z])[ÇÐÊÉÈÌÒÓÔÕÝ]")
_ONLY_VNI = re.compile("(?i:[øûïåäüëöæî]|[aeoôuy][ùõ]|a[âàáãêèéú]|e[âàáã]|oâ)")
_SURELY_UNICODE = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
_LATIN_1 = re.compile("[\xa1-\xb3\xb5-\xff]")  # without ´, an apostrophe
_WORD = re.compile(r"[^\s,;:/()\[\].0-9-]+")


def from_tcvn3(text: str) -> str:
    """TCVN3 text in Unicode (NFC).

    TCVN3 has no toned capitals; they were small codes shown by an upper-case font (.VnTimeH). A word
    whose plain letters are all capitals ("NGUYÔN") is therefore capitals, and so is a leading toned
    letter where every other word begins with a capital ("Lª ThÞ ¸nh"). Other cases cannot be decided.
    """
    words = text.split(" ")
    capitals = [_starts_capital(word) for word in words if word and not _starts_toned(word)]
    name_like = bool(capitals) and all(capitals)
    return nfc(" ".join(_word_from_tcvn3(word, name_like=name_like) for word in words))


def from_vni(text: str) -> str:
    """VNI-Windows text in Unicode (NFC); a mark without its vowel stays as it is."""
    return nfc("".join(_vni_characters(text)))


def detect_legacy(text: str) -> Legacy | None:
    """The old encoding `text` (a cell, or the cells of a column joined) is surely in, else None.

    Sure means: nothing in it is beyond Latin-1, some word holds what Unicode Vietnamese cannot, and more
    of its marked words become syllables by this encoding than by the other.
    """
    if text.isascii() or _SURELY_UNICODE.search(text):
        return None
    words = [word for word in _WORD.findall(text) if len(word) > 1 and _LATIN_1.search(word)]
    tcvn3 = _syllables_after(from_tcvn3, words, _ONLY_TCVN3)
    vni = _syllables_after(from_vni, words, _ONLY_VNI)
    if tcvn3 == vni:
        return None
    return "tcvn3" if tcvn3 > vni else "vni"


def is_ambiguous(text: str) -> bool:
    """Whether `text` could be Unicode or an old encoding: Western accents, and evidence for neither."""
    marked = _LATIN_1.search(text) and not _SURELY_UNICODE.search(text)
    return bool(marked) and detect_legacy(text) is None


def _syllables_after(convert: Callable[[str], str], words: list[str], evidence: re.Pattern[str]) -> int:
    """How many words convert to syllables; 0 if none with evidence does, or if most do not."""
    good = [word for word in words if is_syllable(convert(word))]
    if not any(evidence.search(word) for word in good):
        return 0
    return len(good) if len(good) * 2 > len(words) else 0


def _word_from_tcvn3(word: str, *, name_like: bool) -> str:
    converted = word.translate(_FROM_TCVN3)
    plain = [c for c in word if c.isascii() and c.isalpha()]
    if len(plain) > 1 and all(c.isupper() for c in plain):
        return converted.upper()
    if name_like and _starts_toned(word):
        return converted[:1].upper() + converted[1:]
    return converted


def _starts_capital(word: str) -> bool:
    return word.translate(_FROM_TCVN3)[:1].isupper()


def _starts_toned(word: str) -> bool:
    return _FROM_TCVN3.get(ord(word[:1] or " "), "").islower()


def _vni_characters(text: str) -> list[str]:
    out: list[str] = []
    for char in text:
        low, before = char.lower(), out[-1][0].lower() if out else ""
        mark = _vni_mark(low, before) if out and len(out[-1]) == 1 else None
        if mark is not None:
            out[-1] += mark
        elif low in _VNI_SINGLE:
            out.append(_VNI_SINGLE[low].upper() if char != low else _VNI_SINGLE[low])
        else:
            out.append(char)
    return out


def _vni_mark(char: str, vowel: str) -> str | None:
    """The combining marks that `char` adds to the letter before it; None if it is no mark there."""
    if char in _VNI_TONES and vowel in "aeouyơư" and vowel:
        return _VNI_TONES[char]
    if char in _VNI_CIRCUMFLEX and vowel in "aeo" and vowel:
        return "\u0302" + _VNI_CIRCUMFLEX[char]
    if char in _VNI_BREVE and vowel == "a":
        return "\u0306" + _VNI_BREVE[char]
    return None
