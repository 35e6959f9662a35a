"""`python -m scripts.looking [--guide] [NAME …]`: see scripts/look."""

import tempfile
from pathlib import Path

import click
from playwright.sync_api import Error as PlaywrightError

from scripts.looking.camera import DESK, PHONE, Camera, camera, take
from scripts.looking.guide import take_guide_pictures
from scripts.looking.papers import photograph_papers
from scripts.looking.scenes import KEY, REST, KeyPage, Scene
from scripts.looking.sheets import sheet
from sisoho.config import PROJECT

LOOK = PROJECT / "var" / "look"
_PHONE_MOST, _DESK_MOST, _PER_SHEET = 1480, 1000, 6


@click.command()
@click.option("--guide", is_flag=True, help="Make the pictures of docs/ instead.")
@click.argument("names", nargs=-1)
def look(guide: bool, names: tuple[str, ...]) -> None:
    """Photograph all pages, or the named ones."""
    with camera("full", "empty") as eye, tempfile.TemporaryDirectory() as folder:
        if guide:
            take_guide_pictures(eye, Path(folder), names)
            return
        if not names:
            for old in LOOK.glob("*.png"):
                old.unlink()
        for name, page in KEY.items():
            if not names or name in names:
                click.echo(_twelve(eye, name, page, Path(folder)))
        rest = {name: scene for name, scene in REST.items() if not names or name in names}
        for number, group in enumerate(_groups(list(rest.items())), 1):
            click.echo(_phones(eye, group, Path(folder), LOOK / f"con-lai-{number}.png"))
        if not names or "giay-to" in names:
            for name, pages in photograph_papers(eye, Path(folder)).items():
                shots = [(f"{name} · {number}", path) for number, path in enumerate(pages, 1)]
                click.echo(sheet([shots], LOOK / f"giay-{name}.png"))


def _twelve(eye: Camera, name: str, page: KeyPage, folder: Path) -> Path:
    """One page in two sizes, two colour schemes and three states."""
    rows = []
    for size, most in ((PHONE, _PHONE_MOST), (DESK, _DESK_MOST)):
        shots = []
        for dark in (False, True):
            for state in ("full", "empty", "wrong"):
                path = folder / f"{name}-{size[0]}-{state}-{dark}.png"
                shots.append((f"{name} · {state}", _shoot(eye, getattr(page, state), path, size, dark, most)))
        rows += [shots] if size == PHONE else [shots[:3], shots[3:]]
    return sheet(rows, LOOK / f"{name}.png")


def _groups(scenes: list[tuple[str, Scene]]) -> list[list[tuple[str, Scene]]]:
    return [scenes[i : i + _PER_SHEET] for i in range(0, len(scenes), _PER_SHEET)]


def _phones(eye: Camera, scenes: list[tuple[str, Scene]], folder: Path, target: Path) -> Path:
    """Pages side by side on a phone in the light."""
    shots = [
        (name, _shoot(eye, scene, folder / f"{name}.png", PHONE, False, _PHONE_MOST))
        for name, scene in scenes
    ]
    return sheet([shots], target)


def _shoot(eye: Camera, scene: Scene, path: Path, size: tuple[int, int], dark: bool, most: int) -> Path:
    with eye.page(scene.role, scene.store, size, dark=dark) as page:
        page.set_default_timeout(6000)
        try:
            scene.steps(page)
        except PlaywrightError as problem:  # the other pages are still worth a look
            click.echo(f"{path.stem}: {problem.message.splitlines()[0]}", err=True)
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            click.echo(f"{path.stem}: wider than the screen", err=True)
        return take(page, path, most)


if __name__ == "__main__":
    look()
