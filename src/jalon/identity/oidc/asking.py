"""What is asked of the provider: its description, keys, a token for a code. Bounded, never led elsewhere."""

from __future__ import annotations

import base64
import http.client
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from jalon.identity.oidc.chosen import Provider, Refused, may_be_asked

PATIENCE, LARGEST = 5.0, 1_000_000
"""Seconds before a provider that says nothing is given up; bytes of the longest answer that is read."""
KEPT, ASKED_AGAIN, RESTS = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=15)
"""How long a description and keys are kept; how often keys are asked anew for a key nobody knows; how long a provider
that failed is left alone, so that nobody can make every page wait for it."""


@dataclass
class _Known:
    description: Mapping[str, Any]
    keys: list[Mapping[str, Any]]
    at: datetime
    hurried: datetime | None = None


_known: dict[str, _Known] = {}
_failed: dict[str, tuple[datetime, Refused]] = {}
_one_at_a_time = threading.Lock()


class _StaysHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """An answer that leads elsewhere is no answer."""


def description(provider: Provider, now: datetime) -> Mapping[str, Any]:
    """What the provider says of itself; refused when it is not of the issuer asked, or lacks an address."""
    return _fresh(provider, now).description


def keys(provider: Provider, now: datetime, *, wanted: str = "") -> list[Mapping[str, Any]]:
    """Its public keys; asked anew, once a minute at most, when the one wanted is not among them: keys change."""
    known = _fresh(provider, now)
    lacking = wanted and all(one.get("kid") != wanted for one in known.keys)
    if lacking and (known.hurried is None or now - known.hurried > ASKED_AGAIN):
        known.hurried = now
        known.keys = _keys(provider, known.description)
    return known.keys


def exchanged(provider: Provider, code: str, verifier: str, back: str, now: datetime) -> str:
    """The identity token that a code is worth."""
    told = description(provider, now)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {}
    ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if provider.secret and "client_secret_basic" in ways:
        pair = f"{quote(provider.client, safe='')}:{quote(provider.secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form["client_id"] = provider.client
        if provider.secret:
            form["client_secret"] = provider.secret
    token = _json(provider, str(told["token_endpoint"]), form, headers, refusal="oidc.code").get("id_token")
    if not isinstance(token, str):
        raise Refused("oidc.no_token")
    return token


def forget() -> None:
    """Ask everything anew: settings changed."""
    _known.clear()
    _failed.clear()


def _fresh(provider: Provider, now: datetime) -> _Known:
    with _one_at_a_time:
        known = _known.get(provider.issuer)
        if known is None or not timedelta(0) <= now - known.at < KEPT:
            at, fault = _failed.get(provider.issuer, (None, None))
            if at is not None and fault is not None and timedelta(0) <= now - at < RESTS:
                raise Refused(fault.code, **fault.details)
            try:
                known = _known[provider.issuer] = _asked(provider, now)
            except Refused as again:
                _failed[provider.issuer] = (now, again)
                raise
        return known


def _asked(provider: Provider, now: datetime) -> _Known:
    told = _json(provider, provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if told.get("issuer") != provider.issuer:
        raise Refused("oidc.other_issuer", issuer=str(told.get("issuer", ""))[:200])
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not may_be_asked(str(told.get(name, "")), provider.near):
            raise Refused("oidc.endpoint", endpoint=name)
    return _Known(told, _keys(provider, told), now)


def _keys(provider: Provider, told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = _json(provider, str(told["jwks_uri"])).get("keys")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _json(
    provider: Provider,
    address: str,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    refusal: str = "oidc.unreachable",
) -> Mapping[str, Any]:
    if not may_be_asked(address, provider.near):
        raise Refused("oidc.endpoint", endpoint=address[:200])
    body = urlencode(form).encode() if form is not None else None
    asked = urllib.request.Request(address, body, {"Accept": "application/json", **(headers or {})})  # noqa: S310  # checked
    ways = [_StaysHere(), urllib.request.ProxyHandler({})] if provider.near else [_StaysHere()]
    try:
        with urllib.request.build_opener(*ways).open(asked, timeout=PATIENCE) as answer:
            text = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as fault:
        fault.close()
        raise Refused(refusal if fault.code < 500 else "oidc.unreachable", status=str(fault.code)) from None
    except (OSError, http.client.HTTPException) as fault:
        raise Refused("oidc.unreachable") from fault
    try:
        found = json.loads(text) if len(text) <= LARGEST else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused("oidc.unreadable")
    return found
