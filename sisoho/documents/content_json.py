"""Document content to JSON and back, exactly.

The form is stable: keys are field names, defaults are left out, blocks carry their kind, and
`schema` says which reading applies. A stored document must be readable for decades, so a reader
refuses what it does not know instead of guessing.
"""

import dataclasses
import types
import typing
from datetime import date
from enum import StrEnum

from sisoho.documents import content as model
from sisoho.documents.content import DocumentContent, Run

SCHEMA = 1

Json = typing.Any  # what json.loads gives: the checks below turn it into typed content
_BLOCK_KINDS: dict[str, type] = {kind.__name__.lower(): kind for kind in typing.get_args(model.Block)}
_KIND_OF_BLOCK = {block: kind for kind, block in _BLOCK_KINDS.items()}


def to_json(content: DocumentContent) -> dict[str, Json]:
    """`content` as JSON-ready plain values; `from_json` gives an equal content back."""
    return {"schema": SCHEMA, **_write(content)}


def from_json(data: dict[str, Json]) -> DocumentContent:
    """The content stored by `to_json`. Raises ValueError for another schema, a wrong key or a wrong type."""
    if data.get("schema") != SCHEMA:
        raise ValueError(f"document schema {data.get('schema')!r} is not {SCHEMA}")
    rest = {key: value for key, value in data.items() if key != "schema"}
    return typing.cast(DocumentContent, _read_object(DocumentContent, rest))


def _write(value: object) -> Json:
    if isinstance(value, Run) and not (value.bold or value.italic):
        return value.text  # most runs are plain: a plain string keeps stored papers readable
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_write(part) for part in value]
    if dataclasses.is_dataclass(value):
        kind = _KIND_OF_BLOCK.get(type(value))
        kept = [f.name for f in dataclasses.fields(value) if not _is_default(value, f)]
        return ({"kind": kind} if kind else {}) | {name: _write(getattr(value, name)) for name in kept}
    return str(value) if isinstance(value, StrEnum) else value


def _is_default(owner: object, spec: dataclasses.Field[typing.Any]) -> bool:
    default = spec.default_factory() if spec.default_factory is not dataclasses.MISSING else spec.default
    return bool(getattr(owner, spec.name) == default)


def _read(expected: typing.Any, value: Json) -> object:
    origin, args = typing.get_origin(expected), typing.get_args(expected)
    if expected == model.Block:
        return _read_block(value)
    if origin is types.UnionType:  # the only other unions are "X or nothing"
        return None if value is None else _read(args[0], value)
    if origin is tuple:
        return tuple(_read(args[0], part) for part in _checked(list, value))
    if expected is Run and isinstance(value, str):
        return Run(value)
    if dataclasses.is_dataclass(expected):
        return _read_object(typing.cast(type, expected), value)
    if expected is date:
        return date.fromisoformat(_checked(str, value))
    if issubclass(expected, StrEnum):
        return expected(_checked(str, value))
    return _checked(expected, value)


def _read_block(value: Json) -> object:
    fields = dict(_checked(dict, value))
    kind = fields.pop("kind", None)
    if kind not in _BLOCK_KINDS:
        raise ValueError(f"unknown kind of block: {kind!r}")
    return _read_object(_BLOCK_KINDS[kind], fields)


def _read_object(cls: type, value: Json) -> object:
    hints = typing.get_type_hints(cls)
    unknown = _checked(dict, value).keys() - hints.keys()
    if unknown:
        raise ValueError(f"{cls.__name__} has no {sorted(unknown)}")
    try:
        return cls(**{name: _read(hints[name], part) for name, part in value.items()})
    except TypeError as missing:
        raise ValueError(f"{cls.__name__} is incomplete: {missing}") from missing


def _checked(expected: type, value: Json) -> Json:
    if type(value) is not expected:
        raise ValueError(f"expected {expected.__name__}, got {value!r}")
    return value
