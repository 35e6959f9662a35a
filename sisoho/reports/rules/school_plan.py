"""A school's plan in answer to the plan of the level above (domain.md §2.4)."""

from sisoho.documents.content import (
    Align,
    Appendix,
    Block,
    Column,
    DocumentContent,
    DocumentType,
    Note,
    Paragraph,
    Row,
    Table,
    plain,
)
from sisoho.documents.content_outline import parse_outline
from sisoho.emulation.rules.targets import rate
from sisoho.reports.rules import plan_parts
from sisoho.reports.rules.plan_arithmetic import (
    at_most_words,
    ceiling_words,
    most_below,
    rate_of,
    rate_words,
)
from sisoho.reports.rules.plan_data import LevelTarget, SchoolPlanData, VillageDuty
from sisoho.vietnamese import format_int

_TEXT = plan_parts.read_text("school_plan.txt")
_OWN = "nhà trường"


def build_school_plan(data: SchoolPlanData) -> DocumentContent:
    """The plan as a draft: no number, no day. The same figures give an equal content.

    What is the school's own proposal and not a rule from above says so where it stands.
    """
    return DocumentContent(
        type=DocumentType.PLAN,
        header=data.header,
        abstract=f"Thực hiện {plan_parts.MOVEMENT}, năm học {data.school_year}",
        body=_body(data),
        year=data.year,
        appendices=(
            plan_parts.criteria_appendix(data.criteria, data.criteria_are_own, _OWN),
            _village_appendix(data.villages),
        ),
        signatures=(data.signature,),
        recipients=(
            f"{data.superior} (báo cáo)",
            "Chi bộ, Ban đại diện cha mẹ học sinh",
            "Các tổ chuyên môn, đoàn thể",
            "Trưởng các thôn, buôn (phối hợp)",
            "Lưu: VT",
        ),
        marks=data.marks,
    )


def _body(data: SchoolPlanData) -> tuple[Block, ...]:
    opening = data.opening
    text = _TEXT.substitute(
        incoming=data.incoming.reference,
        school=data.header.name,
        school_year=data.school_year,
        superior=data.superior,
        superior_intro=f"{data.incoming.type_name} số {data.incoming.number} nêu chỉ tiêu: "
        + _lower_first(plan_parts.targets_intro(data.superior_targets)),
        classes=f"{opening.classes:02d}",
        pupils=format_int(opening.pupils),
        girls=format_int(opening.girls),
        minority=format_int(opening.minority),
        campuses=f"{opening.campuses:02d}",
        villages=f"{opening.villages:02d}",
        entry_grades=data.entry_grades,
        criteria_intro=plan_parts.criteria_intro(data.criteria_are_own, _OWN),
        report_day=f"{data.report_day} hằng tháng",
    )
    named: dict[str, Block | tuple[Block, ...]] = {
        "chỉ tiêu cấp trên": plan_parts.target_lines(data.superior_targets[1:]),
        "bảng chỉ tiêu": _target_table(data.levels),
        "ghi chú chỉ tiêu": _target_note(data.levels),
        "chỉ tiêu khác": _other_targets(data),
        "bảng mùa vụ": plan_parts.season_table(data.seasons),
        "ghi chú giải pháp": Note(
            plain(
                "Ghi chú: các mốc thời gian, số buổi, số lần nêu tại mục này là đề xuất của nhà trường "
                "để tổ chức công việc, không phải quy định của cấp trên."
            )
        ),
        "bảng thời gian": _timeline(data),
    }
    return parse_outline(text, named)


def _target_table(levels: tuple[LevelTarget, ...]) -> Table:
    columns = (
        Column("Cấp học", 3),
        Column("Sĩ số đầu năm", 2, Align.CENTER),
        Column("Chỉ tiêu cấp trên", 3, Align.CENTER),
        Column("Nghị quyết hội nghị viên chức", 3, Align.CENTER),
        Column("Nhà trường đăng ký", 3, Align.CENTER),
    )
    return Table(columns, tuple(_target_row(level) for level in levels))


def _target_row(level: LevelTarget) -> Row:
    above = most_below(level.superior_below, level.opening_roll)
    own = rate_of(level.at_most, level.opening_roll)
    return Row(
        (
            level.level,
            format_int(level.opening_roll),
            f"{ceiling_words(level.superior_below)} ({at_most_words(above)})",
            "–" if level.resolution is None else rate_words(level.resolution),
            f"{at_most_words(level.at_most)} ({rate_words(own)})",
        )
    )


def _target_note(levels: tuple[LevelTarget, ...]) -> Note:
    """One dropout breaks 0.025 % in any single primary school: the paper says so, once, beside the rate."""
    tight = [level.level for level in levels if most_below(level.superior_below, level.opening_roll) == 0]
    formula = (
        "Ghi chú: tỷ lệ bỏ học = số học sinh bỏ học trong năm học chia cho số học sinh đầu năm học, "
        "nhân 100; số em tính theo sĩ số đầu năm."
    )
    warning = (
        f" Với sĩ số này, một em bỏ học ở {', '.join(tight)} đã vượt chỉ tiêu cấp trên." if tight else ""
    )
    return Note(plain(formula + warning))


def _other_targets(data: SchoolPlanData) -> tuple[Block, ...]:
    if data.attendance_at_least is None:
        return ()
    asked = rate(data.attendance_at_least).replace(" ", "")
    return (
        Paragraph(
            plain(f"Tỷ lệ chuyên cần toàn trường cả năm học đạt từ {asked} trở lên (nhà trường đề xuất).")
        ),
    )


def _timeline(data: SchoolPlanData) -> Table:
    first, second = data.school_year.split("-")
    rows = (
        (f"Tháng 8, 9/{first}", "Rà soát địa bàn, huy động học sinh ra lớp; chốt sĩ số đầu năm."),
        (
            f"Tháng 10, 11/{first}",
            "Ban hành kế hoạch, đăng ký chỉ tiêu, phân công giáo viên phụ trách thôn, buôn.",
        ),
        ("Hằng tháng", "Rà soát học sinh có nguy cơ bỏ học, họp giao ban sĩ số, báo cáo tháng."),
        (f"Tháng 01/{second}", "Sơ kết học kỳ I, điều chỉnh giải pháp."),
        ("Trước và sau Tết Nguyên đán", "Đến từng thôn, buôn vận động học sinh trở lại lớp đúng ngày."),
        (
            f"Tháng 5, 6/{second}",
            "Tự chấm, tổng kết phong trào, đề nghị khen thưởng; bàn giao học sinh về sinh hoạt hè.",
        ),
    )
    return Table((Column("Thời gian", 4), Column("Nội dung", 11)), tuple(Row(row) for row in rows))


def _village_appendix(villages: tuple[VillageDuty, ...]) -> Appendix:
    columns = (
        Column("TT", 1, Align.CENTER),
        Column("Thôn, buôn", 4),
        Column("Số học sinh", 2, Align.CENTER),
        Column("Giáo viên phụ trách", 7),
        Column("Người phối hợp ở thôn, buôn", 4),
    )
    rows = tuple(
        Row((str(at), duty.village, format_int(duty.pupils), _team(duty), duty.partner))
        for at, duty in enumerate(villages, start=1)
    )
    total = Row(("", "Tổng cộng", format_int(sum(duty.pupils for duty in villages)), "", ""), strong=True)
    return Appendix(
        "Phân công giáo viên phụ trách thôn, buôn", (Table(columns, (*rows, total)),), landscape=True
    )


def _team(duty: VillageDuty) -> str:
    if not duty.teachers:
        return "(chưa phân công)"
    lead, *others = duty.teachers
    return ", ".join((f"{lead} (phụ trách chính)", *others)) if others else lead


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
