"""How each component of a plan settles: what its own re-readings teach, else what plan and catalogue state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from jalon.facts.engine import Engine
from jalon.facts.load import CutState, Revision
from jalon.metrics.binding import Bound
from jalon.metrics.freshness import stated_days
from jalon.metrics.maturity import LOOKED_BACK, Settling, curve_of, read_days
from jalon.plan.model import Plan
from jalon.quantities import Grain
from jalon.stats.completeness import LEAST_DAYS, Curve, TooFewRereads

_Key = tuple[str, str, frozenset[str] | None, int]


@dataclass(slots=True)
class Settlings:
    """Curves are learned once for each measure of a cut, from a revision record read once for each cut."""

    engine: Engine
    plan: Plan
    as_of: date
    _revisions: dict[str, Mapping[str, list[Revision]]] = field(default_factory=dict)
    _curves: dict[_Key, Curve | TooFewRereads] = field(default_factory=dict)
    _read: dict[tuple[str, frozenset[str] | None], Mapping[date, date]] = field(default_factory=dict)

    def of(self, bound: Bound, indicator_days: int) -> Settling:
        """How one component settles under an indicator. What is no daily flow has no day that moves."""
        stated = stated_days(bound, indicator_days)
        daily = bound.joining == "sum" and bound.state.cut.grain is Grain.DAY
        curve = self._curve(bound, stated) if daily else TooFewRereads(LEAST_DAYS, 0)
        learned = max(1, curve.settles_at) if isinstance(curve, Curve) else None
        read_on = self._days(bound) if daily else {}
        return Settling(
            measure=bound.leaf.measure,
            tool=bound.state.cut.tool,
            window_days=learned or stated,
            source_days=learned or stated_days(bound, 0),
            curve=curve,
            read_on=read_on,
        )

    def _curve(self, bound: Bound, stated: int) -> Curve | TooFewRereads:
        key = (bound.state.cut.text, bound.column, bound.accounts, stated)
        if key not in self._curves:
            told = self._told(bound.state).get(bound.column, [])
            self._curves[key] = curve_of(told, bound.state.deliveries, bound.accounts, self._zone, stated)
        return self._curves[key]

    def _told(self, state: CutState) -> Mapping[str, list[Revision]]:
        """Every reading of every day of a cut, by measure; a cut that was loaded once has nothing to teach."""
        text = state.cut.text
        if text not in self._revisions:
            found: dict[str, list[Revision]] = {}
            for one in self.engine.revisions(state.cut) if len(state.deliveries) > 1 else ():
                found.setdefault(one.measure, []).append(one)
            self._revisions[text] = found
        return self._revisions[text]

    def _days(self, bound: Bound) -> Mapping[date, date]:
        key = (bound.state.cut.text, bound.accounts)
        if key not in self._read:
            first = self.as_of - LOOKED_BACK
            self._read[key] = read_days(bound.state, bound.accounts, self._zone, first, self.as_of)
        return self._read[key]

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.plan.company.timezone)
