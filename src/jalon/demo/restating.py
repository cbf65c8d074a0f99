"""The simulated company as its tools knew it on a day: young days lack some of what they will have, or have more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np

from jalon.demo.advertising import Advertising, Campaign
from jalon.demo.company import Company
from jalon.demo.figures import Figures
from jalon.demo.rhythm import Days, Series
from jalon.demo.traffic import Traffic

SETTLED_AFTER = 7
"""Days after which no figure of the simulated tools moves any more."""
MOST_MISSING, MOST_WITHDRAWN = 0.45, 0.12
_WITHDRAWN_EVERY = 3
"""On one day in three the tool first counts too much: refunds, invalid clicks, robots."""

Key = TypeVar("Key")


def as_known(company: Company, on: date) -> Company:
    """Everything as the tools would export it on a morning: days up to the day before, the young ones not settled."""
    shares = _shares(company.days, on)
    return replace(
        company,
        traffic=_traffic(company.traffic, shares),
        advertising=_advertising(company.advertising, shares),
        figures=tuple(_figures(one, shares) for one in company.figures),
    )


def _shares(days: Days, on: date) -> Series:
    """What share of its settled value each day was read at: by its age, and by the day so that no two are alike."""
    found = np.ones(len(days.days))
    for index, day in enumerate(days.days):
        age = (on - day).days
        if age < SETTLED_AFTER:
            left = (SETTLED_AFTER - max(age, 0)) / SETTLED_AFTER
            own = 0.4 + 0.6 * ((day.toordinal() * 37) % 100) / 100
            too_much = day.toordinal() % _WITHDRAWN_EVERY == 0
            found[index] = 1 + MOST_WITHDRAWN * left * own if too_much else 1 - MOST_MISSING * left * own
    return found


def _moved(values: Series, shares: Series) -> Series:
    """Whole numbers stay whole, amounts keep their cents, what is unknown stays unknown, settled days stay exact."""
    known = values[~np.isnan(values)]
    moved = values * shares
    rounded = np.floor(moved) if np.array_equal(known, np.floor(known)) else np.round(moved, 2)
    return np.where(shares == 1, values, rounded)


def _each(values: Mapping[Key, Series], shares: Series) -> dict[Key, Series]:
    return {name: _moved(one, shares) for name, one in values.items()}


def _figures(figures: Figures, shares: Series) -> Figures:
    return replace(figures, cells={values: _each(cell, shares) for values, cell in figures.cells.items()})


def _traffic(traffic: Traffic, shares: Series) -> Traffic:
    # Positions are averages: what is read early is read right, of fewer impressions.
    return replace(
        traffic,
        sessions=_each(traffic.sessions, shares),
        clicks=_each(traffic.clicks, shares),
        impressions=_each(traffic.impressions, shares),
    )


def _advertising(bought: Advertising, shares: Series) -> Advertising:
    return replace(bought, campaigns=tuple(_campaign(one, shares) for one in bought.campaigns))


def _campaign(campaign: Campaign, shares: Series) -> Campaign:
    return replace(
        campaign,
        impressions=_moved(campaign.impressions, shares),
        clicks=_moved(campaign.clicks, shares),
        cost=_moved(campaign.cost, shares),
        conversions=_moved(campaign.conversions, shares),
        late=_moved(campaign.late, shares),
    )
