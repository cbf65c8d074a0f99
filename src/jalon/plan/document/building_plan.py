"""The whole plan built from its checked values: company, people, governance, then the parts together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jalon.plan import model as m
from jalon.plan.document.building import (
    Context,
    Values,
    action_of,
    claim_of,
    claims_of,
    ids,
    kra_of,
    kri_defaults_of,
    many,
    objective_of,
    period_of,
    tup,
)
from jalon.quantities import Duration, Text

ALL_EVENTS = ("google_updates", "platform_events", "calendar_fr", "calendar_eu")


def built(
    values: Values, faulty: frozenset[str], several_owners: frozenset[str], shared_owners: frozenset[str] = frozenset()
) -> m.Plan:
    """The plan that checked values say."""
    company, period = _company(values.get("company") or {}), period_of(values.get("period"))
    defaults = kri_defaults_of(values.get("kri_defaults"))
    context = Context(period, company.currency, defaults)
    objectives = many(values, "objectives", lambda item: objective_of(item, context))
    kras = many(values, "kras", lambda item: kra_of(item, context, ids(objectives)))
    dimensions = values.get("dimensions") or {}
    events = values.get("events") or {}
    return m.Plan(
        languages=tup(values, "languages") or ("fr",),
        status=values.get("status") or "in_force",
        as_of=values.get("as_of"),
        company=company,
        period=period,
        brand_terms=tup(values, "brand_terms"),
        teams=many(values, "teams", lambda t: m.Team(t.get("id") or "", t.get("name") or Text({"fr": "?"}))),
        people=many(values, "people", lambda person: _person(person, period.start if period else None)),
        roles=many(values, "roles", lambda r: m.Role(r.get("id") or "", _named(r), r.get("based_on"), r["#path"])),
        axes=many(values, "axes", lambda a: m.Axis(a.get("id") or "", _named(a), a["#path"])),
        grounds=_grounds(values),
        dimensions={name: inner["values"] for name, inner in dimensions.items()},
        dimension_names={name: inner["name"] for name, inner in dimensions.items() if inner["name"]},
        required=claims_of(values, "required"),
        budget=_budget(values.get("budget")),
        objectives=objectives,
        kras=kras,
        overlap_rules=many(values, "overlap_rules", _overlap_rule),
        milestones=many(values, "milestones", _milestone),
        actions=many(values, "actions", lambda item: action_of(item, ids(kras))),
        decisions=many(values, "decisions", _decision),
        arbitration=_arbitration(values.get("arbitration")),
        kri_defaults=defaults,
        event_sources=tuple(events["include"]) if events.get("include") is not None else ALL_EVENTS,
        own_events=many(events, "own", _own_event),
        cadence=_cadence(values.get("cadence") or {}),
        sources=many(values, "sources", _source),
        mappings=many(values, "mappings", _mapping),
        sharing=_sharing(values.get("sharing") or {}),
        lint=_lint(values.get("lint") or {}),
        faulty=faulty,
        several_owners=several_owners,
        shared_owners=shared_owners,
    )


def _named(values: Values) -> Text:
    return values.get("name") or Text({"fr": str(values.get("id") or "?")})


def _company(values: Values) -> m.Company:
    return m.Company(
        id=values.get("id") or "",
        name=values.get("name") or Text({"fr": str(values.get("id") or "?")}),
        activity=values.get("activity"),
        country=values.get("country") or "FR",
        currency=values.get("currency") or "EUR",
        timezone=values.get("timezone") or "Europe/Paris",
        week_starts=values.get("week_starts") or "monday",
        school_zone=values.get("school_zone"),
    )


def _person(values: Values, first: Any) -> m.Person:
    return m.Person(
        id=values.get("id") or "",
        name=values.get("name") or str(values.get("id") or ""),
        role=values.get("role"),
        team=values.get("team"),
        email=values.get("email"),
        deputy=values.get("deputy"),
        external=values.get("external") is True,
        sponsor=values.get("sponsor"),
        actor=values.get("actor") is not False,
        first_day=values.get("from") or first,
        last_day=values.get("to"),
        path=values["#path"],
    )


def _grounds(values: Values) -> dict[str, dict[str, Text | None]]:
    found = dict(values.get("grounds") or {})
    budget = values.get("budget") or {}
    lines = [line for line in budget.get("lines") or () if line.get("id")]
    if lines:
        found["budget"] = {line["id"]: line.get("name") for line in lines}
    return found


def _budget(values: Values | None) -> m.Budget | None:
    if values is None:
        return None
    lines = many(
        values,
        "lines",
        lambda i: m.BudgetLine(
            i.get("id") or "",
            i.get("amount"),
            i.get("name"),
            i.get("media") is True,
            i.get("note"),
            i["#path"],
            i.get("least"),
            i.get("most"),
        ),
    )
    return m.Budget(values.get("total"), lines, values.get("seasonality") or {}, values["#path"])


def _overlap_rule(values: Values) -> m.OverlapRule:
    where = values.get("where")
    return m.OverlapRule(
        id=values.get("id") or "",
        between=tup(values, "between"),
        where=claim_of(where) if where else None,
        rule=values.get("rule"),
        review_on=values.get("review_on"),
        decision=values.get("decision"),
        path=values["#path"],
    )


def _milestone(values: Values) -> m.Milestone:
    return m.Milestone(
        id=values.get("id") or "",
        name=values.get("name"),
        day=values.get("date"),
        owner=values.get("owner"),
        needed_by=tup(values, "needed_by"),
        needs=tup(values, "needs"),
        status=values.get("status") or "open",
        done_on=values.get("done_on"),
        path=values["#path"],
    )


def _decision(values: Values) -> m.Decision:
    effect, outcome = values.get("effect"), values.get("outcome")
    return m.Decision(
        id=values.get("id") or "",
        day=values.get("date"),
        question=values.get("question"),
        options=tup(values, "options"),
        chosen=values.get("chosen"),
        by=values.get("by"),
        rule=values.get("rule"),
        evidence=tup(values, "evidence"),
        effect=_effect(effect) if effect else None,
        review_on=values.get("review_on"),
        outcome=_outcome_of(outcome) if outcome else None,
        path=values["#path"],
        option_names=values.get("option_names") or {},
        why=values.get("why"),
        effects=many(values, "effects", _option_effect),
        decided_on=values.get("decided_on"),
        reason=values.get("reason"),
    )


def _option_effect(values: Values) -> m.OptionEffect:
    expect = values.get("expect")
    return m.OptionEffect(
        option=values.get("option") or "",
        kra=values.get("kra"),
        kpi=values.get("kpi"),
        expect=m.Expect(*(expect.get(name) for name in ("abs", "rel", "low", "high"))) if expect else None,
        source=values.get("from"),
        to=values.get("to"),
        amount=values.get("amount"),
        cost_kpi=values.get("cost_kpi"),
        undone_within=values.get("undone_within"),
        against=values.get("against"),
    )


def _outcome_of(values: Values) -> m.DecisionOutcome:
    return m.DecisionOutcome(
        values.get("verdict") or "unclear",
        values.get("seen_on"),
        values.get("note"),
        values.get("by"),
        values.get("abs"),
        values.get("rel"),
        values.get("interval"),
    )


def _effect(values: Values) -> m.DecisionEffect:
    return m.DecisionEffect(
        values.get("from"), values.get("to"), values.get("amount"), values.get("kpi"), tup(values, "kras")
    )


def _arbitration(values: Values | None) -> m.Arbitration | None:
    if values is None:
        return None
    rules = many(
        values,
        "rules",
        lambda r: m.ArbitrationRule(
            r.get("id") or "", r.get("name"), r.get("priority") or {}, r["#path"], r.get("by"), r.get("keep")
        ),
    )
    return m.Arbitration(rules, values.get("decider"), values.get("within_working_days") or 5)


def _own_event(values: Values) -> m.OwnEvent:
    return m.OwnEvent(
        id=values.get("id") or "",
        first_day=values.get("date"),
        last_day=values.get("end") or values.get("date"),
        kind=values.get("kind"),
        name=values.get("name"),
        measures=tup(values, "measures"),
        channels=tup(values, "channels"),
        rebase=tup(values, "rebase"),
        path=values["#path"],
    )


def _source(values: Values) -> m.Source:
    return m.Source(
        id=values.get("id") or "",
        tool=values.get("tool"),
        grain=values.get("grain") or "day",
        expected_lag=values.get("expected_lag") or Duration.parse("P1D"),
        maturity=values.get("maturity"),
        owner=values.get("owner"),
        account=values.get("account"),
        attribution=values.get("attribution"),
        note=values.get("note"),
        path=values["#path"],
    )


def _mapping(values: Values) -> m.Mapping:
    return m.Mapping(
        tool=values.get("tool") or "*",
        dimension=values.get("dimension") or "",
        match=values.get("match") or "equals",
        value=values.get("value"),
        gives=values.get("gives") or {},
        path=values["#path"],
    )


def _meeting(values: Values | None) -> m.Meeting | None:
    if values is None:
        return None
    return m.Meeting(tup(values, "who"), values.get("day"), values.get("minutes"), tup(values, "agenda"))


def _cadence(values: Values) -> m.Cadence:
    return m.Cadence(*(_meeting(values.get(name)) for name in ("daily", "weekly", "monthly", "quarterly")))


def _sharing(values: Values) -> m.Sharing:
    whole = ("owner", "target", "odds", "risk", "next_action", "freshness", "decision")
    return m.Sharing(
        dashboards=many(values, "dashboards", lambda d: m.Dashboard(d.get("id") or "", tup(d, "for"), tup(d, "pages"))),
        reports=many(
            values,
            "reports",
            lambda r: m.Report(
                r.get("id") or "",
                r.get("format") or "",
                r.get("every") or "",
                r.get("day") or "monday",
                tup(r, "for"),
                tup(r, "must_include") or whole,
                r.get("report") or ("digest" if r.get("format") == "html_email" else "codir"),
                r.get("at") or "08:00",
                r.get("at") is not None,
            ),
        ),
        alerts=many(
            values,
            "alerts",
            lambda a: m.Alert(a.get("when") or "", tup(a, "to"), a.get("channel") or "email", a.get("weekly_cap") or 5),
        ),
    )


def _lint(values: Values) -> m.LintLimits:
    names = ("kpis_per_kra", "kpis_per_person", "kris_per_person", "contributors_per_kra")
    defaults = (5, 5, 8, 3)
    limits = [
        int(values[name]) if isinstance(values.get(name), int | Decimal) else default
        for name, default in zip(names, defaults, strict=True)
    ]
    waivers = many(
        values,
        "waivers",
        lambda w: m.Waiver(w.get("code"), w.get("subject"), w.get("reason"), w.get("by"), w.get("until"), w["#path"]),
    )
    return m.LintLimits(limits[0], limits[1], limits[2], limits[3], waivers)
