"""Read a posted form field by field and tell every fault at once, in Vietnamese."""

from collections.abc import Collection, Mapping
from datetime import date

from sisoho.errors import RuleBroken
from sisoho.school_calendar import read_date
from sisoho.vietnamese import nfc, normalise_phone, tidy

_TICKED = "1"


class FormReader:
    """Reads `data` (field → what was typed); faults gather in `errors` until `finish`.

    Works on any mapping of text, so that rules, commands and tests need no web request.
    """

    def __init__(self, data: Mapping[str, str]) -> None:
        self._data = data
        self.errors: dict[str, str] = {}

    def text(self, name: str, *, required: str = "", most: int = 255) -> str:
        """One tidy line. `required` is the message for an empty field; none makes it optional."""
        value = tidy(self._data.get(name, ""))
        if not value and required:
            self.errors[name] = required
        elif len(value) > most:
            self.errors[name] = f"Dài quá {most} ký tự, hãy viết gọn lại."
        return value

    def lines(self, name: str, *, required: str = "") -> tuple[str, ...]:
        """The non-empty lines of a text area; tabs stay, they part the columns of a pasted table."""
        found = tuple(line.strip() for line in nfc(self._data.get(name, "")).splitlines() if line.strip())
        if not found and required:
            self.errors[name] = required
        return found

    def date(self, name: str, *, required: str = "") -> date | None:
        """A date field's yyyy-mm-dd, or dd/mm/yyyy where the browser offers only text."""
        written = self.text(name, required=required)
        if not written:
            return None
        parts = written.split("/")[::-1] if "/" in written else written.split("-")
        try:
            year, month, day = map(int, parts)
            return read_date(f"{year:04}-{month:02}-{day:02}")
        except ValueError:
            self.errors[name] = f"Ngày “{written}” không có trên lịch. Cần ghi ngày/tháng/năm."
            return None

    def phone(self, name: str) -> str:
        """Ten digits, "" when blank."""
        try:
            return normalise_phone(self._data.get(name, "")) or ""
        except RuleBroken as problem:
            self.errors[name] = problem.message
            return ""

    def choice(self, name: str, options: Collection[str], *, required: str = "") -> str:
        value = self.text(name, required=required)
        if value and value not in options:
            self.errors[name] = "Hãy chọn một trong các mục có sẵn."
            return ""
        return value

    def number(self, name: str, lowest: int, highest: int, *, required: str = "") -> int:
        value = self.text(name, required=required)
        if not value:
            return lowest
        if not value.isdecimal() or not lowest <= int(value) <= highest:
            self.errors[name] = f"Cần một số từ {lowest} đến {highest}."
            return lowest
        return int(value)

    def ticked(self, name: str) -> bool:
        return self._data.get(name, "") == _TICKED

    def finish(self) -> None:
        """Raise RuleBroken with all faults, if there are any."""
        if self.errors:
            raise RuleBroken("Chưa lưu được: có chỗ cần sửa. Những gì đã nhập vẫn còn ở dưới.", self.errors)
