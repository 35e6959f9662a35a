"""What becomes of a submitted sheet when phones retry, queue and overtake each other.

A phone sends until it hears an answer, so the same submission may arrive twice, late, or
after a newer one. Deduplicating by client id alone would drop marks edited after a lost
answer; overwriting by arrival would let an old page wipe newer marks. Hence draft, sequence,
payload and base version, and when in doubt both versions are kept for a person to look at.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sisoho.rollcall.rules.marks import Mark, MarkChange, MarkKind, mark_changes


def payload_hash(roll: Iterable[int], marks: Mapping[int, MarkKind]) -> str:
    """64 hex digits over what was said: the roll and the marks, whatever their order."""
    said = {"roll": sorted(set(roll)), "marks": sorted((i, kind.value) for i, kind in marks.items())}
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RollCallSubmission:
    """One sending of one sheet.

    `draft_id` names the page the teacher filled in, `seq` rises with each change of it.
    `base_version` is the stored version the page was shown with, 0 for none.
    `roll` lists the pupils who were on the page, `marks` those with a mark; ids are row ids.
    """

    draft_id: str
    seq: int
    base_version: int
    roll: tuple[int, ...]
    marks: Mapping[int, MarkKind]
    device_at: datetime

    @property
    def payload_hash(self) -> str:
        return payload_hash(self.roll, self.marks)

    def without(self, pupil_ids: Collection[int]) -> "RollCallSubmission":
        """The same, not speaking of these pupils: of them nothing is said, neither present nor absent."""
        return replace(
            self,
            roll=tuple(i for i in self.roll if i not in pupil_ids),
            marks={i: kind for i, kind in self.marks.items() if i not in pupil_ids},
        )


@dataclass(frozen=True, slots=True)
class Heard:
    """The newest sending of one draft that the sheet has answered."""

    seq: int
    payload_hash: str
    accepted: bool  # False: it lost a conflict and was kept beside the sheet


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """The sheet as it stands: the version's provenance, its roll, and the marks as settled since.

    `payload_hash` is of the submission behind this version, not of the marks as settled.
    """

    version: int
    draft_id: str
    seq: int
    payload_hash: str
    roll: tuple[int, ...]
    marks: Mapping[int, Mark]
    heard: Mapping[str, Heard] = field(default_factory=dict)

    @property
    def kinds(self) -> dict[int, MarkKind]:
        return kinds_of(self.marks)


def kinds_of(marks: Mapping[int, Mark]) -> dict[int, MarkKind]:
    return {pupil_id: mark.kind for pupil_id, mark in marks.items()}


class Outcome(StrEnum):
    STORED = "stored"  # the first submission, whenever it arrives
    UPDATED = "updated"  # a newer word of the same draft, or an edit made in knowledge of the sheet
    RECEIVED = "received"  # says what is already stored
    ANSWERED_AGAIN = "answered_again"  # the answer had been lost on the way
    STALE = "stale"  # overtaken by a newer sending of the same draft
    CONFLICT = "conflict"  # kept beside the sheet for a person to decide

    @property
    def is_news(self) -> bool:
        """Whether the submission said something that must be kept as a row of its own."""
        return self not in (Outcome.ANSWERED_AGAIN, Outcome.STALE)


@dataclass(frozen=True, slots=True)
class Decision:
    """What to answer and what to store.

    `sheet` is the sheet afterwards; `changes` go to the memory of marks. `overrode` names the
    pupils whose settled P or K was changed on purpose, so that the homeroom teacher is told.
    A conflict because of the lock has `locked`; one heard before has `kept_before`.
    """

    outcome: Outcome
    sheet: StoredSheet
    changes: tuple[MarkChange, ...] = ()
    overrode: tuple[int, ...] = ()
    locked: bool = False
    kept_before: bool = False


def decide(stored: StoredSheet | None, sent: RollCallSubmission, *, locked: bool = False) -> Decision:
    """What a submission does to the sheet. `locked`: the time for changes is over.

    A first submission is always stored. A change after the lock becomes a conflict, kept and
    not applied. Nothing here raises: every submission gets an answer, and its words are kept.
    """
    said = sent.payload_hash
    if stored is None:
        return _first(sent, said)
    heard = stored.heard.get(sent.draft_id)
    if heard and sent.seq < heard.seq:
        return Decision(Outcome.STALE, stored)
    again = heard == Heard(sent.seq, said, True)
    if again:
        return Decision(Outcome.ANSWERED_AGAIN, stored)
    if said == stored.payload_hash:
        return Decision(Outcome.RECEIVED, _received(stored, sent, said))
    # An equal seq with other words comes from two tabs that share a draft: neither may win silently.
    same_draft_goes_on = sent.draft_id == stored.draft_id and sent.seq > stored.seq
    if same_draft_goes_on or sent.base_version == stored.version:
        return _updated(stored, sent, said, locked)
    return _conflict(stored, sent, said)


def differences(sheet: StoredSheet, sent: RollCallSubmission) -> tuple[MarkChange, ...]:
    """What a conflicting submission would change in the sheet: the rows a person has to choose between."""
    merged, _ = _merge(sheet, sent)
    return mark_changes(sheet.kinds, kinds_of(merged))


def _first(sent: RollCallSubmission, said: str) -> Decision:
    marks = {pupil_id: Mark(kind, kind) for pupil_id, kind in sent.marks.items()}
    heard = {sent.draft_id: Heard(sent.seq, said, True)}
    sheet = StoredSheet(1, sent.draft_id, sent.seq, said, sent.roll, marks, heard)
    return Decision(Outcome.STORED, sheet, mark_changes({}, sent.marks))


def _received(stored: StoredSheet, sent: RollCallSubmission, said: str) -> StoredSheet:
    """The draft is remembered, so that an older sending of it cannot count as new later."""
    seq = sent.seq if sent.draft_id == stored.draft_id else stored.seq
    return replace(stored, seq=seq, heard=_remember(stored, sent, said, True))


def _updated(stored: StoredSheet, sent: RollCallSubmission, said: str, locked: bool) -> Decision:
    marks, overrode = _merge(stored, sent)
    changes = mark_changes(stored.kinds, kinds_of(marks))
    if locked and (changes or set(sent.roll) != set(stored.roll)):
        return _conflict(stored, sent, said, locked=True)
    sheet = StoredSheet(
        version=stored.version + 1,
        draft_id=sent.draft_id,
        seq=sent.seq,
        payload_hash=said,
        roll=sent.roll,
        marks=marks,
        heard=_remember(stored, sent, said, True),
    )
    return Decision(Outcome.UPDATED, sheet, changes, overrode)


def _conflict(stored: StoredSheet, sent: RollCallSubmission, said: str, *, locked: bool = False) -> Decision:
    kept_before = stored.heard.get(sent.draft_id) == Heard(sent.seq, said, False)
    sheet = replace(stored, heard=_remember(stored, sent, said, False))
    return Decision(Outcome.CONFLICT, sheet, locked=locked, kept_before=kept_before)


def _remember(stored: StoredSheet, sent: RollCallSubmission, said: str, accepted: bool) -> dict[str, Heard]:
    return {**stored.heard, sent.draft_id: Heard(sent.seq, said, accepted)}


def _merge(stored: StoredSheet, sent: RollCallSubmission) -> tuple[dict[int, Mark], tuple[int, ...]]:
    """The marks after an update, and the pupils whose settlement it changed.

    V says "reason not known": it takes nothing back of a reason found out since. A pupil who is
    not on the new roll was not spoken of (moved class, say) and keeps the mark.
    """
    spoken_of = {*sent.roll, *sent.marks}
    marks = {pupil_id: mark for pupil_id, mark in stored.marks.items() if pupil_id not in spoken_of}
    for pupil_id, kind in sent.marks.items():
        old = stored.marks.get(pupil_id)
        if old is None:
            marks[pupil_id] = Mark(kind, kind)
        elif old.kind is kind or (old.is_settled and kind is MarkKind.V):
            marks[pupil_id] = old
        else:
            marks[pupil_id] = Mark(kind, old.first)
    overrode = [i for i, old in stored.marks.items() if old.is_settled and marks.get(i) != old]
    return marks, tuple(sorted(overrode))
