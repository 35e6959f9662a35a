"""How a family agrees to what was written down at its home, and what may be photographed there.

No child signs on a phone, and nobody signs who was not met; a fingerprint is given on paper only and
covered on the photo (domain.md §8.4).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sisoho.errors import RuleBroken
from sisoho.outreach.rules.visits import Met

MOST_PHOTOS = 3
_NOT_SAVED = "Chưa lưu được lần đến nhà. Những gì đã ghi vẫn còn trên trang."


class PhotoKind(StrEnum):
    PAPER = "paper"
    PLACE = "place"

    @property
    def label(self) -> str:
        return "Ảnh giấy đã ký" if self is PhotoKind.PAPER else "Ảnh nơi đến"


class AgreedBy(StrEnum):
    DRAWN = "drawn"
    READ_ALOUD = "read_aloud"

    @property
    def label(self) -> str:
        if self is AgreedBy.DRAWN:
            return "Người lớn trong nhà ký trên máy"
        return "Đã đọc cho gia đình nghe, gia đình đồng ý"


@dataclass(frozen=True, slots=True)
class Consent:
    """`signer` is None where it was read aloud."""

    given: AgreedBy
    signer: Met | None = None
    signer_name: str = ""
    witness: str = ""


def check_consent(consent: Consent, met: Collection[Met], *, has_drawing: bool) -> None:
    """Raise RuleBroken unless an adult who was met signed, or a witness heard it read."""
    if consent.given is AgreedBy.READ_ALOUD:
        if not consent.witness:
            raise RuleBroken(_NOT_SAVED, {"witness": "Hãy ghi người làm chứng, ví dụ trưởng buôn."})
        return
    if not has_drawing:
        raise RuleBroken(_NOT_SAVED, {"given": "Chưa có chữ ký: hãy ký lại, hoặc chọn cách khác."})
    if consent.signer is None or consent.signer not in met or consent.signer is Met.PUPIL:
        fault = "Người ký phải là người lớn đã gặp ở trên; em không ký một mình."
        raise RuleBroken(_NOT_SAVED, {"signer": fault})


def check_photos(count: int, allowed: int) -> None:
    """Raise RuleBroken for more photos than the school allows; `allowed` 0 means none."""
    if count <= allowed:
        return
    if not allowed:
        raise RuleBroken(
            _NOT_SAVED, {"photo": "Trường chưa cho chụp ảnh khi đến nhà: hãy bỏ ảnh rồi lưu lại."}
        )
    raise RuleBroken(_NOT_SAVED, {"photo": f"Nhiều nhất {allowed} ảnh mỗi lần: hãy bỏ bớt rồi lưu lại."})
