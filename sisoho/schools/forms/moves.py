"""What a person types when a pupil comes, goes or changes class."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.schools.forms.reading import FormReader

# domain.md §2.2: five official groups of causes (CV 3237/BGDĐT-KHTC); never a sub-cause of private life.
DROP_CAUSES = (
    "Kinh tế gia đình",
    "Gặp khó khăn trong học tập",
    "Xa trường, đi lại khó khăn",
    "Thiên tai, dịch bệnh",
    "Lý do khác",
)


@dataclass(frozen=True, slots=True)
class MoveData:
    """When and why, and the paper that proves it; ids are row ids.

    `to_class_id`: the class entered. `other_unit_id`: a school on this server;
    `other_name`: a school elsewhere. `grade`: needed where the class joins several grades.
    """

    on: date
    reason: str = ""
    paper_kind: str = ""
    paper_number: str = ""
    paper_on: date | None = None
    paper_issuer: str = ""
    to_class_id: int | None = None
    grade: int | None = None
    other_unit_id: int | None = None
    other_name: str = ""


def read_move(
    kind: str, data: Mapping[str, str], classes: Mapping[str, int], schools: Mapping[str, int]
) -> MoveData:
    """`kind` as in models.Move. `classes`, `schools`: public id → row id of those that may be chosen.

    Whether the move may follow what happened before is for `rules.check_move` to say.
    """
    form = FormReader(data)
    on = form.date("on", required="Hãy ghi ngày.")
    needs_class = kind in ("class_change", "returned", "transfer_in", "enrolled")
    chosen_class = form.choice("to_class", classes, required="Hãy chọn lớp." if needs_class else "")
    other, other_name = form.choice("other_unit", schools), form.text("other_name")
    if kind == "transfer_in" and not (other or other_name):
        form.errors["other_school"] = "Hãy ghi trường nơi em chuyển đến từ đó."
    found = MoveData(
        on=on or date.min,
        reason=form.text("reason"),
        paper_kind=form.text("paper_kind"),
        paper_number=form.text("paper_number"),
        paper_on=form.date("paper_on"),
        paper_issuer=form.text("paper_issuer"),
        to_class_id=classes[chosen_class] if chosen_class else None,
        grade=form.number("grade", 1, 9) if data.get("grade") else None,
        other_unit_id=schools[other] if other else None,
        other_name="" if other else other_name,
    )
    form.finish()
    return found
