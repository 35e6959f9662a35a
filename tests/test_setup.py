"""What scripts/setup builds from is the same on every machine."""

import json
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parent.parent


def requirements(name: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in (PROJECT / name).read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-r")]


def unpinned(wanted: list[Requirement]) -> set[str]:
    """Names of what `wanted` needs, directly or through its extras, that is not in it with ==."""
    pinned = {canonicalize_name(r.name) for r in wanted if [s.operator for s in r.specifier] == ["=="]}
    needed = {canonicalize_name(r.name) for r in wanted}
    for requirement in wanted:
        for line in distribution(requirement.name).requires or ():
            dependency = Requirement(line)
            extras = {"", *requirement.extras}
            if dependency.marker is None or any(dependency.marker.evaluate({"extra": e}) for e in extras):
                needed.add(canonicalize_name(dependency.name))
    return needed - pinned


def test_the_app_runs_on_pinned_packages_only() -> None:
    assert unpinned(requirements("requirements.txt")) == set()


def test_the_tests_run_on_pinned_packages_only() -> None:
    assert unpinned(requirements("requirements.txt") + requirements("tests/requirements.txt")) == set()


def test_front_end_files_are_locked_by_checksum_and_bound_to_no_address() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert {"node_modules/htmx.org", "node_modules/@expo-google-fonts/tinos"} <= packages.keys()
    for package in packages.values():
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
