"""Whether anybody can sign in by the provider of the settings: asked by whoever runs the deployment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jalon.identity.oidc import asking
from jalon.identity.oidc.chosen import Refused, provider_in


@dataclass(frozen=True, slots=True)
class Checked:
    """What the provider answered: how many keys, or why nobody can come by it. Never a secret."""

    issuer: str
    keys: int = 0
    refused: str = ""
    details: str = ""


def checked(settings: Mapping[str, str], now: datetime) -> Checked | None:
    """Ask the provider what a sign-in would ask; None when the settings name none."""
    issuer = settings.get("JALON_OIDC_ISSUER", "")
    try:
        provider = provider_in(settings)
        if provider is None:
            return None
        keys = len(asking.keys(provider, now))
        return Checked(provider.issuer, keys) if keys else Checked(provider.issuer, 0, "oidc.no_keys")
    except Refused as fault:
        return Checked(issuer, 0, fault.code, ", ".join(fault.details.values()))
