"""Cells compared at one rank: a query that moved from one page of results to another says nothing of its clicks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jalon.quantities import Period, Refusal
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.reading import beside
from jalon.stats.signals import Observed
from jalon.stats.warning.robust import Array

RANKS = (3.5, 10.5, 20.5)
"""The first three results, the first page, the second, and beyond."""
Windows = Sequence[Period | Refusal]


def same_rank(case: Case, before: Observed, cells: Sequence[str], pairs: Sequence[tuple[Windows, Windows]]) -> Observed:
    """The reference without the cells whose rank is another one today."""
    ranks = case.series("position").groups()
    known = [at for at, name in enumerate(cells) if name in ranks]
    same = np.zeros((before.steps, len(cells)), np.bool_)
    if known:
        columns = [ranks[cells[at]] for at in known]
        now, then = (beside(case, columns, [pairs[at][side] for at in known]).observed.by_cell() for side in (0, 1))
        same[:, known] = _bucket(now) == _bucket(then)
    told = before.by_cell()
    under = None if told.under is None else np.where(same, told.under, np.nan)
    return Observed(np.where(same, told.top, np.nan), under, before.level)


def _bucket(position: Observed) -> Array:
    """NaN where no rank is known, so that it equals none."""
    under = np.ones_like(position.top) if position.under is None else position.under
    rank = np.divide(position.top, under, out=np.full_like(position.top, np.nan), where=under > 0)
    return np.where(np.isfinite(rank), np.searchsorted(RANKS, np.nan_to_num(rank)).astype(float), np.nan)
