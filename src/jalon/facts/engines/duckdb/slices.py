"""Which rows a load replaces, and which days a newer extraction already holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from jalon.facts.cut import Cut
from jalon.facts.engines.duckdb.ledger import Entry
from jalon.facts.load import Load
from jalon.facts.sql import day, literal
from jalon.quantities import Grain, Period

ONE_DAY = timedelta(days=1)


def still_to_write(load: Load, standing: Iterable[Entry]) -> tuple[tuple[Period, ...], str | None]:
    """What of a load no newer extraction already covers, and the import id of the newest one that does."""
    left, newest = list(load.covers), None
    for entry in standing:
        if entry.load.extracted_at <= load.extracted_at or not same_owner(entry.load, load):
            continue
        rest = [part for period in left for part in _without(period, entry.written, load.cut)]
        if rest != left and (newest is None or entry.load.extracted_at > newest.extracted_at):
            newest = entry.load
        left = rest
    return tuple(left), newest.import_id if newest else None


def same_owner(one: Load, other: Load) -> bool:
    """Slices of different tools or accounts never meet."""
    return (one.source, one.account) == (other.source, other.account)


def meet(some: Iterable[Period], others: Iterable[Period], cut: Cut) -> bool:
    """Whether two slices share rows: days, or for ranges the very same pair."""
    if cut.grain is Grain.RANGE:
        return bool(set(some) & set(others))
    listed = list(others)
    return any(a.meeting(b) for a in some for b in listed)


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


def _without(period: Period, covers: tuple[Period, ...], cut: Cut) -> list[Period]:
    if cut.grain is Grain.RANGE:
        return [] if period in covers else [period]
    left = [period]
    for cover in covers:
        left = [part for whole in left for part in _cut_out(whole, cover)]
    return left


def _cut_out(whole: Period, hole: Period) -> list[Period]:
    if whole.meeting(hole) is None:
        return [whole]
    before = [Period(whole.start, hole.start - ONE_DAY)] if whole.start < hole.start else []
    after = [Period(hole.end + ONE_DAY, whole.end)] if hole.end < whole.end else []
    return before + after
