"""What the tools that are played count: exact, the same on every machine, and restated while days are young."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass
class Figures:
    """Figures of days, by name. `seen_on`: the day on which they are asked; a young day is not yet what it will be."""

    seen_on: date
    settles: int = 3

    def count(self, day: date, *named: str, most: int = 900) -> int:
        """A count that ends at its final value once the day is `settles` days old."""
        final = 50 + int.from_bytes(hashlib.sha256("|".join((day.isoformat(), *named)).encode()).digest()[:4]) % most
        age = (self.seen_on - day).days
        return final if age >= self.settles else final * (age + 7) // (self.settles + 7)

    def last(self, lag: int) -> date:
        """The newest day of which a tool that lags says anything final."""
        return date.fromordinal(self.seen_on.toordinal() - lag)
