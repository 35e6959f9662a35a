"""The two papers of a visit, when they are offered, and what they may never say.

Biên bản vận động and bản cam kết phối hợp are local practice, prescribed by nobody: no paper for every
visit, and no promise under pressure (domain.md §3).
"""

import re
from enum import StrEnum

from sisoho.errors import RuleBroken
from sisoho.vietnamese import unaccented

MINUTES_AFTER = 5  # half-days missed without leave


class PaperKind(StrEnum):
    MINUTES = "bien-ban"
    COMMITMENT = "cam-ket"

    @property
    def label(self) -> str:
        return "Biên bản vận động" if self is PaperKind.MINUTES else "Bản cam kết phối hợp"


class GivenBy(StrEnum):
    """How the family gave its word; nobody signs for a child, no child signs alone."""

    PAPER = "paper"
    READ_ALOUD = "read_aloud"

    @property
    def label(self) -> str:
        if self is GivenBy.PAPER:
            return "Ký trên giấy"
        return "Đã đọc cho gia đình nghe, gia đình đồng ý"


def offered_papers(
    half_days: int, visits: int, *, has_minutes: bool, met: bool, agreed: bool = False
) -> tuple[PaperKind, ...]:
    """Minutes from five half-days or the second visit on; a commitment once there are minutes.

    Neither where nobody was met. `agreed`: the family signed or agreed at the visit itself, so its minutes
    are made already and nobody is asked twice.
    """
    if not met:
        return ()
    is_due = half_days >= MINUTES_AFTER or visits >= 2
    if has_minutes or (is_due and agreed):
        return (PaperKind.MINUTES, PaperKind.COMMITMENT)
    return (PaperKind.MINUTES,) if is_due else ()


_FORBIDDEN = re.compile(
    r"\b(phat tien|nop phat|bi phat|xu phat|dat coc|tien coc|tien the chan|the chap"
    r"|cat (?:ho ngheo|che do|tro cap|ho tro|gao|hoc bong)|neu ten|beu ten|doc ten|thong bao tren loa"
    r"|duoi hoc|dinh chi)\b"
)
# "không phải nộp phạt" promises the contrary; "không đi học thì nộp phạt" does not: only these small words
# may stand between.
_DENIED = re.compile(
    r"\b(?:khong|chang|cam)(?: (?:bi|duoc|phai|co|he|bao gio|de|ai|viec|ghi|thu|ap dung|dung|yeu cau))* *$"
)
_CLAUSE_ENDS = re.compile(r"[.;:!?\n]")
_AND_SO_ON = re.compile(r" *(?:,|hay|hoac|va) *")


def check_promise(*texts: str) -> None:
    """Raise RuleBroken when a paper would hold a fine, a deposit, a loss of benefits or publicity.

    To say that there will be none is allowed.
    """
    if any(_threatens(clause) for text in texts for clause in _CLAUSE_ENDS.split(text)):
        raise RuleBroken(
            "Giấy gửi gia đình không được ghi phạt tiền, đặt cọc, cắt chế độ hay nêu tên. "
            "Chưa tạo giấy; hãy sửa lại phần “Đã thống nhất” của lần đến nhà rồi in."
        )


def _threatens(clause: str) -> bool:
    """A denial holds for a whole enumeration: "không phạt tiền, đặt cọc hay nêu tên"."""
    text = " , ".join(unaccented(part) for part in clause.split(","))
    denied_until = None
    for found in _FORBIDDEN.finditer(text):
        goes_on = denied_until is not None and _AND_SO_ON.fullmatch(text, denied_until, found.start())
        if not goes_on and not _DENIED.search(text, 0, found.start()):
            return True
        denied_until = found.end()
    return False


def check_given(given: GivenBy, witness: str, *, has_photo: bool) -> None:
    """Raise RuleBroken unless the word is proven: by a photo of the signed paper, or by a witness."""
    if given is GivenBy.READ_ALOUD and not witness:
        raise RuleBroken("Chưa lưu được.", {"witness": "Hãy ghi người làm chứng, ví dụ trưởng buôn."})
    if given is GivenBy.PAPER and not has_photo:
        raise RuleBroken("Chưa lưu được.", {"photo": "Hãy chọn ảnh chụp giấy đã ký."})
