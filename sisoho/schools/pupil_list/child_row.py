"""One row of a phổ cập list, read as a child of the area."""

import re
from dataclasses import fields

from sisoho.schools.import_rules import ListedChild, ListedPupil, Status
from sisoho.schools.pupil_list.pupil_row import PupilRow
from sisoho.schools.rules.area import ChildState
from sisoho.vietnamese import unaccented

_LONGEST = 255
# The first that fits decides; read without accents.
_STATES = (
    (ChildState.UNABLE, r"khuyet tat.*\b(khong|chua)\b"),
    (ChildState.DIED, r"qua doi|\bchet\b|^(da )?mat$"),
    (ChildState.COMPLETED, r"(hoan thanh|tot nghiep|hoc xong)(?!.*tieu hoc)"),
    (ChildState.MOVED_AWAY, r"chuyen (di|noi|khoi|den noi)|da chuyen|roi dia ban|vang mat"),
    (ChildState.DROPPED, r"bo hoc|thoi hoc|nghi hoc"),
    (ChildState.NOT_YET, r"(chua|khong) (duoc )?(di hoc|ra lop|den truong|den lop|hoc)"),
    (ChildState.STUDYING, r"\b(dang|con|di) hoc\b|^hoc\b|mam non|mau giao|luu ban"),
)


class ChildRow(PupilRow):
    """Where the child studies, or why not, and whose household it is, beside what a pupil's row has."""

    unused = frozenset()

    def read(self, row_number: int, unsure: list[str]) -> ListedChild:
        row = super().read(row_number, unsure)
        school, reason = self._text("school"), self._text("reason")
        state, problems = self._state(bool(row.class_name or school))
        values = {field.name: getattr(row, field.name) for field in fields(ListedPupil)}
        return ListedChild(
            **{**values, "problems": row.problems + problems},
            household_head=self._text("household_head")[:_LONGEST],
            school=school[:_LONGEST],
            reason=reason[:_LONGEST],
            state=state.value,
        )

    def _status(self, problems: list[str]) -> Status | None:
        """The column says more here than whether a pupil attends."""
        return None

    def _state(self, in_class: bool) -> tuple[ChildState, tuple[str, ...]]:
        written = self._text("status")
        found = next((state for state, told in _STATES if re.search(told, unaccented(written))), None)
        if found:
            return found, ()
        if in_class and not written:
            return ChildState.STUDYING, ()
        said = f"Chưa hiểu tình trạng “{written}”." if written else "Tệp không ghi em đang học hay không."
        return ChildState.UNKNOWN, (f"{said} Vào danh sách là “chưa hỏi”; xin hỏi lại khi đến buôn.",)
