"""A list that comes page by page is believed when it held still while it was read; else it is read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from jalon.sources.asking.unanswered import Unanswered

T = TypeVar("T")
READINGS = 3
"""Times that a list which moves while it is read is read again."""


def steady(read: Callable[[], T]) -> T:
    """What `read` brings once nothing moved under it; it says so by `fetch.moved` or `fetch.page_twice`."""
    for left in reversed(range(READINGS)):
        try:
            return read()
        except Unanswered as fault:
            if fault.code not in ("fetch.moved", "fetch.page_twice") or not left:
                raise
    raise AssertionError("unreachable")  # pragma: no cover
