"""Where an official line may break."""

import re
from math import ceil

_JOINER = "\u2060"  # WORD JOINER: forbids a break, takes no width, leaves justification alone
_INSIDE = re.compile(r"(?<=\w)([/–-])(?=\w)")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d) ([–-]) (?=\d)")

_QUOTED = re.compile(r"“[^”]{1,45}”")


def tight(text: str) -> str:
    """Keep "1835/SGDĐT-VP" and "2018 – 2019" on one line."""
    text = _INSIDE.sub(rf"\1{_JOINER}", text)
    return _BETWEEN_NUMBERS.sub(rf" {_JOINER}\1 {_JOINER}", text)


def heading(text: str) -> str:
    """Like `tight`, and keep a quoted name whole, as a clerk would in a centred title."""
    return _QUOTED.sub(lambda quote: quote[0].replace(" ", f" {_JOINER}"), tight(text))


def abstract_em(text: str) -> int:
    """The width, in em, of a bold 14 pt heading on a line of 165 mm."""
    return _balanced_em(len(text), per_line=70, character_em=0.48)


def issuer_em(text: str) -> int:
    """The width, in em, of a bold 12 pt name in capitals in the left column; its own breaks are kept."""
    return _balanced_em(max(map(len, text.splitlines())), per_line=27, character_em=0.64)


def _balanced_em(characters: int, *, per_line: int, character_em: float) -> int:
    """A width at which the text breaks into lines of about equal length, as a clerk would break them."""
    lines = ceil(characters / per_line)
    return ceil(characters / lines * character_em) + 2
