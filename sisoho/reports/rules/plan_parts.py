"""Blocks that the school's and the commune's plan share."""

from collections.abc import Sequence
from pathlib import Path
from string import Template

from sisoho.documents.content import Align, Appendix, Column, Note, Paragraph, Row, Table, plain
from sisoho.reports.rules.plan_arithmetic import ceiling_words
from sisoho.reports.rules.plan_data import CriterionLine, SeasonLine, SuperiorTarget

MOVEMENT = "phong trào thi đua chuyên đề “Huy động và duy trì sĩ số học sinh”"

_TEXTS = Path(__file__).parents[1] / "texts"


def read_text(name: str) -> Template:
    """The wording of a plan, kept as text so that an official can correct it."""
    return Template((_TEXTS / name).read_text(encoding="utf-8"))


def target_lines(targets: Sequence[SuperiorTarget]) -> tuple[Paragraph, ...]:
    """One dash per level under the whole: "- Học sinh bỏ học cấp Tiểu học dưới 0,025%." """
    sentences = [f"Học sinh bỏ học {target.subject} {ceiling_words(target.below)}" for target in targets]
    ends = [";"] * (len(sentences) - 1) + ["."]
    return tuple(Paragraph(plain(text + end), "-") for text, end in zip(sentences, ends, strict=True))


def targets_intro(targets: Sequence[SuperiorTarget]) -> str:
    """The sentence above `target_lines`: the first target is the whole, the others its parts."""
    whole = targets[0]
    return f"Phấn đấu giảm tỷ lệ học sinh bỏ học {whole.subject} {ceiling_words(whole.below)}, trong đó:"


def season_table(seasons: Sequence[SeasonLine]) -> Table:
    columns = (Column("Đợt cao điểm", 4), Column("Thời gian", 4, Align.CENTER), Column("Việc cần làm", 7))
    return Table(columns, tuple(Row((line.name, line.period, line.measure)) for line in seasons))


def criteria_intro(are_own: bool, source: str) -> str:
    """`source` is whose proposal the criteria are, in a sentence: "nhà trường"."""
    if are_own:
        return (
            f"Việc tự chấm và xét thi đua thực hiện theo Phụ lục I. Các tiêu chí này do {source} đề xuất, "
            "được điều chỉnh khi cấp trên ban hành tiêu chí."
        )
    return "Việc tự chấm và xét thi đua thực hiện theo tiêu chí của cấp trên (Phụ lục I)."


def criteria_appendix(criteria: Sequence[CriterionLine], are_own: bool, source: str) -> Appendix:
    columns = (
        Column("Mã", 2, Align.CENTER),
        Column("Tiêu chí", 11),
        Column("Điểm tối đa", 2, Align.CENTER),
    )
    table = Table(
        columns, tuple(Row((line.code, line.text, line.points), line.is_group) for line in criteria)
    )
    note = Note(
        plain(f"Ghi chú: tiêu chí và điểm là đề xuất của {source}, không phải quy định của cấp trên.")
    )
    return Appendix(
        "Tiêu chí thi đua huy động và duy trì sĩ số học sinh", (table, note) if are_own else (table,)
    )
