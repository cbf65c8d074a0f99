"""Where a connector may go: its tool's own hosts, over TLS, at public addresses. Where an answer points: nowhere.

The name is resolved once, every address is looked at, and the connection is made to that very address: a name that
changes its mind between the look and the call (rebinding) leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from jalon.sources.asking.unanswered import Unanswered

Resolve = Callable[[str, int], list[str]]
CONNECTS, SAYS_NOTHING = 10.0, 120.0
"""Seconds before a host that does not connect, or a tool that says nothing more, is given up."""


def resolved(host: str, port: int) -> list[str]:
    """Every address of a name, as the machine resolves it."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        return []


def is_public(address: str) -> bool:
    """Whether an address is of the open internet: not private, loopback, link-local, nor such a one inside IPv6."""
    try:
        seen = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(seen, ipaddress.IPv6Address):
        if seen.ipv4_mapped is not None:
            return is_public(str(seen.ipv4_mapped))
        if seen in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(seen) & 0xFFFFFFFF)))
        if seen.sixtofour is not None or seen.teredo is not None:
            return False
    if seen in _SPECIAL:
        return False
    return seen.is_global and not seen.is_multicast and not seen.is_reserved


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SPECIAL = ipaddress.ip_network("192.0.0.0/24")
"""Of protocols, where some clouds keep their metadata; a newer Python calls parts of it global."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The hosts that may be called. `near` are hosts of the operator's own, `name:port`, called wherever they are."""

    hosts: frozenset[str]
    near: frozenset[str] = frozenset()
    resolve: Resolve = resolved

    def allows(self, address: str) -> bool:
        """Whether an address names a host of this reach, over TLS (a near host may do without), and nothing else."""
        try:
            said = urlsplit(address)
            port = said.port
        except ValueError:
            return False
        host = (said.hostname or "").lower()
        if said.username or said.password or not host or "@" in said.netloc or "\\" in address:
            return False
        if f"{host}:{port or _usual(said.scheme)}" in self.near:
            return said.scheme in ("https", "http")
        return said.scheme == "https" and port in (None, 443) and host in self.hosts

    def place(self, host: str, port: int) -> str:
        """The address to connect to. Raises `Unanswered` when the name leads to a place that is not open to all."""
        found = self.resolve(host, port)
        if not found:
            raise Unanswered("fetch.unreachable", passing=True, host=host)
        if f"{host.lower()}:{port}" not in self.near and not all(map(is_public, found)):
            raise Unanswered("fetch.forbidden_place", host=host)
        return found[0]


def _usual(scheme: str) -> int:
    return 443 if scheme == "https" else 80


class _ToThatVeryPlace(httpcore.SyncBackend):
    """Connects to the address that was looked at; TLS still proves the name."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def connect_tcp(self, host: str, port: int, *args: Any, **named: Any) -> httpcore.NetworkStream:
        return super().connect_tcp(self._reach.place(host, port), port, *args, **named)

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise Unanswered("fetch.forbidden_place", host="unix")


@cache
def _trusted() -> ssl.SSLContext:
    """Read once: who is believed to be who."""
    return httpx.create_ssl_context(trust_env=False)


class _Within(httpx.HTTPTransport):
    """Every request is asked whether its address is within reach, the first one and any other."""

    def __init__(self, reach: Reach) -> None:
        super().__init__(verify=_trusted(), trust_env=False, retries=0)
        self._reach = reach
        # httpx lets nobody choose its pool's network; the pool is httpcore's own, made with ours.
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted(),
            max_connections=4,
            keepalive_expiry=30.0,
            network_backend=_ToThatVeryPlace(reach),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if not self._reach.allows(str(request.url)):
            raise Unanswered("fetch.forbidden_place", host=request.url.host[:100])
        return super().handle_request(request)


def client(reach: Reach) -> httpx.Client:
    """A client that goes nowhere else, follows nothing, and reads no proxy from the environment."""
    patience = httpx.Timeout(SAYS_NOTHING, connect=CONNECTS)
    return httpx.Client(transport=_Within(reach), timeout=patience, follow_redirects=False, trust_env=False)


def near_hosts(said: Iterable[str]) -> frozenset[str]:
    """Hosts of the operator's own, as `name:port`; a name alone stands for port 443."""
    return frozenset(f"{one.lower()}" if ":" in one else f"{one.lower()}:443" for one in map(str.strip, said) if one)
