"""What a person types about staff and their duties, one person or a pasted list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.errors import RuleBroken
from sisoho.schools.forms.reading import FormReader
from sisoho.vietnamese import fold, normalise_phone, tidy, unaccented

POSTS = {
    "teacher": "Giáo viên",
    "principal": "Hiệu trưởng",
    "vice_principal": "Phó hiệu trưởng",
    "clerk": "Văn thư",
    "accountant": "Kế toán",
}
DUTY_KINDS = {**POSTS, "homeroom": "Chủ nhiệm lớp", "village": "Phụ trách thôn buôn"}

# Posts by the kind of unit: officers of the commune and the province are staff of their own unit.
POSTS_OF: dict[str, dict[str, str]] = {
    "school": POSTS,
    "commune": {"commune_officer": "Phòng Văn hóa – Xã hội"},
    "department": {"province_officer": "Sở Giáo dục và Đào tạo"},
}
DUTIES_OF = {**POSTS_OF, "school": DUTY_KINDS}

_POST_BY_WORD = {unaccented(label): post for post, label in POSTS.items()} | {
    "gv": "teacher",
    "ht": "principal",
    "pho hieu truong": "vice_principal",
    "pht": "vice_principal",
    "vt": "clerk",
    "kt": "accountant",
}


@dataclass(frozen=True, slots=True)
class StaffData:
    """One person; `post` "" leaves the posts as they are. Ids are row ids."""

    full_name: str
    phone: str = ""
    post: str = "teacher"
    class_ids: tuple[int, ...] = ()
    village_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyData:
    """A dated post or duty; a homeroom names its class, village duty its village."""

    kind: str
    starts: date
    class_id: int | None = None
    village_id: int | None = None
    lead: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What the words of a pasted list may mean: class name → id, folded village name or alias → id."""

    classes: Mapping[str, int]
    villages: Mapping[str, int]


def read_staff_list(data: Mapping[str, str], names: Names) -> tuple[StaffData, ...]:
    """A list pasted from a spreadsheet or typed: the name first, then phone, class, villages and post
    in any order, parted by tab, comma or semicolon. Raises RuleBroken naming the lines not understood.
    """
    form = FormReader(data)
    lines = form.lines("staff", required="Hãy ghi ít nhất một người.")
    found, faults = [], []
    for number, line in enumerate(lines, 1):
        try:
            found.append(staff_of_line(line, names))
        except RuleBroken as problem:
            faults.append(f"Dòng {number}: {problem.message}")
    if faults:
        form.errors["staff"] = " ".join(faults[:5])
    form.finish()
    return tuple(found)


def staff_of_line(line: str, names: Names) -> StaffData:
    """One line of the list; raises RuleBroken for a cell that is no phone, class, village or post."""
    name, *cells = [tidy(cell) for cell in re.split(r"[\t;,|]", line)]
    if not name or any(char.isdigit() for char in name):
        raise RuleBroken("cần ghi họ tên trước.")
    phone, post = "", "teacher"
    class_ids: list[int] = []
    village_ids: list[int] = []
    classes = {fold(key): value for key, value in names.classes.items()}
    for cell in filter(None, cells):
        if cell[0] in "+0123456789" and len(re.sub(r"\D", "", cell)) >= 8:
            phone = normalise_phone(cell) or ""
        elif unaccented(cell) in _POST_BY_WORD:
            post = _POST_BY_WORD[unaccented(cell)]
        elif fold(cell) in names.villages:
            village_ids.append(names.villages[fold(cell)])
        elif (bare := re.sub(r"^(gvcn|chu nhiem|lop| )+", "", fold(cell))) in classes:
            class_ids.append(classes[bare])
        else:
            raise RuleBroken(f"không hiểu “{cell}” (không phải lớp, thôn buôn, chức vụ hay số điện thoại).")
    return StaffData(name, phone, post, tuple(class_ids), tuple(village_ids))


def read_staff(data: Mapping[str, str], unit_kind: str = "school") -> StaffData:
    """Name, phone and post of one person of a unit of that kind."""
    form = FormReader(data)
    found = StaffData(
        full_name=form.text("full_name", required="Hãy ghi họ và tên."),
        phone=form.phone("phone"),
        post=form.choice("post", POSTS_OF.get(unit_kind, {})),
    )
    form.finish()
    return found


def read_duty(
    data: Mapping[str, str],
    classes: Mapping[str, int],
    villages: Mapping[str, int],
    unit_kind: str = "school",
) -> DutyData:
    """`classes` and `villages`: public id → row id of those that may be chosen."""
    form = FormReader(data)
    kind = form.choice("kind", DUTIES_OF.get(unit_kind, {}), required="Hãy chọn nhiệm vụ.")
    starts = form.date("starts", required="Hãy ghi ngày bắt đầu.")
    school_class = form.choice("class", classes, required="Hãy chọn lớp." if kind == "homeroom" else "")
    village = form.choice("village", villages, required="Hãy chọn thôn, buôn." if kind == "village" else "")
    form.finish()
    assert starts
    return DutyData(
        kind=kind,
        starts=starts,
        class_id=classes[school_class] if kind == "homeroom" else None,
        village_id=villages[village] if kind == "village" else None,
        lead=kind == "village" and form.ticked("lead"),
        title=form.text("title"),
    )
