"""Where a request comes from, where a sign-in may lead, and when the demo's one-tap door is open."""

import re
from dataclasses import dataclass

_LOOPBACK_ADDRESSES = frozenset({"127.0.0.1", "::1"})
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class Origin:
    """`host` as the browser wrote it, with its port. `forwarded`: a proxy has left its mark."""

    address: str
    host: str
    forwarded: bool


def is_this_machine(origin: Origin) -> bool:
    """Whether the browser runs on the server's own machine and knows it by its own name.

    The name counts because a foreign page can point its own at 127.0.0.1 (DNS rebinding), the mark
    because behind a proxy on the same machine every request comes from 127.0.0.1.
    """
    name = re.sub(r":\d+$", "", origin.host).casefold()
    return origin.address in _LOOPBACK_ADDRESSES and name in _LOOPBACK_HOSTS and not origin.forwarded


def demo_door_is_open(*, store_is_demo: bool, demo: bool, lan: bool, origin: Origin) -> bool:
    """All of it must hold: a store made as a demo, a server started as one, and only for this machine."""
    return store_is_demo and demo and not lan and is_this_machine(origin)


def local_path(wanted: str) -> str:
    """`wanted` if it is a path of this site, else "/".

    "//host" and "/\\host" are other sites to a browser, which also drops tabs and line ends first.
    """
    is_local = re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", wanted)
    return wanted if is_local else "/"
