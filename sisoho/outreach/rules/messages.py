"""Words and links for calling on somebody: they leave the app, so they never carry a pupil's name."""

import re
from urllib.parse import quote

from sisoho.school_calendar import Slot

_SEPARATORS = re.compile(r"[\s.\-()]")
_DIALLABLE = re.compile(r"\+?\d{8,15}")


def duty_message(village: str, class_name: str, slot: Slot, absent: int) -> str:
    """The message offered to the village's duty teacher after a roll call: counts only."""
    return (
        f"{village}: {slot.label}, lớp {class_name} có {absent} em vắng chưa có phép. "
        "Nhờ thầy cô mở sổ xem danh sách và hỏi thăm gia đình."
    )


def class_notice(class_name: str, slot: Slot, absent: int) -> str:
    """What the homeroom teacher is told after a roll call somebody else took: counts only."""
    return (
        f"Lớp {class_name}: {slot.label}, {absent} em vắng chưa có phép. "
        "Nhờ thầy cô hỏi gia đình và xác minh lý do."
    )


def tel_link(number: str) -> str | None:
    """`tel:0912345678`, or None when the number cannot be dialled."""
    dialled = _dialled(number)
    return f"tel:{dialled}" if dialled else None


def sms_link(number: str, text: str = "") -> str | None:
    """`sms:` with the text filled in (RFC 5724), or None when the number cannot be dialled."""
    dialled = _dialled(number)
    if not dialled:
        return None
    return f"sms:{dialled}?body={quote(text)}" if text else f"sms:{dialled}"


def zalo_link(number: str) -> str | None:
    """`https://zalo.me/0912345678`: opens the chat; Zalo takes no text along, so it is copied by hand."""
    dialled = _dialled(number)
    return f"https://zalo.me/{re.sub(r'^[+]84', '0', dialled)}" if dialled else None


def _dialled(number: str) -> str | None:
    bare = _SEPARATORS.sub("", number)
    return bare if _DIALLABLE.fullmatch(bare) else None
