"""Pure: a paper's text as sections a person edits one at a time, typed as outline (content_outline).

A section begins at each part (I.) and at each titled clause (1. Mục đích) below it; what stands before
the first part is the opening. Tables, notes and gaps are not typed: they stand in the text as
`[[Bảng: Cấp học, Sĩ số đầu năm]]` and may be moved or left out.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sisoho.documents.content import Block, Item, Level, Missing, Note, Paragraph, Run, Table, Text, words
from sisoho.documents.content_outline import parse_outline
from sisoho.errors import RuleBroken

OPENING = "mo-dau"


@dataclass(frozen=True)
class Section:
    """`key` names it in addresses and through redrafts: "mo-dau", "II", "II.2"."""

    key: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        first = self.blocks[0]
        if isinstance(first, Item) and first.is_title:
            return f"{first.number} {words(first.text)}"
        return "Mở đầu"

    @property
    def is_bare(self) -> bool:
        """A heading whose text stands in the sections below it."""
        first = self.blocks[0]
        return len(self.blocks) == 1 and isinstance(first, Item) and first.is_title

    @property
    def text(self) -> str:
        """As typed: `with_text` reads it back to equal blocks."""
        names = {id(block): name for name, block in named_blocks(self.blocks).items()}
        return "\n".join(_line(block, names) for block in self.blocks)

    @property
    def fingerprint(self) -> str:
        """Changes with the text: tells whether somebody else has saved meanwhile."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def split(body: Sequence[Block]) -> tuple[Section, ...]:
    """The sections of a body, in order; their blocks joined are the body."""
    groups: list[tuple[str, list[Block]]] = []
    part = ""
    for block in body:
        key = ""
        if isinstance(block, Item) and block.level is Level.PART:
            part = key = block.number.rstrip(".")
        elif isinstance(block, Item) and block.level is Level.CLAUSE and block.is_title and part:
            key = f"{part}.{block.number.rstrip('.')}"
        if key or not groups:
            groups.append((_unused(key or OPENING, groups), []))
        groups[-1][1].append(block)
    return tuple(Section(key, tuple(blocks)) for key, blocks in groups)


def join(sections: Sequence[Section]) -> tuple[Block, ...]:
    return tuple(block for section in sections for block in section.blocks)


def named_blocks(blocks: Sequence[Block]) -> dict[str, Block]:
    """The blocks that are not typed, by the name they have in the text."""
    found: dict[str, Block] = {}
    for block in blocks:
        name = _name(block)
        if name:
            same = sum(known == name or known.startswith(f"{name} (") for known in found)
            found[f"{name} ({same + 1})" if same else name] = block
    return found


def with_text(section: Section, text: str) -> tuple[Block, ...]:
    """The blocks of the section as rewritten. Raises RuleBroken for a `[[name]]` it does not have."""
    try:
        return parse_outline(text, named_blocks(section.blocks))
    except KeyError as unknown:
        known = "; ".join(f"[[{name}]]" for name in named_blocks(section.blocks)) or "không có"
        message = f"Mục này không có [[{unknown.args[0]}]]. Các phần có sẵn: {known}."
        raise RuleBroken(
            "Chưa lưu được; chữ đã ghi còn nguyên ở dưới.", fields={"text": message}
        ) from unknown


def rewritten(
    body: Sequence[Block], key: str, blocks: tuple[Block, ...]
) -> tuple[tuple[Block, ...], list[str]]:
    """The body with one section replaced, and the keys written by hand thereby (its own and new ones)."""
    sections = split(body)
    changed = join([Section(one.key, blocks if one.key == key else one.blocks) for one in sections])
    before = {section.key for section in sections}
    new = [section.key for section in split(changed) if section.key not in before]
    return changed, [key, *new]


def redrafted(old: Sequence[Block], new: Sequence[Block], edited: Sequence[str]) -> tuple[Block, ...]:
    """`new` with the hand-written sections of `old` kept, their tables taken from `new`."""
    before = split(old)
    kept = {section.key: section for section in before if section.key in edited}
    result = [
        _refreshed(kept[section.key], section) if section.key in edited else section
        for section in split(new)
        if section.key not in edited or section.key in kept
    ]
    for at, section in enumerate(before):
        if section.key in edited and section.key not in {one.key for one in result}:
            earlier = [one.key for one in before[:at]]
            place = max((i + 1 for i, one in enumerate(result) if one.key in earlier), default=0)
            result.insert(place, section)
    return join(result)


def _refreshed(kept: Section, fresh: Section) -> Section:
    blocks: Mapping[str, Block] = {**named_blocks(kept.blocks), **named_blocks(fresh.blocks)}
    return Section(kept.key, parse_outline(kept.text, blocks))


def _unused(key: str, groups: Sequence[tuple[str, list[Block]]]) -> str:
    """A person may number two sections alike; their keys still differ."""
    taken = {known for known, _ in groups}
    return next(name for name in (key, *(f"{key}-{n}" for n in range(2, 99))) if name not in taken)


def _name(block: Block) -> str:
    if isinstance(block, Table):
        return "Bảng: " + ", ".join(column.title for column in block.columns[:3])
    if isinstance(block, Note):
        return "Ghi chú"
    return "Phần thiếu" if isinstance(block, Missing) else ""


def _line(block: Block, names: Mapping[int, str]) -> str:
    if isinstance(block, Item):
        return f"{block.number} {_typed(block.text)}"
    if isinstance(block, Paragraph):
        return f"{block.marker} {_typed(block.text)}" if block.marker else _typed(block.text)
    return f"[[{names[id(block)]}]]"


def _typed(text: Text) -> str:
    return "".join(_emphasised(run) for run in text)


def _emphasised(run: Run) -> str:
    star = "**" if run.bold else "*" if run.italic else ""
    return f"{star}{run.text}{star}"
