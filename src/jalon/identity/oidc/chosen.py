"""Which provider the settings name, and whom it may bring."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


class Refused(Exception):
    """Somebody was not let in, or nobody can be. `code` says why, for the audit trail and for the page."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider as the settings name it. `domains` empty: any; `join`: (workspace, role) of newcomers."""

    issuer: str
    client: str
    secret: str = field(default="", repr=False)
    name: str = ""
    domains: frozenset[str] = frozenset()
    join: tuple[str, str] | None = None
    trusts_email: bool = False
    trusts_factor: bool = False

    @property
    def near(self) -> bool:
        """Whether it runs on this very machine, the only place where it may speak in clear."""
        return is_near(self.issuer)

    @property
    def said(self) -> str:
        """Its name on a button."""
        return self.name or (urlsplit(self.issuer).hostname or self.issuer)


def provider_in(settings: Mapping[str, str]) -> Provider | None:
    """The provider of the settings, or None; raises `Refused` for settings that name none whole."""
    issuer, client = settings.get("JALON_OIDC_ISSUER", "").strip(), settings.get("JALON_OIDC_CLIENT", "").strip()
    if not issuer and not client:
        return None
    if not issuer or not client:
        raise Refused("oidc.settings", setting="JALON_OIDC_CLIENT" if issuer else "JALON_OIDC_ISSUER")
    said = urlsplit(issuer)
    if said.query or said.fragment or said.username or not may_be_asked(issuer, is_near(issuer)):
        raise Refused("oidc.settings", setting="JALON_OIDC_ISSUER")
    workspace, _, role = settings.get("JALON_OIDC_JOIN", "").partition(":")
    if bool(workspace) != (role in ("holder", "contributor", "reader")):
        raise Refused("oidc.settings", setting="JALON_OIDC_JOIN")
    return Provider(
        issuer,
        client,
        _secret(settings),
        settings.get("JALON_OIDC_NAME", "").strip(),
        frozenset(one.strip().lower() for one in settings.get("JALON_OIDC_DOMAINS", "").split(",") if one.strip()),
        (workspace, role) if workspace else None,
        settings.get("JALON_OIDC_TRUST_EMAIL") == "1",
        settings.get("JALON_OIDC_TRUST_FACTOR") == "1",
    )


def _secret(settings: Mapping[str, str]) -> str:
    place = settings.get("JALON_OIDC_SECRET_FILE", "")
    if not place:
        return settings.get("JALON_OIDC_SECRET", "")
    try:
        return Path(place).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused("oidc.settings", setting="JALON_OIDC_SECRET_FILE") from fault


def is_near(address: str) -> bool:
    """Whether an address is of this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def may_be_asked(address: str, near: bool) -> bool:
    """Whether an address may be asked: encrypted, or on this machine when the provider itself is."""
    said = urlsplit(address)
    return bool(said.hostname) and (said.scheme == "https" or (near and said.scheme == "http" and is_near(address)))
