"""The wire between phone and server: it can be cut, be too slow, and lose what the server answers."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

CHUNK = 65536


class Network:
    """Listens on `port` and passes everything on to the server's port until told otherwise."""

    def __init__(self, server_port: int) -> None:
        self.lost_answers = 0
        self._server_port = server_port
        self._lose: bytes | None = None
        self._is_cut = self._is_stalled = False
        self._held = b""
        self._held_for: float | None = None
        self._flows = threading.Event()
        self._flows.set()
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._in_thread(self._accept)

    def cut(self) -> None:
        """No signal: open connections break, new ones come to nothing."""
        self._is_cut = True
        self._drop_all()

    def stall(self) -> None:
        """Too little signal: connections open, nothing comes back."""
        self._is_stalled = True

    def restore(self) -> None:
        self._is_cut = self._is_stalled = False
        self._lose = None
        self._drop_all()

    def lose_answers(self, to: str) -> None:
        """Requests that begin so ("POST /diem-danh") reach the server; what it answers never arrives."""
        self._lose = to.encode()

    def hold(self, to: str = "", seconds: float | None = None) -> None:
        """What the server answers to requests that begin so waits until `let_go()`, or so long."""
        self._flows.clear()
        self._held, self._held_for = to.encode(), seconds

    def let_go(self) -> None:
        self._flows.set()

    def close(self) -> None:
        self._listening.close()
        self.let_go()
        self._drop_all()

    def _drop_all(self) -> None:
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _in_thread(self, work: Callable[..., None], *args: object) -> None:
        threading.Thread(target=work, args=args, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._listening.accept()
                self._in_thread(self._serve, phone)

    def _serve(self, phone: socket.socket) -> None:
        with suppress(OSError), phone:
            if self._is_cut:
                return
            with socket.create_connection(("127.0.0.1", self._server_port)) as server:
                self._open |= {phone, server}
                asked: list[bytes] = []
                self._in_thread(self._ask, phone, server, asked)
                self._answer(phone, server, asked)
                self._open -= {phone, server}

    def _ask(self, phone: socket.socket, server: socket.socket, asked: list[bytes]) -> None:
        with suppress(OSError):
            while chunk := phone.recv(CHUNK):
                asked.append(chunk)
                server.sendall(chunk)
            server.shutdown(socket.SHUT_WR)

    def _answer(self, phone: socket.socket, server: socket.socket, asked: list[bytes]) -> None:
        while chunk := server.recv(CHUNK):
            if self._is_stalled:
                continue
            if self._lose and asked and any(part.startswith(self._lose) for part in asked):
                self.lost_answers += 1
                phone.shutdown(socket.SHUT_RDWR)
                return
            if any(part.startswith(self._held) for part in asked):
                self._flows.wait(self._held_for)
            asked.clear()
            phone.sendall(chunk)
