"""What takes seconds to find and does not change for a while: found once, however many ask at the same time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from django.core.cache import cache

T = TypeVar("T")
FOR = 3600
"""Seconds."""
_turns: dict[str, Lock] = {}


def kept(key: str, find: Callable[[], T]) -> T:
    """What is kept under a key, else what is found; whoever asks meanwhile waits for that instead of finding it too.

    What is found may ask for another key on its way, never for one that could lead back to its own.
    """
    nothing = object()
    held = cache.get(key, nothing)
    if held is not nothing:
        return held  # type: ignore[no-any-return]  # as it was put there
    with _turns.setdefault(key, Lock()):
        held = cache.get(key, nothing)
        if held is not nothing:
            return held  # type: ignore[no-any-return]  # as it was put there
        try:
            found = find()
            cache.set(key, found, FOR)
        finally:
            _turns.pop(key, None)
    return found
