"""A wire to a server as a phone in a buôn has it: late and narrow, whoever asks (page or worker)."""

import asyncio
import threading
from dataclasses import dataclass, field

CHUNK = 1400  # bytes: about one packet


@dataclass
class SlowWire:
    """Listens on `port`. `latency`: seconds from a request to its answer; `rate`: bytes a second for all
    connections together, each way. Opening a connection costs nothing, as in a browser's own emulation.
    """

    server_port: int
    latency: float
    rate: float
    port: int = 0
    carried: int = 0  # bytes towards the phone
    _free_at: dict[str, float] = field(default_factory=lambda: {"up": 0.0, "down": 0.0})

    def start(self) -> None:
        ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True).start()
        ready.wait()

    async def _serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    async def _relay(self, phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        server, to_server = await asyncio.open_connection("127.0.0.1", self.server_port)
        await asyncio.gather(self._carry(phone, to_server, "up"), self._carry(server, to_phone, "down"))

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: str) -> None:
        """What is read arrives half the latency later, and not before the line is free for it."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = asyncio.create_task(self._deliver(under_way, target))
        clock = asyncio.get_running_loop().time
        try:
            while data := await source.read(CHUNK):
                self._free_at[way] = max(clock(), self._free_at[way]) + len(data) / self.rate
                under_way.put_nowait((self._free_at[way] + self.latency / 2, data))
                self.carried += len(data) if way == "down" else 0
        except ConnectionError:
            pass
        under_way.put_nowait((0.0, b""))
        await delivering

    async def _deliver(
        self, under_way: "asyncio.Queue[tuple[float, bytes]]", target: asyncio.StreamWriter
    ) -> None:
        clock = asyncio.get_running_loop().time
        try:
            while (item := await under_way.get())[1]:
                await asyncio.sleep(max(0.0, item[0] - clock()))
                target.write(item[1])
                await target.drain()
        except ConnectionError:
            pass
        target.close()
