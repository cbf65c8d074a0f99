"""How fast files are read: a house table, a Google Ads report, a Search Console table, recognised and checked."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.machine import seconds
from jalon.assembly import House
from jalon.quantities import Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.format import Format
from jalon.sources.reading.recognising import read_files
from jalon.sources.reading.report import FileReport

GOAL = 25_000
"""Rows a second: a year of a team's largest export, some 400,000 rows, in about a quarter of a minute."""
DAYS, CAMPAIGNS = 365, 150


def run() -> bool:
    """Write the files, then read each as `jalon read` does; every row must come back."""
    with tempfile.TemporaryDirectory() as folder:
        formats = House(Path(folder)).formats()
        slowest = float("inf")
        for write, answers in WRITTEN:
            path = write(Path(folder))
            spent, file = _timed(path, formats, answers)
            rows, size = sum(one.table.rows for one in file.tables), path.stat().st_size / 1e6
            if rows != DAYS * CAMPAIGNS or not file.importable:
                print(f"  {path.name}: {rows:,} rows of {DAYS * CAMPAIGNS:,}, {[f.code for f in file.findings]}")
                return False
            slowest = min(slowest, rows / spent)
            speed = f"{size / spent:.1f} MB/s, {rows / spent:,.0f} rows/s"
            print(f"  {file.format}: {rows:,} rows, {size:.1f} MB in {spent:.2f} s, {speed}")
    print(f"  goal {GOAL:,} rows/s")
    return slowest >= GOAL


def _timed(path: Path, formats: Sequence[Format], answers: Answers) -> tuple[float, FileReport]:
    """The best of three readings, and what was read."""
    files: list[FileReport] = []
    spent = min(seconds(lambda: files.extend(read_files([path], formats, answers).files)) for _ in range(3))
    return spent, files[0]


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


def _console(folder: Path) -> Path:
    path = folder / "Pages.csv"
    lines = ["Top pages,Clicks,Impressions,CTR,Position"]
    for number in range(DAYS * CAMPAIGNS):
        clicks, shown = number % 90, 1000 + number % 977
        rate = f"{100 * clicks / shown:.2f}%"
        lines.append(
            f"https://www.kervoal.example/page-{number},{clicks},{shown},{rate},{1 + number % 40}.{number % 10}"
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
WRITTEN: tuple[tuple[Callable[[Path], Path], Answers], ...] = (
    (_table, Answers(timezone="Europe/Paris")),
    (_ads, Answers(timezone="Europe/Paris")),
    (_console, Answers(period=YEAR, filters={"search_type": "Web"})),
)
