"""Files that mean harm, made from a seed: kind after kind, each one different, none of which may be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tests.sources.hostile import bodies, containers, texts, workbooks
from tests.sources.hostile.made import Made

SEED = 20261201
FAMILIES: tuple[Callable[[Random], Made], ...] = (
    *containers.FAMILIES, *workbooks.FAMILIES, *texts.FAMILIES, *bodies.FAMILIES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: the kind of harm, its name, its bytes, the reasons one of which it is refused for, and where."""

    kind: str
    name: str
    content: bytes
    codes: frozenset[str]
    line: int | None


def corpus(count: int, seed: int = SEED) -> Iterator[Hostile]:
    """So many files, the kinds in turn; the same for the same seed."""
    for number in range(count):
        family = FAMILIES[number % len(FAMILIES)]
        made = family(Random(f"{seed}:{number}"))
        yield Hostile(family.__name__, f"{number:04}/{made.name}", made.content, frozenset(made.codes), made.line)
