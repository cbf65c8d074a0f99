"""Which rows a load replaces, and which days a newer extraction already holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from jalon.facts.cut import Cut
from jalon.facts.engines.duckdb.ledger import Entry
from jalon.facts.load import HeldBack, Load
from jalon.facts.sql import day, literal
from jalon.quantities import Grain, Period

ONE_DAY = timedelta(days=1)


Given = tuple[Entry | None, tuple[Period, ...]]
"""Days given back, with the load that held them before; None where nothing did."""


def still_to_write(load: Load, standing: Iterable[Entry]) -> tuple[tuple[Period, ...], tuple[HeldBack, ...]]:
    """What of a load no newer extraction already covers, and who holds the rest, newest extraction first."""
    newer = [e for e in standing if e.load.extracted_at > load.extracted_at and same_owner(e.load, load)]
    left, held = list(load.covers), dict[str, HeldBack]()
    for entry in sorted(newer, key=lambda e: (e.load.extracted_at, e.version), reverse=True):
        left, taken = _parted(left, entry.written, load.cut)
        if taken:
            one, known = entry.load, held.get(entry.load.import_id)
            days = (*known.days, *taken) if known else tuple(taken)
            held[one.import_id] = HeldBack(one.import_id, one.file_name, one.extracted_at, tuple(sorted(days)))
    return tuple(left), tuple(held.values())


def not_yet_written(periods: Iterable[Period], own: Iterable[Entry], cut: Cut) -> tuple[Period, ...]:
    """Those periods without what earlier deliveries of the same load wrote."""
    left = list(periods)
    for entry in own:
        left, _ = _parted(left, entry.written, cut)
    return tuple(left)


def given_back(import_id: str, standing: Iterable[Entry]) -> tuple[list[Given], tuple[HeldBack, ...]]:
    """What undoing a load gives back: its days that no later load rewrote, by who held them before it.

    A later load keeps its days: it is told by the second value. Each day goes back to the last load that wrote it.
    """
    entries = list(standing)
    given: list[Given] = []
    held: list[HeldBack] = []
    for mine in (entry for entry in entries if entry.load.import_id == import_id):
        others = [e for e in entries if e.load.import_id != import_id and same_owner(e.load, mine.load)]
        left = list(mine.written)
        for later in sorted((e for e in others if e.version > mine.version), key=lambda e: -e.version):
            left, taken = _parted(left, later.written, mine.load.cut)
            if taken:
                one = later.load
                held.append(HeldBack(one.import_id, one.file_name, one.extracted_at, tuple(sorted(taken))))
        for earlier in sorted((e for e in others if e.version < mine.version), key=lambda e: -e.version):
            left, taken = _parted(left, earlier.written, mine.load.cut)
            given += [(earlier, tuple(taken))] if taken else []
        given += [(None, tuple(left))] if left else []
    return given, tuple(held)


def same_owner(one: Load, other: Load) -> bool:
    """Slices of different tools or accounts never meet."""
    return (one.source, one.account) == (other.source, other.account)


def predicate(load: Load, periods: tuple[Period, ...]) -> str:
    """The rows of a slice, as a condition made of typed values only."""
    return (
        f"source = {literal(load.source)} AND account = {literal(load.account or '')} AND ({within(periods, load.cut)})"
    )


def within(periods: Iterable[Period], cut: Cut) -> str:
    """Rows of those periods: exactly the pair for ranges, else the row's first day decides."""
    last = "period_end =" if cut.grain is Grain.RANGE else "period_start <="
    first = "=" if cut.grain is Grain.RANGE else ">="
    parts = [f"(period_start {first} {day(p.start)} AND {last} {day(p.end)})" for p in periods]
    return " OR ".join(parts) or "FALSE"


def _parted(periods: list[Period], covers: tuple[Period, ...], cut: Cut) -> tuple[list[Period], list[Period]]:
    """Those periods outside others and inside them: by days, or for ranges the very same pair."""
    if cut.grain is Grain.RANGE:
        taken = [period for period in periods if period in covers]
        return [period for period in periods if period not in covers], taken
    left, inside = periods, list[Period]()
    for cover in covers:
        inside += [met for whole in left if (met := whole.meeting(cover)) is not None]
        left = [part for whole in left for part in _cut_out(whole, cover)]
    return left, inside


def _cut_out(whole: Period, hole: Period) -> list[Period]:
    if whole.meeting(hole) is None:
        return [whole]
    before = [Period(whole.start, hole.start - ONE_DAY)] if whole.start < hole.start else []
    after = [Period(hole.end + ONE_DAY, whole.end)] if hole.end < whole.end else []
    return before + after
