"""The house of the test at hand, answering on loopback: real sockets, the test's own database."""

import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from config import serve


@dataclass
class Address:
    """Where a house answers."""

    port: int

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"


@contextmanager
def answering(app, **changes):
    """Serve the application as `config.serve` would, in this process."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        address = Address(door.getsockname()[1])
        given = {**serve.options(), "lifespan": "on", "timeout_graceful_shutdown": 1, **changes}
        server = uvicorn.Server(uvicorn.Config(app, **given))
        running = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        running.start()
        try:
            _until(lambda: server.started or not running.is_alive())
            assert server.started, "the server did not start"
            yield address
        finally:
            server.should_exit = True
            running.join(15)
            assert not running.is_alive(), "the server did not stop"


def _until(true, patience: float = 10.0) -> None:
    over = time.monotonic() + patience
    while not true():
        assert time.monotonic() < over, "it did not happen in time"
        time.sleep(0.01)


until = _until


class Listener:
    """A browser's end of a live socket."""

    def __init__(self, address: Address, names: str, *, cookie: str = "", origin: str | None = "", host: str = ""):
        headers = {"Cookie": cookie} if cookie else {}
        self.socket = connect(
            f"ws://{host or address.host}/live/?on={names.replace(' ', '%20')}",
            origin=address.url if origin == "" else origin,
            additional_headers=headers,
            sock=socket.create_connection(("127.0.0.1", address.port)),
            compression=None,
            ping_interval=None,
            close_timeout=1,
            legacy=True,
        )

    def is_greeted(self, patience: float = 5.0) -> "Listener":
        """Wait until the house has decided that this socket may listen."""
        assert self.socket.recv(timeout=patience) == ""
        return self

    def hears(self, patience: float = 3.0) -> str:
        """The next name, whatever time it takes within reason. Raises TimeoutError when nothing is said."""
        return self.socket.recv(timeout=patience)

    def hears_nothing(self, during: float = 0.4) -> bool:
        try:
            self.socket.recv(timeout=during)
        except TimeoutError:
            return True
        return False

    def closed_with(self, patience: float = 3.0) -> int:
        """The code the house closes with, after whatever it still says."""
        try:
            while True:
                self.socket.recv(timeout=patience)
        except ConnectionClosed as ended:
            return ended.rcvd.code if ended.rcvd else 1006

    def close(self) -> None:
        self.socket.close()
