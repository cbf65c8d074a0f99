"""What a difference is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

KINDS = (
    "plan", "territory_gained", "territory_lost", "owner", "target", "rule_added", "rule_dropped", "added", "removed",
    "changed",
)  # fmt: skip

_NOT_ALONE = frozenset({"added", "removed", "owner", "territory_gained", "territory_lost"})
"""Changes of an area that its holder does not decide alone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `subject` is `kind:id`; `kra` is the area it belongs to, None for what belongs to no single one."""

    kind: str
    subject: str
    kra: str | None
    details: Mapping[str, object] = field(default_factory=dict)


def _areas(change: Change) -> Iterator[str]:
    """Whose a change is. What moves from one area to another is of both."""
    yield change.kra or "*"
    if change.subject.startswith("kra:") and change.kind in _NOT_ALONE:
        yield "*"
    if change.details.get("field") == "kra":
        yield from (str(area) for area in (change.details.get("before"), change.details.get("after")) if area)


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """Every change between two plans; empty when only order, comments or explicit defaults differ.

    `names` holds what the changes speak of by `kind:id`, in the languages it is said in (`""` for any).
    """

    changes: tuple[Change, ...]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currency: str = "EUR"

    @property
    def empty(self) -> bool:
        """Whether the two plans say the same."""
        return not self.changes

    def touched_kras(self) -> frozenset[str]:
        """Areas touched; `*` stands for what belongs to no single area: who holds one and its borders among them."""
        return frozenset(area for change in self.changes for area in _areas(change))

    def as_document(self) -> dict[str, object]:
        """Its JSON form, contract 1."""
        rows = [{"kind": c.kind, "subject": c.subject, "kra": c.kra, "details": dict(c.details)} for c in self.changes]
        names = {key: dict(said) for key, said in self.names.items()}
        return {"contract": 1, "empty": self.empty, "changes": rows, "names": names, "currency": self.currency}
