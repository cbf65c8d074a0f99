"""Tries are counted where the visitor cannot forget them, and a crowd of strangers never shuts out a known browser."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

MOST_TRIES, MOST_FROM_ONE_PLACE, MOST_OF_STRANGERS, WINDOW = 8, 60, 100, 300
"""Wrong tries for one account from one place; from one place in all; for one account from every browser that never
came in with it; seconds after which they are forgotten."""
KNOWN, KNOWN_FOR = "known", 180 * 86_400
"""The cookie of a browser that came in once, and its seconds: it has tries of its own, whoever else is trying."""


def too_many(request: HttpRequest, email: str) -> bool:
    """Whether this place has to wait before it may try that account again."""
    return any(int(cache.get(key, 0)) >= most for key, most in _counted(request, email))


def count(request: HttpRequest, email: str) -> None:
    """One more try; counted before the answer is known, so that many at once are no way round."""
    for key, _ in _counted(request, email):
        if not cache.add(key, 1, WINDOW):
            cache.incr(key)


def forget(request: HttpRequest, email: str) -> None:
    """The try was right: the account is free again from here, and nothing else counts it."""
    first, *others = (key for key, _ in _counted(request, email))
    cache.delete(first)
    for key in others:
        if int(cache.get(key, 0)) > 0:
            cache.decr(key)


def know(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """This browser came in with that account: what strangers try elsewhere no longer concerns it."""
    if _known(request, email):
        return
    response.set_cookie(
        KNOWN,
        signing.dumps([_hash(email), secrets.token_urlsafe(9)], salt=KNOWN),
        max_age=KNOWN_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _counted(request: HttpRequest, email: str) -> list[tuple[str, int]]:
    known = _known(request, email)
    if known:
        return [(f"tries:{_hash(known, email)}", MOST_TRIES)]
    place = str(request.META.get("REMOTE_ADDR", ""))
    return [
        (f"tries:{_hash(place, email)}", MOST_TRIES),
        (f"tries:{_hash(place)}", MOST_FROM_ONE_PLACE),
        (f"tries:{_hash('strangers', email)}", MOST_OF_STRANGERS),
    ]


def _known(request: HttpRequest, email: str) -> str:
    try:
        whose, browser = signing.loads(request.COOKIES.get(KNOWN, ""), salt=KNOWN, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(browser) if whose == _hash(email) else ""


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
