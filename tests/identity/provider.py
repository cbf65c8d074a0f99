"""An identity provider on loopback, honest unless it is told to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT, SECRET = "jalon", "quiet sea & 42%"


class Provider:
    """Its keys, what it answers, and the lie of the next token: claims changed, a header changed, another key."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.key = self.another_key()
        self.published = [self.key]
        self.person: dict[str, Any] = {"sub": "ana-1", "email": "ana@savons.example", "email_verified": True}
        self.lie: dict[str, Any] = {}
        self.header: dict[str, str] = {}
        self.signs_with: ECKey | None = None
        self.raw: str | None = None
        self.said_issuer = address
        self.promises_iss = True
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    @staticmethod
    def another_key() -> ECKey:
        return ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig", "alg": "ES256"})

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.said_issuer,
            "authorization_endpoint": f"{self.issuer}/authorise",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/leave",
            "authorization_response_iss_parameter_supported": self.promises_iss,
        }

    def agrees(self, address: str) -> dict[str, str]:
        """Somebody signed in there: what her browser comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= self.person | self.lie
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "ES256", "kid": str(self.key.kid)} | self.header
        if header["alg"] == "none":
            parts = (
                base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in (header, claims)
            )
            return ".".join(parts) + "."
        return jwt.encode(header, claims, self.signs_with or self.key, algorithms=["ES256", "HS256"])

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        asked = self.codes.pop(form.get("code", ""), None)
        client, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or asked["code_challenge"] != challenge.rstrip(b"=").decode()
            or asked["redirect_uri"] != form.get("redirect_uri")
            or (client, unquote(secret)) != (CLIENT, SECRET)
        ):
            return None
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.raw or self.token(asked)}


@contextmanager
def running() -> Iterator[Provider]:
    """One that answers on a free port of this machine."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            if self.path.startswith("/authorise"):
                said = parse_qs(urlsplit(self.path).query)
                given = provider.agrees(self.path)
                self.send_response(302)
                query = "&".join(f"{name}={value}" for name, value in given.items())
                self.send_header("Location", f"{said['redirect_uri'][0]}?{query}")
                self.end_headers()
                return
            pages = {
                "/.well-known/openid-configuration": provider.description(),
                "/keys": {"keys": [key.as_dict(private=False) for key in provider.published]},
            }
            self._send(pages.get(self.path))

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            self._send(provider.exchange(form, self.headers.get("Authorization", "")))

        def _send(self, answer: object) -> None:
            body = json.dumps(answer).encode()
            self.send_response(400 if answer is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
