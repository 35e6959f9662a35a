"""The form that keeps the family's word."""

from collections.abc import Mapping

from sisoho.outreach.rules import GivenBy, PaperKind
from sisoho.schools.forms.reading import FormReader


def read_word(data: Mapping[str, str]) -> tuple[str, PaperKind, GivenBy, str]:
    """(draft, paper, how, witness). Raises RuleBroken."""
    reader = FormReader(data)
    draft_id = reader.text("draft_id", most=40, required="Trang này đã cũ: hãy tải lại rồi ghi.")
    kind = reader.choice("kind", list(PaperKind), required="Hãy chọn giấy nào.")
    given = reader.choice("given", list(GivenBy), required="Hãy chọn gia đình đồng ý bằng cách nào.")
    witness = reader.text("witness")
    reader.finish()
    return draft_id, PaperKind(kind), GivenBy(given), witness
