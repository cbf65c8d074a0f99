"""The whole scorecard of a day, from the plan and what was measured: the map that every face shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from jalon.findings import Finding
from jalon.metrics import Measurements
from jalon.plan.model import Cascade, Kpi, Kra, Measurement, Objective, Part, Plan
from jalon.quantities import Period, Refusal, Text
from jalon.quantities.refusals import NoDenominator, NotComputedYet
from jalon.scorecard.cascade import product_split, score, sum_split
from jalon.scorecard.causes.attributing import shift_of_kpi, shift_of_kri
from jalon.scorecard.curves.reading import Fitted, fitted_in
from jalon.scorecard.effects.rows import Known as KnownOfActions
from jalon.scorecard.effects.rows import action_rows, record_with
from jalon.scorecard.events import event_lists, events_in_force, stale_lists, unknown_countries
from jalon.scorecard.kri.judging import kri_rows
from jalon.scorecard.kri.saturating import responses_of
from jalon.scorecard.lint.crossed import crossed_breaks
from jalon.scorecard.lint.known import Known
from jalon.scorecard.lint.late import told_once
from jalon.scorecard.lint.noticing import noticed
from jalon.scorecard.measured import Judge
from jalon.scorecard.naming import told_apart
from jalon.scorecard.punctual import milestone_rows
from jalon.scorecard.results import (
    CascadePart,
    KpiRow,
    KpiStanding,
    KraRow,
    KriRow,
    KriStanding,
    Measured,
    ObjectiveRow,
    Reason,
    Scorecard,
)
from jalon.scorecard.reviewing import decision_rows
from jalon.scorecard.sources import source_rows
from jalon.scorecard.standing import worst
from jalon.stats.scoring import Recalibration

ROUNDING = Decimal("1e-9")
_GRAVITY = (KriStanding.RED, KriStanding.AMBER, KriStanding.UNKNOWN, KriStanding.QUIET)


def scorecard(
    plan: Plan,
    measurements: Measurements,
    as_of: date,
    *,
    workspace: str,
    edition: int,
    plan_revision: int,
    code_version: str,
    findings: Sequence[Finding] = (),
    correction: Recalibration | None = None,
    replays: Sequence[Mapping[str, object]] = (),
    known: KnownOfActions | None = None,
    fits: Sequence[Mapping[str, object]] = (),
) -> Scorecard:
    """Everything published for a day. The plan has a period: the lint refuses one without.

    `correction` is what closed targets taught of the odds published before; `replays` what the
    newest back-test kept of each risk's past, so that no refresh pays for it; `known` what an earlier scorecard
    measured of actions and what the arms of tests counted; `fits` the newest curves of each result.
    """
    period = plan.period or Period(as_of.replace(month=1, day=1), as_of)
    actions = action_rows(plan, measurements, as_of, known)
    record = record_with(plan, actions)
    judge = Judge(plan, period, measurements, as_of, correction=correction, record=record)
    judge = judge.foreseeing(targets_of(plan))
    kris = _kris(plan, measurements, as_of, tuple(fitted_in(one) for one in fits))
    kpis = tuple(_kpi(judge, kra, kpi, kris, measurements) for kra, kpi in plan.kpis())
    kras = tuple(_kra(kra, plan, kpis) for kra in plan.kras)
    results = {o.id: _result(judge, o) for o in plan.objectives}
    objectives = tuple(_objective(judge, o, results, kpis, kras) for o in plan.objectives)
    sources = source_rows(plan, measurements, as_of)
    late = told_once(measurements.findings, sources)
    lists = event_lists(plan, as_of)
    dated = (*stale_lists(lists), *unknown_countries(plan))
    judged = Known(plan, measurements, period, as_of, kpis, objectives, kris, replays, actions)
    return Scorecard(
        workspace=workspace,
        as_of=as_of,
        edition=edition,
        plan_revision=plan_revision,
        code_version=code_version,
        facts_versions={state.cut.text: state.version for state in measurements.states},
        definitions={row.measured.id: row.measured.definition for row in kpis},
        objectives=objectives,
        kras=kras,
        kpis=kpis,
        kris=kris,
        sources=sources,
        findings=(*late, *crossed_breaks(plan, measurements, period, as_of), *noticed(judged), *dated, *findings),
        events=events_in_force(plan, measurements, tuple(targets_of(plan)), as_of),
        event_lists=lists,
        milestones=milestone_rows(plan, as_of),
        decisions=decision_rows(plan, measurements, as_of),
        actions=actions,
    )


def _kris(plan: Plan, measurements: Measurements, as_of: date, fits: tuple[Fitted, ...]) -> tuple[KriRow, ...]:
    """Every risk judged, with what its change goes with and what the next euro of its channels brings."""
    asked = {kri.id: kri for _, kri in plan.kris()}
    return tuple(
        replace(
            row,
            shift=shift_of_kri(asked[row.id], plan, measurements, as_of),
            responses=responses_of(asked[row.id], plan, measurements, as_of),
        )
        for row in kri_rows(plan, measurements, as_of, fits)
    )


def targets_of(plan: Plan) -> Iterator[tuple[str, Measurement]]:
    """Everything that may have a target, by key."""
    yield from ((f"kpi:{kpi.id}", kpi.measured) for _, kpi in plan.kpis())
    yield from ((f"objective:{objective.id}", objective.result) for objective in plan.objectives)


def _kpi(judge: Judge, kra: Kra, kpi: Kpi, kris: Sequence[KriRow], measurements: Measurements) -> KpiRow:
    guards = (kpi.guardrail,) if kpi.guardrail else ()
    measured = judge.judge(f"kpi:{kpi.id}", told_apart(judge.plan, kpi.measured), kra.owner, kpi.measured, guards)
    threats = [row for row in kris if kpi.id in row.threatens]
    main = min(threats, key=lambda row: _GRAVITY.index(row.standing), default=None)
    breached = bool(measured.guardrail and measured.guardrail.get("breached"))
    return KpiRow(
        kra=kra.id,
        measured=measured,
        weight=kpi.weight,
        score=score([(measured.attainment, None, breached)]),
        main_risk=main.id if main else None,
        next_action=_next_action(judge.plan, kpi.id, judge.as_of),
        rationale=kpi.rationale,
        decides=kpi.decides,
        shift=shift_of_kpi(kpi, judge.plan, measurements, judge.as_of),
    )


def _next_action(plan: Plan, kpi: str, as_of: date) -> str | None:
    live = [a for a in plan.actions if a.kpi == kpi and a.status in ("planned", "running") and a.end and a.end >= as_of]
    return min(live, key=lambda a: (a.status != "running", a.start or as_of)).id if live else None


def _kra(kra: Kra, plan: Plan, kpis: Sequence[KpiRow]) -> KraRow:
    mine = [row for row in kpis if row.kra == kra.id]
    standing, because = worst([(row.measured.id, row.measured.standing) for row in mine])
    targeted = [row for row in mine if row.measured.standing is not KpiStanding.NO_TARGET]
    parts = [
        (row.measured.attainment, row.weight, bool(row.measured.guardrail and row.measured.guardrail.get("breached")))
        for row in targeted
    ]
    return KraRow(
        id=kra.id,
        name=kra.name or Text({"fr": kra.id}),
        owner=kra.owner,
        deputy=plan.deputy_of(kra),
        axis=kra.axis,
        mission=kra.mission,
        standing=standing,
        because=because,
        score=score(parts),
        serves=kra.serves,
        kpis=tuple(row.measured.id for row in mine),
        kris=tuple(kri.id for kri in kra.kris),
        status=kra.status,
    )


def _result(judge: Judge, objective: Objective) -> tuple[Measured, tuple[Mapping[str, object], ...]]:
    key = f"objective:{objective.id}"
    result = objective.result
    measured = judge.judge(key, objective.name, objective.owner, result, objective.guardrails)
    return measured, judge.guards(key, result, objective.guardrails)


def _objective(
    judge: Judge,
    objective: Objective,
    results: Mapping[str, tuple[Measured, tuple[Mapping[str, object], ...]]],
    kpis: Sequence[KpiRow],
    kras: Sequence[KraRow],
) -> ObjectiveRow:
    """Its own result; unmeasured, its cascade; a breached guardrail leaves it at best `watch`."""
    measured, guards = results[objective.id]
    known = {row.measured.id: row.measured for row in kpis} | {name: pair[0] for name, pair in results.items()}
    parts = _parts(judge, objective.cascade, known, kras, measured) if objective.cascade else ()
    from_cascade = False
    if measured.standing is KpiStanding.NO_DATA and objective.cascade:
        standing, because = _of_cascade(objective.cascade, known, kras)
        if because is not None:
            from_cascade = True
            reasons = (*measured.reasons, Reason("from_cascade", {"because": because}))
            measured = _with_standing(measured, standing, reasons)
    if measured.standing is KpiStanding.ON_COURSE and any(guard["breached"] for guard in guards):
        measured = _with_standing(measured, KpiStanding.WATCH, measured.reasons)
    mode = objective.cascade.mode if objective.cascade else None
    return ObjectiveRow(objective.axis, measured, mode, parts, guards, from_cascade)


def _with_standing(measured: Measured, standing: KpiStanding, reasons: tuple[Reason, ...]) -> Measured:
    return replace(measured, standing=standing, reasons=reasons)


def _of_cascade(
    cascade: Cascade, known: Mapping[str, Measured], kras: Sequence[KraRow]
) -> tuple[KpiStanding, str | None]:
    by_kra = {row.id: row.standing for row in kras}
    standings = []
    for part in cascade.parts:
        name = part.kpi or part.objective or part.kra or ""
        standing = by_kra.get(name) if part.kra else known[name].standing if name in known else None
        if standing is not None:
            standings.append((name, standing))
    return worst(standings)


def _parts(
    judge: Judge, cascade: Cascade, known: Mapping[str, Measured], kras: Sequence[KraRow], whole: Measured
) -> tuple[CascadePart, ...]:
    """Each part with what it brings to the gap between what is and what was expected by now."""
    if cascade.mode == "weighted":
        named = {row.id: row for row in kras}
        return tuple(_weighted(named[part.kra], part.weight) for part in cascade.parts if part.kra in named)
    pairs = [(part, known[name]) for part in cascade.parts if (name := part.kpi or part.objective or "") in known]
    read = [judge.to_date(*_asked(judge.plan, part)) for part, _ in pairs]
    split = _split(cascade.mode, read)
    parts = [
        CascadePart(
            "objective" if part.objective else "kpi", row.id, row.name, row.baseline, row.target, value, due, brought
        )
        for (part, row), (value, due), brought in zip(pairs, read, split, strict=True)
    ]
    return (*parts, *_rest(cascade, whole, parts))


def _asked(plan: Plan, part: Part) -> tuple[str, Measurement]:
    if part.objective:
        return f"objective:{part.objective}", next(o.result for o in plan.objectives if o.id == part.objective)
    return f"kpi:{part.kpi}", next(kpi.measured for _, kpi in plan.kpis() if kpi.id == part.kpi)


def _split(mode: str, read: Sequence[tuple[Decimal | Refusal, Decimal | Refusal]]) -> list[Decimal | Refusal]:
    """What each part brings; one part unread leaves nothing to share out."""
    factors = [(due, value) for value, due in read if isinstance(value, Decimal) and isinstance(due, Decimal)]
    if len(factors) < len(read):
        return [NoDenominator() for _ in read]
    return [*product_split(factors)] if mode == "product" else [*sum_split(factors)]


def _weighted(kra: KraRow, weight: Decimal | None) -> CascadePart:
    brought: Decimal | Refusal = kra.score * weight if isinstance(kra.score, Decimal) and weight else NoDenominator()
    return CascadePart("kra", kra.id, kra.name, None, None, kra.score, NotComputedYet("expected"), brought)


def _rest(cascade: Cascade, whole: Measured, parts: Sequence[CascadePart]) -> list[CascadePart]:
    """What no part explains is always a line of its own: the gap of the whole less what the parts bring."""
    brought = [part.contribution for part in parts if isinstance(part.contribution, Decimal)]
    if len(brought) < len(parts) or not parts:
        return []
    if not isinstance(whole.value, Decimal) or not isinstance(whole.expected, Decimal):
        return []
    left = whole.value - whole.expected - sum(brought, Decimal(0))
    planned = cascade.mode == "sum" and (cascade.rest.baseline != 0 or cascade.rest.target != 0)
    if not planned and abs(left) <= ROUNDING * max(abs(whole.value), abs(whole.expected)):
        return []
    unsaid = NotComputedYet("rest")
    value: Decimal | Refusal = unsaid
    if planned:
        values = [part.value for part in parts if isinstance(part.value, Decimal)]
        value = whole.value - sum(values, Decimal(0))
    due = value - left if isinstance(value, Decimal) else unsaid
    baseline, target = (cascade.rest.baseline, cascade.rest.target) if planned else (None, None)
    return [CascadePart("rest", "rest", Text.of("Le reste", "The rest"), baseline, target, value, due, left)]
