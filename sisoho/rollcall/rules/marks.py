"""The marks of a roll call: exceptions on a roll of pupils who are otherwise present."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MarkKind(StrEnum):
    """What is said of a pupil who is not simply present. The letters are those of the paper register.

    At the bell nobody knows why a pupil is missing: the first mark is usually V, which the
    homeroom teacher settles as P or K after asking.
    """

    V = "V"
    P = "P"
    K = "K"
    T = "T"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_absence(self) -> bool:
        """A late pupil is present (domain: "T đi trễ is inside có mặt")."""
        return self is not MarkKind.T


_LABELS = {
    MarkKind.V: "vắng, chưa rõ lý do",
    MarkKind.P: "vắng có phép",
    MarkKind.K: "vắng không phép",
    MarkKind.T: "đi trễ",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark a pupil now has, what it was first, and who settled it, if anybody did."""

    kind: MarkKind
    first: MarkKind
    settled_by: int | None = None  # staff id
    settled_at: datetime | None = None

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None


@dataclass(frozen=True, slots=True)
class MarkChange:
    """One line of the append-only memory; None stands for "present, no mark"."""

    pupil_id: int
    before: MarkKind | None
    after: MarkKind | None


def mark_changes(before: Mapping[int, MarkKind], after: Mapping[int, MarkKind]) -> tuple[MarkChange, ...]:
    """What turns `before` into `after`, by pupil id; empty when nothing changed."""
    return tuple(
        MarkChange(pupil_id, before.get(pupil_id), after.get(pupil_id))
        for pupil_id in sorted(before.keys() | after.keys())
        if before.get(pupil_id) != after.get(pupil_id)
    )
