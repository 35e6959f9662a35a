"""The shapes of an import plan."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sisoho.schools.import_rules.listed import ListedPupil, Status
from sisoho.schools.rules.moves import MoveKind
from sisoho.vietnamese import BirthDate, Sex

VerdictKind = Literal["new", "same", "changed", "doubtful", "refused"]


@dataclass(frozen=True)
class KnownPupil:
    """A pupil of the school as stored today, with what the last import wrote.

    `last_import` holds field → text as `comparing.value_of` writes it; `edited_later` the fields a person
    typed after that.
    """

    public_id: str
    full_name: str
    id_number: str = ""
    birth: BirthDate | None = None
    class_name: str = ""
    village: str = ""
    campus: str = ""
    status: Status = "studying"
    sex: Sex | None = None
    ethnic_group: str = ""
    father: str = ""
    mother: str = ""
    phone: str = ""
    policy: str = ""
    disability: str = ""
    last_import: Mapping[str, str] = field(default_factory=dict)
    edited_later: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    """A field where file and school differ, both as text.

    Among `kept` differences `asked` tells whether a person must choose: the file says something new, and
    what the school has was typed later or would be emptied. Otherwise the file only repeats its old word.
    """

    field: str
    ours: str
    listed: str
    asked: bool = False


@dataclass(frozen=True)
class ProposedMove:
    """A move the file suggests. It happens only with date, reason and paper, given by a person."""

    kind: MoveKind
    from_class: str
    to_class: str


@dataclass(frozen=True)
class RowVerdict:
    """What becomes of a row. `matched` and `candidates` are public ids; `changes` are written on import,
    `kept` are not; `reason` is a sentence, always there for doubtful and refused."""

    row: ListedPupil
    kind: VerdictKind
    matched: str | None = None
    changes: tuple[Difference, ...] = ()
    kept: tuple[Difference, ...] = ()
    proposed_moves: tuple[ProposedMove, ...] = ()
    candidates: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class ImportPlan:
    """One verdict per row, in the order of the file, and the public ids of pupils who attend but are not
    in the file: they are listed, and moved by nobody."""

    verdicts: tuple[RowVerdict, ...]
    missing: tuple[str, ...]

    @property
    def counts(self) -> Counter[VerdictKind]:
        return Counter(verdict.kind for verdict in self.verdicts)
