"""Real servers on the loopback: one takes mail, one takes posts; each can be told to refuse."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer


@dataclass
class Taken:
    """What a server received, and what it answers: 0 hangs up."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def next_answer(self, well: int) -> int:
        return self.answers.pop(0) if self.answers else well


@contextmanager
def mail_server() -> Iterator[Taken]:
    """SMTP as far as handing one message over needs it."""
    taken = Taken()

    class Conversation(socketserver.StreamRequestHandler):
        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            self.say("220 ready")
            for raw in self.rfile:
                verb = raw.decode().strip().upper()
                if verb.startswith("RCPT"):
                    answer = taken.next_answer(250)
                    if not answer:
                        return
                    self.say(f"{answer} {'taken' if answer == 250 else 'refused'}")
                elif verb == "DATA":
                    self.say("354 go on")
                    lines = []
                    for line in self.rfile:
                        if line == b".\r\n":
                            break
                        lines.append(line.decode())
                    taken.messages.append("".join(lines))
                    self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        taken.port = server.server_address[1]
        with _running(server):
            yield taken


@contextmanager
def post_server() -> Iterator[Taken]:
    """HTTP that takes a post."""
    taken = Taken()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.messages.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            answer = taken.next_answer(200)
            if not answer:
                self.connection.close()
                return
            self.send_response(answer)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        taken.port = server.server_address[1]
        with _running(server):
            yield taken


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
