"""An authenticator of software: makes passkeys and signs with them, honest unless it is told to lie."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One key; `origin` is where its browser believes to be."""

    origin: str
    host: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 1
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: bytes = b""

    def make(self, asked: dict[str, Any]) -> str:
        """The answer to a wish for a new key."""
        asked = asked["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + public
        data = self._data(self.flags | ATTESTED) + attested
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._said("webauthn.create", asked["challenge"], attestationObject=websafe_encode(made))

    def show(self, asked: dict[str, Any]) -> str:
        """The answer to a wish for a proof; it counts."""
        self.count += 1
        data, client = self._data(self.flags), self._client("webauthn.get", asked["publicKey"]["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._said(
            "webauthn.get", asked["publicKey"]["challenge"], authenticatorData=websafe_encode(data),
            signature=websafe_encode(signature), userHandle=websafe_encode(self.handle),
        )  # fmt: skip

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _said(self, kind: str, challenge: str, **response: str) -> str:
        name = websafe_encode(self.credential)
        response["clientDataJSON"] = websafe_encode(self._client(kind, challenge))
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
