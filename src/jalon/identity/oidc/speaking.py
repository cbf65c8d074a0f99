"""The two halves of a sign-in at a provider: where one is sent, and what one comes back with."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from jalon.identity.oidc import asking
from jalon.identity.oidc.believing import Somebody, believed, key_of
from jalon.identity.oidc.chosen import Provider, Refused, may_be_asked

PATIENCE = 600
"""Seconds between leaving for the provider and coming back."""


def leave(provider: Provider, back: str, now: datetime) -> tuple[str, dict[str, str | float]]:
    """The address to go to, and what the session keeps until one is back: state, nonce, and what the code is worth."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    told = asking.description(provider, now)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": back,
        "scope": "openid email profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = str(told["authorization_endpoint"])
    kept: dict[str, str | float] = {"state": state, "nonce": nonce, "verifier": verifier, "back": back}
    kept |= {"issuer": provider.issuer, "at": now.timestamp()}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", kept


def come_back(provider: Provider, given: Mapping[str, str], kept: Mapping[str, str | float], now: datetime) -> Somebody:
    """Who came back; raises `Refused`. What the session kept must have been taken out of it before."""
    if not kept or not hmac.compare_digest(str(kept["state"]).encode(), given.get("state", "").encode()):
        raise Refused("oidc.state")
    if now.timestamp() - float(kept["at"]) > PATIENCE or kept["issuer"] != provider.issuer:
        raise Refused("oidc.state")
    told = asking.description(provider, now)
    # RFC 9207: an answer that says which provider it is from is held to it, and must say so where that was promised.
    promised = told.get("authorization_response_iss_parameter_supported") is True
    if given.get("iss", provider.issuer if not promised else "") != provider.issuer:
        raise Refused("oidc.mixed_up")
    if given.get("error"):
        raise Refused("oidc.declined", error=given["error"][:60])
    if not given.get("code"):
        raise Refused("oidc.code")
    token = asking.exchanged(provider, given["code"], str(kept["verifier"]), str(kept["back"]), now)
    keys = asking.keys(provider, now, wanted=key_of(token))
    return believed(token, keys, provider, str(kept["nonce"]), now)


def way_out(provider: Provider, back: str, now: datetime) -> str:
    """Where one signs out of the provider too; empty when it offers none."""
    try:
        address = str(asking.description(provider, now).get("end_session_endpoint", ""))
    except Refused:
        return ""
    if not may_be_asked(address, provider.near):
        return ""
    asked = {"client_id": provider.client, "post_logout_redirect_uri": back}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"
