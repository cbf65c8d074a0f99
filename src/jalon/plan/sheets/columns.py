"""Which objects of a plan have a sheet, and the columns of each: one table, read by laying out and taking back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jalon.plan.schema.kinds import KINDS, MONTHS
from jalon.plan.schema.types import Choice, Either, ListOf, MapOf, Object, Pair, Plain, Reference, Type
from jalon.plan.sheets.fields import Between, Claimed, Expected, Field, Limited, One, Spoken
from jalon.plan.sheets.forms import Day, Form, Named, Number, NumberOrPair, Things, Truth, Word, Words

WHOLE = "*"
"""Id of the first row of the budget: its total, and its months."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The objects of one kind. `inside` names the sheet of what holds them; `aims` is where a target stands."""

    name: str
    kind: str
    at: str
    fields: tuple[Field, ...]
    inside: str | None = None
    aims: str | None = None

    def headers(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Every column, the id first."""
        first = ("id",) if self.inside is None else ("id", "kra") if self.name != "territories" else ("kra",)
        return (*first, *(header for field in self.fields for header in field.headers(languages)))


def _type(kind: str, path: str) -> Type:
    name, _, rest = path.partition(".")
    found = next(one.type for one in KINDS[kind].fields if one.name == name)
    return _type(found.kind, rest) if rest and isinstance(found, Object) else found


_PLAIN: dict[str, Form] = {
    **dict.fromkeys(("number", "amount", "share", "integer"), Number()),
    **dict.fromkeys(("filter", "claim"), Named()),
    "guardrail": Named(word=True),
    "date": Day(),
    "boolean": Truth(),
}
"""The cell of a plain type; a word when it is none of these."""


def _form(type_: Type) -> Form:
    """The cell that a type of the format takes."""
    if isinstance(type_, Plain):
        return _PLAIN.get(type_.name, Word())
    if isinstance(type_, Either):
        return NumberOrPair()
    if isinstance(type_, MapOf):
        return Named()
    if isinstance(type_, ListOf):
        of = type_.of
        if isinstance(of, Object) or (isinstance(of, Plain) and of.name in ("claim", "guardrail")):
            return Things(word=of == Plain("guardrail"))
        return Words()
    return Word()


def _fields(kind: str, *columns: str | Field) -> tuple[Field, ...]:
    """Columns told as `header` or `header=path`, with the form that the path's type takes."""
    found: list[Field] = []
    for column in columns:
        if not isinstance(column, str):
            found.append(column)
            continue
        header, _, path = column.partition("=")
        type_ = _type(kind, path or header)
        if type_ == Plain("text"):
            found.append(Spoken(header, path or header))
            continue
        choices = type_.words if isinstance(type_, Choice) else ()
        refers = type_.kinds if isinstance(type_, Reference) else ("person",) if type_ == Plain("owner") else ()
        assert not isinstance(type_, Pair)  # noqa: S101  # two numbers have a field of their own
        found.append(One(header, path or header, _form(type_), choices, refers, type_ == Plain("share")))
    return tuple(found)


def sheets(dimensions: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """Every sheet of a plan that declares these dimensions."""
    return (*_BEFORE, Sheet("territories", "claim", "territory", (Claimed("", tuple(dimensions)),), "kras"), *_AFTER)


_RESULT = tuple(f"{one}=result.{one}" for one in ("use", "filter", "baseline", "target"))
_BEFORE = (
    Sheet(
        "people",
        "person",
        "people",
        _fields("person", "name", "role", "team", "deputy", "external", "sponsor", "actor", "from", "to"),
    ),
    Sheet(
        "objectives",
        "objective",
        "objectives",
        _fields(
            "objective",
            "name",
            "owner",
            *_RESULT,
            Between("target_low", "target_high", "result.target_range"),
            "due=result.due",
            "trajectory=result.trajectory",
            "cascade_mode=cascade.mode",
            "parts=cascade.parts",
            "rest_baseline=cascade.rest.baseline",
            "rest_target=cascade.rest.target",
            "guardrails",
        ),
        aims="result",
    ),
    Sheet(
        "kras",
        "kra",
        "kras",
        _fields(
            "kra",
            "name",
            "mission",
            "owner",
            "deputy",
            "axis",
            "serves",
            Limited(),
            "contributors",
            "from",
            "to",
            "status",
        ),
    ),
)
_AFTER = (
    Sheet(
        "rules",
        "overlap_rule",
        "overlap_rules",
        _fields("overlap_rule", "between", Claimed("where"), "rule", "review_on"),
    ),
    Sheet(
        "kpis",
        "kpi",
        "kpis",
        _fields(
            "kpi",
            "use",
            "formula",
            "name",
            "unit",
            "direction",
            "filter",
            "params",
            "baseline",
            "target",
            Between("target_low", "target_high", "target_range"),
            "due",
            "trajectory",
            "weight",
            "guardrail",
            "rationale",
        ),
        inside="kras",
        aims="",
    ),
    Sheet(
        "kris",
        "kri",
        "kris",
        _fields(
            "kri",
            "use",
            "formula",
            "name",
            "risk",
            "filter",
            "threatens",
            "owner",
            "bad_direction",
            "appetite",
            "limit",
            "response_owner=response.owner",
            "response_amber=response.amber",
            "response_red=response.red",
            "within=response.within",
        ),
        inside="kras",
    ),
    Sheet(
        "actions",
        "action",
        "actions",
        _fields(
            "action",
            "kra",
            "kpi",
            "objective",
            "name",
            "owner",
            "start",
            "end",
            "cost",
            "budget",
            Expected(),
            "effect_design",
            "touches",
            "status",
            "verdict=outcome.verdict",
        ),
    ),
    Sheet(
        "milestones",
        "milestone",
        "milestones",
        _fields("milestone", "name", "date", "owner", "needed_by", "needs", "status", "done_on"),
    ),
    Sheet(
        "decisions",
        "decision",
        "decisions",
        _fields(
            "decision",
            "date",
            "question",
            "options",
            "chosen",
            "by",
            "rule",
            "evidence",
            "from=effect.from",
            "to=effect.to",
            "amount=effect.amount",
            "review_on",
            "outcome=outcome.verdict",
        ),
    ),
    Sheet(
        "budget",
        "budget_line",
        "budget.lines",
        (
            *_fields("budget_line", "name", "amount", "media"),
            *(One(month, f"#{month}", Number(), share=True) for month in MONTHS),
        ),
    ),
    Sheet("sources", "source", "sources", _fields("source", "tool", "grain", "expected_lag", "maturity", "owner")),
)
SHEETS = tuple(one.name for one in sheets())
