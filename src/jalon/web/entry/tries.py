"""Wrong passwords are counted where the visitor cannot forget them: by address and account, and by address alone."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

MOST_TRIES, MOST_FROM_ONE_PLACE, WINDOW = 8, 60, 300
"""Wrong passwords for one account from one place; from one place in all; seconds after which they are forgotten."""


def too_many(request: HttpRequest, email: str) -> bool:
    """Whether this place has to wait before it may try that account again."""
    account, place = _keys(request, email)
    return int(cache.get(account, 0)) >= MOST_TRIES or int(cache.get(place, 0)) >= MOST_FROM_ONE_PLACE


def count(request: HttpRequest, email: str) -> None:
    """One more wrong password."""
    for key in _keys(request, email):
        if not cache.add(key, 1, WINDOW):
            cache.incr(key)


def forget(request: HttpRequest, email: str) -> None:
    """The right password came: the account is free again from this place."""
    cache.delete(_keys(request, email)[0])


def _keys(request: HttpRequest, email: str) -> tuple[str, str]:
    place = str(request.META.get("REMOTE_ADDR", ""))
    told = hashlib.sha256(f"{place}\x1f{email}".encode()).hexdigest()
    return f"tries:{told}", f"tries:{hashlib.sha256(place.encode()).hexdigest()}"
