"""Numbers: one for each paper, in order, whatever happens in between."""

import threading
from datetime import timedelta

import pytest

from sisoho import clock, db
from sisoho.documents import actions
from sisoho.documents.actions import numbering
from sisoho.documents.models import Document, ReservedNumber
from sisoho.errors import RuleBroken
from tests.documents import papers
from tests.documents.desk import Desk
from tests.factories import access_of


def papers_of(desk: Desk, count: int) -> list[Document]:
    """Approved papers of as many kinds."""
    made = [
        actions.save_draft(desk.clerk, f"kind{n}", papers.plan(), year_label="2026-2027")
        for n in range(count)
    ]
    return [desk.approved(paper) for paper in made]


def test_two_threads_never_get_the_same_number(desk: Desk) -> None:
    waiting, clerk = papers_of(desk, 4), desk.clerk
    got: list[int] = []
    together = threading.Barrier(len(waiting))

    def reserve(paper: Document) -> None:
        db.open_connection()
        together.wait()
        got.append(actions.reserve_number(clerk, paper).number)
        db.database.close()

    threads = [threading.Thread(target=reserve, args=(paper,)) for paper in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [1, 2, 3, 4]


def test_a_failed_print_keeps_the_number_for_the_next_try(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = papers_of(desk, 2)

    def crash(*_args: object, **_named: object) -> bytes:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(numbering, "render_pdf", crash)
        with pytest.raises(MemoryError):
            actions.number_document(desk.clerk, first.public_id, desk.press)
    assert actions.number_document(desk.clerk, second.public_id, desk.press).number == 2
    retried = actions.number_document(desk.clerk, first.public_id, desk.press)
    assert (retried.number, retried.state) == (1, "numbered")
    assert ReservedNumber.select().where(ReservedNumber.unit == first.unit_id).count() == 2


def test_a_number_kept_over_midnight_is_dated_the_day_it_is_printed(desk: Desk) -> None:
    (paper,) = papers_of(desk, 1)
    actions.reserve_number(desk.clerk, paper)
    with clock.at(clock.now() + timedelta(days=2)):
        numbered = actions.number_document(desk.clerk, paper.public_id, desk.press)
    assert (numbered.number, numbered.document_on.day) == (1, 25)


def test_numbers_begin_anew_in_january_and_apart_in_each_unit(desk: Desk) -> None:
    first, second = papers_of(desk, 2)
    actions.reserve_number(desk.clerk, first)
    with clock.at(clock.now() + timedelta(days=60)):
        assert actions.reserve_number(desk.clerk, second).number == 1
    other = access_of(desk.commune.other_school.clerk)
    assert actions.next_number(other, "KH", other.on) == 1


def test_an_office_that_began_on_paper_goes_on_from_its_own_number(desk: Desk) -> None:
    first, second, third = papers_of(desk, 3)
    assert actions.reserve_number(desk.clerk, first, 31).number == 31
    with pytest.raises(RuleBroken) as taken:
        actions.reserve_number(desk.clerk, second, 31)
    assert "31" in taken.value.fields["number"]
    assert actions.reserve_number(desk.clerk, second).number == 32
    assert actions.reserve_number(desk.clerk, third, 5).number == 5
