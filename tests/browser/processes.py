"""Ends a browser as a battery does."""

import os
import signal
import time
from pathlib import Path


def kill_browser(profile: Path) -> None:
    """Kill the browser that runs on this profile folder, and wait until it is gone."""
    found = [pid for pid in _processes() if _is_main(pid, profile)]
    assert found, f"no browser runs on {profile}"
    for pid in found:
        os.kill(pid, signal.SIGKILL)
    for _ in range(200):
        if not any(_is_main(pid, profile) for pid in _processes()):
            return
        time.sleep(0.05)
    raise AssertionError("the browser is still there")


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _is_main(pid: int, profile: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"--user-data-dir={profile}".encode() in words and not any(w.startswith(b"--type=") for w in words)
