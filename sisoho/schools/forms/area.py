"""What a person says about a child of the area."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.errors import RuleBroken
from sisoho.schools.forms.pupils import SEXES
from sisoho.schools.forms.reading import FormReader
from sisoho.schools.rules.area import ASKED, ChildState
from sisoho.vietnamese import BirthDate, parse_birth_date

_OLDEST = 25  # years: an older person is no child of this list
_GRADES = [str(grade) for grade in range(1, 13)]


@dataclass(frozen=True, slots=True)
class ChildData:
    """One line about a child. `village_id`: row id; `grade` and `at_school` of who studies; `since` and
    `reason` of who does not."""

    full_name: str
    birth: BirthDate
    village_id: int
    state: ChildState
    sex: str = ""
    ethnic_group: str = ""
    head_name: str = ""
    disability: bool = False
    at_school: str = ""
    grade: int | None = None
    since: date | None = None
    reason: str = ""


def read_child(data: Mapping[str, str], villages: Mapping[str, int], today: date) -> ChildData:
    """`villages`: public id → row id, of those the person may write about. Raises RuleBroken."""
    form = FormReader(data)
    birth = _birth(form, today)
    state = form.choice("state", ASKED, required="Hãy chọn em đang học hay vì sao không học.")
    studies = state == ChildState.STUDYING
    at_school = form.text("at_school", required="Hãy ghi em học ở trường nào." if studies else "")
    village = form.choice("village", villages, required="Hãy chọn thôn, buôn em đang sống.")
    grade = form.choice("grade", _GRADES)
    since = form.date("since")
    if since and birth and not birth.date <= since <= today:
        form.errors["since"] = "Ngày này phải sau ngày sinh và không sau hôm nay."
    full_name = form.text("full_name", required="Hãy ghi họ và tên.")
    sex, ethnic_group = form.choice("sex", SEXES), form.text("ethnic_group", most=32)
    head_name, reason = form.text("head_name"), form.text("reason")
    form.finish()
    assert birth
    return ChildData(
        full_name,
        birth,
        villages[village],
        ChildState(state),
        sex,
        ethnic_group,
        head_name,
        form.ticked("disability") or state == ChildState.UNABLE,
        at_school if studies else "",
        int(grade) if grade and studies else None,
        None if studies else since,
        "" if studies else reason,
    )


def _birth(form: FormReader, today: date) -> BirthDate | None:
    try:
        birth = parse_birth_date(form.text("birth_date", required="Hãy ghi ngày sinh hoặc năm sinh."))
    except RuleBroken as problem:
        form.errors["birth_date"] = problem.message
        return None
    if birth and not today.year - _OLDEST <= birth.date.year <= today.year:
        form.errors["birth_date"] = f"Danh sách ghi trẻ đến {_OLDEST} tuổi, sinh không sau hôm nay."
    return birth
