"""How old the facts behind a component are, how old they may be, and until which day they have settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jalon.catalogue.restatement import AT_LEAST, mature_days
from jalon.facts.load import CutState
from jalon.metrics.binding import Bound
from jalon.metrics.maturity import Settling, local_day
from jalon.metrics.readings import Readings
from jalon.plan.model import Plan, Source
from jalon.quantities import Grain, bucket_end
from jalon.quantities.period import ONE_DAY

_EXPECTED_DAYS = 1
UNTOLD_DAYS = 7
"""Age from which a tool that the plan does not name as a source is late: silence is never green."""
_SPARSE_DAYS = 31
"""A measure silent for a month in a cut that goes on is late, whatever the other columns say."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Where one measure of a formula is read, and how fresh it is.

    `age_days` counts from the last day known to `as_of`; beyond `expected_days` the source is not up to date.
    After `mature_until` figures may still move: `window_days` is how long, by re-readings when `learned`; an
    indicator may need longer than its source, which is settled until `source_until`.
    Planned money has no cut and is always up to date.
    """

    measure: str
    tool: str
    unit: str
    cut: str | None = None
    version: int | None = None
    accounts: tuple[str | None, ...] = ()
    source: str | None = None
    owner: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    extracted_at: datetime | None = None
    import_id: str | None = None
    expected_days: int | None = None
    age_days: int | None = None
    mature_until: date | None = None
    source_until: date | None = None
    window_days: int | None = None
    learned: bool = False

    @property
    def stale(self) -> bool:
        """Whether the facts are older than the plan expects of their source."""
        return self.age_days is not None and self.expected_days is not None and self.age_days > self.expected_days


def binding_of(bound: Bound, readings: Readings, plan: Plan, as_of: date, settling: Settling) -> Binding:
    """The way back of one component, with its freshness on a day."""
    state, source = bound.state, bound.source
    last = _last_day(state, readings, as_of)
    accounts = tuple(account for account in state.accounts if bound.accounts is None or account in bound.accounts)
    return Binding(
        measure=bound.leaf.measure,
        tool=state.cut.tool,
        unit=bound.unit,
        cut=state.cut.text,
        version=state.version,
        accounts=accounts,
        source=source.id if source else None,
        owner=source.owner if source else None,
        first_day=readings.days[0] if readings.days else None,
        last_day=last,
        extracted_at=state.last_extracted_at,
        import_id=state.last_import_id,
        expected_days=expected_days(source, _reported_by(bound), last),
        age_days=age_days(source, state, last, plan, as_of),
        mature_until=_mature_until(bound, last, plan, as_of, settling.window_days),
        source_until=_mature_until(bound, last, plan, as_of, settling.source_days),
        window_days=settling.window_days,
        learned=settling.is_learned,
    )


def _last_day(state: CutState, readings: Readings, as_of: date) -> date | None:
    told = readings.days[-1] if readings.days else None
    reached = min(state.last_day, as_of) if state.last_day else None
    if told is None or reached is None:
        return told
    return reached if (reached - told).days <= _SPARSE_DAYS else told


def age_days(source: Source | None, state: CutState, last: date | None, plan: Plan, as_of: date) -> int | None:
    """Days since the last day known; since the last extraction where facts come by campaign."""
    if source is not None and source.grain == "campaign" and state.last_extracted_at is not None:
        last = _local_day(state.last_extracted_at, plan)
    return None if last is None else max(0, (as_of - last).days)


def expected_days(source: Source | None, reported_by: Grain, last: date | None) -> int:
    """The age from which a source is late: its lag; for weeks and months, its lag after the next one has ended."""
    told = source.expected_lag.whole_days() if source is not None and source.expected_lag else None
    lag = told if told is not None else _EXPECTED_DAYS if source is not None else UNTOLD_DAYS
    if last is None or reported_by is Grain.DAY:
        return lag
    return lag + (_next_end(last, reported_by) - last).days


def _reported_by(bound: Bound) -> Grain:
    """How often something new can be told: cohorts ripen month by month, whatever their file."""
    grains = (bound.source.grain if bound.source else None, bound.grain)
    if Grain.MONTH in grains or bound.measure.cohort:
        return Grain.MONTH
    return Grain.WEEK if Grain.WEEK in grains else Grain.DAY


def _next_end(last: date, grain: Grain) -> date:
    """Last day of the row that comes after the one that ends on `last`."""
    if grain is Grain.MONTH:
        return bucket_end(bucket_end(last, Grain.MONTH) + ONE_DAY, Grain.MONTH)
    return last + timedelta(days=7)


def _mature_until(bound: Bound, last: date | None, plan: Plan, as_of: date, window_days: int) -> date | None:
    if last is None or bound.joining != "sum":
        return last
    extracted = bound.state.last_extracted_at
    seen = min(as_of, _local_day(extracted, plan)) if extracted else as_of
    return min(last, seen - timedelta(days=window_days))


def stated_days(bound: Bound, indicator_days: int) -> int:
    """Days until figures settle when nothing was learned: as the plan says of the source, else as its tool is known to.

    An indicator that needs longer has it; the day of the extraction itself is never complete.
    """
    own = bound.source.maturity if bound.source else None
    told = own.whole_days() if own else mature_days(bound.state.cut.tool, bound.column)
    return max(told, indicator_days, AT_LEAST)


def _local_day(moment: datetime, plan: Plan) -> date:
    return local_day(moment, ZoneInfo(plan.company.timezone))
