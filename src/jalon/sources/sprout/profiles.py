"""Followers of a profile compared with the growth that the same export reports, network by network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from jalon.facts.table import Cell, Table
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.described import Described
from jalon.sources.reading.format import Fit, Outcome
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import Check

FOLLOWERS, GROWTH = "followers", "followers_net_reported"
ENOUGH_STEPS = 3
"""A network is said to disagree on more than a day or two."""


class Profiles(Described):
    """Profile Performance, with its one inner check."""

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the export; LinkedIn and YouTube often report a growth that their followers do not show."""
        found = super().read(page, rows, fit, answers, delimiter)
        checks = [check for read in found.tables[:1] for check in _checks(read.table)]
        if not checks:
            return found
        unlike = [check for check in checks if not check.within]
        findings = [noticed("followers.unlike_growth", None, None, **_facts(check)) for check in unlike]
        first = replace(found.tables[0], checks=(*found.tables[0].checks, *checks))
        return replace(found, tables=(first, *found.tables[1:]), findings=(*found.findings, *findings))


def _facts(check: Check) -> dict[str, str]:
    return {name: str(value) for name, value in check.facts.items()}


def _checks(table: Table) -> Iterator[Check]:
    """Per network, the days on which the followers moved by the growth reported."""
    if not {FOLLOWERS, GROWTH} <= set(table.columns):
        return
    agreeing: dict[str, list[bool]] = {}
    for network, moved, reported in _steps(table):
        agreeing.setdefault(network, []).append(moved == reported)
    for network, days in agreeing.items():
        if len(days) >= ENOUGH_STEPS:
            facts = {"network": network, "steps": len(days), "agreeing": sum(days)}
            yield Check("followers_vs_growth", FOLLOWERS, all(days), facts)


def _steps(table: Table) -> Iterator[tuple[str, Decimal, Cell]]:
    """Network, move of the followers since the day before, growth reported for the day."""
    columns = [table.columns[name] for name in ("period_start", "network", "profile", FOLLOWERS, GROWTH)]
    days = {(day, network, profile): (count, grew) for day, network, profile, count, grew in zip(*columns, strict=True)}
    for (day, network, profile), (count, grew) in days.items():
        if not isinstance(day, date):
            continue
        before, _ = days.get((day - timedelta(days=1), network, profile), (None, None))
        if isinstance(count, Decimal) and isinstance(before, Decimal) and grew is not None:
            yield str(network), count - before, grew
