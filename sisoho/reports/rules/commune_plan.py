"""The commune's plan, which the schools answer: the successor of the district office's plan of 2018."""

from sisoho.documents.content import (
    Align,
    Block,
    Column,
    DocumentContent,
    DocumentType,
    Note,
    Row,
    Table,
    plain,
)
from sisoho.documents.content_outline import parse_outline
from sisoho.reports.rules import plan_parts
from sisoho.reports.rules.plan_arithmetic import at_most_words, ceiling_words, most_below
from sisoho.reports.rules.plan_data import CommunePlanData, SchoolCeiling
from sisoho.vietnamese import day_in_document, format_int

_TEXT = plan_parts.read_text("commune_plan.txt")
_OWN = "Ủy ban nhân dân xã"


def build_commune_plan(data: CommunePlanData) -> DocumentContent:
    """The plan as a draft: no number, no day. The same figures give an equal content."""
    return DocumentContent(
        type=DocumentType.PLAN,
        header=data.header,
        abstract=f"Hưởng ứng {plan_parts.MOVEMENT}, năm học {data.school_year}",
        body=_body(data),
        year=data.year,
        appendices=(plan_parts.criteria_appendix(data.criteria, data.criteria_are_own, _OWN),),
        signatures=(data.signature,),
        recipients=(
            "Sở Giáo dục và Đào tạo (báo cáo)",
            "Thường trực Đảng ủy, HĐND xã (báo cáo)",
            "UBMTTQ Việt Nam xã và các đoàn thể",
            "Các trường tiểu học, THCS trên địa bàn",
            "Trưởng các thôn, buôn",
            "Lưu: VT, VHXH",
        ),
        marks=data.marks,
    )


def _body(data: CommunePlanData) -> tuple[Block, ...]:
    names = {ceiling.school for ceiling in data.schools}
    criteria = plan_parts.criteria_intro(data.criteria_are_own, _OWN).replace("Phụ lục I", "Phụ lục")
    text = _TEXT.substitute(
        predecessor=data.predecessor.reference,
        school_year=data.school_year,
        committee=data.header.name,
        targets_intro=plan_parts.targets_intro(data.targets),
        schools=f"{len(names):02d}",
        pupils=format_int(sum(ceiling.opening_roll for ceiling in data.schools)),
        criteria_intro=criteria,
        registration_day=day_in_document(data.registration_on).removeprefix("ngày "),
        report_day=f"{data.report_day} hằng tháng",
    )
    named: dict[str, Block | tuple[Block, ...]] = {
        "chỉ tiêu chung": plan_parts.target_lines(data.targets[1:]),
        "bảng các trường": _school_table(data.schools),
        "ghi chú các trường": Note(
            plain(
                "Ghi chú: số em tính theo sĩ số đầu năm học và chỉ tiêu chung của cấp học; chỉ tiêu chung "
                "xét trên toàn xã, số em của từng trường để tham khảo khi đăng ký."
            )
        ),
        "bảng mùa vụ": plan_parts.season_table(data.seasons),
    }
    return parse_outline(text, named)


def _school_table(schools: tuple[SchoolCeiling, ...]) -> Table:
    columns = (
        Column("TT", 1, Align.CENTER),
        Column("Trường", 6),
        Column("Cấp học", 3, Align.CENTER),
        Column("Sĩ số đầu năm", 2, Align.CENTER),
        Column("Chỉ tiêu chung", 3, Align.CENTER),
        Column("Tương ứng", 3, Align.CENTER),
    )
    return Table(columns, tuple(_school_row(at, line) for at, line in enumerate(schools, start=1)))


def _school_row(at: int, line: SchoolCeiling) -> Row:
    count = at_most_words(most_below(line.below, line.opening_roll))
    return Row(
        (str(at), line.school, line.level, format_int(line.opening_roll), ceiling_words(line.below), count)
    )
