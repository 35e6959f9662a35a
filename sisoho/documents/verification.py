"""Pure: the code on a paper, as it is printed, typed and stored, and what checking a file can find."""

from enum import StrEnum

_GROUP = 4


def address_of(public_url: str, code: str) -> str:
    """What the QR code leads to."""
    return f"{public_url}/xac-minh/{code}"


def spoken_code(code: str) -> str:
    """ "ABCD-EFGH-JKMN": in groups, to be typed from paper."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP)).upper()


def typed_code(text: str) -> str:
    """The stored form of what was typed, spaces, strokes and capitals aside."""
    return "".join(character for character in text.lower() if character.isalnum())


class Finding(StrEnum):
    """What became of the file that was sent in, or of the paper whose code was typed."""

    GENUINE = "genuine"
    GENUINE_TEXT = "genuine_text"  # our print of a paper that was signed by hand
    ALTERED = "altered"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    KNOWN = "known"  # by its code only: no file was compared
    UNKNOWN = "unknown"
