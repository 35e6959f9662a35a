"""Which font files a paper is set in, named one by one.

NĐ 30 asks for Times New Roman. A deployer who owns it puts its four files into the font folder;
otherwise Tinos stands in, which has the same widths and every Vietnamese and Jrai letter. A family
name is never asked of the system: Debian's Liberation 1 lacks Ơ, Ư and the stacked tones and would
be mixed in silently.
"""

from dataclasses import dataclass
from pathlib import Path

from sisoho.errors import RuleBroken

_STYLES = (("normal", "normal"), ("normal", "bold"), ("italic", "normal"), ("italic", "bold"))
_SETS = {
    "Times New Roman": ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    "Tinos": (
        "Tinos_400Regular.ttf",
        "Tinos_700Bold.ttf",
        "Tinos_400Regular_Italic.ttf",
        "Tinos_700Bold_Italic.ttf",
    ),
}


@dataclass(frozen=True)
class FontSet:
    """A family and its regular, bold, italic and bold italic files."""

    family: str
    files: tuple[Path, ...]

    @property
    def faces(self) -> str:
        """The @font-face rules that bind the family to these files."""
        return "\n".join(
            f'@font-face {{ font-family: "{self.family}"; font-style: {style}; font-weight: {weight}; '
            f'src: url("{path.as_uri()}") }}'
            for path, (style, weight) in zip(self.files, _STYLES, strict=True)
        )


def find_fonts(fonts_dir: Path) -> FontSet:
    """The fonts to print with: Times New Roman where it is, else Tinos. Raises RuleBroken for neither."""
    for family, names in _SETS.items():
        files = tuple(fonts_dir.resolve() / name for name in names)
        if all(file.is_file() for file in files):
            return FontSet(family, files)
    raise RuleBroken(
        f"Thư mục phông chữ {fonts_dir} chưa có đủ bốn tệp Times New Roman (times.ttf, timesbd.ttf, "
        "timesi.ttf, timesbi.ttf) hoặc Tinos. Chạy lại phần cài đặt rồi tạo lại văn bản."
    )
