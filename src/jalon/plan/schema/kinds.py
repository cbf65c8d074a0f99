"""Every object of the format `jalon/1`, field by field: one table, read by validation, JSON Schema and docs."""

# ruff: noqa: E501  # a table reads better with a row a line

from __future__ import annotations

from jalon.plan.schema.types import Choice, Either, Field, Kind, ListOf, MapOf, Object, Pair, Plain, Reference, Type

ID, TEXT, STRING, NUMBER = Plain("id"), Plain("text"), Plain("string"), Plain("number")
INTEGER, BOOLEAN, DATE, DURATION = Plain("integer"), Plain("boolean"), Plain("date"), Plain("duration")
FILTER, CLAIM, GUARDRAIL, OWNER = Plain("filter"), Plain("claim"), Plain("guardrail"), Plain("owner")
GROUNDS, DIMENSIONS, LIMIT = Plain("grounds"), Plain("dimensions"), Plain("limit")
PERSON, KRA, KPI, OBJECTIVE = (Reference((kind,)) for kind in ("person", "kra", "kpi", "objective"))
TEAM, AXIS, KRI, DECISION, LINE = (Reference((kind,)) for kind in ("team", "axis", "kri", "decision", "budget_line"))
TRAJECTORY = Choice(("linear", "seasonal", "s_curve", "step", "flat"))
DIRECTION = Choice(("up", "down", "range", "context"))
WEEKDAY = Choice(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
SETTLED_BY = (
    "compliance", "priority", "danger", "expected_effect", "marginal_value", "ceiling", "reserve", "reversible", "decider",
)  # fmt: skip
"""What a rule of arbitration compares."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _f(name: str, type_: Type, required: bool | str = False, default: str = "", meaning: str = "") -> Field:
    return Field(name, type_, required, default, meaning)


_TARGET = (
    _f("target", NUMBER),
    _f("target_range", Pair()),
    _f("trajectory", TRAJECTORY, default="linear"),
    _f("steps", ListOf(Object("step"))),
)
_ONE_FORM = tuple(("targets", name) for name in ("target", "target_range", "due", "trajectory", "steps"))
"""A target is written in the short form or in the long one, never in both."""
_MEASURED = (
    _f("use", STRING, meaning="catalogue KPI"),
    _f("formula", STRING, meaning="numbers, names, + - * /, parentheses"),
    _f("name", TEXT, default="catalogue"),
    _f(
        "unit",
        STRING,
        default="catalogue",
        meaning="count, ratio (a share), times (a multiple), score, day, a currency",
    ),
    _f("direction", DIRECTION, default="catalogue"),
    _f("filter", FILTER, default="{}"),
    _f("params", MapOf(NUMBER), default="{}"),
    _f("baseline", NUMBER, "S001"),
    _f("baseline_period", Object("period"), default="the year before the period"),
    *_TARGET,
    _f("targets", ListOf(Object("target_version"))),
)

_KINDS = (
    Kind("plan", (
        _f("version", STRING, True, meaning="exactly jalon/1"),
        _f("languages", ListOf(Choice(("fr", "en")), 1), default="[fr]"),
        _f("status", Choice(("in_force", "draft")), default="in_force"),
        _f("as_of", DATE),
        _f("company", Object("company"), True),
        _f("period", Object("period"), True),
        _f("brand_terms", ListOf(STRING), default="[]"),
        _f("teams", ListOf(Object("team")), default="[]"),
        _f("people", ListOf(Object("person"), 1), True),
        _f("roles", ListOf(Object("role")), default="[]"),
        _f("axes", ListOf(Object("axis")), default="[]"),
        _f("grounds", GROUNDS, default="{}"),
        _f("dimensions", DIMENSIONS, default="{}"),
        _f("required", ListOf(CLAIM), default="[]"),
        _f("budget", Object("budget")),
        _f("objectives", ListOf(Object("objective"), 1), True),
        _f("kras", ListOf(Object("kra"), 1), True),
        _f("overlap_rules", ListOf(Object("overlap_rule")), default="[]"),
        _f("milestones", ListOf(Object("milestone")), default="[]"),
        _f("actions", ListOf(Object("action")), default="[]"),
        _f("decisions", ListOf(Object("decision")), default="[]"),
        _f("arbitration", Object("arbitration")),
        _f("kri_defaults", Object("kri_defaults")),
        _f("events", Object("events")),
        _f("cadence", Object("cadence")),
        _f("sources", ListOf(Object("source")), default="[]"),
        _f("mappings", ListOf(Object("mapping")), default="[]"),
        _f("sharing", Object("sharing")),
        _f("lint", Object("lint")),
    )),
    Kind("company", (
        _f("id", ID, True), _f("name", TEXT, True), _f("activity", TEXT), _f("country", Plain("country"), default="FR"),
        _f("currency", Plain("currency"), default="EUR"), _f("timezone", Plain("timezone"), default="Europe/Paris"),
        _f("week_starts", Choice(("monday", "sunday")), default="monday"), _f("school_zone", Choice(("A", "B", "C"))),
    )),
    Kind("period", (_f("start", DATE, True), _f("end", DATE, True)), ordered=(("start", "end"),)),
    Kind("team", (_f("id", ID, True), _f("name", TEXT, True)), id_space="team"),
    Kind("person", (
        _f("id", ID, True), _f("name", STRING, True), _f("role", Reference(("role",))), _f("team", TEAM),
        _f("email", STRING), _f("deputy", PERSON), _f("external", BOOLEAN, default="false"), _f("sponsor", PERSON),
        _f("actor", BOOLEAN, default="true"), _f("from", DATE, default="period.start"), _f("to", DATE),
    ), subject="person", ordered=(("from", "to"),), id_space="person"),
    Kind("role", (_f("id", ID, True), _f("name", TEXT, True), _f("based_on", STRING)), "role", id_space="role"),
    Kind("axis", (_f("id", ID, True), _f("name", TEXT, True)), "axis", id_space="axis"),
    Kind("budget", (
        _f("total", NUMBER, True), _f("lines", ListOf(Object("budget_line")), True),
        _f("seasonality", MapOf(NUMBER, MONTHS)),
    )),
    Kind("budget_line", (
        _f("id", ID, True), _f("name", TEXT), _f("amount", Plain("amount"), True), _f("media", BOOLEAN, default="false"),
        _f("note", TEXT), _f("least", NUMBER), _f("most", NUMBER),
    ), "budget_line", id_space="budget_line"),
    Kind("objective", (
        _f("id", ID, True), _f("name", TEXT, True), _f("axis", AXIS), _f("owner", PERSON, True),
        _f("result", Object("result"), True), _f("guardrails", ListOf(GUARDRAIL), default="[]"),
        _f("cascade", Object("cascade")), _f("rationale", TEXT),
    ), "objective", id_space="shared"),
    Kind("result", (*_MEASURED, _f("due", DATE, default="period.end")), one_of=(("use", "formula"),),
         exclusive=_ONE_FORM),
    Kind("cascade", (
        _f("mode", Choice(("sum", "product", "weighted")), True), _f("parts", ListOf(Object("part"), 1), True),
        _f("rest", Object("rest")), _f("tolerance", NUMBER),
    )),
    Kind("part", (_f("kpi", KPI), _f("objective", OBJECTIVE), _f("kra", KRA), _f("weight", Plain("share"))),
         one_of=(("kpi", "objective", "kra"),)),
    Kind("rest", (_f("baseline", NUMBER, True), _f("target", NUMBER, True))),
    Kind("kra", (
        _f("id", ID, True), _f("name", TEXT, True), _f("owner", OWNER, "R003"), _f("deputy", PERSON), _f("reviewer", PERSON),
        _f("primary", BOOLEAN, default="true"), _f("axis", AXIS), _f("template", STRING),
        _f("status", Choice(("draft", "active", "closed")), default="active"), _f("from", DATE, default="period.start"),
        _f("to", DATE, default="period.end"), _f("mission", TEXT, True), _f("territory", ListOf(CLAIM), "R020"),
        _f("limits", ListOf(LIMIT), "R009"), _f("serves", ListOf(OBJECTIVE), "K003"),
        _f("contributors", ListOf(PERSON), default="[]"), _f("kpis", ListOf(Object("kpi")), "K009"),
        _f("kris", ListOf(Object("kri")), default="[]"), _f("hand_overs", ListOf(Object("hand_over")), default="[]"),
    ), "kra", ordered=(("from", "to"),), id_space="kra"),
    Kind("limit", (_f("text", TEXT, True), _f("held_by", KRA))),
    Kind("hand_over", (_f("to", KRA, True), _f("what", TEXT, True), _f("when", TEXT, "R014"))),
    Kind("overlap_rule", (
        _f("id", ID, True), _f("between", ListOf(KRA, 2), True), _f("where", CLAIM, True), _f("rule", TEXT, True),
        _f("review_on", DATE, "R005"), _f("decision", DECISION),
    ), "overlap_rule", id_space="overlap_rule"),
    Kind("kpi", (
        _f("id", ID), *_MEASURED, _f("due", DATE, "S001"), _f("weight", Plain("share")), _f("guardrail", GUARDRAIL),
        _f("contributors", ListOf(PERSON), default="[]"), _f("rationale", TEXT), _f("decides", TEXT),
    ), "kpi", one_of=(("use", "formula"),),
        exclusive=_ONE_FORM,
        id_space="shared"),
    Kind("target_version", (
        _f("decided_on", DATE, "S015"), _f("author", PERSON, "S015"), _f("reason", TEXT, "S015"), *_TARGET,
        _f("due", DATE, "S001"), _f("decision", DECISION),
    )),
    Kind("step", (_f("date", DATE, True), _f("value", NUMBER, True))),
    Kind("guardrail", (_f("kpi", KPI), _f("use", STRING), _f("not_below", NUMBER), _f("not_above", NUMBER)),
         one_of=(("kpi", "use"),)),
    Kind("kri", (
        _f("id", ID), _f("use", STRING), _f("formula", STRING), _f("name", TEXT), _f("risk", TEXT), _f("method", STRING),
        _f("filter", FILTER, default="{}"), _f("threatens", ListOf(Reference(("kpi", "objective"))), "X006"),
        _f("owner", OWNER), _f("bad_direction", Choice(("up", "down", "outside"))),
        _f("scale", Choice(("value", "zscore", "quantile", "probability", "rule"))), _f("appetite", Either((NUMBER, Pair()))),
        _f("limit", Either((NUMBER, Pair()))), _f("persistence", Object("persistence")),
        _f("cadence", Choice(("hourly", "daily", "weekly", "monthly", "quarterly", "per_campaign"))),
        _f("lead_days", Pair(whole=True)), _f("response", Object("response")), _f("escalate_to", PERSON),
    ), "kri", one_of=(("use", "formula"),), id_space="shared"),
    Kind("persistence", (_f("hits", INTEGER, True), _f("of", INTEGER, True))),
    Kind("response", (_f("owner", PERSON), _f("amber", TEXT), _f("red", TEXT), _f("within", DURATION))),
    Kind("kri_defaults", (
        _f("persistence", Object("persistence")), _f("amber_within", DURATION, default="P5D"), _f("red_within", DURATION),
        _f("escalate_to", PERSON), _f("appetite", MapOf(Choice(("averse", "cautious", "open")))),
        _f("alarms_per_year", NUMBER, default="1"),
    )),
    Kind("action", (
        _f("id", ID, True), _f("name", TEXT, True), _f("kra", KRA, "A001"), _f("kpi", KPI), _f("objective", OBJECTIVE),
        _f("owner", PERSON), _f("start", DATE, True), _f("end", DATE, "A006"), _f("cost", NUMBER, default="0"),
        _f("budget", LINE), _f("hypothesis", TEXT), _f("expect", Object("expect"), "A002"),
        _f("effect_design", Choice(("ab_test", "geo_holdout", "holdout", "stepped_rollout", "page_group_control",
                                    "synthetic_control", "interrupted_time_series", "platform_lift", "none")), "A003"),
        _f("control", TEXT), _f("holdout_share", Plain("share")), _f("design", Object("design")), _f("guardrail", GUARDRAIL),
        _f("touches", ListOf(CLAIM), default="[]"), _f("needs", ListOf(Reference(("milestone", "action"))), default="[]"),
        _f("answers_kri", KRI), _f("after", TEXT, "A006"),
        _f("status", Choice(("planned", "running", "done", "stopped")), default="planned"), _f("outcome", Object("outcome")),
    ), "action", ordered=(("start", "end"),), id_space="shared"),
    Kind("design", (
        _f("until", DATE, default="the action's end"), _f("margin", NUMBER), _f("controls", ListOf(STRING), default="[]"),
        _f("units", STRING), _f("touched", ListOf(STRING), default="[]"), _f("starts", MapOf(DATE), default="{}"),
        _f("mode", Choice(("fixed", "planned", "anytime")), default="fixed"), _f("sample", INTEGER),
    )),
    Kind("expect", (_f("abs", NUMBER), _f("rel", NUMBER), _f("low", NUMBER), _f("high", NUMBER)), one_of=(("abs", "rel"),)),
    Kind("outcome", (
        _f("verdict", Choice(("positive", "negative", "no_effect", "inconclusive", "not_measured")), True),
        _f("abs", NUMBER), _f("rel", NUMBER), _f("interval", Pair()), _f("level", Plain("share"), default="0.9"),
        _f("reason", TEXT),
    )),
    Kind("milestone", (
        _f("id", ID, True), _f("name", TEXT, True), _f("date", DATE, True), _f("owner", PERSON, True),
        _f("needed_by", ListOf(Reference(("kra", "action"))), True),
        _f("needs", ListOf(Reference(("milestone", "action"))), default="[]"),
        _f("status", Choice(("open", "done", "cancelled")), default="open"), _f("done_on", DATE),
    ), "milestone", id_space="shared"),
    Kind("decision", (
        _f("id", ID, True), _f("date", DATE, True), _f("question", TEXT, True), _f("options", ListOf(ID, 2), True),
        _f("option_names", MapOf(TEXT), default="{}"), _f("chosen", ID), _f("by", PERSON), _f("rule", Reference(("rule", "overlap_rule")), "Z001"),
        _f("evidence", ListOf(Reference(("action", "kpi", "kri", "objective", "milestone", "event"))), "Z001"),
        _f("effect", Object("effect")), _f("review_on", DATE, "Z001"), _f("outcome", Object("decision_outcome")),
        _f("why", TEXT), _f("effects", ListOf(Object("option_effect")), default="[]"), _f("decided_on", DATE), _f("reason", TEXT),
    ), "decision", id_space="decision"),
    Kind("option_effect", (
        _f("option", ID, True), _f("kra", KRA), _f("kpi", KPI), _f("expect", Object("expect")), _f("from", LINE), _f("to", LINE),
        _f("amount", NUMBER), _f("cost_kpi", KPI), _f("undone_within", DURATION), _f("against", TEXT),
    )),
    Kind("effect", (_f("from", LINE), _f("to", LINE), _f("amount", NUMBER), _f("kpi", KPI), _f("kras", ListOf(KRA)))),
    Kind("decision_outcome", (
        _f("verdict", Choice(("good", "bad", "unclear")), True), _f("seen_on", DATE, True), _f("note", TEXT),
        _f("by", PERSON), _f("abs", NUMBER), _f("rel", NUMBER), _f("interval", Pair()),
    )),
    Kind("arbitration", (
        _f("rules", ListOf(Object("arbitration_rule")), True), _f("decider", PERSON),
        _f("within_working_days", INTEGER, default="5"),
    )),
    Kind("arbitration_rule", (
        _f("id", ID, True), _f("name", TEXT, True), _f("priority", MapOf(KRA)), _f("by", Choice(SETTLED_BY)), _f("keep", NUMBER),
    ), "rule", id_space="rule"),
    Kind("events", (
        _f("include", ListOf(Choice(("google_updates", "platform_events", "calendar_fr", "calendar_eu"))), default="all of them"),
        _f("own", ListOf(Object("own_event")), default="[]"),
    )),
    Kind("own_event", (
        _f("id", ID, True), _f("date", DATE, True), _f("end", DATE, default="the date"),
        _f("kind", Choice(("measurement_break", "ranking_change", "market_change", "regulation", "tool_change", "calendar",
                           "incident", "own")), True),
        _f("name", TEXT, True), _f("measures", ListOf(STRING), default="[]"), _f("channels", ListOf(Plain("channel")), default="[]"),
        _f("rebase", ListOf(KPI), default="[]"),
    ), "event", ordered=(("date", "end"),), id_space="event"),
    Kind("source", (
        _f("id", ID, True), _f("tool", STRING, True),
        _f("grain", Choice(("row", "hour", "day", "week", "month", "campaign")), default="day"),
        _f("expected_lag", DURATION, default="P1D"), _f("maturity", DURATION), _f("owner", PERSON, True),
        _f("account", STRING), _f("attribution", STRING), _f("note", TEXT),
    ), "source", id_space="source"),
    Kind("mapping", (
        _f("tool", STRING, True), _f("dimension", STRING, True),
        _f("match", Choice(("equals", "prefix", "suffix", "contains", "any")), default="equals"),
        _f("value", STRING), _f("gives", Plain("gives"), True),
    )),
    Kind("cadence", tuple(_f(name, Object("meeting")) for name in ("daily", "weekly", "monthly", "quarterly"))),
    Kind("meeting", (
        _f("who", ListOf(Plain("who")), True), _f("day", WEEKDAY), _f("minutes", INTEGER), _f("agenda", ListOf(ID), default="[]"),
    )),
    Kind("sharing", (
        _f("dashboards", ListOf(Object("dashboard")), default="[]"), _f("reports", ListOf(Object("report")), default="[]"),
        _f("alerts", ListOf(Object("alert")), default="[]"),
    )),
    Kind("dashboard", (_f("id", ID, True), _f("for", ListOf(Plain("who")), True), _f("pages", ListOf(ID), default="all"))),
    Kind("report", (
        _f("id", ID, True), _f("report", Choice(("codir", "digest")), default="digest for html_email, else codir"),
        _f("format", Choice(("html_email", "pdf", "pptx", "xlsx", "html")), True),
        _f("every", Choice(("day", "week", "month", "quarter")), True), _f("day", WEEKDAY, default="monday"), _f("at", Plain("clock"), default="08:00"),
        _f("for", ListOf(Plain("who")), True),
        _f("must_include", ListOf(Choice(("owner", "target", "odds", "risk", "next_action", "freshness", "decision"))), default="all"),
    )),
    Kind("alert", (
        _f("when", Choice(("kri_amber", "kri_red", "standing_changed", "data_stale", "decision_due", "milestone_late")), True),
        _f("to", ListOf(Plain("who")), True), _f("channel", STRING, default="email"), _f("weekly_cap", INTEGER, default="5"),
    )),
    Kind("lint", (
        _f("kpis_per_kra", INTEGER, default="5"), _f("kpis_per_person", INTEGER, default="5"),
        _f("kris_per_person", INTEGER, default="8"), _f("contributors_per_kra", INTEGER, default="3"),
        _f("waivers", ListOf(Object("waiver")), default="[]"),
    )),
    Kind("waiver", (
        _f("code", STRING, True), _f("subject", STRING, True), _f("reason", TEXT, True), _f("by", PERSON, True), _f("until", DATE, True),
    ), "waiver"),
)  # fmt: skip

KINDS = {kind.name: kind for kind in _KINDS}
