"""Names and plain text: one spelling of the same letters, the Vietnamese order, search without accents.

Nothing here corrects a spelling: a Jrai clan is written Rơ Châm, Rchâm or Rcom, and each is right
for the family that writes it (domain.md §6).
"""

import re
import unicodedata

# The Vietnamese alphabet, with the Jrai letters where Jrai dictionaries put them and f j w z of
# foreign names where Latin order puts them. A letter's place is its rank.
_ALPHABET = "a ă â b ƀ c č d đ e ĕ ê ê̆ f g h i ĭ j k l m n ñ o ŏ ô ô̆ ơ ơ̆ p q r s t u ŭ ư ư̆ v w x y z"
_RANK = {unicodedata.normalize("NFC", x): chr(ord("A") + i) for i, x in enumerate(_ALPHABET.split())}

# huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries; no tone comes first.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ′`´＇", "'"))
_INVISIBLE = str.maketrans(dict.fromkeys("\x00\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# Đ has two look-alikes that old keyboards type; on paper and on screen they are the same letter.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_BARRED = str.maketrans({"đ": "d", "ƀ": "b"})

_CONSONANT = "[bcdfghjklmnpqrstvwxz]"
_JRAI_PREFIX = re.compile(rf"\b(?:(r)[oa]? ?|(h)o? ?)(?={_CONSONANT})")


def nfc(text: str) -> str:
    """The composed form (NFC), in which everything is stored and compared."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """`text` in NFC with single spaces, one kind of apostrophe (') and a true Đ.

    Letters, tones, case and spaces inside a name stay as the family or the clerk wrote them.
    """
    plain = nfc(text).translate(_INVISIBLE).translate(_APOSTROPHES).translate(_LOOKALIKES)
    return " ".join(nfc(plain).split())


def sort_key(full_name: str) -> str:
    """A key that puts names in Vietnamese order when compared byte by byte.

    Given name (last word) first, then the others from the left; word by word as in a Vietnamese
    dictionary, the letters of a word before its tone. ASCII only, so SQLite's default order and
    PostgreSQL's COLLATE "C" both give it. Case, apostrophes and where the tone mark sits (hoà, hòa)
    do not count. What stands in brackets after the name counts last.
    """
    name, _, note = tidy(full_name).replace("'", "").partition("(")
    words = _words(name)
    return " ".join(_word_key(word) for word in [*words[-1:], *words[:-1], *_words(note)])


def unaccented(text: str) -> str:
    """`text` in small letters without marks, apostrophes and punctuation, words one space apart."""
    plain = re.sub("' ?", "", tidy(text)).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", bare.casefold().translate(_BARRED)).strip()


def fold(text: str) -> str:
    """The form in which spellings of one name meet: `unaccented`, and the Jrai prefixes shortened.

    rơ, ro, ra, r' before a consonant become r; hơ, h' become h: "Rơ Châm", "ro cham", "R'Chăm" and
    "Rcham" are all "rcham" (domain.md §6, Search). Idempotent.
    """
    return _JRAI_PREFIX.sub(lambda found: found[1] or found[2], unaccented(text))


def search_text(text: str) -> str:
    """What to store for a search by LIKE: the unaccented form and, where it differs, the folded one.

    Both, because the start of a word may be typed alone: "ho" must find Hồ Văn Nam ("hvan nam").
    """
    return "\n".join(dict.fromkeys((unaccented(text), fold(text))))


def search_terms(query: str) -> tuple[str, ...]:
    """The one or two strings of which any may occur in a `search_text`; empty for an empty query."""
    return tuple(dict.fromkeys(filter(None, (unaccented(query), fold(query)))))


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\s,.)\-–]+", name) if any(c.isalnum() for c in word)]


def _word_key(word: str) -> str:
    """`letters!tones`: '!' sorts before every letter, so a shorter word comes first."""
    toneless, tones = "", ""
    for char in unicodedata.normalize("NFD", word.casefold()):
        if char in _TONES and not (char == "\u0303" and toneless.endswith("n")):  # ñ is a letter
            tones += _TONES[char]
        else:
            toneless += char
    letters = re.findall(r".[\u0302\u0306\u030c\u031b\u0303]*", nfc(toneless))
    return "".join(_letter_key(letter) for letter in letters) + "!" + (tones or "0")


def _letter_key(letter: str) -> str:
    """One ASCII character: digits stay, strange letters go by their base letter or after z."""
    if letter in _RANK:
        return _RANK[letter]
    base = unicodedata.normalize("NFKD", letter)[0]
    if base.isascii() and base.isdigit():
        return base
    return _RANK.get(base, "~" if base.isalnum() else "")
