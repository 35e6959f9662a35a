"""A phone without a browser: follows redirects, keeps a cache, fetches what pages link, counts it all."""

import gzip
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_LINKED = re.compile(r"""(?:href|src)=["'](/assets/[^"'#]+)|(?:from|import)\s*["'](/assets/[^"']+)""")
_LATER = re.compile(r"""\bimport\(["'](/assets/[^"']+)""")
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


@dataclass
class Phone:
    """Counts requests and the bytes of answers as sent: compressed `bodies`, and `heads` (header lines)."""

    app: Flask
    requests: int = 0
    bodies: int = 0
    heads: int = 0
    cached: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    token: str = ""
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def visit(self, path: str) -> TestResponse:
        """A page, and the assets it links that are not in the cache yet."""
        return self._open(self.ask("GET", path))

    def fetch_the_rest(self) -> None:
        """What modules load once the page can be used: the offline part, with what it imports."""
        for path in sorted(self.later - self.cached):
            self._fetch(path)
        if self.later - self.cached:
            self.fetch_the_rest()

    def submit(self, path: str, fields: dict[str, object]) -> TestResponse:
        """A plain form; the redirect is followed to its page."""
        answer = self.ask("POST", path, data={**fields, "csrf_token": self.token})
        while answer.status_code in (302, 303):
            answer = self.ask("GET", answer.location)
        return self._open(answer)

    def ask(self, method: str, path: str, **values: Any) -> TestResponse:
        headers = {"Accept-Encoding": "gzip", **values.pop("headers", {})}
        answer = self.client.open(path, method=method, headers=headers, **values)
        self.requests += 1
        self.bodies += len(answer.data)
        self.heads += sum(len(f"{name}: {value}\r\n") for name, value in answer.headers)
        return answer

    def _open(self, page: TestResponse) -> TestResponse:
        self._fetch_linked(_plain(page))
        return page

    def _fetch_linked(self, text: str) -> None:
        if found := _TOKEN.search(text):
            self.token = found[1]
        self.later.update(_LATER.findall(text))
        for one, other in _LINKED.findall(text):
            if (path := one or other) not in self.cached:
                self._fetch(path)

    def _fetch(self, path: str) -> None:
        self.cached.add(path)
        answer = self.ask("GET", path)
        if path.endswith(".js"):
            self._fetch_linked(_plain(answer))

    def count(self) -> tuple[int, int, int]:
        """(requests, bytes of bodies, bytes of headers) since the last count."""
        counted = self.requests, self.bodies, self.heads
        self.requests = self.bodies = self.heads = 0
        return counted


def _plain(answer: TestResponse) -> str:
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.data) if packed else answer.data).decode()


def timed(call: Callable[[int], object], times: int) -> list[float]:
    """Milliseconds of each of `times` calls, called with their number."""
    spent = []
    for number in range(times):
        began = time.perf_counter()
        call(number)
        spent.append((time.perf_counter() - began) * 1000)
    return spent
