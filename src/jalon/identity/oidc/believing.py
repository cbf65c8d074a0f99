"""When an identity token is believed: signed by a key of the issuer, for us, now, and in answer to what we asked."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jalon.identity.oidc.chosen import Provider, Refused

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a public key only: `none`, and those by a shared secret, are no proof of who signed."""
SKEW, OLDEST = 60, 600
"""Seconds that two clocks may differ; age of a token that is still an answer to what was asked."""
_FACTORS = {"mfa", "otp", "hwk", "swk", "fpt", "face", "sms", "pop"}


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who the provider says came. `email` is empty unless it says that it checked the address."""

    subject: str
    email: str
    name: str
    factor: bool


def key_of(token: str) -> str:
    """The name of the key that a token says it was signed with; not believed, only looked for."""
    from joserfc import jws
    from joserfc.errors import JoseError

    try:
        return str(jws.extract_compact(token.encode("ascii", "replace")).headers().get("kid", ""))
    except (JoseError, ValueError):
        raise Refused("oidc.unreadable_token") from None


def believed(token: str, keys: Iterable[Mapping[str, Any]], provider: Provider, nonce: str, now: datetime) -> Somebody:
    """Who a token speaks of; raises `Refused` with the first thing that is wrong with it."""
    claims = _claims(token, keys)
    seconds = now.timestamp()
    if claims.get("iss") != provider.issuer:
        raise Refused("oidc.issuer")
    audience = claims.get("aud")
    everyone = audience if isinstance(audience, list) else [audience]
    if provider.client not in everyone or claims.get("azp", provider.client) != provider.client:
        raise Refused("oidc.audience")
    if len(everyone) > 1 and "azp" not in claims:
        raise Refused("oidc.audience")
    expires, issued, begins = (_seconds(claims.get(name)) for name in ("exp", "iat", "nbf"))
    if expires is None or seconds > expires + SKEW:
        raise Refused("oidc.expired")
    if issued is None or not -SKEW <= seconds - issued <= OLDEST + SKEW or (begins or issued) > seconds + SKEW:
        raise Refused("oidc.not_of_now")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Refused("oidc.nonce")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise Refused("oidc.subject")
    checked = claims.get("email_verified") in (True, "true") or provider.trusts_email
    email = str(claims.get("email") or "").strip().lower() if checked else ""
    _allowed(provider, email, claims)
    means = claims.get("amr")
    factor = provider.trusts_factor and isinstance(means, list) and any(str(one) in _FACTORS for one in means)
    return Somebody(subject, email[:254], str(claims.get("name") or "")[:120], factor)


def _allowed(provider: Provider, email: str, claims: Mapping[str, Any]) -> None:
    """Only the domains asked for. Google says in `hd` whose account it is: an address alone may be of a private one."""
    if not provider.domains:
        return
    google = provider.issuer == "https://accounts.google.com"
    told = str(claims.get("hd", "")).lower() if google else email.rpartition("@")[2]
    if told not in provider.domains:
        raise Refused("oidc.domain", domain=told[:100])


def _claims(token: str, keys: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

    kinds, held = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}, []
    for one in keys:
        try:
            if one.get("use", "sig") == "sig" and one.get("kty") in kinds:
                held.append(kinds[str(one["kty"])].import_key(dict(one)))
        except (JoseError, ValueError, KeyError, TypeError):
            continue  # a kind of key that is not ours to know signs nothing for us
    if not held:
        raise Refused("oidc.no_keys")
    try:
        claims = jwt.decode(token, KeySet(held), algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError, KeyError, TypeError) as fault:
        raise Refused("oidc.signature", fault=type(fault).__name__) from None
    if not isinstance(claims, dict):
        raise Refused("oidc.unreadable_token")
    return claims


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
