"""What one validation gathers: findings, faulty paths, ids, references to look up; and how a fault is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from jalon.findings import Finding, Place, Severity
from jalon.plan.document import values as v
from jalon.plan.document.nodes import Node, PlaceIndex
from jalon.plan.schema.types import Reference

Value = object
Values = dict[str, Value]
LANGUAGES = ("fr", "en")
GROUNDS = ("channel", "asset", "budget", "stage", "decision")


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference met on the way, looked up once every id is known."""

    kinds: tuple[str, ...]
    id: str
    path: str
    subject: str


@dataclass(slots=True)
class Check:
    """What one validation gathers: findings, faulty paths, ids by space, references to look up."""

    places: PlaceIndex
    language: str = "fr"
    offered: tuple[str, ...] = ("fr",)
    findings: list[Finding] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    several_owners: set[str] = field(default_factory=set)
    shared_owners: set[str] = field(default_factory=set)
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[tuple[str, dict[str, tuple[str, ...]], str]] = field(default_factory=list)
    gives: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)

    def report(self, code: str, path: str, subject: str, place: Place | None = None, **details: object) -> None:
        """Add an F1xx finding; the path is then left alone by every other rule."""
        kept = {name: value for name, value in details.items() if value not in (None, [], "")}
        where = place or self.places.place(path)
        self.findings.append(Finding(code, Severity.ERROR, subject, where, kept))
        self.faulty.add(path)


Reader = Callable[[Check, Node, str, str], Value]
"""What reads one node: the check, the node, its path, what it is about."""


def wrong(check: Check, node: Node, path: str, subject: str, awaited: str) -> None:
    """Report that something else was awaited here, and how to write it."""
    shown = (
        node.value
        if isinstance(node.value, str | bool)
        else str(node.value)
        if isinstance(node.value, Decimal)
        else None
    )
    got = "list" if node.items is not None else "mapping" if node.mapping is not None else shown
    check.report("F102", path, subject, awaited=awaited, value=got, write=v.to_write(node, awaited))


def reference(check: Check, node: Node, type_: Reference, path: str, subject: str) -> Value:
    """The id of something of the plan, looked up once every id is known."""
    word = node.value if isinstance(node.value, str) else None
    if word is None:
        wrong(check, node, path, subject, "id")
        return None
    check.mentions.append(Mention(type_.kinds, word, path, subject))
    return word
