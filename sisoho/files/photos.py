"""A photo of a paper before it is kept: small, upright, and without what the camera wrote into it.

A phone writes where and when a picture was taken (EXIF). Drawn anew from its pixels, nothing of it is left.
"""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from sisoho.errors import RuleBroken

MOST_BYTES = 8 * 1024 * 1024
_MOST_PIXELS = 40_000_000  # a bomb of a few kilobytes unpacks to gigabytes
_LONGEST_SIDE = 2000  # an A4 page stays readable
_MOST_DRAWN, _LEAST_DRAWN = 2_000_000, 20  # pixels of area; of width and height together
_FORMATS = ("JPEG", "PNG", "WEBP")


def clean_photo(data: bytes, most: int = MOST_BYTES) -> bytes:
    """The picture as JPEG of nothing but pixels, at most 2,000 long and `most` bytes. Raises RuleBroken."""
    if not data:
        raise RuleBroken("Chưa có ảnh nào được chọn.", {"photo": "Hãy chọn ảnh chụp giấy đã ký."})
    if len(data) > MOST_BYTES:
        raise RuleBroken("Ảnh lớn quá.", {"photo": "Ảnh lớn quá 8 MB. Hãy chụp lại ở cỡ nhỏ hơn."})
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise RuleBroken(
                    "Ảnh lớn quá.", {"photo": "Ảnh có quá nhiều điểm. Hãy chụp lại ở cỡ nhỏ hơn."}
                )
            picture.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as broken:
        raise RuleBroken(
            "Tệp này không đọc được thành ảnh.", {"photo": "Cần ảnh JPEG, PNG hoặc WebP chụp giấy đã ký."}
        ) from broken
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return _within(upright, most)


def _within(picture: Image.Image, most: int) -> bytes:
    """Coarser first, then smaller, until it fits."""
    while True:
        for quality in (80, 60, 45):
            out = BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True, exif=b"")
            if out.tell() <= most:
                return out.getvalue()
        picture = picture.resize((max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4)))


def clean_drawing(data: bytes) -> bytes:
    """A signature drawn on a phone, as a small black PNG on nothing. Raises RuleBroken, also if blank."""
    broken = RuleBroken("Chữ ký không đọc được.", {"given": "Chữ ký không đọc được: hãy ký lại."})
    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as picture:
            if picture.width * picture.height > _MOST_DRAWN:
                raise broken
            strokes = picture.convert("RGBA").getchannel("A")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as wrong:
        raise broken from wrong
    box = strokes.getbbox()
    if box is None or box[2] - box[0] + box[3] - box[1] < _LEAST_DRAWN:
        raise RuleBroken("Chưa có chữ ký.", {"given": "Chưa có chữ ký: hãy ký lại, hoặc chọn cách khác."})
    drawn = Image.new("RGBA", strokes.size, "black")
    drawn.putalpha(strokes)
    out = BytesIO()
    drawn.crop(box).save(out, "PNG", optimize=True)
    return out.getvalue()
