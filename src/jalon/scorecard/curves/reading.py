"""A kept fit read again: its channels, and the draws that a split is judged on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from jalon.stats.allocation.curves import HillCurves
from jalon.stats.warning.robust import Array

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """A channel with a curve: spend a week today and at its dearest, and what the fit says of it."""

    channel: str
    today: float
    highest: float
    identified: bool
    marginal: float
    returned: float


@dataclass(frozen=True, slots=True)
class Untold:
    """A channel without a curve, with what it spends a week and why."""

    channel: str
    today: float
    refused: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Everything a split needs of a fit; no `curves` where none was found."""

    key: str
    unit: str
    currency: str
    as_of: date
    until: date
    channels: tuple[Told, ...]
    untold: tuple[Untold, ...]
    curves: HillCurves | None
    weeks: tuple[tuple[float, ...], ...] = ()
    """Spend of each channel with a curve, week by week."""

    @property
    def today(self) -> Array:
        """Spend a week of each channel with a curve (C,)."""
        return np.array([one.today for one in self.channels])


def fitted_in(document: Document) -> Fitted:
    """A fit as its document tells it."""
    result = document["result"]
    assert isinstance(result, Mapping)  # noqa: S101  # our own form
    day = str(document["as_of"])
    return Fitted(
        key=str(result["key"]),
        unit=str(result["unit"]),
        currency=str(document["currency"]),
        as_of=date.fromisoformat(day),
        until=date.fromisoformat(str(document.get("until", day))),
        channels=tuple(
            Told(
                str(one["channel"]),
                float(one["today"]),
                float(one["highest"]),
                one["identified"] is True,
                float(one["marginal"]),
                float(one["returned"]),
            )
            for one in rows(document, "channels")
        ),
        untold=tuple(
            Untold(str(one["channel"]), float(one["today"]), one["refused"]) for one in rows(document, "untold")
        ),
        curves=_drawn(document),
        weeks=tuple(tuple(float(spent) for spent in one["weeks"]) for one in rows(document, "channels")),
    )


def rows(document: Document, name: str) -> list:  # type: ignore[type-arg]  # rows of a JSON document
    """Rows of a list of the document."""
    found = document.get(name)
    return found if isinstance(found, list) else []


def _drawn(document: Document) -> HillCurves | None:
    draws = document.get("draws")
    if not isinstance(draws, Mapping):
        return None
    return HillCurves(*(np.array(draws[name], dtype=np.float64) for name in ("top", "half", "bend")))
