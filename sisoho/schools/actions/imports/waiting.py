"""What a list only proposes: moves that need a date and a paper, siblings that a person knows."""

from collections.abc import Mapping
from typing import Any

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict
from sisoho.schools import import_rules
from sisoho.schools.actions.households import join_household
from sisoho.schools.actions.imports.planning import Planned, insert_all
from sisoho.schools.models import ImportRun, ProposedMove, PupilHousehold, SiblingProposal
from sisoho.schools.queries.imports import PlaceIds, known_pupils
from sisoho.schools.queries.loading import own_row
from sisoho.schools.rules import MoveKind


def propose_moves(
    access: Access, run: ImportRun, planned: Planned, made: Mapping[int, int], ids: PlaceIds
) -> None:
    """Keep the moves the list suggests, once each; `made`: place of a row → the pupil made from it."""
    stored = ProposedMove.select(ProposedMove.pupil, ProposedMove.kind, ProposedMove.to_class).where(
        (ProposedMove.unit == access.unit_id) & (ProposedMove.state != "done")
    )
    known = set(stored.tuples())
    rows = []
    for place, verdict in enumerate(planned.verdicts):
        pupil = planned.known[verdict.matched].pupil.id if verdict.matched else made.get(place)
        for move in verdict.proposed_moves:
            to_class = ids.classes.get(move.to_class)
            if move.kind is not MoveKind.ENROLLED and (pupil, move.kind.value, to_class) not in known:
                rows.append({"pupil": pupil, "kind": move.kind.value, "to_class": to_class})
    insert_all(ProposedMove, [{**row, "unit": access.unit_id, "run": run.id} for row in rows])


def dismiss_move(access: Access, proposal_id: int) -> None:
    """The pupil does not move, whatever the list says. Raises Conflict when it is settled already."""
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        proposal = own_row(access, ProposedMove, proposal_id)
        _close(access, ProposedMove, proposal_id, "dismissed")
        record(access, "dismiss_move", "pupil", proposal.pupil_id, fields=[proposal.kind])


def propose_siblings(access: Access, year_id: int) -> None:
    """Keep every pair of attending pupils who may be siblings and do not share a household yet."""
    known = {key: row for key, row in known_pupils(access, year_id).items() if row.known.status == "studying"}
    stored = SiblingProposal.select(SiblingProposal.first, SiblingProposal.second).where(
        SiblingProposal.unit == access.unit_id
    )
    pairs = set(stored.tuples())
    rows = []
    for pair in import_rules.propose_siblings(row.known for row in known.values()):
        one, other = known[pair.first], known[pair.second]
        first, second = sorted((one.pupil.id, other.pupil.id))
        if one.household_id != other.household_id and (first, second) not in pairs:
            rows.append({"unit": access.unit_id, "first": first, "second": second})
    insert_all(SiblingProposal, rows)


def confirm_siblings(access: Access, proposal_id: int) -> None:
    """Two pupils are of one family: from today the second lives in the first's household.

    Raises Conflict when it is settled already.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        proposal = _settle(access, proposal_id, "confirmed")
        joined = {
            row.pupil_id: row
            for row in PupilHousehold.select().where(
                (PupilHousehold.unit == access.unit_id)
                & PupilHousehold.pupil.in_([proposal.first_id, proposal.second_id])
                & PupilHousehold.ends.is_null()
            )
        }
        first, second = joined[proposal.first_id], joined[proposal.second_id]
        # Not before either came to the school: in the holidays a list begins with the coming year.
        join_household(
            access, second.pupil_id, first.household_id, max(access.on, first.starts, second.starts)
        )
        record(access, "confirm_siblings", "sibling_proposal", proposal_id)


def dismiss_siblings(access: Access, proposal_id: int) -> None:
    """They are not of one family, and are not proposed again. Raises Conflict when settled already."""
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        _settle(access, proposal_id, "dismissed")
        record(access, "dismiss_siblings", "sibling_proposal", proposal_id)


def _settle(access: Access, proposal_id: int, state: str) -> SiblingProposal:
    proposal = own_row(access, SiblingProposal, proposal_id)
    _close(access, SiblingProposal, proposal_id, state)
    return proposal


def _close(access: Access, model: Any, proposal_id: int, state: str) -> None:
    """Whoever comes second finds it settled."""
    own = (model.unit == access.unit_id) & (model.id == proposal_id) & (model.state == "open")
    if model.update(state=state, by=access.staff_id).where(own).execute() != 1:
        raise Conflict("Đề nghị này đã được giải quyết. Hãy tải lại trang.")
