"""Reads the imports of every module and fails on a breach of the order of the slices."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "sisoho"

# lower to higher; a slice may import those before it, never one after it
ORDER = (
    "audit",
    "files",
    "jobs",
    "schools",
    "accounts",
    "notices",
    "documents",
    "rollcall",
    "outreach",
    "support",
    "emulation",
    "reports",
    "today",
    "demo",
)
RULES_MAY = {"school_calendar", "vietnamese", "errors"}
PURE_CONTENT = "documents/content"  # dataclasses only: the shape that rules of documents and reports build
STDLIB_OF_RULES = "rules stay in the standard library"

FRAMEWORKS = {
    "flask": {"web", "cli", "__init__", "routes"},
    "flask_login": {"web", "routes"},
    "flask_wtf": {"web", "__init__"},
    "htmx_flask": {"web", "__init__", "routes"},
    "peewee": {"db", "models", "queries", "actions", "migrations"},
    "playhouse": {"db", "migrations"},
    "weasyprint": {"documents/pdf", "cli"},
    "pyhanko": {"documents/signing", "documents/pdf_changes"},
    "pyhanko_certvalidator": {"documents/signing"},
    "http_ece": {"notices/webpush"},
    "py_vapid": {"notices/webpush"},
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "service", "util", "misc"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every imported dotted name, also inside functions, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def slice_of(name: str) -> str | None:
    head = name.split("/", maxsplit=1)[0]
    return head if head in ORDER else None


def role_of(name: str) -> str:
    """rules, models, queries, actions, forms, routes, or the module's own name."""
    parts = name.split("/")
    for part in parts[1:]:
        for role in ("rules", "models", "queries", "actions", "forms", "routes"):
            if part == role or part.endswith(f"_{role}"):
                return role
    return parts[-1]


@pytest.mark.parametrize("path", modules(), ids=module_name)
def test_a_slice_never_imports_upward(path: Path) -> None:
    name = module_name(path)
    own = slice_of(name)
    for imported, line in imports(path):
        parts = imported.split(".")
        if parts[0] != "sisoho" or len(parts) < 2 or parts[1] not in ORDER:
            continue
        other = parts[1]
        if own is None:
            assert name in {"__init__", "cli"} or name.startswith("migrations"), (
                f"{name}:{line} knows the slice {other}"
            )
        elif own != other:
            assert ORDER.index(other) < ORDER.index(own), f"{name}:{line} imports upward: {imported}"


@pytest.mark.parametrize("path", modules(), ids=module_name)
def test_frameworks_stay_in_their_rooms(path: Path) -> None:
    name = module_name(path)
    head = name.split("/", maxsplit=1)[0]
    rooms = {head, role_of(name), name}
    for imported, line in imports(path):
        allowed = FRAMEWORKS.get(imported.split(".")[0])
        assert allowed is None or rooms & allowed, f"{name}:{line} may not import {imported}"


RULES = [path for path in modules() if role_of(module_name(path)) == "rules"]


@pytest.mark.parametrize("path", RULES, ids=module_name)
def test_rules_are_pure(path: Path) -> None:
    import sys

    name = module_name(path)
    for imported, line in imports(path):
        parts = imported.split(".")
        if parts[0] in sys.stdlib_module_names:
            continue
        assert parts[0] == "sisoho", f"{name}:{line}: {STDLIB_OF_RULES}, not {imported}"
        if len(parts) < 2 or parts[1] in RULES_MAY:
            continue
        inner = "/".join(parts[1:])
        ruled = any("rules" in part for part in parts[2:]) or len(parts) == 2
        assert ruled or inner.startswith(PURE_CONTENT), f"{name}:{line}: rules may not import {imported}"


@pytest.mark.parametrize("path", modules(), ids=module_name)
def test_only_the_clock_reads_the_time(path: Path) -> None:
    if module_name(path) == "clock":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
            owner = node.value
            owner_name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            assert owner_name not in {"datetime", "date"}, f"{path}:{node.lineno} reads the clock itself"


@pytest.mark.parametrize("path", modules(), ids=module_name)
def test_no_room_for_odds_and_ends(path: Path) -> None:
    assert not FORBIDDEN_NAMES & set(module_name(path).split("/"))


def test_every_migration_is_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((PACKAGE / "migrations").glob("[0-9]*.py"))]
    assert numbers == list(range(1, len(numbers) + 1))
