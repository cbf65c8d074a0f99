"""Tries are counted where the visitor cannot forget them, and a crowd of strangers never shuts out a known browser."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Literal

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from jalon.records import tallies

Kind = Literal["password", "code", "key", "link", "refusal", "check_in"]
MOST_TRIES, MOST_FROM_ONE_PLACE, MOST_OF_STRANGERS, WINDOW = 8, 60, 100, 300
"""Wrong tries for one account from one place; from one place in all; for one account from every browser that never
came in with it; seconds after which they are forgotten."""
MOST_CODES_A_DAY, MOST_KEYS, MOST_LINKS, MOST_WRITTEN = 30, 20, 5, 120
"""Wrong codes of one account from anywhere in a day: one chance in ten thousand for whoever has its password; passkeys
that open nothing, from one place; links asked for by one place for one address; denials of one
place that are written down, so that nobody fills the audit trail."""
MOST_MISSES = 30
"""Links of check-ins that are none, tried from one place."""
KNOWN, KNOWN_FOR = "known", 180 * 86_400
"""The cookie of a browser that came in once, and its seconds: it has tries of its own, whoever else is trying."""


def too_many(request: HttpRequest, email: str, kind: Kind = "password") -> bool:
    """Whether this place has to wait before it may try that account again."""
    counted = _counted(request, email, kind)
    held = tallies.numbers((key for key, _, _ in counted), datetime.now(UTC))
    return any(held.get(key, 0) >= most for key, most, _ in counted)


def count(request: HttpRequest, email: str, kind: Kind = "password") -> None:
    """One more try; counted before the answer is known, so that many at once are no way round."""
    now = datetime.now(UTC)
    for key, _, lasts in _counted(request, email, kind):
        tallies.count(key, timedelta(seconds=lasts), now)


def forget(request: HttpRequest, email: str, kind: Kind = "password") -> None:
    """The try was right: the account is free again from here, and nothing else counts it."""
    first, *others = (key for key, _, _ in _counted(request, email, kind))
    tallies.forget(first)
    tallies.uncount(others, datetime.now(UTC))


def know(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """This browser came in with that account: what strangers try elsewhere no longer concerns it."""
    if _known(request, email):
        return
    response.set_cookie(
        KNOWN,
        signing.dumps([_owner(email), secrets.token_urlsafe(9)], salt=KNOWN),
        max_age=KNOWN_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _counted(request: HttpRequest, email: str, kind: Kind) -> list[tuple[str, int, int]]:
    """What is counted, the most of it, and for how long."""
    place = str(request.META.get("REMOTE_ADDR", ""))
    if kind == "key":
        return [(f"keys:{_hash(place)}", MOST_KEYS, WINDOW)]
    if kind == "check_in":
        return [(f"links_missed:{_hash(place)}", MOST_MISSES, WINDOW)]
    if kind == "refusal":
        return [(f"refusals:{_hash(place)}", MOST_WRITTEN, WINDOW)]
    if kind == "code":
        return [(f"codes:{_hash(email)}", MOST_TRIES, WINDOW), (f"day:{_hash(email)}", MOST_CODES_A_DAY, 86_400)]
    if kind == "link":
        return [(f"links:{_hash(place, email)}", MOST_LINKS, WINDOW), (f"links:{_hash(place)}", MOST_KEYS, WINDOW)]
    known = _known(request, email)
    if known:
        return [(f"tries:{_hash(known, email)}", MOST_TRIES, WINDOW)]
    return [
        (f"tries:{_hash(place, email)}", MOST_TRIES, WINDOW),
        (f"tries:{_hash(place)}", MOST_FROM_ONE_PLACE, WINDOW),
        (f"tries:{_hash('strangers', email)}", MOST_OF_STRANGERS, WINDOW),
    ]


def _known(request: HttpRequest, email: str) -> str:
    try:
        whose, browser = signing.loads(request.COOKIES.get(KNOWN, ""), salt=KNOWN, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(browser) if whose == _owner(email) else ""


def _owner(email: str) -> str:
    """Whose browser it is, under the key of the home: the cookie tells nobody an address."""
    return salted_hmac(KNOWN, email, algorithm="sha256").hexdigest()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
