"""What every method is asked: histories cut at an origin, and what came after; gaps filled, sources kept."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SHARED = Path(__file__).resolve().parents[3] / "shared" / "stats" / "data"
SEASON = {"D": 7, "W": 52}
HORIZON = {"D": 28, "W": 13}
LONGEST = {"D": 800, "W": 260}
Floats = np.ndarray


@dataclass(frozen=True)
class Series:
    """One series of a collection: values (NaN unknown) and days."""

    name: str
    source: str
    values: Floats
    days: Floats


@dataclass(frozen=True)
class Task:
    """What is known at an origin, and what came: `season` 7, 52 or 1."""

    source: str
    past: Floats
    days: Floats
    future: Floats
    season: int


def given(freq: str) -> list[Series]:
    """The series handed over beside the project, or none where they are not there."""
    path = SHARED / {"D": "daily.csv.gz", "W": "weekly.csv.gz"}[freq]
    if not path.exists():
        return []
    rows: dict[str, tuple[str, list[float], list[str]]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            _, values, days = rows.setdefault(row["unique_id"], (row["source"], [], []))
            values.append(float(row["y"]) if row["y"] else np.nan)
            days.append(row["ds"])
    return [
        Series(name, source, np.array(values), np.array(days, dtype="datetime64[D]"))
        for name, (source, values, days) in sorted(rows.items())
    ]


def is_learned_from(name: str) -> bool:
    """Whether a given series is of the half that shipped figures are learnt on; the other half only scores."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def tasks(
    series: list[Series], freq: str, origins: int = 1, horizon: int | None = None, every: int | None = None
) -> Iterator[list[Task]]:
    """One list for each origin; origin k ends k horizons before the last day, or k times `every` steps."""
    h, longest = horizon or HORIZON[freq], LONGEST[freq]
    for origin in range(origins):
        found = []
        for one in series:
            cut = len(one.values) - h - (every or h) * origin
            if cut < max((3 if freq == "W" else 2) * h, 28 if freq == "D" else 26):
                continue
            past, future = one.values[:cut], one.values[cut : cut + h]
            if np.isfinite(future).mean() < 0.8 or np.isfinite(past).mean() < 0.7:
                continue
            low = max(0, cut - longest)
            season = SEASON[freq] if cut - low >= 2 * SEASON[freq] + 1 else 1
            past = filled(past[low:], season)
            future = filled(np.concatenate([past, future]), season)[-h:]
            found.append(Task(one.source, past, one.days[low:cut], future, season))
        if found:
            yield found


def filled(values: Floats, season: int) -> Floats:
    """Gaps interpolated along the same day of the season, then along time: the same for every method."""
    y = values.astype(float).copy()
    step = season if len(y) >= 2 * season else 1
    for start in range(step):
        index = np.arange(start, len(y), step)
        good = np.isfinite(y[index])
        if good.any():
            y[index] = np.interp(index, index[good], y[index][good])
    bad = ~np.isfinite(y)
    if bad.any():
        y[bad] = np.interp(np.flatnonzero(bad), np.flatnonzero(~bad), y[~bad])
    return y
