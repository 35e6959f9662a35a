"""The roll between two days: who was on it, what happened, who is on it now; it always balances.

A backdated move, a transfer taken back, a class that was renamed: what the moves between the two days
do not explain is counted as a correction instead of being hidden in another column.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sisoho.schools.rules.moves import JOINING, LEAVING, Move, MoveKind, MoveState
from sisoho.schools.rules.roll_count import RollCount, count_roll, counted_moves
from sisoho.vietnamese import unaccented

Step = tuple[int, int | None, int | None]  # pupil, from, to; None is outside the school


@dataclass(frozen=True)
class RollSpan:
    """Pupil id → place on the roll at both ends, and the moves between them in time order.

    A place is whatever the moves name by `from_class_id` and `to_class_id`.
    """

    before: Mapping[int, int]
    moves: tuple[Move, ...]
    after: Mapping[int, int]

    def count(
        self, places: Collection[int] | None = None, pupils: Collection[int] | None = None
    ) -> RollCount:
        """Some places (None: the whole school) and some pupils (None: all).

        `current` is then the number of those of `after`, whatever was recorded late or backdated.
        """

        def within(place: int | None) -> bool:
            return place is not None and (places is None or place in places)

        def is_meant(pupil_id: int) -> bool:
            return pupils is None or pupil_id in pupils

        opening = sum(within(place) and is_meant(pupil_id) for pupil_id, place in self.before.items())
        counted = count_roll(opening, self._told_of(pupils), places)
        steps = [
            (within(origin), within(to)) for pupil_id, origin, to in self.corrections if is_meant(pupil_id)
        ]
        return replace(
            counted, corrected_in=steps.count((False, True)), corrected_out=steps.count((True, False))
        )

    def behind(
        self,
        columns: Collection[str],
        places: Collection[int] | None = None,
        pupils: Collection[int] | None = None,
    ) -> tuple[Move, ...]:
        """The moves that some columns of `count` count, in time order: as many as the figure says."""
        counted = counted_moves(self._told_of(pupils), places)
        return tuple(move for column, move in counted if column in columns)

    def _told_of(self, pupils: Collection[int] | None) -> tuple[Move, ...]:
        return tuple(move for move in self.told if pupils is None or move.pupil_id in pupils)

    @cached_property
    def told(self) -> tuple[Move, ...]:
        """The moves that count. Who dropped out in the summer never came, so was not enrolled either."""
        kept: list[Move] = []
        for move in self.moves:
            if move.kind is not MoveKind.SUMMER_DROPPED:
                kept.append(move)
                continue
            last = next((i for i in reversed(range(len(kept))) if kept[i].pupil_id == move.pupil_id), None)
            if last is not None and kept[last].kind is MoveKind.ENROLLED:
                del kept[last]
        return tuple(kept)

    @cached_property
    def corrections(self) -> tuple[Step, ...]:
        return tuple(self._unexplained())

    def _unexplained(self) -> Iterator[Step]:
        places: dict[int, int] = dict(self.before)
        for move in self.told:
            if move.state is MoveState.CANCELLED:
                continue
            is_at = places.get(move.pupil_id)
            should = None if move.kind in JOINING else move.from_class_id
            if is_at != should:
                yield move.pupil_id, is_at, should
            if move.kind in LEAVING or move.to_class_id is None:
                places.pop(move.pupil_id, None)
            else:
                places[move.pupil_id] = move.to_class_id
        for pupil_id in places.keys() | self.after.keys():
            is_at, should = places.get(pupil_id), self.after.get(pupil_id)
            if is_at != should:
                yield pupil_id, is_at, should


def is_minority(ethnic_group: str) -> bool:
    """Dân tộc thiểu số: any group that is written down and is not Kinh."""
    return bool(ethnic_group.strip()) and unaccented(ethnic_group).strip() not in ("kinh", "viet")
