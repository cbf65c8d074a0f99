"""One tool played on the loopback, with faults on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One question as it came in."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body) if self.body else {}

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


@dataclass(frozen=True)
class Reply:
    """One answer; `cut` leaves out its end although its length promises it."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False

    def written(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body, default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(value)


App = Callable[[Asked], Reply]
Fault = Callable[[Asked, App], Reply | None]
"""What happens in place of an answer; None: nothing, the answer goes out as it is."""


@dataclass
class StandIn:
    """A tool at an address of the loopback. `unwell`: faults still to happen, one a question that it applies to."""

    app: App
    asked: list[Asked] = field(default_factory=list)
    unwell: list[Fault] = field(default_factory=list)
    address: str = ""

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if self.unwell and not asked.path.endswith("/token"):
            fault = self.unwell.pop(0)
            happened = fault(asked, self.app)
            if happened is not None:
                return happened
        return self.app(asked)

    def data(self) -> list[Asked]:
        """The questions that were not for a token."""
        return [one for one in self.asked if not one.path.endswith("/token")]


@contextmanager
def serving(app: App) -> Iterator[StandIn]:
    """The tool, reachable until the end of the block."""
    stand_in = StandIn(app)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            said = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, said.path, dict(parse_qsl(said.query, keep_blank_values=True)), headers, body)
            reply = stand_in.answer(asked)
            written = reply.written()
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written[: len(written) // 2] if reply.cut else written)
            if reply.cut:
                self.close_connection = True

        do_GET = do_POST = _any  # the names that the library calls

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    stand_in.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()


def well(asked: Asked, app: App) -> Reply | None:
    """Nothing happens this time."""
    return None


def too_often(asked: Asked, app: App) -> Reply:
    return Reply({"error": {"code": 429, "message": "slow down", "status": "RESOURCE_EXHAUSTED"}}, 429)


def too_often_until(seconds: int) -> Fault:
    return lambda asked, app: Reply({"error": {"message": "later"}}, 429, {"Retry-After": str(seconds)})


def not_ready(asked: Asked, app: App) -> Reply:
    return Reply({}, 202)


def out_of_order(asked: Asked, app: App) -> Reply:
    return Reply("<html>Server error</html>", 500, {"Content-Type": "text/html"})


def truncated(asked: Asked, app: App) -> Reply:
    whole = app(asked)
    return Reply(whole.written(), whole.status, cut=True)


def half_a_document(asked: Asked, app: App) -> Reply:
    written = app(asked).written()
    return Reply(written[: len(written) // 2])


def led_elsewhere(asked: Asked, app: App) -> Reply:
    return Reply({}, 302, {"Location": "http://169.254.169.254/latest/meta-data"})


def expired(asked: Asked, app: App) -> Reply:
    return Reply({"error": {"code": 401, "message": "token expired", "status": "UNAUTHENTICATED"}}, 401)


@dataclass
class StillClock:
    """Time that passes only when somebody waits for it."""

    at: float = 0.0
    waited: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds
