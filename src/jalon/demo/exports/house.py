"""House tables: one line a day and combination of dimensions."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from jalon.demo.figures import Figures
from jalon.demo.rhythm import Days
from jalon.quantities import Grain, bucket_end, bucket_start


def write_house_table(figures: Figures, days: Days, first: date, last: date, path: Path) -> bool:
    """Write one table; False when it would hold no row (nothing is written then)."""
    rows = list(
        _monthly(figures, days, first, last) if figures.every == "month" else _daily(figures, days, first, last)
    )
    if not rows:
        return False
    time = ["period_start", "period_end"] if figures.every == "month" else ["day"]
    header = [*time, *(["currency"] if figures.currency else []), *figures.dimensions, *figures.measures]
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
    return True


def _daily(figures: Figures, days: Days, first: date, last: date) -> Iterator[list[str]]:
    wanted = [i for i, day in enumerate(days.days) if first <= day <= last]
    for index in wanted:
        day = days.days[index]
        if figures.every == "week" and day.weekday() != 0:
            continue
        for values, cell in figures.cells.items():
            numbers = [_cell(figures, name, cell[name][index]) if name in cell else "" for name in figures.measures]
            if not figures.dimensions or any(number not in ("", "0") for number in numbers):
                yield [day.isoformat(), *(["EUR"] if figures.currency else []), *values, *numbers]


def _monthly(figures: Figures, days: Days, first: date, last: date) -> Iterator[list[str]]:
    months = sorted({bucket_start(day, Grain.MONTH) for day in days.days if first <= day <= last})
    for start in months:
        end = bucket_end(start, Grain.MONTH)
        if end > last:
            continue
        inside = days.since(start, end)
        for values, cell in figures.cells.items():
            numbers = [_cell(figures, name, float(cell[name][inside].sum())) for name in figures.measures]
            yield [start.isoformat(), end.isoformat(), *(["EUR"] if figures.currency else []), *values, *numbers]


def _cell(figures: Figures, name: str, value: float) -> str:
    if np.isnan(value):
        return ""
    places = figures.places.get(name, 0)
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
