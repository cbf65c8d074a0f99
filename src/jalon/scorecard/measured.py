"""One KPI or objective's result judged on a day: value, course, standing, series, way back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jalon import catalogue
from jalon.catalogue.formula import names, written
from jalon.metrics import Binding, MeasuredSeries, Measurements, guardrail_key, masked
from jalon.plan.model import Guardrail, Measurement, Plan, TargetVersion
from jalon.quantities import Grain, Period, Refusal, Text
from jalon.quantities.refusals import NotComputedYet, StaleSource
from jalon.scorecard import pace
from jalon.scorecard.calendar import same_day
from jalon.scorecard.results import KpiStanding, Measured, Point, Provenance, Reason
from jalon.scorecard.standing import Judged, judged
from jalon.scorecard.trajectory import Profile

LEVEL_DAYS, LEVEL_DAYS_WHEN_THIN = 28, 91
ODDS = NotComputedYet("odds")
FORECAST = NotComputedYet("forecast")
NOT_BEGUN = NotComputedYet("period")


@dataclass(frozen=True, slots=True)
class Judge:
    """What every judgement needs: the plan, the measurements and the day."""

    plan: Plan
    period: Period
    measurements: Measurements
    as_of: date

    def judge(
        self, key: str, name: Text | None, owner: str | None, asked: Measurement, guards: tuple[Guardrail, ...]
    ) -> Measured:
        """The row of `kpi:…` or `objective:…`."""
        series = self.measurements.series_for(key)
        version = asked.target_on(self.as_of)
        window = self._window(version)
        day = self._known_until(series, window)
        span = self._span(series, version, window, day)
        value = series.over(span) if span else series.refusal or NOT_BEGUN
        aim = self._aim(series, asked, version, window)
        profile = profile_of(series)
        breached = [guard for guard in (self.guard(key, asked, g) for g in guards) if guard is not None]
        course = pace.course(aim, value, day, profile) if aim and isinstance(value, Decimal) else refused_course(value)
        closed, decision = self._decided(series, asked, version, window, value, aim, course)
        top, bottom = series.parts_over(span) if span else (None, None)
        bound = names(series.expression)
        return Measured(
            id=key.partition(":")[2],
            name=name or Text({"fr": key.partition(":")[2]}),
            owner=owner,
            unit=asked.unit or series.unit,
            direction=asked.direction or "up",
            standing=decision.standing,
            decided_by=decision.decided_by,
            reasons=decision.reasons + tuple(Reason("guardrail", g) for g in breached if g["breached"]),
            value=value,
            numerator=top,
            denominator=bottom,
            period=series.covered(span) if span else None,
            baseline=asked.baseline,
            target=version.target if version else None,
            target_range=version.target_range if version else None,
            due=version.due if version else None,
            trajectory=version.trajectory if version else None,
            expected=course.expected,
            pace=course.pace,
            attainment=course.attainment,
            progress=course.progress,
            odds=ODDS,
            forecast=FORECAST,
            closed=closed,
            formula=written(series.expression),
            formula_text=_formula_text(asked.use),
            use=asked.use,
            filter=dict(asked.filter),
            definition=definition_hash(series, asked),
            target_history=tuple(_version(v) for v in asked.targets),
            trap=_trap(asked.use),
            provenance=tuple(_provenance(binding) for binding in series.bindings),
            series=self._points(series, aim, profile, window, day),
            guardrail=next(iter(breached), None),
            masked=masked(bound, self.plan, Period(window.start, max(day, window.start))),
        )

    def _span(self, series: MeasuredSeries, version: TargetVersion | None, window: Period, day: date) -> Period | None:
        """What the value covers: a flow from the period's start, a ratio the last weeks, like the level it is.

        A seasonal ratio is read from the start, since its level moves with the season. A thin last month
        (a monthly cohort, a rare event) is read over a quarter.
        """
        if day < window.start:
            return None
        whole = Period(window.start, day)
        if series.kind != "ratio" or (version and version.trajectory in ("seasonal", "flat")):
            return whole
        for days in (LEVEL_DAYS, LEVEL_DAYS_WHEN_THIN):
            recent = Period(max(window.start, day - timedelta(days=days - 1)), day)
            _, volume = series.parts_over(recent)
            if volume is not None and volume >= self._least(series.key):
                return recent
        return whole

    def _least(self, key: str) -> Decimal:
        """The volume under which a ratio is not shown alone."""
        kpi = next((kpi for _, kpi in self.plan.kpis() if f"kpi:{kpi.id}" == key), None)
        row = catalogue.kpis().get((kpi.measured.use if kpi else None) or "")
        return (row.min_denominator if row else None) or Decimal(1)

    def to_date(self, key: str) -> Decimal | Refusal:
        """A series from the period's start to the last day known: what cascades add and multiply."""
        series = self.measurements.series_for(key)
        day = min(series.last_day or self.as_of, self.as_of, self.period.end)
        return series.over(Period(self.period.start, day)) if day >= self.period.start else NOT_BEGUN

    def _window(self, version: TargetVersion | None) -> Period:
        """From the period's start to the due date."""
        due = version.due if version else None
        return Period(self.period.start, max(due or self.period.end, self.period.start))

    def _known_until(self, series: MeasuredSeries, window: Period) -> date:
        """The last day that counts: of the facts, of the day asked, of the target."""
        yesterday = self.as_of
        known = series.last_day or yesterday
        if series.grain in (Grain.MONTH, Grain.RANGE, Grain.WEEK, Grain.SNAPSHOT) or series.kind != "flow":
            known = max(known, min(yesterday, window.end)) if series.kind != "flow" else known
        return min(known, yesterday, window.end)

    def _aim(
        self, series: MeasuredSeries, asked: Measurement, version: TargetVersion | None, window: Period
    ) -> pace.Aim | None:
        if version is None or asked.direction == "context":
            return None
        days = len(asked.baseline_period) if asked.baseline_period else 0
        return pace.Aim(series.kind, asked.direction or "up", asked.baseline, days, version, window)

    def _decided(
        self,
        series: MeasuredSeries,
        asked: Measurement,
        version: TargetVersion | None,
        window: Period,
        value: Decimal | Refusal,
        aim: pace.Aim | None,
        course: pace.Course,
    ) -> tuple[str | None, Judged]:
        """No target, no data and stale outrank everything; after the due date the standing is frozen."""
        if aim is None or version is None:
            return None, Judged(KpiStanding.NO_TARGET, None, (Reason("no_target"),))
        if isinstance(value, Refusal):
            details = {n: v for n, v in value.as_document().items() if n != "code"}
            return None, Judged(KpiStanding.NO_DATA, None, (Reason(f"refused.{value.code}", details),))
        over = version.due is not None and self.as_of > version.due
        if over and (series.last_day is None or series.last_day >= window.end or series.kind != "flow"):
            met = pace.reached(aim, value)
            verdict = "reached" if met else "missed"
            standing = KpiStanding.ON_COURSE if met else KpiStanding.OFF_COURSE
            return verdict, Judged(standing, "closed", (Reason(verdict, {"due": window.end.isoformat()}),))
        if series.stale:
            late = max(series.stale, key=lambda b: b.age_days or 0)
            refusal = StaleSource(late.tool, late.age_days or 0, late.expected_days or 0)
            details = {n: v for n, v in refusal.as_document().items() if n != "code"}
            return None, Judged(KpiStanding.STALE, None, (Reason("refused.StaleSource", details),))
        decision = judged(ODDS, course.pace)
        if decision.decided_by != "pace" or not isinstance(course.expected, Decimal):
            return None, decision
        facts = {"value": value, "expected": course.expected, "unit": asked.unit or series.unit}
        told = tuple(Reason(one.code, {**one.details, **facts}) for one in decision.reasons)
        return None, Judged(decision.standing, decision.decided_by, told)

    def guard(self, key: str, asked: Measurement, guard: Guardrail) -> Mapping[str, object] | None:
        """A guardrail read on the same period, total over total; None when it cannot be read."""
        other = f"kpi:{guard.kpi}" if guard.kpi else guardrail_key(key, guard.use or "")
        series = self.measurements.series_for(other)
        day = min(series.last_day or self.as_of, self.as_of, self.period.end)
        if day < self.period.start:
            return None
        value = series.over(Period(self.period.start, day))
        base = next((kpi.measured for _, kpi in self.plan.kpis() if kpi.id == guard.kpi), None)
        low, high = guard.not_below, guard.not_above
        if low is None and high is None and base is not None:
            low, high = (None, base.baseline) if base.direction == "down" else (base.baseline, None)
        shown: dict[str, object] = {"kpi": guard.kpi or guard.use, "not_below": low, "not_above": high}
        if isinstance(value, Refusal):
            return {**shown, "value": None, "breached": False, "refused": value.code}
        breached = (low is not None and value < low) or (high is not None and value > high)
        return {**shown, "value": value, "breached": breached}

    def _points(
        self, series: MeasuredSeries, aim: pace.Aim | None, profile: Profile, window: Period, day: date
    ) -> tuple[Point, ...]:
        """Weeks of the period with what the trajectory asked for and what a year before gave."""
        if series.refusal is not None:
            return ()
        shown = Period(self.period.start, self.period.end)
        past = {bucket.start: bucket.value for bucket in series.buckets(Grain.WEEK, self._year_before(shown))}
        points = []
        previous = Decimal(0)
        for bucket in series.buckets(Grain.WEEK, shown):
            due = pace.expected_on(aim, bucket.end, profile) if aim and bucket.end <= window.end else None
            expected = due if isinstance(due, Decimal) else None
            if aim and aim.counted and expected is not None:
                expected, previous = expected - previous, expected
            known = bucket.value if bucket.start <= day else None
            before = past.get(_monday(same_day(bucket.end, 1)))
            points.append(
                Point(bucket.start, bucket.end, known, expected, before, bucket.numerator, bucket.denominator)
            )
        return tuple(points)

    def _year_before(self, shown: Period) -> Period:
        start = _monday(same_day(shown.start, 1))
        return Period(start, max(start, same_day(shown.end, 1)) + timedelta(days=6))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def refused_course(value: Decimal | Refusal) -> pace.Course:
    """No course without a target or a value: the same reason everywhere."""
    why = value if isinstance(value, Refusal) else NotComputedYet("target")
    return pace.Course(why, why, why, why)


def profile_of(series: MeasuredSeries) -> Profile:
    """Past daily volumes of a series: the total of a flow, the denominator of a ratio."""
    if series.refusal is not None or series.first_day is None or series.last_day is None:
        return Profile()
    span = Period(series.first_day, series.last_day)
    daily = {}
    for bucket in series.buckets(Grain.DAY, span):
        volume = bucket.denominator if series.kind == "ratio" else bucket.value
        if volume is not None:
            daily[bucket.start] = volume
    return Profile(daily, series.first_day, series.last_day)


def definition_hash(series: MeasuredSeries, asked: Measurement) -> str:
    """A changed formula, filter, parameter or unit is a new definition."""
    filters = ";".join(f"{name}={','.join(sorted(values))}" for name, values in sorted(asked.filter.items()))
    params = ";".join(f"{name}={value}" for name, value in sorted(asked.params.items()))
    text = "|".join((written(series.expression), filters, params, asked.unit or series.unit))
    return hashlib.sha256(text.encode()).hexdigest()


def _formula_text(use: str | None) -> Text | None:
    row = catalogue.kpis().get(use or "")
    return row.formula_text if row else None


def _trap(use: str | None) -> Text | None:
    row = catalogue.kpis().get(use or "")
    return row.trap if row and row.trap.in_language("fr") else None


def _version(version: TargetVersion) -> Mapping[str, object]:
    return {
        "target": version.target,
        "target_range": version.target_range,
        "due": version.due,
        "trajectory": version.trajectory,
        "decided_on": version.decided_on,
        "author": version.author,
        "reason": version.reason,
        "decision": version.decision,
    }


def _provenance(binding: Binding) -> Provenance:
    return Provenance(
        measure=binding.measure,
        tool=binding.tool,
        cut=binding.cut,
        version=binding.version,
        last_day=binding.last_day,
        extracted_at=binding.extracted_at,
        age_days=binding.age_days,
        expected_days=binding.expected_days,
        import_id=binding.import_id,
    )
