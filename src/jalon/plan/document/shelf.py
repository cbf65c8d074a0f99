"""The plans of documents that are kept, read once for everybody: revisions never change."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

from jalon.plan.document.reading import KEPT, read_plan
from jalon.plan.model import Plan

LETTERS, PLANS = 4_000_000, 32
"""How long, together, the documents are whose plans are at hand, and how many; the one asked for longest ago leaves."""


class Shelf:
    """Plans by document: while one thread reads a document, whoever asks for the same one waits for that reading."""

    def __init__(self, letters: int = LETTERS, plans: int = PLANS) -> None:
        self._letters, self._most = letters, plans
        self._plans: OrderedDict[bytes, tuple[int, Plan | None]] = OrderedDict()
        self._reading: dict[bytes, Lock] = {}
        self._lock = Lock()

    def plan(self, document: str) -> Plan | None:
        """The plan of a document. None when it cannot be read at all."""
        data = document.encode()
        key = hashlib.sha256(data).digest()
        with self._lock:
            if key in self._plans:
                return self._found(key)
            turn = self._reading.setdefault(key, Lock())
        with turn:
            with self._lock:
                if key in self._plans:
                    return self._found(key)
            plan = read_plan(data, KEPT).plan
            with self._lock:
                self._plans[key] = (len(document), plan)
                self._reading.pop(key, None)
                self._make_room()
        return plan

    def _found(self, key: bytes) -> Plan | None:
        self._plans.move_to_end(key)
        return self._plans[key][1]

    def _make_room(self) -> None:
        while len(self._plans) > 1 and (
            len(self._plans) > self._most or sum(size for size, _ in self._plans.values()) > self._letters
        ):
            self._plans.popitem(last=False)


_SHELF = Shelf()


def plan_in(document: str) -> Plan | None:
    """The plan of a document that is kept, from this process's own shelf."""
    return _SHELF.plan(document)
