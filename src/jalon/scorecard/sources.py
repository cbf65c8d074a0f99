"""The plan's sources on a day: up to date, late, or never loaded."""

from __future__ import annotations

from datetime import date

from jalon.facts.load import CutState
from jalon.metrics import Binding, Measurements
from jalon.plan.model import Plan, Source
from jalon.scorecard.results import SourceRow


def source_rows(plan: Plan, measurements: Measurements, as_of: date) -> tuple[SourceRow, ...]:
    """One row a source, in the plan's order; what formulas read decides how fresh it is."""
    bindings: dict[str, list[Binding]] = {}
    for series in measurements.series.values():
        for binding in series.bindings:
            bindings.setdefault(binding.source or binding.tool, []).append(binding)
    states: dict[str, list[CutState]] = {}
    for state in measurements.states:
        states.setdefault(state.cut.tool, []).append(state)
    return tuple(_row(s, bindings.get(s.id, []), states.get(s.tool or "", []), as_of) for s in plan.sources)


def _row(source: Source, bindings: list[Binding], states: list[CutState], as_of: date) -> SourceRow:
    expected = source.expected_lag.whole_days() if source.expected_lag else 1
    known = [b for b in bindings if b.last_day is not None and b.age_days is not None]
    oldest = max(known, key=lambda b: (b.age_days or 0) - (b.expected_days or 0), default=None)
    days = [state.last_day for state in states if state.last_day is not None]
    moments = [state.last_extracted_at for state in states if state.last_extracted_at is not None]
    last = oldest.last_day if oldest else min(max(days), as_of) if days else None
    age = oldest.age_days if oldest else (as_of - last).days if last else None
    allowed = oldest.expected_days if oldest and oldest.expected_days is not None else expected
    standing = "never" if last is None else "stale" if age is not None and age > allowed else "fresh"
    mature = [b.mature_until for b in bindings if b.mature_until is not None]
    return SourceRow(
        id=source.id,
        tool=source.tool or "",
        owner=source.owner,
        last_day=last,
        extracted_at=max(moments, default=None),
        age_days=age,
        expected_days=allowed,
        standing=standing,
        mature_until=min(mature, default=None),
    )
