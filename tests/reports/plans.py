"""Figures of an invented commune and school for the two living plans."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sisoho.documents.content import AgencyHeader, Signature, SignMode
from sisoho.reports.rules import (
    CommunePlanData,
    CriterionLine,
    IncomingPaper,
    LevelTarget,
    OpeningFigures,
    SchoolCeiling,
    SchoolPlanData,
    SeasonLine,
    SuperiorTarget,
    VillageDuty,
)

PRIMARY = Decimal("0.025")
LOWER_SECONDARY = Decimal("0.55")
TARGETS = (
    SuperiorTarget("toàn xã", Decimal("0.35")),
    SuperiorTarget("cấp Tiểu học", PRIMARY),
    SuperiorTarget("cấp THCS", LOWER_SECONDARY),
)
SEASONS = (SeasonLine("Thu hoạch mì, mía", "tháng 12 đến tháng 3", "Đến nhà, đến nhà rẫy."),)
CRITERIA = (CriterionLine("A", "Chỉ tiêu", "30", True), CriterionLine("A1", "Tỷ lệ bỏ học", "12"))

SCHOOL = SchoolPlanData(
    header=AgencyHeader(
        "UBND XÃ PHÚ TÚC", "TRƯỜNG TH VÀ THCS MẪU", "Trường TH và THCS Mẫu", "THTHCSM", "Phú Túc"
    ),
    year=2026,
    school_year="2026-2027",
    superior="Ủy ban nhân dân xã Phú Túc",
    incoming=IncomingPaper("Kế hoạch", "12/KH-UBND", date(2026, 10, 5), "Ủy ban nhân dân xã Phú Túc"),
    opening=OpeningFigures(classes=25, pupils=803, girls=390, minority=700, campuses=3, villages=2),
    superior_targets=TARGETS,
    levels=(
        LevelTarget("Tiểu học", 420, PRIMARY, at_most=0, resolution=Decimal("0.238")),
        LevelTarget("THCS", 383, LOWER_SECONDARY, at_most=1),
    ),
    entry_grades="lớp 1, lớp 6",
    villages=(
        VillageDuty("Buôn Mẫu", 402, ("Kpă H'Thử", "Rơ Ô Ví Dụ"), "Già làng Ama Mẫu"),
        VillageDuty("Thôn Thử", 401, ()),
    ),
    seasons=SEASONS,
    criteria=CRITERIA,
    signature=Signature("HIỆU TRƯỞNG", "Trần Thị Mẫu"),
    attendance_at_least=Decimal(95),
)

COMMUNE = CommunePlanData(
    header=AgencyHeader("", "ỦY BAN NHÂN DÂN\nXÃ PHÚ TÚC", "Ủy ban nhân dân xã Phú Túc", "UBND", "Phú Túc"),
    year=2026,
    school_year="2026-2027",
    predecessor=IncomingPaper(
        "Kế hoạch", "52/KH-PGDĐT", date(2018, 11, 11), "Phòng Giáo dục và Đào tạo huyện Krông Pa"
    ),
    targets=TARGETS,
    schools=(
        SchoolCeiling("Trường TH và THCS Mẫu", "Tiểu học", 420, PRIMARY),
        SchoolCeiling("Trường TH và THCS Mẫu", "THCS", 383, LOWER_SECONDARY),
        SchoolCeiling("Trường Tiểu học Thử", "Tiểu học", 300, PRIMARY),
    ),
    seasons=SEASONS,
    criteria=CRITERIA,
    signature=Signature("CHỦ TỊCH", "Lê Văn Thử", SignMode.COLLECTIVE, "ỦY BAN NHÂN DÂN"),
    registration_on=date(2026, 11, 10),
)


def school(**changes: Any) -> SchoolPlanData:
    return replace(SCHOOL, **changes)
