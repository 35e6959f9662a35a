"""Contact sheets: pictures side by side, each under its name, the phone's fold drawn across the tall ones."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_GAP, _HEAD, _PHONE, _FOLD = 16, 26, 360, 740


def sheet(rows: Sequence[Sequence[tuple[str, Path]]], target: Path) -> Path:
    """Lay rows of (caption, picture) on one sheet; returns the target."""
    loaded = [[(caption, Image.open(path).convert("RGB")) for caption, path in row] for row in rows]
    width = max(sum(picture.width + _GAP for _, picture in row) for row in loaded) + _GAP
    heights = [max(picture.height for _, picture in row) + _HEAD + _GAP for row in loaded]
    paper = Image.new("RGB", (width, sum(heights) + _GAP), "#6b7280")
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(15)
    top = _GAP
    for row, height in zip(loaded, heights, strict=True):
        left = _GAP
        for caption, picture in row:
            pen.text((left, top), caption, fill="white", font=font)
            paper.paste(picture, (left, top + _HEAD))
            if picture.width == _PHONE:  # what is below this line needs a thumb
                fold = top + _HEAD + _FOLD
                pen.line([(left - 8, fold), (left, fold)], fill="#fbbf24", width=3)
            left += picture.width + _GAP
        top += height
    target.parent.mkdir(parents=True, exist_ok=True)
    paper.save(target)
    return target
