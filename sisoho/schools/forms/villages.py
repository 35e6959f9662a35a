"""What a person types about villages."""

from collections.abc import Mapping
from dataclasses import dataclass

from sisoho.schools.forms.reading import FormReader
from sisoho.vietnamese import fold, tidy

VILLAGE_KINDS = ("buôn", "thôn", "làng", "tổ dân phố")


@dataclass(frozen=True, slots=True)
class VillageData:
    """`name` with its kind (Buôn Chư Bang); `aliases` as other papers spell it."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    head_name: str = ""
    elder_name: str = ""


def village_of_line(line: str) -> VillageData:
    """`Buôn Chư Bang = Chu Bang, B. Chư Băng`: the kind is read from the name, "buôn" if it has none."""
    written, _, other = line.partition("=")
    name = tidy(written)
    folded = fold(name)
    kind = next((kind for kind in VILLAGE_KINDS if folded.startswith(fold(kind) + " ")), "")
    if not kind:
        kind, name = "buôn", f"Buôn {name}"
    aliases = tuple(alias for alias in map(tidy, other.split(",")) if alias)
    return VillageData(name[:1].upper() + name[1:], kind, aliases)


def read_villages(data: Mapping[str, str]) -> tuple[VillageData, ...]:
    form = FormReader(data)
    lines = form.lines("villages", required="Hãy ghi ít nhất một thôn, buôn.")
    form.finish()
    return tuple(village_of_line(line) for line in lines)


def read_village(data: Mapping[str, str]) -> VillageData:
    form = FormReader(data)
    name = form.text("name", required="Hãy ghi tên thôn, buôn.")
    found = VillageData(
        name=name,
        kind=form.choice("kind", VILLAGE_KINDS) or "buôn",
        aliases=form.lines("aliases"),
        head_name=form.text("head_name"),
        elder_name=form.text("elder_name"),
    )
    form.finish()
    return found
