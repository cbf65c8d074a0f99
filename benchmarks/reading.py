"""How fast files are read: rows a second of the house table and of a Google Ads report, recognised and checked."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks.machine import seconds
from jalon.assembly import House
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.recognising import read_files

GOAL = 25_000
"""Rows a second: a year of a team's largest export, some 400,000 rows, in about a quarter of a minute."""
DAYS, CAMPAIGNS = 365, 150


def run() -> bool:
    """Write both files, then read them as `jalon read` does."""
    with tempfile.TemporaryDirectory() as folder:
        formats = House(Path(folder)).formats()
        slowest = float("inf")
        for path in (_table(Path(folder)), _ads(Path(folder))):
            spent = seconds(lambda path=path: read_files([path], formats, Answers(timezone="Europe/Paris")))  # type: ignore[misc]
            rows = DAYS * CAMPAIGNS
            size = path.stat().st_size / 1e6
            slowest = min(slowest, rows / spent)
            print(f"  {path.name}: {rows:,} rows, {size:.1f} MB in {spent:.2f} s, {rows / spent:,.0f} rows/s")
    print(f"  goal {GOAL:,} rows/s")
    return slowest >= GOAL


def _days() -> list[str]:
    return [(date(2026, 1, 1) + timedelta(days=n)).isoformat() for n in range(DAYS)]


def _table(folder: Path) -> Path:
    path = folder / "csv_media-year.csv"
    lines = ["day,currency,campaign,media_cost"]
    lines += [f"{day},EUR,campaign {c},{(c * 37) % 900}.{c % 90:02d}" for day in _days() for c in range(CAMPAIGNS)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _ads(folder: Path) -> Path:
    path = folder / "Campaign report.csv"
    lines = ["Campaign report", "January 1, 2026 - December 31, 2026", "Day,Campaign,Currency code,Impr.,Clicks,Cost"]
    lines += [
        f'{day},campaign {c},EUR,"{1000 + c * 7:,}",{c % 90},{(c * 37) % 900}.{c % 90:02d}'
        for day in _days()
        for c in range(CAMPAIGNS)
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
