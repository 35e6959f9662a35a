"""Official text as people type it, one line per paragraph, to blocks.

    I. MỤC ĐÍCH            part, always a title
    1. Mục đích            clause; a line without closing punctuation is a title
    3.10. Phối hợp …       subclause
    Điều 1. …  a) …  - …  + …
    *nghiêng*  **đậm**     emphasis
    [[tên]]                the block of that name: a table made of figures, a missing part

Both the transcribed plan of 2018 and the texts of `reports` are read this way, so that an
official can correct a text file without touching Python.
"""

import re
from collections.abc import Mapping

from sisoho.documents.content import Block, Item, Level, Paragraph, Run, Text

_NUMBERED = (
    (Level.ARTICLE, re.compile(r"(Điều \d+\.)\s+(.+)")),
    (Level.PART, re.compile(r"([IVXL]+\.)\s+(.+)")),
    (Level.SUBCLAUSE, re.compile(r"(\d+(?:\.\d+)+\.)\s+(.+)")),
    (Level.CLAUSE, re.compile(r"(\d+\.)\s+(.+)")),
    (Level.POINT, re.compile(r"([a-zđ]\))\s+(.+)")),
)
_MARKED = re.compile(r"([-+])\s+(.+)")
_NAMED = re.compile(r"\[\[(.+)\]\]")
_EMPHASIS = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*]+)\*")
_CLOSING = (".", ";", ":", ",", "!", "?", "…")


def parse_outline(
    source: str, blocks: Mapping[str, Block | tuple[Block, ...]] | None = None
) -> tuple[Block, ...]:
    """The blocks of `source`, blank lines skipped. Raises KeyError for a `[[name]]` not in `blocks`."""
    named = blocks or {}
    result: list[Block] = []
    for line in filter(None, map(str.strip, source.splitlines())):
        reference = _NAMED.fullmatch(line)
        if reference:
            block = named[reference[1]]
            result.extend(block if isinstance(block, tuple) else (block,))
        else:
            result.append(_parse_line(line))
    return tuple(result)


def parse_emphasis(source: str) -> Text:
    """Runs of a line in which `*…*` is italic and `**…**` bold."""
    runs: list[Run] = []
    at = 0
    for match in _EMPHASIS.finditer(source):
        runs.append(Run(source[at : match.start()]))
        bold, italic = match["bold"], match["italic"]
        runs.append(Run(bold or italic, bold=bold is not None, italic=italic is not None))
        at = match.end()
    runs.append(Run(source[at:]))
    return tuple(run for run in runs if run.text)


def _parse_line(line: str) -> Block:
    for level, pattern in _NUMBERED:
        match = pattern.fullmatch(line)
        if match:
            is_title = level is Level.PART or not match[2].endswith(_CLOSING)
            return Item(level, match[1], parse_emphasis(match[2]), is_title)
    marked = _MARKED.fullmatch(line)
    return Paragraph(parse_emphasis(marked[2]), marked[1]) if marked else Paragraph(parse_emphasis(line))
