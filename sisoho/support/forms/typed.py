"""What a form sent, kept as it was typed: single values and the several of a group of chips."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sisoho.schools.forms.reading import FormReader


@dataclass(frozen=True, slots=True)
class Typed:
    """`lists` as `request.form.to_dict(flat=False)` gives it."""

    lists: Mapping[str, list[str]] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        return next(iter(self.lists.get(name, ())), default)

    def all(self, name: str) -> list[str]:
        return list(self.lists.get(name, ()))

    @property
    def reader(self) -> FormReader:
        return FormReader({name: values[0] for name, values in self.lists.items() if values})


def chosen(
    reader: FormReader, typed: Typed, name: str, options: Iterable[str], missing: str = ""
) -> list[str]:
    """The ticked values of a group, those offered alone; a fault where one is asked for."""
    offered = set(options)
    found = list(dict.fromkeys(value for value in typed.all(name) if value in offered))
    if not found and missing:
        reader.errors[name] = missing
    return found
