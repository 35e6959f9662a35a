"""A paper's life on the real database: its people, its order, its hand edits."""

import pytest

from sisoho.audit.models import AuditEntry
from sisoho.documents import actions, queries, sections
from sisoho.documents.actions import SectionConflict
from sisoho.documents.actions.moving import change
from sisoho.documents.models import Document, DocumentStep
from sisoho.errors import Conflict, NotAllowed, NotFound, RuleBroken
from sisoho.schools.models import Duty
from tests.documents import papers
from tests.documents.desk import YEAR, Desk
from tests.factories import access_of


def state_of(paper: Document) -> str:
    return str(Document.get((Document.unit == paper.unit_id) & (Document.id == paper.id)).state)


def test_a_paper_goes_from_draft_to_issued_through_its_people(desk: Desk) -> None:
    paper = desk.paper()
    issued = desk.issued(paper)
    steps = DocumentStep.select().where(DocumentStep.unit == paper.unit_id).order_by(DocumentStep.id)
    assert [(row.step, row.by_id) for row in steps] == [
        ("submit", desk.clerk.staff_id),
        ("approve", desk.principal.staff_id),
        ("number", desk.clerk.staff_id),
        ("sign", desk.principal.staff_id),
        ("issue", desk.clerk.staff_id),
    ]
    assert (issued.state, issued.number, issued.document_on) == ("issued", 1, desk.clerk.on)
    logged = {row.intent for row in AuditEntry.select().where(AuditEntry.subject_kind == "document")}
    assert {"draft_document", "submit_document", "reserve_number", "issue_document"} <= logged


def test_nobody_takes_a_step_that_is_anothers(desk: Desk) -> None:
    paper = desk.paper()
    with pytest.raises(NotAllowed):
        actions.save_draft(desk.teacher, "sample", papers.plan(), year_label=YEAR)
    with pytest.raises(NotFound):
        actions.submit(desk.teacher, paper.public_id)  # a teacher does not see a draft at all
    actions.submit(desk.clerk, paper.public_id)
    with pytest.raises(NotAllowed):
        actions.approve(desk.clerk, paper.public_id)
    assert state_of(paper) == "submitted"
    desk.approved(paper)
    with pytest.raises(NotAllowed):
        actions.number_document(desk.vice_principal, paper.public_id, desk.press)
    assert state_of(paper) == "approved"


def test_only_who_approved_may_sign(desk: Desk) -> None:
    paper = desk.paper()
    desk.numbered(paper)
    with pytest.raises(NotAllowed, match="Người duyệt"):
        actions.mark_signed_on_paper(desk.vice_principal, paper.public_id)
    assert state_of(paper) == "numbered"


def test_a_vice_principal_who_approves_signs_for_the_principal(desk: Desk) -> None:
    paper = desk.approved(desk.paper(), leader=desk.vice_principal)
    (block,) = queries.content_of(paper).signatures
    assert (block.mode, block.over, block.title) == ("KT.", "HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG")
    assert block.name == desk.commune.school.vice_principal.full_name


def test_no_step_is_taken_before_the_one_it_follows(desk: Desk) -> None:
    paper = desk.paper()
    for early in (
        lambda: actions.approve(desk.principal, paper.public_id),
        lambda: actions.number_document(desk.clerk, paper.public_id, desk.press),
        lambda: actions.sign(desk.principal, paper.public_id, desk.press),
        lambda: actions.issue(desk.clerk, paper.public_id),
    ):
        with pytest.raises(RuleBroken, match="dự thảo"):
            early()
    assert state_of(paper) == "draft"


def test_a_returned_paper_tells_why_and_is_edited_again(desk: Desk) -> None:
    paper = desk.paper()
    actions.submit(desk.clerk, paper.public_id)
    with pytest.raises(RuleBroken):
        actions.return_with_note(desk.principal, paper.public_id, "  ")
    actions.return_with_note(desk.principal, paper.public_id, "Ghi rõ hạn báo cáo.")
    page = queries.paper_page(desk.clerk, paper.public_id)
    assert (page.words, page.history[0].note) == ("trả lại để sửa", "Ghi rõ hạn báo cáo.")
    assert page.may_edit


def test_a_second_tap_finds_the_step_done(desk: Desk) -> None:
    paper = desk.paper()
    first = actions.submit(desk.clerk, paper.public_id)
    again = actions.submit(desk.clerk, paper.public_id)
    assert first.version == again.version


def test_two_who_read_the_same_version_do_not_both_move_it(desk: Desk) -> None:
    stale = desk.paper()
    actions.submit(desk.clerk, stale.public_id)
    with pytest.raises(Conflict):
        change(stale, abstract="Khác")


def edit(desk: Desk, paper: Document, text: str, fingerprint: str | None = None) -> Document:
    fresh = queries.own_document(desk.clerk, paper.public_id)
    (section,) = sections.split(queries.content_of(fresh).body)
    return actions.edit_section(
        desk.clerk, paper.public_id, section.key, text, fingerprint or section.fingerprint
    )


def test_a_section_edited_meanwhile_is_not_overwritten(desk: Desk) -> None:
    paper = desk.paper()
    (opened,) = sections.split(queries.content_of(paper).body)
    edit(desk, paper, "Bản của văn thư.")
    with pytest.raises(SectionConflict) as conflict:
        edit(desk, paper, "Bản của hiệu trưởng.", opened.fingerprint)
    assert conflict.value.stored.text == "Bản của văn thư."
    edit(desk, paper, "Bản của văn thư.", opened.fingerprint)  # the same words again are no conflict


def test_a_redraft_keeps_a_section_written_by_hand(desk: Desk) -> None:
    paper = desk.paper()
    edit(desk, paper, "Viết tay.")
    renewed = desk.paper()
    assert renewed.id == paper.id
    (section,) = sections.split(queries.content_of(renewed).body)
    assert section.text == "Viết tay."


def test_a_submitted_paper_is_neither_edited_nor_redrafted(desk: Desk) -> None:
    paper = desk.paper()
    actions.submit(desk.clerk, paper.public_id)
    with pytest.raises(RuleBroken, match="chờ duyệt"):
        edit(desk, paper, "Muộn.")
    with pytest.raises(RuleBroken, match="chờ duyệt"):
        desk.paper()


def test_the_successor_takes_the_place_of_an_issued_paper(desk: Desk) -> None:
    first = desk.issued(desk.paper())
    second = desk.issued(desk.paper())
    assert (state_of(first), state_of(second), second.number) == ("replaced", "issued", 2)


def test_a_withdrawn_paper_keeps_its_number_in_the_register(desk: Desk) -> None:
    paper = desk.issued(desk.paper())
    actions.withdraw(desk.principal, paper.public_id, "Sai trích yếu")
    (row,) = queries.outgoing_register(desk.clerk, 2026)
    assert (row[0], row[-1]) == ("01/KH-THM", "đã thu hồi")
    assert len(row) == 10


def test_a_communes_paper_is_signed_by_order_or_for_the_committee(desk: Desk) -> None:
    block = queries.own_signature(desk.officer)
    assert (block.mode, block.over, block.title) == ("TL.", "CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA – XÃ HỘI")
    duty = Duty.get((Duty.unit == desk.commune.unit) & (Duty.staff == desk.commune.officer))
    duty.title = "Phó Chủ tịch"
    duty.save()
    block = queries.own_signature(desk.officer)
    assert (block.mode, block.over, block.title) == ("TM.", "ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH")


def test_another_schools_paper_is_not_found(desk: Desk) -> None:
    paper = desk.issued(desk.paper())
    stranger = access_of(desk.commune.other_school.principal)
    with pytest.raises(NotFound):
        queries.paper_page(stranger, paper.public_id)
    assert queries.paper_page(desk.officer, paper.public_id).number == "01/KH-THM"  # issued: the commune may
    draft = desk.paper()
    with pytest.raises(NotFound):
        queries.paper_page(desk.officer, draft.public_id)
    assert not queries.paper_list(desk.teacher).drafts
    assert [line.number for line in queries.paper_list(desk.teacher).issued] == ["01/KH-THM"]
