"""What a data rule may look at: the plan, what was measured, and the rows that a day has judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jalon.metrics import MeasuredSeries, Measurements
from jalon.plan.model import Measurement, Plan
from jalon.quantities import Period
from jalon.scorecard.acted import ActionRow
from jalon.scorecard.results import KpiRow, KriRow, Measured, ObjectiveRow


@dataclass(frozen=True, slots=True)
class Known:
    """A judged day."""

    plan: Plan
    measurements: Measurements
    period: Period
    as_of: date
    kpis: Sequence[KpiRow]
    objectives: Sequence[ObjectiveRow]
    kris: Sequence[KriRow]
    replays: Sequence[Mapping[str, object]] = ()
    """What the newest back-test kept of each risk's past (its JSON form); empty where none was made yet."""
    actions: Sequence[ActionRow] = ()

    def targets(self) -> Iterator[Aimed]:
        """Every KPI and every objective's result, as written, as measured and as judged."""
        rows = {f"kpi:{row.measured.id}": row.measured for row in self.kpis}
        rows |= {f"objective:{row.measured.id}": row.measured for row in self.objectives}
        for objective in self.plan.objectives:
            yield self._aimed(f"objective:{objective.id}", objective.path, objective.result, rows)
        for _, kpi in self.plan.kpis():
            yield self._aimed(f"kpi:{kpi.id}", kpi.path, kpi.measured, rows)

    def _aimed(self, subject: str, path: str, asked: Measurement, rows: dict[str, Measured]) -> Aimed:
        return Aimed(subject, path, asked, self.measurements.series_for(subject), rows[subject])


@dataclass(frozen=True, slots=True)
class Aimed:
    """One KPI or one objective's result: what the plan says, its series, its judgement."""

    subject: str
    path: str
    asked: Measurement
    series: MeasuredSeries
    row: Measured

    @property
    def is_open(self) -> bool:
        """Whether its date has still to come."""
        return self.row.closed is None and self.row.due is not None
