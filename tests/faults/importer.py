"""A process that imports the same slice again and again, each delivery newer, and tells what was acknowledged."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from jalon.facts.cut import Cut
from jalon.facts.engine import Aggregate, Fault, Scan
from jalon.facts.engines.duckdb import DuckdbEngine
from jalon.facts.load import Load
from jalon.facts.table import MeasureColumn, Table
from jalon.quantities import Grain, Period

CUT = Cut("csv_media", "table", Grain.DAY, ("campaign",))
FIRST, DAYS, CAMPAIGNS = date(2026, 1, 1), 5, 40
SLICE = Period(FIRST, FIRST + timedelta(DAYS - 1))


def delivery(number: int, campaigns: int = CAMPAIGNS) -> tuple[Load, Table]:
    """Delivery `number` says `number` for every day and campaign."""
    days = [FIRST + timedelta(day) for day in range(DAYS) for _ in range(campaigns)]
    columns = {
        "period_start": days,
        "period_end": days,
        "campaign": [f"campaign {at}" for _ in range(DAYS) for at in range(campaigns)],
        "media_cost": [Decimal(number)] * len(days),
    }
    table = Table(CUT, (SLICE,), columns, (MeasureColumn("media_cost", "flow", "EUR"),), len(days))
    when = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=number)
    return Load("csv_media", None, CUT, (SLICE,), f"file {number}", "f.csv", "jalon.table@1", when), table


def told(engine: DuckdbEngine) -> int | None:
    """The delivery that the slice holds now; anything but one whole delivery is an error."""
    found = engine.scan(Scan(CUT, (Aggregate("cost", "media_cost"),)))
    if not found.starts:
        return None
    sums, rows = set(found.values["cost"]), set(found.rows)
    assert (len(found.starts), rows) == (DAYS, {CAMPAIGNS}), f"{len(found.starts)} days of {rows} rows"
    (total,) = sums
    assert total is not None
    assert total % CAMPAIGNS == 0, f"{total} is no delivery"
    return int(total) // CAMPAIGNS


def run(folder: Path, first: int, last: int, step: int) -> None:
    """Deliver, and acknowledge on standard output only what the engine acknowledged."""
    engine = DuckdbEngine(folder)
    for number in range(first, last + 1, step):
        try:
            done = engine.replace(*delivery(number))
        except Fault as fault:
            print(f"{fault.code} {number}", flush=True)
            continue
        print(f"{'written' if done.written else 'known'} {number}", flush=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]), *(int(argument) for argument in sys.argv[2:5]))
