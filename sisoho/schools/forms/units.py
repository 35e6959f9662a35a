"""What a person types about the units of the tree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.schools.forms.reading import FormReader

LEVELS = {"primary": "Tiểu học", "lower_secondary": "Trung học cơ sở"}
FOUNDER_POSTS = {"principal": "Hiệu trưởng", "vice_principal": "Phó hiệu trưởng", "clerk": "Văn thư"}


@dataclass(frozen=True, slots=True)
class UnitData:
    """A unit as it is called from `starts` on. kind: department | district | commune | school | campus."""

    kind: str
    name: str
    starts: date
    short_name: str = ""
    symbol: str = ""
    place: str = ""
    governing_line: str = ""
    code: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundingData:
    """The units of an empty server's first school; `founder_post` "" when its founder has none in it."""

    department: UnitData
    commune: UnitData
    school: UnitData
    campuses: tuple[str, ...] = ()
    founder_name: str = ""
    founder_phone: str = ""
    founder_post: str = ""


def read_founding(data: Mapping[str, str], levels: Collection[str], starts: date) -> FoundingData:
    """`levels` are the ticked values of LEVELS. Raises RuleBroken with the fields to mend."""
    form = FormReader(data)
    place = form.text("place", required="Hãy ghi địa danh, ví dụ Phú Túc.")
    school = UnitData(
        kind="school",
        name=form.text("school", required="Hãy ghi tên trường đầy đủ."),
        starts=starts,
        symbol=form.text("symbol", required="Hãy ghi ký hiệu trường, ví dụ THSO1.", most=32).upper(),
        place=place,
        levels=tuple(level for level in LEVELS if level in levels),
    )
    if not school.levels:
        form.errors["levels"] = "Hãy chọn cấp học của trường."
    department = UnitData("department", form.text("department", required="Hãy ghi tên Sở."), starts)
    commune = UnitData("commune", form.text("commune", required="Hãy ghi tên UBND xã."), starts, place=place)
    post = form.choice("founder_post", FOUNDER_POSTS)
    founder = form.text("founder_name", required="Hãy ghi họ tên của thầy cô." if post else "")
    found = FoundingData(
        department=department,
        commune=commune,
        school=school,
        campuses=form.lines("campuses"),
        founder_name=founder,
        founder_phone=form.phone("founder_phone"),
        founder_post=post,
    )
    form.finish()
    return found


def read_unit(kind: str, data: Mapping[str, str], levels: Collection[str] = ()) -> UnitData:
    """A unit of `kind` as it is called from a day on; a campus has only its name."""
    form = FormReader(data)
    name = form.text("name", required="Hãy ghi tên đầy đủ.")
    starts = form.date("starts", required="Hãy ghi từ ngày nào.")
    heads_papers = kind != "campus"
    symbol = form.text(
        "symbol", required="Hãy ghi ký hiệu trong số văn bản." if heads_papers else "", most=32
    )
    place = form.text("place", required="Hãy ghi địa danh." if heads_papers else "")
    governing_line = form.text("governing_line")
    chosen = tuple(level for level in LEVELS if level in levels)
    form.finish()
    assert starts
    return UnitData(
        kind, name, starts, symbol=symbol.upper(), place=place, governing_line=governing_line, levels=chosen
    )
