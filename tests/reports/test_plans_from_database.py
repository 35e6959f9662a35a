"""The living plans from the database: what stands there stands on the paper, what is missing is told."""

from datetime import date

import pytest

from sisoho.documents import actions, queries
from sisoho.documents.content import Table
from sisoho.documents.models import Document
from sisoho.emulation.models import Target
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.reports.actions import draft_commune_plan, draft_school_plan
from sisoho.reports.rules.criteria import proposed_criteria
from sisoho.schools.actions import freeze_opening_roll
from sisoho.schools.models import Duty, Pupil, Season, Village
from tests.documents import papers
from tests.documents.desk import Desk


def tables(paper: Document) -> list[Table]:
    content = queries.content_of(paper)
    blocks = [*content.body, *(block for part in content.appendices for block in part.blocks)]
    return [block for block in blocks if isinstance(block, Table)]


def printed(desk: Desk, paper: Document) -> str:
    data = actions.download(desk.clerk, paper.public_id, "unsigned").data
    pages = range(papers.page_count(data))
    return " ".join(line.text for page in pages for line in papers.lines(data, page))


def test_the_printed_school_plan_holds_the_figures_of_the_database(desk: Desk) -> None:
    school = desk.commune.school
    girl = school.pupils[0]
    girl.sex, girl.ethnic_group = "female", "Kinh"
    girl.save()
    freeze_opening_roll(desk.clerk, school.year.id)
    desk.issued_commune_plan()
    plan = desk.numbered(draft_school_plan(desk.clerk))
    text = " ".join(printed(desk, plan).split())
    assert "Thực hiện Kế hoạch số 01/KH-UBND" in text
    assert "8 học sinh" in text
    assert "nữ 1 em" in text
    assert "7 em" in text
    targets = tables(plan)[0].rows
    assert [row.cells[:2] for row in targets] == [("Tiểu học", "3"), ("THCS", "5")]
    assert [row.cells[4] for row in targets] == ["0 em (0%)", "không quá 1 em (20,000%)"]
    assert ("1", "Buôn Chư Bang", "8", "Ksor Buôn", "") in [row.cells for row in tables(plan)[-1].rows]


def test_the_plan_answers_the_commune_and_links_to_it(desk: Desk) -> None:
    above = desk.issued_commune_plan()
    assert draft_school_plan(desk.clerk).answers_id == above.id
    assert queries.paper_page(desk.clerk, above.public_id).number == "01/KH-UBND"


def test_without_a_plan_from_above_nothing_is_drafted(desk: Desk) -> None:
    with pytest.raises(RuleBroken, match="kế hoạch của cấp trên"):
        draft_school_plan(desk.clerk)
    with pytest.raises(RuleBroken, match="kế hoạch của cấp trên"):
        draft_commune_plan(desk.officer, date(2026, 12, 5))


def test_without_targets_from_above_nothing_is_invented(desk: Desk) -> None:
    desk.issued_commune_plan()
    Target.delete().where(Target.unit == desk.commune.unit).execute()
    with pytest.raises(RuleBroken, match="chỉ tiêu học sinh bỏ học của cấp trên"):
        draft_school_plan(desk.clerk)


def test_what_is_missing_is_told_with_the_page_where_it_is_mended(desk: Desk) -> None:
    desk.issued_commune_plan()
    school = desk.commune.school
    Target.delete().where((Target.unit == school.unit) & (Target.origin == "registered")).execute()
    Duty.delete().where((Duty.unit == school.unit) & (Duty.kind == "village")).execute()
    told = dict(draft_school_plan(desk.clerk).checks)
    assert told["Chưa đăng ký chỉ tiêu học sinh bỏ học cấp Tiểu học."] == "/thi-dua/chi-tieu"
    assert told["Chưa phân công giáo viên phụ trách Buôn Chư Bang."] == "/thon-buon/danh-sach"
    assert "Chưa chốt sĩ số đầu năm: số liệu lấy ngày 23/11/2026." in told


def test_a_redraft_takes_the_figures_of_today(desk: Desk) -> None:
    plan = desk.school_plan()
    before = queries.content_of(plan)
    Pupil.update(sex="female").where(Pupil.unit == desk.commune.school.unit).execute()
    again = draft_school_plan(desk.clerk)
    assert again.id == plan.id
    assert before != queries.content_of(again)


def test_declared_seasons_stand_in_the_plan_with_their_villages(desk: Desk) -> None:
    (village, *_) = Village.select().where(Village.unit == desk.commune.unit)
    Season.create(
        unit=desk.commune.unit,
        village=village,
        kind="harvest",
        name="thu hoạch mì",
        starts=date(2026, 12, 1),
        ends=date(2027, 1, 1),
    )
    seasons = next(table for table in tables(desk.school_plan()) if table.columns[0].title == "Đợt cao điểm")
    assert seasons.rows[0].cells[:2] == ("Thu hoạch mì (Buôn Chư Bang)", "từ 01/12/2026 đến 31/12/2026")
    assert seasons.rows[-1].cells[0] == "Trước và sau Tết Nguyên đán"


def test_a_school_plans_for_no_season_of_a_village_it_has_no_pupils_of(desk: Desk) -> None:
    Season.create(
        unit=desk.commune.unit,
        village=desk.commune.school.other_village,
        kind="harvest",
        name="thu hoạch mía",
        starts=date(2026, 12, 1),
        ends=date(2027, 1, 1),
    )
    seasons = next(table for table in tables(desk.school_plan()) if table.columns[0].title == "Đợt cao điểm")
    assert [row.cells[0] for row in seasons.rows] == ["Trước và sau Tết Nguyên đán"]


def test_the_commune_plan_sets_each_schools_ceiling_by_level(desk: Desk) -> None:
    desk.seed_plan()
    plan = draft_commune_plan(desk.officer, date(2026, 12, 5))
    rows = tables(plan)[0].rows
    assert [(row.cells[1], row.cells[2], row.cells[3], row.cells[4]) for row in rows] == [
        ("Trường TH và THCS Mẫu Hai", "Tiểu học", "3", "dưới 0,025%"),
        ("Trường TH và THCS Mẫu Hai", "THCS", "5", "dưới 0,55%"),
        ("Trường TH và THCS Mẫu Một", "Tiểu học", "3", "dưới 0,025%"),
        ("Trường TH và THCS Mẫu Một", "THCS", "5", "dưới 0,55%"),
    ]
    assert plan.due_on == date(2026, 12, 5)


def test_each_plan_is_drafted_by_its_own_unit(desk: Desk) -> None:
    for drafting in (
        lambda: draft_school_plan(desk.officer),
        lambda: draft_commune_plan(desk.principal, date(2026, 12, 5)),
        lambda: draft_school_plan(desk.teacher),
    ):
        with pytest.raises(NotAllowed):
            drafting()


def test_the_proposed_criteria_make_a_hundred_points() -> None:
    groups = [line for line in proposed_criteria() if line.is_group and line.code]
    assert sum(int(line.points) for line in groups) == 100
    single = [line for line in proposed_criteria() if not line.is_group and line.points.isdecimal()]
    assert sum(int(line.points) for line in single) == 100
