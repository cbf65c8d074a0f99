"""How often what decisions announced came: counts over all of them, a share only from ten on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

FEWEST = 10
"""Below so many decisions that could be told, a share would say more than it knows."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Decisions reviewed with a measure: by what came of them, and where the measure fell in what was announced."""

    came: int
    did_not_come: int
    cannot_tell: int
    below: int
    inside: int
    above: int

    @property
    def reviewed(self) -> int:
        """All of them."""
        return self.came + self.did_not_come + self.cannot_tell

    @property
    def share(self) -> Decimal | None:
        """Share that came among those that could be told; None while there are fewer than ten."""
        told = self.came + self.did_not_come
        return (Decimal(self.came) / told).quantize(Decimal("0.0001")) if told >= FEWEST else None

    @property
    def inside_share(self) -> Decimal | None:
        """Share inside the announced interval among those that had one; None while there are fewer than ten."""
        placed = self.below + self.inside + self.above
        return (Decimal(self.inside) / placed).quantize(Decimal("0.0001")) if placed >= FEWEST else None


def tally(reviews: Iterable[Mapping[str, object]]) -> Tally:
    """Counts over the reviews of a scorecard's rows; never by person."""
    listed = list(reviews)
    by_word, by_place = ([str(one.get(name)) for one in listed] for name in ("came", "place"))
    words = [by_word.count(word) for word in ("came", "did_not_come", "cannot_tell")]
    places = [by_place.count(word) for word in ("below", "inside", "above")]
    return Tally(words[0], words[1], words[2], places[0], places[1], places[2])
