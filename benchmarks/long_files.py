"""What a 200 MB export costs, recognised, cast, checked, compared and kept, beside DuckDB's own COPY of its bytes."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from jalon.assembly import House, engine_in
from jalon.routines.importing import tables_of
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.door import Used

SEED, SIZE, ROUNDS = 7, 199_000_000, 3
GOAL, MOST_MEMORY, LEAST_ROWS = 4.0, 600_000_000, 25_000
"""Times the processor time of COPY to Parquet; bytes of the reading child; rows a second of processor time."""
CHANNELS = ("Organic Search", "Paid Search", "Direct", "Referral", "Organic Social", "Email", "Display", "Paid Social")
PAGES, PER_DAY = 3_000, 9_000
SIDES = ("ours", "copy to Parquet", "copy from, into a table")


def run() -> bool:
    """Three shapes; each round runs every side in a process of its own, one after the other."""
    held = True
    with tempfile.TemporaryDirectory() as folder:
        for write in (_analytics, _house, _ads):
            path = write(Path(folder))
            held = _compared(path, goal=write is _analytics) and held
            path.unlink()
    print(
        f"  goal {GOAL} × copy to Parquet for the GA4-like file, a child under {MOST_MEMORY // 10**6} MB; seed {SEED}"
    )
    return held


def _compared(path: Path, goal: bool) -> bool:
    rounds = [{side: _side(path, side) for side in SIDES} for _ in range(ROUNDS)]
    spent = {side: statistics.median(one[side]["seconds"] for one in rounds) for side in SIDES}
    ratio = statistics.median(one["ours"]["seconds"] / one[SIDES[1]]["seconds"] for one in rounds)
    from_text = statistics.median(one["ours"]["seconds"] / one[SIDES[2]]["seconds"] for one in rounds)
    last = rounds[-1]["ours"]
    parts = ", ".join(f"{name} {last[name]:.2f}" for name in ("read", "difference", "kept"))
    print(
        f"  {path.name}: {path.stat().st_size / 1e6:.0f} MB, {last['rows']:,.0f} rows; CPU s: ours {spent['ours']:.2f} "
        f"({parts}), copy to Parquet {spent[SIDES[1]]:.2f}, into a table {spent[SIDES[2]]:.2f}; "
        f"ratio {ratio:.2f} ({from_text:.2f}); {last['rows'] / spent['ours']:,.0f} rows/s; "
        f"peak: child {last['child'] / 1e6:.0f} MB, parent {last['peak'] / 1e6:.0f} MB",
        flush=True,
    )
    fast = last["rows"] / spent["ours"] >= LEAST_ROWS and last["child"] <= MOST_MEMORY
    return fast and (ratio <= GOAL or not goal)


def _side(path: Path, side: str) -> dict[str, float]:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.long_files", str(path), side], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def _spent(work: Callable[[], object]) -> float:
    """Seconds of processor time, children's too."""
    before = sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - before


def _one(path: Path, side: str) -> dict[str, float]:
    """One side, in this process: seconds, and the highest memory."""
    found = _ours(path) if side == "ours" else {"seconds": _spent(lambda: _copied(path, side))}
    return {**found, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def _copied(path: Path, side: str) -> None:
    import duckdb

    above = next(n for n, line in enumerate(path.open(encoding="utf-8")) if line.count(",") > 2)
    source = f"read_csv('{path}', skip = {above}, header = true, thousands = ',')"
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        target = f"COPY (SELECT * FROM {source}) TO '{folder}/copy.parquet'"
        connection.execute(target if side == SIDES[1] else f"CREATE TABLE copied AS SELECT * FROM {source}")


def _ours(path: Path) -> dict[str, float]:
    """What `jalon import` does between the file and the facts."""
    used: list[Used] = []
    door = replace(House(Path()).door(), watched=used.append)
    answers = Answers(currency="EUR", timezone="Europe/Paris")
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_in(Path(folder))
        reports = []
        read = _spent(lambda: reports.append(door.read([path], answers)))
        ((_, table, load),) = tables_of(reports[0], datetime(2027, 1, 1, tzinfo=UTC), "benchmark")
        difference = _spent(lambda: engine.preview(load, table))
        kept = _spent(lambda: engine.replace(load, table))
    whole = read + difference + kept
    return {
        "seconds": whole, "read": read, "difference": difference, "kept": kept, "rows": table.rows_kept(),
        "child": used[-1].bytes,
    }  # fmt: skip


def _written(path: Path, head: str, lines: Iterator[str]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        size = file.write(head)
        for block in lines:
            size += file.write(block)
            if size >= SIZE:
                return path
    raise AssertionError("too few lines")


def _analytics(folder: Path) -> Path:
    """GA4: by day, channel and landing page."""
    rule = "# " + "-" * 40
    head = (
        f"{rule}\n# Landing page: Landing page\n# Account: Kervoal\n# Property: Kervoal\n{rule}\n#\n# All Users\n"
        "# Start date: 20250101\n# End date: 20261231\nNth day,Session default channel group,Landing page,Sessions,"
        "Engaged sessions,Event count,Key events,Total revenue\n"
    )
    return _written(folder / "data-export.csv", head, _blocks(_visited))


def _house(folder: Path) -> Path:
    """The house table: by day, channel and product."""
    head = "day,currency,channel,product,orders,revenue\n"
    return _written(folder / "csv_orders-long.csv", head, _blocks(_ordered))


def _ads(folder: Path) -> Path:
    """Google Ads: by day, campaign and ad group, numbers with thousands."""
    head = (
        "Ad group report\nJanuary 1, 2025 - December 31, 2026\n"
        "Day,Campaign,Ad group,Currency code,Impr.,Clicks,Cost,Conversions\n"
    )
    return _written(folder / "Ad group report.csv", head, _blocks(_clicked))


def _blocks(row: Callable[[int, int, int, int, float], str]) -> Iterator[str]:
    """A day's rows at a time, each with a key of its own."""
    rng = np.random.default_rng(SEED)
    for day in range(730):
        keys = rng.choice(len(CHANNELS) * PAGES, PER_DAY, replace=False)
        seen = rng.poisson(rng.lognormal(3, 1.5, PER_DAY))
        done = rng.binomial(seen, 0.03)
        worth = np.round(done * rng.uniform(20, 300, PER_DAY), 2)
        yield "".join(
            row(day, int(k), int(s), int(d), float(w)) for k, s, d, w in zip(keys, seen, done, worth, strict=True)
        )


def _visited(day: int, key: int, seen: int, done: int, worth: float) -> str:
    page = f"/blog/standing-desk-{key // len(CHANNELS)}"
    return (
        f"{day:04},{CHANNELS[key % len(CHANNELS)]},{page},{seen},{seen * 3 // 5},{seen * 7 + done},{done},{worth:.2f}\n"
    )


def _ordered(day: int, key: int, seen: int, done: int, worth: float) -> str:
    product = f"standing desk {key // len(CHANNELS)}"
    return f"{_day(day)},EUR,{CHANNELS[key % len(CHANNELS)]},{product},{done},{worth:.2f}\n"


def _clicked(day: int, key: int, seen: int, done: int, worth: float) -> str:
    campaign, group = f"campaign {key % len(CHANNELS)}", f"ad group {key // len(CHANNELS)}"
    shown = f'"{seen * 31:,}"' if seen * 31 > 999 else str(seen * 31)
    cost = f'"{worth:,.2f}"' if worth > 999 else f"{worth:.2f}"
    return f"{_day(day)},{campaign},{group},EUR,{shown},{seen},{cost},{done}.00\n"


def _day(day: int) -> str:
    return (date(2025, 1, 1) + timedelta(days=day)).isoformat()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_one(Path(sys.argv[1]), sys.argv[2])))
    else:
        from benchmarks import machine

        print(machine.described())
        sys.exit(0 if run() else 1)
