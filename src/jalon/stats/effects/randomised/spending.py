"""Bounds of planned looks: the risk of a false alarm is spent look after look, never more than was set."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from jalon.stats.forecast.panel import Floats

Spending = Literal["obrien_fleming", "pocock"]
_FARTHEST = 12.0
"""Beyond so many standard errors no test ends."""
_NODES_A_STEP = 4
_FEWEST_NODES, _MOST_NODES = 48, 1200
_NOTHING = 1e-15


def spent(share: float, alpha: float, kind: Spending) -> float:
    """Risk that may be spent once `share` of the planned information is in, half of it on each side."""
    share = min(max(share, 0.0), 1.0)
    if share == 0.0:
        return 0.0
    if kind == "pocock":
        return alpha * math.log1p((math.e - 1) * share)
    return float(4 * ndtr(ndtri(alpha / 4) / math.sqrt(share)))


@dataclass(frozen=True)
class _Looked:
    """After a look: its bound in standard errors, and where the score may stand if the test goes on (nodes, masses)."""

    bound: float
    share: float
    nodes: Floats
    masses: Floats


def bound(looks: tuple[float, ...], alpha: float, kind: Spending = "obrien_fleming") -> float:
    """Standard errors beyond which the last of `looks` ends the test; looks are shares of the planned information.

    They need be neither equal nor known ahead. Two-sided, by recursive integration of the score (Lan and DeMets, 1983).
    """
    ordered = tuple(min(max(float(one), 1e-6), 1.0) for one in looks)
    return _looked(ordered, alpha, kind).bound


@lru_cache(maxsize=4096)
def _looked(looks: tuple[float, ...], alpha: float, kind: Spending) -> _Looked:
    share = looks[-1]
    if len(looks) == 1:
        risk = spent(share, alpha, kind)
        edge = min(_FARTHEST, float(-ndtri(risk / 2))) if risk > _NOTHING else _FARTHEST
        return _after(share, edge, lambda at: np.exp(-(at**2) / (2 * share)) / math.sqrt(2 * math.pi * share), share)
    before = _looked(looks[:-1], alpha, kind)
    step = share - before.share
    if step <= 1e-9:
        return before
    root, risk = math.sqrt(step), spent(share, alpha, kind) - spent(before.share, alpha, kind)

    def outside(edge: float) -> float:
        far = edge * math.sqrt(share)
        tails = ndtr((-far - before.nodes) / root) + ndtr((before.nodes - far) / root)
        return float(before.masses @ tails) - risk

    edge = float(brentq(outside, 0.0, _FARTHEST, xtol=1e-10)) if outside(_FARTHEST) < 0 else _FARTHEST

    def density(at: Floats) -> Floats:
        away = (at[:, None] - before.nodes[None, :]) / root
        return np.asarray(np.exp(-0.5 * away**2) @ before.masses / (root * math.sqrt(2 * math.pi)))

    return _after(share, edge, density, step)


def _after(share: float, edge: float, density: Callable[[Floats], Floats], step: float) -> _Looked:
    """Where the score stands inside the bound, as Gauss and Legendre would sum it."""
    far = min(edge, 8.5) * math.sqrt(share)
    count = int(np.clip(_NODES_A_STEP * 2 * far / math.sqrt(step), _FEWEST_NODES, _MOST_NODES))
    at, weights = _legendre(count)
    return _Looked(edge, share, at * far, weights * far * density(at * far))


@lru_cache(maxsize=64)
def _legendre(count: int) -> tuple[Floats, Floats]:
    at, weights = np.polynomial.legendre.leggauss(count)
    return at, weights
