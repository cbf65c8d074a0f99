"""Passkeys (WebAuthn): what a browser is asked, and what its answer proves. The site's name is part of every proof."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST = 20_000
"""Characters of the longest answer of a browser that is read."""


class NotProven(Exception):
    """An answer that proves nothing."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a passkey is valid: the host's name, and the origin that must have asked."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey: its id, its public half, how often it has signed."""

    credential: str
    public: bytes
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey that was used: how often it says it has signed, and whom its browser keeps it for."""

    count: int
    handle: bytes


def site_of(scheme: str, host: str) -> Site | None:
    """The site of a request; None where browsers keep no passkey: an address by numbers, or one not encrypted."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        near = name == "localhost" or name.endswith(".localhost")
        return Site(name, f"{scheme}://{host}") if scheme == "https" or near else None
    return None


def offer(
    site: Site, handle: bytes, email: str, name: str, known: Iterable[bytes]
) -> tuple[dict[str, Any], dict[str, str]]:
    """What a browser needs to make a passkey, and what the session keeps until it has. `known` are not made twice."""
    from fido2.webauthn import AttestedCredentialData

    told, state = _server(site).register_begin(
        {"id": handle, "name": email, "displayName": name},
        [AttestedCredentialData(one) for one in known],
        resident_key_requirement="preferred",
        user_verification="preferred",
    )
    return _plain(told), _plain(state)


def made(site: Site, state: Mapping[str, str], answer: str) -> Made:
    """The passkey that a browser made; raises `NotProven`."""
    from fido2.utils import websafe_encode

    try:
        data = _server(site).register_complete(dict(state), _read(answer))
        held = data.credential_data
        return Made(websafe_encode(held.credential_id), bytes(held), int(data.counter))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NotProven(str(fault)[:100]) from fault


def ask(site: Site, known: Iterable[bytes] | None) -> tuple[dict[str, Any], dict[str, str]]:
    """What a browser needs to show one of the passkeys known; with None, any of its own, and its owner verified."""
    from fido2.webauthn import AttestedCredentialData

    told, state = _server(site).authenticate_begin(
        None if known is None else [AttestedCredentialData(one) for one in known],
        user_verification="required" if known is None else "preferred",
    )
    return _plain(told), _plain(state)


def credential_in(answer: str) -> str:
    """Which passkey an answer says it is of; only looked for."""
    return str(_read(answer).get("id", ""))[:1400]


def shown(site: Site, state: Mapping[str, str], answer: str, public: bytes) -> Shown:
    """What a passkey proves; raises `NotProven`."""
    from cryptography.exceptions import InvalidSignature
    from fido2.utils import websafe_decode
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    read = _read(answer)
    try:
        _server(site).authenticate_complete(dict(state), [AttestedCredentialData(public)], read)
        told = AuthenticationResponse.from_dict(read)
        handle = read["response"].get("userHandle")
        return Shown(
            int(told.response.authenticator_data.counter), websafe_decode(handle) if isinstance(handle, str) else b""
        )
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature) as fault:
        raise NotProven(str(fault)[:100]) from fault


def _server(site: Site) -> Any:
    from fido2.server import Fido2Server

    return Fido2Server({"id": site.host, "name": "Jalon"}, verify_origin=lambda origin: origin == site.origin)


def _read(answer: str) -> dict[str, Any]:
    try:
        found = json.loads(answer) if len(answer) <= MOST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("response"), dict):
        raise NotProven("unreadable")
    return found


def _plain(told: Any) -> dict[str, Any]:
    """Names and texts only, as a browser and a session keep them."""
    found: dict[str, Any] = json.loads(json.dumps(told, default=dict))
    return found
