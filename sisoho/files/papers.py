"""A file somebody attaches: minutes as PDF, or a photo of them made small and clean."""

from sisoho.errors import RuleBroken
from sisoho.files.photos import clean_photo

MOST_BYTES = 8 * 1024 * 1024


def clean_paper(data: bytes, field: str = "photo") -> tuple[bytes, str, str]:
    """(bytes, ending, media type) of a PDF as it is, or of a photo redrawn. Raises RuleBroken on `field`."""
    if data.startswith(b"%PDF-"):
        if len(data) > MOST_BYTES:
            raise RuleBroken("Tệp lớn quá.", {field: "Tệp lớn quá 8 MB. Hãy lưu lại ở cỡ nhỏ hơn."})
        return data, "pdf", "application/pdf"
    try:
        return clean_photo(data), "jpg", "image/jpeg"
    except RuleBroken as refused:
        raise RuleBroken(
            refused.message, {field: "Cần tệp PDF, hoặc ảnh chụp biên bản dưới 8 MB."}
        ) from refused
