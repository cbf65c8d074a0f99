"""One KRI with its inputs measured: which series speaks for it, until which day, and the evidence it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jalon.catalogue import measures
from jalon.catalogue.formula import names
from jalon.facts.engine import ACROSS
from jalon.metrics import MeasuredSeries, Measurements
from jalon.metrics.splitting import HOUR, splits
from jalon.plan.model import Kri, Plan
from jalon.quantities import Refusal
from jalon.quantities.refusals import StaleSource
from jalon.scorecard.curves.reading import Fitted
from jalon.scorecard.kri.windows import days_of


@dataclass(frozen=True, slots=True)
class Case:
    """One KRI on its way to a state; `evidence` collects what a person needs to believe the last reading."""

    kri: Kri
    plan: Plan
    measurements: Measurements
    params: Mapping[str, str]
    evidence: dict[str, object] = field(default_factory=dict)
    fits: tuple[Fitted, ...] = ()
    """Curves fitted to what money is asked to move, channels together."""

    def series(self, name: str) -> MeasuredSeries:
        """An input of the KRI, by its name in the catalogue."""
        return self.measurements.series_for(f"kri:{self.kri.id}:{name}")

    def has(self, name: str) -> bool:
        """Whether the KRI asks for this input as a formula."""
        return f"kri:{self.kri.id}:{name}" in self.measurements.series

    @property
    def speaks(self) -> str:
        """The name of the input that decides: the value, else the alternative.

        The alternative decides when the value does not bind, or when what the KRI threatens is computed from the
        alternative only. A row without either is dated by the first of its inputs.
        """
        if not self.has("value"):
            mine = f"kri:{self.kri.id}:"
            return next((key.removeprefix(mine) for key in self.measurements.series if key.startswith(mine)), "value")
        if not self.has("alternative") or self.series("alternative").refusal is not None:
            return "value"
        own, other = _measures(self.series("value")), _measures(self.series("alternative"))
        used = [self._threatened(name) for name in self.kri.threatens]
        only_other = bool(used) and all(one & other and not one & own for one in used)
        return "alternative" if only_other or self.series("value").refusal is not None else "value"

    def value(self) -> MeasuredSeries:
        """What is watched."""
        return self.series(self.speaks)

    def stale(self) -> Refusal | None:
        """Why nothing may be said: what is watched comes from a source that is not up to date."""
        late = max(self.value().stale, key=lambda b: (b.age_days or 0) - (b.expected_days or 0), default=None)
        return None if late is None else StaleSource(late.tool, late.age_days or 0, late.expected_days or 0)

    def last_mature_day(self, as_of: date) -> date:
        """The last day whose figures have settled: by the row's own delay, else by the source's."""
        series, delay = self.value(), days_of(self.params["mature_after"]) if "mature_after" in self.params else None
        settled = series.mature_until if delay is None else as_of - timedelta(days=delay)
        return min(day for day in (as_of, series.last_day, settled) if day is not None)

    def split(self, name: str) -> Mapping[str, MeasuredSeries]:
        """An input at each value of what the row splits it by; none where nothing tells them. Says what is coarser."""
        series, asked = self.series(name), splits(name, self.params)
        if not asked:
            return {}
        if series.group_by is None:
            self.evidence["not_split_by"] = asked[0].removesuffix(f"{ACROSS}{HOUR}")
            return {}
        if series.group_by != asked[0]:
            self.evidence["read_by"] = series.group_by
        return series.groups()

    def _threatened(self, name: str) -> frozenset[str]:
        return _measures(self.measurements.series_for(f"kpi:{name}")) | _measures(
            self.measurements.series_for(f"objective:{name}")
        )


def _measures(series: MeasuredSeries) -> frozenset[str]:
    """Measures of a formula and their bases; a measure read through the filter of a KPI is named `measure@kpi`."""
    plain = {name.partition("@")[0] for name in names(series.expression)}
    known = [measures()[name] for name in plain if name in measures()]
    return frozenset(name for one in known for name in (one.id, one.base) if name)
