"""How many have dropped out this year and are not back, by level."""

from collections.abc import Collection, Mapping

from sisoho.access import Access
from sisoho.schools.models import Move
from sisoho.schools.queries.moves import rule_move
from sisoho.schools.rules import Level, MoveKind, count_roll


def dropouts(access: Access, year_id: int, classes: Mapping[Level, Collection[int]]) -> dict[Level, int]:
    """Level → pupils of its classes (row ids); one statement."""
    kinds = (MoveKind.DROPPED.value, MoveKind.RETURNED.value)
    rows = (
        Move.select()
        .where((Move.unit == access.unit_id) & (Move.year == year_id) & Move.kind.in_(kinds))
        .order_by(Move.on, Move.id)
    )
    moves = [rule_move(row) for row in rows]
    return {level: count_roll(0, moves, ids).dropouts for level, ids in classes.items()}
