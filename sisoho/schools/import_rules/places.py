"""The classes, campuses and villages a list names, told in the school's own words.

One village is written Buôn Ma Giai, buon ma giai, Ma Giai or by an alias; what the school does not have
yet is named once, and shown before anything is made.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sisoho.schools.import_rules.comparing import place_key
from sisoho.schools.import_rules.listed import ListedPupil
from sisoho.schools.import_rules.plan import RowVerdict
from sisoho.schools.rules.classes import grades_of
from sisoho.vietnamese import fold, tidy, unaccented

_KINDS = {
    "buon": "buôn", "bon": "buôn", "thon": "thôn", "lang": "làng", "plei": "làng",
    "to dan pho": "tổ dân phố", "tdp": "tổ dân phố",
}  # fmt: skip


@dataclass(frozen=True)
class KnownPlaces:
    """What the school has. `classes`: name → grades; `villages` of its commune: name → aliases."""

    classes: Mapping[str, tuple[int, ...]]
    campuses: Sequence[str] = ()
    villages: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Additions:
    """What an import makes beside pupils. classes: (name, grades), villages: (name, kind)."""

    classes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    campuses: tuple[str, ...] = ()
    villages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Retold:
    """The rows in the school's words; `notices` say which village words were understood how."""

    rows: tuple[ListedPupil, ...]
    notices: tuple[str, ...]


def in_own_words(rows: Sequence[ListedPupil], known: KnownPlaces) -> Retold:
    """The rows with classes, campuses and villages named as the school names them.

    A word that means several villages names none, and the row says so.
    """
    classes = {class_key(name): name for name in known.classes}
    campuses = _campuses(rows, known.campuses)
    villages = _villages(rows, known.villages)
    retold = tuple(
        _with_village(
            replace(
                row,
                class_name=classes.get(class_key(row.class_name), row.class_name),
                campus=campuses.get(_campus_key(row.campus), row.campus),
            ),
            villages.get(fold(row.village), ""),
        )
        for row in rows
    )
    return Retold(retold, _notices(rows, villages))


def additions(verdicts: Iterable[RowVerdict], known: KnownPlaces) -> Additions:
    """What must be made before these verdicts can be carried out."""
    classes, campuses, villages = set[str](), set[str](), set[str]()
    for verdict in verdicts:
        if verdict.kind not in ("new", "changed"):
            continue
        classes.update(move.to_class for move in verdict.proposed_moves)
        changed = {difference.field: difference.listed for difference in verdict.changes}
        if verdict.kind == "new":
            classes.add(verdict.row.class_name)
            changed = {"campus": verdict.row.campus, "village": verdict.row.village}
        campuses.add(changed.get("campus", ""))
        villages.add(changed.get("village", ""))
    wanted = sorted((grades, name) for name in classes - known.classes.keys() if (grades := grades_of(name)))
    return Additions(
        classes=tuple((name, grades) for grades, name in wanted),
        campuses=tuple(sorted(campuses - {"", *known.campuses})),
        villages=tuple((name, village_kind(name)) for name in sorted(villages - {"", *known.villages})),
    )


def class_key(name: str) -> str:
    """Equal for 6A, 6 a and Lớp 6A; 1/2 (second class of grade 1) and 1+2 (two grades) stay apart."""
    bare = re.sub(r"^lớp\b[\s:.]*", "", tidy(name), flags=re.IGNORECASE)
    return bare.replace(" ", "").casefold()


def village_kind(name: str) -> str:
    """buôn, thôn, làng or tổ dân phố, by the first word; buôn where it says nothing."""
    folded = fold(name)
    return next((kind for word, kind in _KINDS.items() if folded.startswith(word + " ")), "buôn")


def _has_kind(name: str) -> bool:
    return place_key(name) != unaccented(name)


def _campus_key(name: str) -> str:
    return re.sub(r"^(?:diem truong|phan hieu|diem le|diem) (?=\S)", "", fold(name))


def _campuses(rows: Sequence[ListedPupil], own: Sequence[str]) -> dict[str, str]:
    """Key → name: the school's own, else as the file writes it first."""
    names = [*own, *(row.campus for row in rows if row.campus)]
    return {_campus_key(name): name for name in reversed(names)}


def _villages(rows: Sequence[ListedPupil], own: Mapping[str, Sequence[str]]) -> dict[str, str | None]:
    """Folded word → village; None where the word means several."""
    found: dict[str, str | None] = {
        fold(word): name for name, aliases in own.items() for word in (*aliases, name)
    }
    written = Counter(row.village for row in rows if row.village).most_common()
    names = list(own)
    # Words with their kind first: "Buôn Tang" gives the name that "Tang" then means.
    for word in sorted((word for word, _ in written), key=_has_kind, reverse=True):
        if fold(word) in found:
            continue
        same = [name for name in names if place_key(name) == place_key(word)]
        if not same or (_has_kind(word) and not set(same) & own.keys()):
            same = [_village_name(word)]
            names += same
        found[fold(word)] = same[0] if len(same) == 1 else None
    return found


def _village_name(word: str) -> str:
    name = word if _has_kind(word) else f"Buôn {word}"
    return name[:1].upper() + name[1:]


def _with_village(row: ListedPupil, village: str | None) -> ListedPupil:
    if village is not None:
        return replace(row, village=village)
    problem = f"Có nhiều nơi tên “{row.village}”. Đã để trống thôn buôn; xin ghi rõ là buôn hay thôn."
    return replace(row, village="", problems=(*row.problems, problem))


def _notices(rows: Sequence[ListedPupil], villages: Mapping[str, str | None]) -> tuple[str, ...]:
    """Words that are more than another spelling: an alias, or another kind."""
    notices = []
    for word in dict.fromkeys(row.village for row in rows if row.village):
        village = villages[fold(word)]
        if village and fold(village) not in (fold(word), f"buon {fold(word)}"):
            notices.append(f"Thôn buôn “{word}” trong tệp được hiểu là {village}.")
    return tuple(notices)
