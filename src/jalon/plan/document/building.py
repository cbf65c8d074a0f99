"""Checked values made into the plan's objects, defaults filled from the document, the catalogue and one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from jalon import catalogue
from jalon.plan import model as m
from jalon.quantities import Duration, Period

Values = dict[str, Any]
T = TypeVar("T")


def tup(values: Values, name: str) -> tuple[Any, ...]:
    """A list of the document, whatever is missing from it."""
    return tuple(values.get(name) or ())


def many(values: Values, name: str, build: Callable[[Values], T]) -> tuple[T, ...]:
    """The objects of a list, each built."""
    return tuple(build(item) for item in values.get(name) or ())


def period_of(values: Values | None) -> Period | None:
    """A period, unless a day is missing or they are in the wrong order."""
    start, end = (values or {}).get("start"), (values or {}).get("end")
    return Period(start, end) if start and end and start <= end else None


def claim_of(values: Values) -> m.Claim | None:
    """A claim with exactly one ground; a malformed one holds nothing (its finding says why)."""
    found = values["#claim"]
    grounds = [name for name in found if name in ("channel", "asset", "budget", "stage", "decision")]
    if len(grounds) != 1:
        return None
    qualifiers = {name: words for name, words in found.items() if name != grounds[0]}
    return m.Claim(grounds[0], found[grounds[0]], qualifiers, values["#path"])


def claims_of(values: Values, name: str) -> tuple[m.Claim, ...]:
    """The well-formed claims of a list."""
    return tuple(claim for claim in (claim_of(item) for item in values.get(name) or ()) if claim)


def guardrail_of(values: Values | None) -> m.Guardrail | None:
    """A guardrail in its long form."""
    if values is None:
        return None
    bounds = (values.get("not_below"), values.get("not_above"))
    return m.Guardrail(values.get("kpi"), values.get("use"), *bounds, path=values["#path"])


def measured_of(values: Values, context: Context) -> m.Measurement:
    """What a KPI or a result measures; name, formula, unit and direction come from the catalogue when it `use`s one."""
    use = values.get("use")
    row = catalogue.kpis().get(use) if isinstance(use, str) else None
    return m.Measurement(
        use=use,
        formula=row.formula if row else values.get("formula"),
        name=values.get("name") or (row.name if row else None),
        unit=(context.money(row.unit) if row else values.get("unit")),
        direction=row.direction if row else values.get("direction"),
        filter=values.get("filter") or {},
        params=values.get("params") or {},
        baseline=values.get("baseline"),
        baseline_period=period_of(values.get("baseline_period")) or context.year_before(),
        targets=targets_of(values, context),
    )


def targets_of(values: Values, context: Context) -> tuple[m.TargetVersion, ...]:
    """Every version of a target; the short form is one version, decided at the period's start by the owner."""
    if values.get("targets"):
        return tuple(_version(item, values.get("due"), item["#path"]) for item in values["targets"])
    if values.get("target") is None and values.get("target_range") is None:
        return ()
    start = context.period.start if context.period else None
    return (_version(values, context.due, values["#path"], start, context.owner, short=True),)


def _version(
    values: Values, due: Any, path: str, decided: Any = None, author: str | None = None, short: bool = False
) -> m.TargetVersion:
    return m.TargetVersion(
        target=values.get("target"),
        target_range=values.get("target_range"),
        due=values.get("due") or due,
        trajectory=values.get("trajectory") or "linear",
        steps=tuple(
            m.Step(step["date"], step["value"], step["#path"])
            for step in values.get("steps") or ()
            if step.get("date") and step.get("value") is not None
        ),
        decided_on=decided if short else values.get("decided_on"),
        author=author if short else values.get("author"),
        reason=None if short else values.get("reason"),
        decision=values.get("decision"),
        short_form=short,
        path=path,
    )


class Context:
    """What objects inherit from where they stand: the period, the currency, the owner, the KRI defaults."""

    def __init__(self, period: Period | None, currency: str, defaults: m.KriDefaults) -> None:
        self.period, self.currency, self.defaults = period, currency, defaults
        self.owner: str | None = None
        self.due: Any = None

    def year_before(self) -> Period | None:
        """The year before the plan's period."""
        return self.period.year_before() if self.period else None

    def money(self, unit: str) -> str:
        """The catalogue's display currency is the company's own."""
        return self.currency if unit == "EUR" else unit


def kpi_of(values: Values, context: Context) -> m.Kpi:
    """A KPI; without an id it is named by what it uses."""
    return m.Kpi(
        id=str(values.get("id") or values.get("use") or ""),
        measured=measured_of(values, context),
        weight=values.get("weight"),
        guardrail=guardrail_of(values.get("guardrail")),
        contributors=tup(values, "contributors"),
        rationale=values.get("rationale"),
        decides=values.get("decides"),
        path=values["#path"],
    )


def kri_of(values: Values, context: Context, owner: str | None) -> m.Kri:
    """A KRI with the catalogue's thresholds and responses, the KRA's owner and the plan's defaults filled in."""
    use = values.get("use")
    row = catalogue.kris().get(use) if isinstance(use, str) else None
    response, defaults = values.get("response") or {}, context.defaults
    own_owner = owner if values.get("owner") is None else values["owner"]
    return m.Kri(
        id=str(values.get("id") or use or ""),
        use=use,
        formula=values.get("formula"),
        name=values.get("name") or (row.name if row else None),
        risk=values.get("risk") or (row.risk if row else None),
        method=values.get("method") or (row.method if row else "threshold" if values.get("formula") else None),
        filter=values.get("filter") or {},
        threatens=tup(values, "threatens"),
        owner=own_owner,
        bad_direction=values.get("bad_direction") or (row.bad_direction if row else None),
        scale=values.get("scale") or (row.scale if row else "value" if values.get("formula") else None),
        appetite=_first(values.get("appetite"), row.appetite if row else None),
        limit=_first(values.get("limit"), row.limit if row else None),
        persistence=_persistence(values) or _row_persistence(row) or defaults.persistence,
        cadence=values.get("cadence") or (row.cadence if row else None),
        lead_days=values.get("lead_days") or (row.lead_days if row else None),
        lead_measured=values.get("lead_days") is not None,
        response=m.Response(
            owner=response.get("owner") or own_owner,
            amber=response.get("amber") or (row.response_amber if row else None),
            red=response.get("red") or (row.response_red if row else None),
            within=response.get("within") or defaults.red_within,
        ),
        escalate_to=values.get("escalate_to") or defaults.escalate_to,
        path=values["#path"],
    )


def _first(*candidates: Any) -> Any:
    return next((candidate for candidate in candidates if candidate is not None), None)


def _persistence(values: Values) -> m.Persistence | None:
    given = values.get("persistence") or {}
    hits, of = given.get("hits"), given.get("of")
    return m.Persistence(hits, of) if hits is not None and of is not None else None


def _row_persistence(row: catalogue.CatalogueKri | None) -> m.Persistence | None:
    params = dict(row.params) if row else {}
    return m.Persistence(int(params["hits"]), int(params["of"])) if {"hits", "of"} <= params.keys() else None


def kri_defaults_of(values: Values | None) -> m.KriDefaults:
    """What KRIs share."""
    given = values or {}
    return m.KriDefaults(
        persistence=_persistence(given) or m.Persistence(2, 3),
        amber_within=given.get("amber_within") or Duration.parse("P5D"),
        red_within=given.get("red_within"),
        escalate_to=given.get("escalate_to"),
        appetite=given.get("appetite") or {},
        alarms_per_year=given.get("alarms_per_year") or Decimal(1),
    )


def kra_of(values: Values, context: Context, reviewers: dict[str, str | None]) -> m.Kra:
    """A KRA with the days of the period and, for reviewer, the owner of the first objective it serves."""
    owner = values.get("owner")
    context.owner, context.due = owner, None
    serves = tup(values, "serves")
    days = (context.period.start, context.period.end) if context.period else (None, None)
    return m.Kra(
        id=str(values.get("id") or ""),
        name=values.get("name"),
        owner=owner,
        deputy=values.get("deputy"),
        reviewer=values.get("reviewer") or next((reviewers.get(served) for served in serves), None),
        primary=values.get("primary") is not False,
        axis=values.get("axis"),
        template=values.get("template"),
        status=values.get("status") or "active",
        first_day=values.get("from") or days[0],
        last_day=values.get("to") or days[1],
        mission=values.get("mission"),
        territory=claims_of(values, "territory"),
        limits=many(values, "limits", lambda i: m.Limit(i["text"], i.get("held_by"), i["#path"])),
        serves=serves,
        contributors=tup(values, "contributors"),
        kpis=many(values, "kpis", lambda item: kpi_of(item, context)),
        kris=many(values, "kris", lambda item: kri_of(item, context, owner)),
        hand_overs=many(
            values, "hand_overs", lambda i: m.HandOver(i.get("to"), i.get("what"), i.get("when"), i["#path"])
        ),
        path=values["#path"],
    )


def objective_of(values: Values, context: Context) -> m.Objective:
    """An objective; its result is due at the period's end unless it says otherwise."""
    context.owner, context.due = values.get("owner"), context.period.end if context.period else None
    cascade = values.get("cascade")
    return m.Objective(
        id=str(values.get("id") or ""),
        name=values.get("name"),
        axis=values.get("axis"),
        owner=values.get("owner"),
        result=measured_of(values.get("result") or {"#path": f"{values['#path']}.result"}, context),
        guardrails=tuple(g for g in (guardrail_of(item) for item in values.get("guardrails") or ()) if g),
        cascade=_cascade(cascade) if cascade and cascade.get("mode") else None,
        rationale=values.get("rationale"),
        path=values["#path"],
    )


def _cascade(values: Values) -> m.Cascade:
    rest = values.get("rest") or {}
    return m.Cascade(
        mode=values["mode"],
        parts=many(
            values,
            "parts",
            lambda p: m.Part(p.get("kpi"), p.get("objective"), p.get("kra"), p.get("weight"), p["#path"]),
        ),
        rest=m.Rest(rest.get("baseline") or Decimal(0), rest.get("target") or Decimal(0)),
        tolerance=values.get("tolerance"),
        path=values["#path"],
    )


def action_of(values: Values, owners: dict[str, str | None]) -> m.Action:
    """An action; its owner is the KRA's unless named."""
    expect, outcome = values.get("expect"), values.get("outcome")
    bounds = ("abs", "rel", "low", "high")
    return m.Action(
        id=str(values.get("id") or ""),
        name=values.get("name"),
        kra=values.get("kra"),
        kpi=values.get("kpi"),
        objective=values.get("objective"),
        owner=values.get("owner") or owners.get(str(values.get("kra"))),
        start=values.get("start"),
        end=values.get("end"),
        cost=values.get("cost") or Decimal(0),
        budget=values.get("budget"),
        hypothesis=values.get("hypothesis"),
        expect=m.Expect(*(expect.get(name) for name in bounds)) if expect else None,
        effect_design=values.get("effect_design"),
        control=values.get("control"),
        holdout_share=values.get("holdout_share"),
        guardrail=guardrail_of(values.get("guardrail")),
        touches=claims_of(values, "touches"),
        needs=tup(values, "needs"),
        answers_kri=values.get("answers_kri"),
        after=values.get("after"),
        status=values.get("status") or "planned",
        outcome=_outcome(outcome) if outcome and outcome.get("verdict") else None,
        path=values["#path"],
        design=_design(values.get("design") or {}),
    )


def _design(values: Values) -> m.Design:
    sample = values.get("sample")
    return m.Design(
        until=values.get("until"),
        margin=values.get("margin"),
        controls=tup(values, "controls"),
        units=values.get("units"),
        touched=tup(values, "touched"),
        starts=values.get("starts") or {},
        mode=values.get("mode") or "fixed",
        sample=None if sample is None else int(sample),
    )


def _outcome(values: Values) -> m.Outcome:
    return m.Outcome(
        verdict=values["verdict"],
        abs=values.get("abs"),
        rel=values.get("rel"),
        interval=values.get("interval"),
        level=values.get("level") or Decimal("0.9"),
        reason=values.get("reason"),
    )


def ids(objects: Sequence[m.Kra | m.Objective]) -> dict[str, str | None]:
    """Owner of each object by its id."""
    return {item.id: item.owner for item in objects}
