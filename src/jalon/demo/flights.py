"""Bought space of the simulated shop moves by flights, and orders answer to it by a law that is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.demo.rhythm import BASE_YEAR, LAST_DAY, SHOP_MONTHS, SHOP_WEEK, Days, Series, shape

FLIGHT_SEED = 20240129
DAYS_OF_YEAR = 365
_ALIKE = 1e-9


@dataclass(frozen=True, slots=True)
class Curve:
    """Orders against spend, in a mean day's of the year: Hill's law, with what a day leaves to the next."""

    half: float
    bend: float
    carried: float

    def works(self, spent: Series | float) -> Series:
        """What a spend kept up brings, 1 at the mean one."""
        stock = np.maximum(np.asarray(spent, dtype=np.float64), _ALIKE)
        return np.asarray((1 + self.half**self.bend) / (1 + (self.half / stock) ** self.bend))

    def lift(self, spent: Series) -> Series:
        """How many times the orders of a mean day come each day, for a spend in mean days."""
        stock, found = 1.0, np.empty(len(spent))
        for day, amount in enumerate(spent):
            stock = self.carried * stock + (1 - self.carried) * amount
            found[day] = stock
        return self.works(found)


CURVES: dict[str, Curve] = {"sea": Curve(half=2.2, bend=1.0, carried=0.55), "sma": Curve(0.35, 1.5, 0.7)}
"""What the shop's orders answer to: search has room; paid social is near its ceiling, as its leads are."""

HALO: dict[str, tuple[str, float]] = {"shop": ("sma", 0.4)}
"""Channel that another one feeds → that other, and the part of its orders that come from there: adverts seen on a
social network are often answered by typing the shop's address."""

FLIGHTS: dict[str, tuple[int, tuple[float, ...]]] = {
    "sea": (2, (0.4, 0.7, 1.0, 1.3, 1.6)),
    "sma": (3, (0.05, 1.0, 1.95)),
}
"""Channel → weeks of a flight, and the levels it is drawn from, in usual spends."""


def answered(days: Days, channel: str, unbought: Series) -> Series:
    """Share of a year's orders of a channel that each day brings: by what was bought, else by its own rhythm."""
    source, part = (channel, 1.0) if channel in CURVES else HALO.get(channel, ("", 0.0))
    return (1 - part) * unbought + part * _brought(days, source) if source else unbought


def bought(days: Days, channel: str) -> Series:
    """Spend of each day in mean days of a year: with the season, by flights."""
    return shape(days, SHOP_MONTHS, SHOP_WEEK, rush=0.7, soldes=0.12) * DAYS_OF_YEAR * flights(days, channel)


def _brought(days: Days, channel: str) -> Series:
    found = CURVES[channel].lift(bought(days, channel))
    return np.asarray(found / found[days.year == BASE_YEAR].sum())


def flights(days: Days, channel: str) -> Series:
    """How many times the usual spend is bought each day: constant over each flight, a year keeping its amount."""
    weeks, levels = FLIGHTS[channel]
    random = np.random.default_rng([FLIGHT_SEED, len(levels)])
    number = np.array([day.toordinal() // (7 * weeks) for day in days.days])
    count = int(number.max() - number.min()) + 1
    # Every level comes round before one comes again: no year is without a quiet flight.
    rounds = -(-count // len(levels))
    drawn = np.concatenate([random.permutation(levels) for _ in range(rounds)])
    now = LAST_DAY.toordinal() // (7 * weeks) - int(number.min())
    # The weeks before Black Friday are bought in full.
    drawn[now - 1 : now + 1] = levels[-1] if channel == "sma" else 1.0
    found = drawn[number - number.min()]
    for year in np.unique(days.year):
        found = np.where(days.year == year, found / found[days.year == year].mean(), found)
    return np.asarray(found)
