"""Claims: pieces of territory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of territory: one ground with values, and qualifiers. `("*",)` means all values, now and later."""

    ground: str
    values: tuple[str, ...]
    qualifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    path: str = ""
