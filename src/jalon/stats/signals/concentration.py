"""`concentration`: too much on too few."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NotAdditive, TooLittleVolume
from jalon.stats.signals.given import Given, Readings
from jalon.stats.signals.windows import divided, rolling_total


def concentration(given: Given) -> Readings | Refusal:
    """Herfindahl's index (0 to 10,000) or the share of the `n` largest, of the totals by cell over a window."""
    value = given.inputs["value"].by_cell()
    if (np.nan_to_num(value.top) < 0).any():
        return NotAdditive("negative")
    window = given.steps("window", 91)
    told = np.nan_to_num(rolling_total(value.top, window))
    whole = told.sum(1)
    least, items = max(given.number("min_total", 0), 1e-12), given.number("min_items", 1)
    last, counted = float(whole[-1]) if len(whole) else 0.0, float((told[-1] > 0).sum()) if len(whole) else 0.0
    if last < least:
        return TooLittleVolume(needed=max(least, 1.0), have=last)
    if counted < items:
        return TooLittleVolume(needed=items, have=counted)
    shares = -np.sort(-divided(told, whole[:, None]), axis=1)
    if given.word("index", "hhi") == "top_share":
        read = shares[:, : given.steps("n", 10)].sum(1)
    else:
        read = (shares**2).sum(1) * 10_000
    read = np.where((whole >= least) & ((told > 0).sum(1) >= items), read, np.nan)
    return Readings(read, read, None, {"cell": float(told[-1].argmax()), "share": float(shares[-1, 0])})
