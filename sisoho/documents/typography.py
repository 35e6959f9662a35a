"""Where an official line may break."""

import re
from math import ceil

_JOINER = "\u2060"  # WORD JOINER: forbids a break, takes no width, leaves justification alone
_INSIDE = re.compile(r"(?<=\w)([/–-])(?=\w)")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d) ([–-]) (?=\d)")

_QUOTED = re.compile(r"“[^”]{1,45}”")

_LINE_CHARACTERS = 70  # of 14 pt bold on a line of 165 mm, about
_CHARACTER_EM = 0.46


def tight(text: str) -> str:
    """Keep "1835/SGDĐT-VP" and "2018 – 2019" on one line."""
    text = _INSIDE.sub(rf"\1{_JOINER}", text)
    return _BETWEEN_NUMBERS.sub(rf" {_JOINER}\1 {_JOINER}", text)


def heading(text: str) -> str:
    """Like `tight`, and keep a quoted name whole, as a clerk would in a centred title."""
    return _QUOTED.sub(lambda quote: quote[0].replace(" ", f" {_JOINER}"), tight(text))


def balanced_em(text: str) -> int:
    """A width in em at which a heading of several lines breaks into lines of about equal length."""
    lines = ceil(len(text) / _LINE_CHARACTERS)
    return ceil(len(text) / lines * _CHARACTER_EM) + 4
