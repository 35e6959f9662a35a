"""What a person types at the year's end: a result, the classes of the new year, who teaches them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sisoho.schools.forms.classes import read_classes
from sisoho.schools.forms.reading import FormReader
from sisoho.schools.rules import NextClass, OldClass, Result


def read_result(data: Mapping[str, str], offered: Collection[Result]) -> tuple[Result, str]:
    form = FormReader(data)
    chosen = form.choice("result", [result.value for result in offered], required="Hãy chọn kết quả.")
    reason = form.text("reason")
    form.finish()
    return Result(chosen), reason


def read_next_classes(
    data: Mapping[str, str],
    planned: Sequence[NextClass],
    old: Sequence[OldClass],
    campuses: Mapping[str, int],
) -> tuple[NextClass, ...]:
    """`ten-<key>` of each planned class (empty: it is left out), and `classes`: new ones, one a line.

    A new class takes the week of an old one of its first grade, if there is one.
    """
    form = FormReader(data)
    kept = []
    for one in planned:
        name = form.text(f"ten-{one.key}", most=32)
        if name:
            kept.append(replace(one, name=name))
    form.finish()
    if not data.get("classes", "").strip():
        return tuple(kept)
    taken = {one.key for one in planned}
    numbers = (f"a{number}" for number in range(1, 1000) if f"a{number}" not in taken)
    for typed in read_classes(data, campuses):
        like = next((one.id for one in old if typed.grades[0] in one.grades), None)
        kept.append(NextClass(next(numbers), typed.name, typed.grades, typed.campus_id, like))
    return tuple(kept)
