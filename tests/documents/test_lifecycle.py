"""The steps of a paper's life and whose duty each is."""

import pytest

from sisoho.documents.lifecycle import (
    STATUS_WORDS,
    STEP_ROLES,
    STEP_WORDS,
    TRANSITIONS,
    Status,
    Step,
    next_status,
    open_steps,
)
from sisoho.errors import NotAllowed, RuleBroken

PRINCIPAL = frozenset({"principal"})
CLERK = frozenset({"clerk"})
TEACHER = frozenset({"teacher"})


def test_a_plan_goes_from_draft_to_issued_through_its_people() -> None:
    walk = [
        (Step.SUBMIT, TEACHER, Status.SUBMITTED),
        (Step.APPROVE, PRINCIPAL, Status.APPROVED),
        (Step.NUMBER, CLERK, Status.NUMBERED),
        (Step.SIGN, PRINCIPAL, Status.SIGNED),
        (Step.ISSUE, CLERK, Status.ISSUED),
        (Step.REPLACE, PRINCIPAL, Status.REPLACED),
    ]
    status = Status.DRAFT
    for step, roles, following in walk:
        status = next_status(status, step, roles)
        assert status is following


def test_a_returned_paper_is_submitted_again() -> None:
    returned = next_status(Status.SUBMITTED, Step.RETURN, PRINCIPAL)
    assert next_status(returned, Step.SUBMIT, TEACHER) is Status.SUBMITTED


@pytest.mark.parametrize(
    ("step", "roles", "status"),
    [
        (Step.APPROVE, TEACHER, Status.SUBMITTED),
        (Step.APPROVE, CLERK, Status.SUBMITTED),
        (Step.SIGN, CLERK, Status.NUMBERED),
        (Step.NUMBER, frozenset({"vice_principal"}), Status.APPROVED),
        (Step.WITHDRAW, TEACHER, Status.ISSUED),
        (Step.SUBMIT, frozenset(), Status.DRAFT),
    ],
)
def test_nobody_takes_a_step_that_is_anothers_duty(step: Step, roles: frozenset[str], status: Status) -> None:
    with pytest.raises(NotAllowed):
        next_status(status, step, roles)


@pytest.mark.parametrize("status", [Status.SIGNED, Status.ISSUED, Status.REPLACED, Status.WITHDRAWN])
def test_a_signed_paper_is_never_returned_for_changes_nor_signed_again(status: Status) -> None:
    for step in (Step.SUBMIT, Step.RETURN, Step.APPROVE, Step.NUMBER, Step.SIGN):
        with pytest.raises(RuleBroken, match=STATUS_WORDS[status]):
            next_status(status, step, PRINCIPAL)


def test_the_buttons_offered_are_the_steps_allowed() -> None:
    assert open_steps(Status.SUBMITTED, PRINCIPAL) == (Step.RETURN, Step.APPROVE)
    assert open_steps(Status.SUBMITTED, TEACHER) == ()
    for status in Status:
        for step in open_steps(status, PRINCIPAL | CLERK):
            assert next_status(status, step, PRINCIPAL | CLERK) is TRANSITIONS[status, step]


def test_every_status_and_step_has_its_words_and_its_people() -> None:
    assert set(STATUS_WORDS) == set(Status)
    assert set(STEP_WORDS) == set(STEP_ROLES) == set(Step)
