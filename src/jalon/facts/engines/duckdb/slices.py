"""Which rows a load replaces, and which days a newer extraction already holds."""

from __future__ import annotations

from datetime import date, timedelta

from jalon.facts.cut import Cut
from jalon.facts.engines.duckdb.ledger import Entry
from jalon.facts.load import Load
from jalon.facts.sql import literal
from jalon.quantities import Grain, Period

ONE_DAY = timedelta(days=1)


def still_to_write(load: Load, standing: list[Entry]) -> tuple[tuple[Period, ...], str | None]:
    """What of a load no newer extraction already covers, and the import id of a newer one that does."""
    newer = [
        entry
        for entry in standing
        if entry.load is not None
        and (entry.load.source, entry.load.account) == (load.source, load.account)
        and entry.load.extracted_at > load.extracted_at
    ]
    left, superseded_by = list(load.covers), None
    for entry in newer:
        before = left
        left = [part for period in before for cover in [entry.written] for part in _minus(period, cover, load.cut)]
        if left != before and entry.load is not None:
            superseded_by = entry.load.import_id
    return tuple(left), superseded_by


def _minus(period: Period, covers: tuple[Period, ...], cut: Cut) -> list[Period]:
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


def predicate(load: Load, periods: tuple[Period, ...]) -> str:
    """The rows of a slice, as a condition made of typed values only (`period_start` decides the day)."""
    days = " OR ".join(_days(period, load.cut) for period in periods) or "FALSE"
    return f"source = {literal(load.source)} AND account = {literal(load.account or '')} AND ({days})"


def _days(period: Period, cut: Cut) -> str:
    if cut.grain is Grain.RANGE:
        return f"(period_start = DATE '{period.start}' AND period_end = DATE '{period.end}')"
    return f"(period_start >= DATE '{period.start}' AND period_start <= DATE '{period.end}')"


def inside(start: date, end: date, periods: tuple[Period, ...], cut: Cut) -> bool:
    """Whether a row belongs to what is written."""
    if cut.grain is Grain.RANGE:
        return any(period.start == start and period.end == end for period in periods)
    return any(period.start <= start <= period.end for period in periods)
