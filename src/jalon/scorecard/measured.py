"""One KPI or objective's result judged on a day: value, course, standing, series, way back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from jalon import catalogue
from jalon.catalogue.calendars import FRANCE
from jalon.catalogue.formula import Name, Operation, names, written
from jalon.metrics import Binding, Bucket, Estimate, MeasuredSeries, Measurements, masked
from jalon.metrics.readings import DailyFlow
from jalon.plan.model import Guardrail, Measurement, Plan, TargetVersion
from jalon.quantities import Grain, Period, Refusal, Text
from jalon.quantities.refusals import BreakInWindow, NoTarget, NotBegun, NotSettled, StaleSource
from jalon.scorecard import breaks, pace, spans
from jalon.scorecard.calendar import same_day
from jalon.scorecard.guarding import guarded
from jalon.scorecard.odds import Likely, Record, likelihoods, record_of
from jalon.scorecard.odds.asking import Question, question
from jalon.scorecard.reading import Beside, Read, beside_breaks, channels_of, read_over
from jalon.scorecard.results import KpiStanding, Measured, Point, Provenance, Reason, Settlement
from jalon.scorecard.standing import Judged, judged_by_odds, judged_by_pace, missing
from jalon.scorecard.trajectory import Profile
from jalon.stats.scoring import Recalibration

SHARES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Judge:
    """What every judgement needs: the plan, the measurements and the day."""

    plan: Plan
    period: Period
    measurements: Measurements
    as_of: date
    likely: Mapping[str, Likely | Refusal] = field(default_factory=dict)
    correction: Recalibration | None = None
    record: Record | None = None

    def judge(
        self, key: str, name: Text | None, owner: str | None, asked: Measurement, guards: tuple[Guardrail, ...]
    ) -> Measured:
        """The row of `kpi:…` or `objective:…`."""
        series = self.measurements.series_for(key)
        version = asked.target_on(self.as_of)
        window, day, span = self._days(series, asked, version)
        channels = channels_of(asked)
        found = read_over(series, span, self.plan, channels) if span else Read(unread(series, window))
        value = found.value
        aim = self._aim(series, asked, version, window)
        profile = profile_for(series, version, self.plan.company.country)
        likely = self.likely.get(key, NoTarget())
        course = pace.course(aim, value, day, profile) if aim and isinstance(value, Decimal) else refused_course(value)
        beside = beside_breaks(series, aim, profile, day, self.plan, channels) if aim else None
        course = _beside(aim, course, beside) if aim else course
        closed, decision = self._decided(key, series, asked, version, window, value, aim, course, beside)
        rails = self.guards(key, asked, guards)
        bound = names(series.expression)
        return Measured(
            id=key.partition(":")[2],
            name=name or Text({"fr": key.partition(":")[2]}),
            owner=owner,
            unit=asked.unit or series.unit,
            direction=asked.direction or "up",
            standing=decision.standing,
            decided_by=decision.decided_by,
            reasons=decision.reasons + tuple(Reason("guardrail", g) for g in rails if g["breached"]),
            value=value,
            numerator=found.numerator,
            denominator=found.denominator,
            period=found.period,
            baseline=asked.baseline,
            target=version.target if version else None,
            target_range=version.target_range if version else None,
            due=version.due if version else None,
            trajectory=version.trajectory if version else None,
            expected=course.expected,
            pace=course.pace,
            attainment=course.attainment,
            progress=course.progress,
            odds=likely.odds if isinstance(likely, Likely) else likely,
            forecast=likely.forecast if isinstance(likely, Likely) else likely,
            visible=likely.visible if isinstance(likely, Likely) else likely,
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
            guardrail=next(iter(rails), None),
            masked=masked(bound, self.plan, Period(window.start, max(day, window.start)), channels),
            settlement=settlement_of(series),
        )

    def questions(self, targets: Iterable[tuple[str, Measurement]]) -> tuple[list[Question], dict[str, Refusal]]:
        """What each target asks of the future, and why some ask nothing."""
        asked: list[Question] = []
        refused: dict[str, Refusal] = {}
        for key, measurement in targets:
            series, version = self.measurements.series_for(key), measurement.target_on(self.as_of)
            window = spans.window_of(self.period, version)
            if version is None or self._aim(series, measurement, version, window) is None:
                continue
            found = question(key, series, measurement, version, window, self.plan, self.as_of)
            if isinstance(found, Refusal):
                refused[key] = found
            else:
                asked.append(found)
        return asked, refused

    def foreseeing(self, targets: Iterable[tuple[str, Measurement]]) -> Judge:
        """The same judge, who knows the odds of these targets."""
        asked, refused = self.questions(targets)
        record = record_of(self.plan) if self.record is None else self.record
        return replace(self, likely={**refused, **likelihoods(asked, record, self.correction)})

    def guards(self, key: str, asked: Measurement, guards: tuple[Guardrail, ...]) -> tuple[Mapping[str, object], ...]:
        """Each guardrail read over the days of what it guards."""
        _, _, span = self._days(self.measurements.series_for(key), asked, asked.target_on(self.as_of))
        read = (guarded(self.plan, self.measurements, key, guard, span) for guard in guards)
        return tuple(one for one in read if one is not None)

    def to_date(self, key: str, asked: Measurement) -> tuple[Decimal | Refusal, Decimal | Refusal]:
        """Value and expected value from the period's start to the last day known: what cascades add and multiply.

        A ratio is expected at what its path would have given on each day's own volume: both cover the same days.
        """
        series, version = self.measurements.series_for(key), asked.target_on(self.as_of)
        window = spans.window_of(self.period, version)
        day = spans.known_until(series, self.period, self.as_of)
        if series.refusal is not None or day < self.period.start:
            why = unread(series, self.period)
            return why, why
        aim, span = self._aim(series, asked, version, window), Period(self.period.start, day)
        value = series.over(span)
        if aim is None:
            return value, NoTarget()
        return value, _expected_over(series, aim, span, profile_for(series, version, self.plan.company.country))

    def _days(
        self, series: MeasuredSeries, asked: Measurement, version: TargetVersion | None
    ) -> tuple[Period, date, Period | None]:
        """The window of the target, the last day that counts, and the days the value covers."""
        window = spans.window_of(self.period, version)
        day = spans.known_until(series, window, self.as_of)
        return window, day, spans.span_of(series, asked, version, window, day)

    def _aim(
        self, series: MeasuredSeries, asked: Measurement, version: TargetVersion | None, window: Period
    ) -> pace.Aim | None:
        aimed = version is not None and (version.target is not None or version.target_range is not None)
        if version is None or not aimed or asked.direction == "context":
            return None
        days = len(asked.baseline_period) if asked.baseline_period else 0
        return pace.Aim(series.kind, asked.direction or "up", asked.baseline, days, version, window)

    def _decided(
        self,
        key: str,
        series: MeasuredSeries,
        asked: Measurement,
        version: TargetVersion | None,
        window: Period,
        value: Decimal | Refusal,
        aim: pace.Aim | None,
        course: pace.Course,
        beside: Beside | Refusal | None,
    ) -> tuple[str | None, Judged]:
        """No target, no data and stale outrank everything; once the due day is known the standing is frozen."""
        if aim is None or version is None:
            return None, Judged(KpiStanding.NO_TARGET, None, (Reason("no_target"),))
        if isinstance(value, Refusal):
            return None, missing(KpiStanding.NO_DATA, value)
        if self.as_of > window.end and spans.known_until(series, window, self.as_of) >= window.end:
            counted = beside.value / beside.share if isinstance(beside, Beside) and beside.share > 0 else value
            verdict = "reached" if pace.reached(aim, counted) else "missed"
            standing = KpiStanding.ON_COURSE if verdict == "reached" else KpiStanding.OFF_COURSE
            return verdict, Judged(standing, "closed", (Reason(verdict, {"due": window.end.isoformat()}),))
        if series.stale:
            late = max(series.stale, key=lambda b: (b.age_days or 0) - (b.expected_days or 0))
            why = StaleSource(late.tool, late.age_days or 0, late.expected_days or 0)
            return None, missing(KpiStanding.STALE, why)
        if pace.unbeatable(aim, value):
            return None, Judged(KpiStanding.ON_COURSE, "pace", (Reason("nothing_counted"),))
        return None, self._by_odds_or_pace(key, series, asked, window, value, course, beside)

    def _by_odds_or_pace(
        self,
        key: str,
        series: MeasuredSeries,
        asked: Measurement,
        window: Period,
        value: Decimal,
        course: pace.Course,
        beside: Beside | Refusal | None,
    ) -> Judged:
        """The odds decide, else the pace, in figures; an alarm across a measurement break is masked, never raised.

        Odds of a flow count the days that a break hides as they were told: beside them, its pace decides.
        """
        likely = self.likely.get(key, NoTarget())
        unit = asked.unit or series.unit
        if isinstance(likely, Likely) and beside is None:
            return judged_by_odds(likely.odds, {**likely.said(), "unit": unit})
        decision = judged_by_pace(course.pace)
        if decision.decided_by != "pace" or not isinstance(course.expected, Decimal):
            return decision
        alarm = decision.standing is not KpiStanding.ON_COURSE
        kpi, channels = key.partition(":")[2], channels_of(asked)
        day = breaks.unsettled(names(series.expression), self.plan, kpi, window, self.as_of, channels)
        if alarm and day is not None:
            return missing(KpiStanding.NO_DATA, BreakInWindow(day))
        if isinstance(beside, Beside):
            return replace(decision, reasons=(*decision.reasons, Reason("beside_break", {"days": beside.days})))
        facts = {"value": value, "expected": course.expected, "unit": asked.unit or series.unit}
        told = tuple(Reason(one.code, {**one.details, **facts}) for one in decision.reasons)
        return Judged(decision.standing, decision.decided_by, told)

    def _points(
        self, series: MeasuredSeries, aim: pace.Aim | None, profile: Profile, window: Period, day: date
    ) -> tuple[Point, ...]:
        """Weeks of the period with what the trajectory asked for and what a year before gave; young ones are told."""
        if series.refusal is not None:
            return ()
        shown = Period(self.period.start, self.period.end)
        past = {bucket.start: bucket.value for bucket in series.buckets(Grain.WEEK, self._year_before(shown))}
        points = []
        previous, country = Decimal(0), self.plan.company.country
        young, last = set(series.maturity.young), min(series.last_day or day, self.as_of, window.end)
        for bucket in series.buckets(Grain.WEEK, shown):
            due = pace.expected_on(aim, bucket.end, profile) if aim and bucket.end <= window.end else None
            expected = due if isinstance(due, Decimal) else None
            if aim and aim.counted and expected is not None:
                expected, previous = expected - previous, expected
            known = bucket.value if bucket.start <= last else None
            before = past.get(_monday(same_day(bucket.end, 1, country)))
            moving = known is not None and any(day in young for day in Period(bucket.start, bucket.end).days())
            share = _share_read(series, bucket) if moving else None
            parts = (bucket.numerator, bucket.denominator)
            points.append(Point(bucket.start, bucket.end, known, expected, before, *parts, moving, share))
        return tuple(points)

    def _year_before(self, shown: Period) -> Period:
        country = self.plan.company.country
        start = _monday(same_day(shown.start, 1, country))
        return Period(start, max(start, same_day(shown.end, 1, country)) + timedelta(days=6))


def _beside(aim: pace.Aim, course: pace.Course, beside: Beside | Refusal | None) -> pace.Course:
    """The course beside hidden days; where they are most of the days, no pace can be said."""
    if isinstance(beside, Beside):
        return pace.course_beside(aim, course, beside.value, beside.share)
    if isinstance(beside, Refusal):
        return replace(course, pace=beside, attainment=beside)
    return course


def unread(series: MeasuredSeries, window: Period) -> Refusal:
    """Why nothing of a window may be read yet: not begun, or nothing of it has settled."""
    if series.refusal is not None:
        return series.refusal
    if series.last_day is not None and series.last_day >= window.start:
        return NotSettled(window.start + timedelta(days=series.maturity.window_days))
    return NotBegun(window.start)


def settlement_of(series: MeasuredSeries) -> Settlement | None:
    """Which days of a series still move."""
    if series.refusal is not None or not series.settlings:
        return None
    maturity = series.maturity
    return Settlement(
        settled_until=maturity.settled_until,
        last_day=series.last_day,
        window_days=maturity.window_days,
        learned=maturity.is_learned,
        first_young=min(maturity.young, default=None),
        young_days=len(maturity.young),
    )


def _share_read(series: MeasuredSeries, bucket: Bucket) -> Decimal | None:
    """The part of a bucket's settled value that was read."""
    settled = series.settled_over(Period(bucket.start, bucket.end))
    if not isinstance(settled, Estimate) or not settled.value or bucket.value is None:
        return None
    return (bucket.value / settled.value).quantize(SHARES)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def refused_course(value: Decimal | Refusal) -> pace.Course:
    """No course without a target or a value: the same reason everywhere."""
    why = value if isinstance(value, Refusal) else NoTarget()
    return pace.Course(why, why, why, why)


def _expected_over(series: MeasuredSeries, aim: pace.Aim, span: Period, profile: Profile) -> Decimal | Refusal:
    """What the path asks for over a span: of a ratio, the path of each day weighed by the day's denominator."""
    if series.kind != "ratio" or aim.version.target_range is not None:
        return pace.expected_on(aim, span.end, profile)
    top, bottom = Decimal(0), Decimal(0)
    for bucket in series.buckets(series.grain, span):
        due = pace.expected_on(aim, bucket.end, profile)
        if isinstance(due, Refusal):
            return due
        weight = bucket.denominator or Decimal(0)
        top, bottom = top + due * weight, bottom + weight
    return top / bottom if bottom else pace.expected_on(aim, span.end, profile)


def profile_for(series: MeasuredSeries, version: TargetVersion | None, country: str = FRANCE) -> Profile:
    """The past of a series where its trajectory asks for it."""
    return profile_of(series, country) if version is not None and version.trajectory == "seasonal" else Profile()


def profile_of(series: MeasuredSeries, country: str = FRANCE) -> Profile:
    """Past daily volumes of a series: the total of a flow, the denominator of a ratio."""
    if series.refusal is not None or series.first_day is None or series.last_day is None:
        return Profile()
    span = Period(series.first_day, series.last_day)
    return Profile(_volumes(series, span), span.start, span.end, country)


def _volumes(series: MeasuredSeries, span: Period) -> Mapping[date, Decimal]:
    """What each day counted: of one measure alone its own column, of anything else the formula day by day."""
    shown = series.expression
    counted = shown.right if series.kind == "ratio" and isinstance(shown, Operation) and shown.sign == "/" else shown
    alone = series.components.get(counted.id) if isinstance(counted, Name) else None
    if isinstance(alone, DailyFlow) and not alone.no_rate:
        return {day: value for day, value in zip(alone.lines, alone.values, strict=True) if value is not None}
    days = {
        one.start: one.denominator if series.kind == "ratio" else one.value for one in series.buckets(Grain.DAY, span)
    }
    return {day: volume for day, volume in days.items() if volume is not None}


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
