"""Which known pupil a row means. A doubt names its candidates and is asked about, never settled here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sisoho.schools.import_rules.comparing import name_key, one_slip_apart, same_class_or_village
from sisoho.schools.import_rules.listed import ListedPupil
from sisoho.schools.import_rules.plan import KnownPupil
from sisoho.vietnamese import fold


@dataclass(frozen=True)
class Match:
    """A pupil found; or candidates and the doubt, a sentence; or neither: the row is somebody new."""

    pupil: KnownPupil | None = None
    candidates: tuple[KnownPupil, ...] = ()
    doubt: str = ""


class Register:
    """The known pupils of the school, to be searched by row."""

    def __init__(self, known: Iterable[KnownPupil]) -> None:
        self._by_id: dict[str, list[KnownPupil]] = defaultdict(list)
        self._by_name: dict[str, list[KnownPupil]] = defaultdict(list)
        for pupil in known:
            if pupil.id_number:
                self._by_id[pupil.id_number].append(pupil)
            self._by_name[fold(pupil.full_name)].append(pupil)

    def find(self, row: ListedPupil) -> Match:
        """By ID number; else by name, birth and class or village; else a doubt; else nobody."""
        if row.id_number and (holders := self._by_id.get(row.id_number)):
            return _match_by_id(row, holders)
        namesakes = self._by_name.get(fold(row.full_name), [])
        exact = [pupil for pupil in namesakes if _same_person(row, pupil)]
        if len(exact) == 1 and not _ids_differ(row, exact[0]):
            return Match(exact[0])
        if exact:
            return _doubt(exact, _why_exact_is_not_enough(row, exact))
        near = [pupil for pupil in namesakes if not _ids_differ(row, pupil) and _resembles(row, pupil)]
        return _doubt(near, "Có học sinh gần giống trong trường. Xin chọn: là em đó hay học sinh mới.")


def _match_by_id(row: ListedPupil, holders: list[KnownPupil]) -> Match:
    if len(holders) > 1:
        return _doubt(holders, "Mã định danh này đang ghi cho nhiều học sinh của trường. Xin chọn đúng em.")
    (holder,) = holders
    other_name = fold(row.full_name) != fold(holder.full_name)
    other_birth = row.birth and holder.birth and not row.birth.agrees_with(holder.birth)
    if other_name and (other_birth or not (row.birth and holder.birth)):
        return _doubt(
            holders,
            f"Mã định danh là của {holder.full_name} nhưng họ tên, ngày sinh đều không khớp. Xin xem lại mã.",
        )
    return Match(holder)


def _same_person(row: ListedPupil, known: KnownPupil) -> bool:
    same_name = name_key(row.full_name) == name_key(known.full_name)
    same_birth = row.birth is not None and row.birth == known.birth
    return same_name and same_birth and same_class_or_village(row, known)


def _ids_differ(row: ListedPupil, known: KnownPupil) -> bool:
    return bool(row.id_number and known.id_number) and row.id_number != known.id_number


def _why_exact_is_not_enough(row: ListedPupil, exact: list[KnownPupil]) -> str:
    if len(exact) > 1:
        return "Có nhiều học sinh cùng họ tên, ngày sinh. Xin chọn đúng em."
    return f"Trùng họ tên, ngày sinh với {exact[0].full_name} nhưng mã định danh khác. Xin xem lại mã."


def _resembles(row: ListedPupil, known: KnownPupil) -> bool:
    """Namesakes (accents aside) who may be one child: births that agree, or near in place and birth."""
    if row.birth and known.birth:
        if row.birth.agrees_with(known.birth):
            return True
        return same_class_or_village(row, known) and one_slip_apart(row.birth, known.birth)
    return same_class_or_village(row, known)


def _doubt(candidates: list[KnownPupil], doubt: str) -> Match:
    return Match(candidates=tuple(candidates), doubt=doubt) if candidates else Match()
