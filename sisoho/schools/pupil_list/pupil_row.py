"""One row under a header, read as a pupil."""

from dataclasses import dataclass
from typing import ClassVar

from sisoho.schools.import_rules import ListedPupil, Status
from sisoho.schools.pupil_list import cells as read
from sisoho.schools.pupil_list.columns import Header
from sisoho.schools.pupil_list.grid import Cell, text_of
from sisoho.schools.pupil_list.lines import reason_to_skip
from sisoho.vietnamese import BirthDate, Sex, tidy


@dataclass(frozen=True)
class Surroundings:
    """What the banners above a row, or the sheet's name, say about it."""

    sheet: str
    class_name: str = ""
    campus: str = ""
    blank_means_male: bool = False  # the column "Nữ" has ticks, so a blank is a boy


@dataclass(frozen=True)
class PupilRow:
    """The cells of a row, found by their meaning."""

    cells: list[Cell]
    header: Header
    around: Surroundings

    # Fields of other lists than this one: their columns are understood and not used.
    unused: ClassVar[frozenset[str]] = frozenset({"household_head", "school", "reason"})

    @property
    def name(self) -> str:
        parts = [text_of(self._cell(part)) for part in ("full_name", "surname", "given_name")]
        return tidy(" ".join(parts))

    def reason_to_skip(self, texts: list[str], *, signing: bool) -> str | None:
        """Why this is no pupil; None if it is one. Under a signature only a row with details is one."""
        births = ("birth", "birth_year", "birth_male", "birth_female")
        identified = any(self._all(meaning) for meaning in (*births, "id_number", "class_name"))
        if signing and not identified:
            return "Phần ký tên."
        numbered = bool(self._all("number"))
        return reason_to_skip(texts, self.name, numbered=numbered, identified=identified)

    def read(self, row_number: int, unsure: list[str]) -> ListedPupil:
        """The pupil, with every problem found; `unsure` are cells whose old font is not certain."""
        problems = [f"Chữ “{text}” có thể đọc theo phông cũ hoặc Unicode. Xin xem lại." for text in unsure]
        problems += _name_problems(self.name)
        birth, sex = self._birth_and_sex(problems)
        village, commune = self._place()
        return ListedPupil(
            row_number=row_number,
            sheet=self.around.sheet,
            full_name=self.name,
            birth=birth,
            sex=sex,
            ethnic_group=read.read_ethnic_group(self._cell("ethnic_group"), problems),
            class_name=read.read_class(self._cell("class_name"), problems) or self.around.class_name,
            campus=self._text("campus") or self.around.campus,
            village=village,
            commune=commune,
            father=self._text("father"),
            mother=self._text("mother"),
            phone=read.read_phone(self._all("phone"), problems),
            policy=read.read_policy(
                self._cell("policy"),
                poor=read.is_marked(self._cell("poor")),
                near_poor=read.is_marked(self._cell("near_poor")),
            ),
            disability=read.read_disability(self._cell("disability")),
            status=self._status(problems),
            id_number=read.read_id_number(self._id_cell(), birth, sex, problems),
            problems=tuple(problems),
        )

    def _status(self, problems: list[str]) -> Status | None:
        return read.read_status(self._cell("status"), problems)

    def _birth_and_sex(self, problems: list[str]) -> tuple[BirthDate | None, Sex | None]:
        if self._all("birth_male"):  # old lists: the date stands under Nam or under Nữ
            return read.read_birth(self._cell("birth_male"), problems), "male"
        if self._all("birth_female"):
            return read.read_birth(self._cell("birth_female"), problems), "female"
        birth = read.read_birth(self._cell("birth"), problems) or read.read_split_birth(
            self._cell("birth_day"), self._cell("birth_month"), self._cell("birth_year"), problems
        )
        return birth, self._sex(problems)

    def _sex(self, problems: list[str]) -> Sex | None:
        if sex := read.read_sex(self._cell("sex"), problems):
            return sex
        if read.is_marked(self._cell("female")):
            return "male" if self._text("female").casefold() == "nam" else "female"
        if read.is_marked(self._cell("male")) or self.around.blank_means_male:
            return "male"
        return None

    def _place(self) -> tuple[str, str]:
        from_village, from_commune = read.split_address(self._cell("address"))
        return self._text("village") or from_village, self._text("commune") or from_commune

    def _id_cell(self) -> Cell:
        return self._cell("id_number") or self._cell("pupil_code")

    def _all(self, meaning: str) -> list[Cell]:
        cells = (self.cells[place] for place in self.header.columns.get(meaning, ()))
        return [cell for cell in cells if text_of(cell)]

    def _cell(self, meaning: str) -> Cell:
        return next(iter(self._all(meaning)), "")

    def _text(self, meaning: str) -> str:
        return text_of(self._cell(meaning))


def _name_problems(name: str) -> list[str]:
    problems = []
    if any(char.isdigit() for char in name):
        problems.append(f"Họ tên “{name}” có chữ số. Đã giữ như trong tệp; xin xem lại.")
    if name == name.lower():
        problems.append(f"Họ tên “{name}” viết toàn chữ thường. Đã giữ như trong tệp; xin xem lại.")
    if len(name.split()) == 1:
        problems.append(f"Họ tên “{name}” chỉ có một chữ. Đã giữ như trong tệp; xin bổ sung nếu thiếu.")
    return problems
