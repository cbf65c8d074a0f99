"""A form of one object, made from the table of the format: which question each field is, and what an answer means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jalon import catalogue
from jalon.plan.document.changing import inside
from jalon.plan.document.writing import Data
from jalon.plan.forms.asking import About, Asked, Numbers, Option, Raw, Unread, Widget, one_of
from jalon.plan.forms.choosing import Choices
from jalon.plan.forms.claiming import Claim
from jalon.plan.forms.offering import suggested
from jalon.plan.forms.several import Group, Guard, Limit, Pairs, Rows, Vocabulary
from jalon.plan.forms.single import Between, Chosen, Day, Delay, Figure, Lines, Several, Spoken, Tick, Word
from jalon.plan.forms.standing import Standing
from jalon.plan.schema.kinds import KINDS, MONTHS
from jalon.plan.schema.types import Choice, Either, Field, ListOf, MapOf, Object, Pair, Plain, Reference
from jalon.plan.sheets.fields import GROUNDS
from jalon.plan.sheets.laying import languages_of

ROOT = "f"
"""What the name of every input begins with."""
ELSEWHERE: Mapping[str, frozenset[str]] = {
    "kra": frozenset({"kpis", "kris"}),
    "kpi": frozenset({"targets"}),
    "result": frozenset({"targets"}),
    "budget": frozenset({"lines"}),
    "events": frozenset({"own"}),
}
"""Fields that are objects with a form of their own, or that a history writes."""
LONG = frozenset(
    "mission rationale note risk hypothesis rule question after decides amber red control activity reason".split()
)
"""Texts of more than a line."""
LATER: Mapping[str, frozenset[str]] = {
    "kra": frozenset("primary axis template reviewer status from to hand_overs".split()),
    "kpi": frozenset("id formula name unit direction params baseline_period steps weight contributors decides".split()),
    "kri": frozenset("id formula name risk method filter scale persistence cadence lead_days escalate_to".split()),
    "result": frozenset("formula name unit direction params baseline_period steps".split()),
    "objective": frozenset({"guardrails", "rationale"}),
    "action": frozenset(
        "hypothesis control holdout_share design guardrail touches needs answers_kri after outcome".split()
    ),
    "person": frozenset("external sponsor actor from to".split()),
    "decision": frozenset("option_names effect effects outcome decided_on reason".split()),
}
"""Fields asked for behind « more »: rarely changed, or filled by the catalogue."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one object: its questions, first those that matter most."""

    widget: Group
    later: frozenset[str]

    def held(self, said: Data) -> dict[str, list[str]]:
        """What the inputs hold for what the plan says."""
        return self.widget.said(ROOT, said)

    def asked(self, raw: Raw, faults: Mapping[str, str]) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
        """The questions, and those behind « more »."""
        every = self.widget.asked(ROOT, raw, faults).inner
        return tuple(one for one in every if one.field not in self.later), tuple(
            one for one in every if one.field in self.later
        )

    def meant(self, raw: Raw, before: Data) -> tuple[dict[str, Data], dict[str, str]]:
        """What the answers say, and which could not be read."""
        faults: dict[str, str] = {}
        said = dict(before) if isinstance(before, dict) else {}
        for field, part in self.widget.parts:
            one = Group(self.widget.about, ((field, part),))
            try:
                value = one.meant(ROOT, raw, said)
            except Unread as fault:
                faults[fault.name] = fault.code
            else:
                said = dict(value) if isinstance(value, dict) else {}
        return said, faults


def form_of(one: Standing, content: Data, language: str, numbers: Numbers, raw: Raw | None = None) -> Form:
    """The form of an object. `raw` is what its inputs hold now: the unit follows the measure chosen."""
    making = _Making(content, language, numbers, _unit(one, content, raw))
    if one.kind == "plan":
        only = [field for field in KINDS["plan"].fields if field.name == one.id]
        return Form(making.group(About("plan", one.id), "plan", only), frozenset())
    fields = [field for field in KINDS[one.kind].fields if field.name != "id" or one.is_new]
    return Form(making.group(About(one.kind, ""), one.kind, fields), LATER.get(one.kind, frozenset()))


def _unit(one: Standing, content: Data, raw: Raw | None) -> str:
    """The unit of an object's values: its own, the catalogue's, or that of the KPI an action works on."""
    said = one.said.get("result") if one.kind == "objective" else one.said
    measured = said if isinstance(said, dict) else {}
    at = f"{ROOT}.result" if one.kind == "objective" else ROOT
    use = one_of(raw, f"{at}.use") if raw is not None else str(measured.get("use") or "")
    own = one_of(raw, f"{at}.unit") if raw is not None else str(measured.get("unit") or "")
    known = catalogue.kpis().get(use)
    return own or (known.unit if known else "count")


@dataclass(frozen=True, slots=True)
class _Making:
    """Makes questions out of fields."""

    content: Data
    language: str
    numbers: Numbers
    unit: str

    @property
    def choices(self) -> Choices:
        return Choices(self.content, self.language)

    @property
    def languages(self) -> tuple[str, ...]:
        return languages_of(self.content)

    @property
    def currency(self) -> str:
        return str(inside(self.content, "company.currency") or "EUR")

    def group(self, about: About, kind: str, fields: Sequence[Field]) -> Group:
        """The questions of one object."""
        hidden = ELSEWHERE.get(kind, frozenset())
        return Group(about, tuple((one.name, self.question(kind, one)) for one in fields if one.name not in hidden))

    def question(self, kind: str, field: Field) -> Widget:
        """The question that a field is."""
        about = About(kind, field.name, bool(field.required), field.default)
        of = field.type
        if field.name in ("use", "template", "based_on"):
            return Chosen(about, self.choices.roles() if field.name != "use" else self.choices.catalogue(kind))
        if isinstance(of, Plain):
            return self._plain(about, of.name)
        if isinstance(of, Choice):
            return Chosen(about, [Option(word) for word in of.words])
        if isinstance(of, Reference):
            return Chosen(about, self.choices.of(of.kinds))
        if isinstance(of, ListOf):
            return self._list(about, of)
        if isinstance(of, MapOf):
            return self._map(about, of)
        if isinstance(of, Pair):
            return Between(about, self.numbers, "count" if of.whole else self.unit)
        if isinstance(of, Either):
            return Between(about, self.numbers, alone=True)
        return self.group(about, of.kind, KINDS[of.kind].fields)

    def _plain(self, about: About, name: str) -> Widget:
        if name == "text":
            return Spoken(about, self.languages, about.field in LONG)
        if name in ("number", "amount", "share", "integer"):
            return Figure(about, self.numbers, self._unit_of(about, name), name == "integer")
        if name in ("claim", "guardrail", "limit", "filter", "gives", "grounds", "dimensions"):
            return self._own(about, name)
        makers: dict[str, Widget] = {"date": Day(about), "duration": Delay(about), "boolean": Tick(about)}
        if name == "owner":
            return Chosen(about, self.choices.of(("person",)))
        if name == "who":
            return Chosen(about, self.choices.whom())
        return makers.get(name, Word(about, suggested=suggested(about.field, self.language)))

    def _unit_of(self, about: About, name: str) -> str:
        if name == "share" or about.field == "rel":
            return "ratio"
        if name == "amount" or about.field in ("total", "cost", "amount"):
            return self.currency
        return self.unit if about.field in ("baseline", "target", "value") else "count"

    def _own(self, about: About, name: str) -> Widget:
        """Values with a form of their own in the format."""
        choices = self.choices
        if name == "claim":
            return Claim(about, choices.grounds(), choices.dimensions(), choices.dimension_names())
        if name == "limit":
            return Limit(about, Spoken(About("limit", "text", True), self.languages, False), choices.of(("kra",)))
        if name == "guardrail":
            bounds = [one for one in KINDS["guardrail"].fields if one.name.startswith("not_")]
            own = choices.of(("kpi",))
            planned = frozenset(one.value for one in own)
            others = [one for one in choices.catalogue("kpi") if one.value not in planned]
            return Guard(about, [*own, *others], self.group(about, "guardrail", bounds), planned)
        if name in ("grounds", "dimensions"):
            fixed = tuple(one for one in GROUNDS if one != "budget") if name == "grounds" else ()
            return Vocabulary(about, self.language if self.language in self.languages else self.languages[0], fixed)
        return Pairs(about, (), Word(About(about.kind, "values")), many=name == "filter", key="dimension")

    def _list(self, about: About, of: ListOf) -> Widget:
        inner = of.of
        if isinstance(inner, Object):
            return Rows(about, self.group(About(inner.kind, about.field), inner.kind, KINDS[inner.kind].fields))
        if isinstance(inner, Reference):
            return Several(about, self.choices.of(inner.kinds))
        if isinstance(inner, Choice):
            return Several(about, [Option(word) for word in inner.words])
        if isinstance(inner, Plain) and inner.name in ("claim", "guardrail", "limit"):
            return Rows(about, self._own(About(inner.name, about.field), inner.name))
        if inner == Plain("who"):
            return Several(about, self.choices.whom())
        if inner == Plain("channel"):
            return Several(about, self.choices.grounds()["channel"])
        return Lines(about)

    def _map(self, about: About, of: MapOf) -> Widget:
        value = About(about.kind, "value")
        if of.keys == MONTHS:
            months = [(one, Figure(About("month", one), self.numbers, "ratio")) for one in MONTHS]
            return Group(about, tuple(months), "months")
        if isinstance(of.of, Reference):
            return Pairs(about, (), Chosen(value, self.choices.of(of.of.kinds)))
        if isinstance(of.of, Choice):
            return Pairs(about, (), Chosen(value, [Option(word) for word in of.of.words]))
        if of.of == Plain("text"):
            return Pairs(about, (), Spoken(value, self.languages, False))
        return Pairs(about, (), Figure(value, self.numbers))
