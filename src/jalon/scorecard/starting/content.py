"""The draft as the fields of a plan document, with a note wherever a person has something to know or to complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jalon.catalogue import RoleTemplate, tool_habits
from jalon.catalogue.channels import ToolHabits
from jalon.plan.document.rendering import Writable, flow
from jalon.plan.model.governance import Mapping as Rule
from jalon.quantities import Text
from jalon.scorecard.starting.baselines import Amount, Baseline
from jalon.scorecard.starting.choosing import ProposedKpi
from jalon.scorecard.starting.draft import OBJECTIVE, Draft, ProposedArea, person_ids
from jalon.scorecard.starting.found import FoundChannel
from jalon.scorecard.starting.places import CHANNEL

Say = Callable[[str, Mapping[str, str]], str]
"""A phrase of the plan's language by its key."""
Object = dict[str, Writable]
RED_WITHIN = "P2D"
ARBITRATION = ("decision", "arbitration")
"""The ground that the director holds."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know or to complete, at a path of the document; its sentence is made in `wording`."""

    path: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Writing:
    """The document being made: fields in the order in which a person reads them, notes beside."""

    draft: Draft
    language: str
    say: Say
    notes: list[Note] = field(default_factory=list)
    people: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> Object:
        """Every field of the draft plan."""
        draft = self.draft
        named = person_ids([name for name in self._names() if name != self._director()])
        self.people = {self._director(): self._director_id(), **named}
        made: Object = {
            "version": "jalon/1",
            "languages": [self.language],
            "status": "draft",
            "company": self._company(),
            "period": {"start": draft.period.start, "end": draft.period.end},
        }
        if draft.answers.brand_terms:
            made["brand_terms"] = list(draft.answers.brand_terms)
        elif any(one.id == "seo" for one in draft.channels):
            self._note("people", "brand")
        made["people"] = [self._person(name, number) for number, name in enumerate(self.people)]
        directed = any(not one.area.channels for one in draft.areas)
        made["grounds"] = {CHANNEL: self._channels(), **({ARBITRATION[0]: [ARBITRATION[1]]} if directed else {})}
        made["required"] = [{CHANNEL: "*"}]
        if draft.budget:
            made["budget"] = self._budget()
        made["objectives"] = [self._objective()]
        made["kri_defaults"] = {"red_within": RED_WITHIN}
        made["kras"] = [self._kra(one, f"kras.{number}") for number, one in enumerate(draft.areas)]
        made["mappings"] = [_mapping(rule) for rule in draft.mappings]
        made["sources"] = [self._source(tool) for tool in draft.tools]
        self._note("sources", "sources")
        return {name: value for name, value in made.items() if value not in ([], {})}

    def _names(self) -> list[str]:
        """The director first, then everybody who answers for something, once."""
        given = [area.area.owner for area in self.draft.areas if area.area.owner]
        return list(dict.fromkeys([self._director(), *given]))

    def _director(self) -> str:
        return self.draft.answers.director or self.say("draft.word.director", {})

    def _director_id(self) -> str:
        given = self.draft.answers.director
        return person_ids([given])[given] if given else "director"

    def _company(self) -> Object:
        company = self.draft.company
        self._note("company", "company", currency=company.currency, timezone=company.timezone)
        return {
            "id": company.id,
            "name": self._text(company.name),
            "country": company.country,
            "currency": company.currency,
            "timezone": company.timezone,
        }

    def _person(self, name: str, number: int) -> Object:
        held = [one.area for one in self.draft.areas if one.area.owner == name]
        first = next((area for area in held if area.primary), held[0] if held else None)
        made: Object = {"id": self.people[name], "name": name}
        if first is not None and first.template is not None:
            made["role"] = first.template.id
        elif not held and number == 0:
            made["role"] = "marketing_director"
        if not held:
            made["actor"] = False
        if name == self._director() and self.draft.answers.director is None:
            self._note(f"people.{number}", "director")
        return made

    def _channels(self) -> Object:
        """Those that are active, each with what was spent on it and until when its tools told anything."""
        made: Object = {}
        for one in self.draft.channels:
            name = self._text(one.channel.name)
            if not one.active:
                self._note(f"grounds.{CHANNEL}", "stopped", channel=name, last=one.active_until)
                continue
            made[one.id] = name
            if one.spend is not None:
                self._note(f"grounds.{CHANNEL}.{one.id}", "spent", **_told(one.spend))
            else:
                self._note(f"grounds.{CHANNEL}.{one.id}", "seen", tools=list(one.tools), last=one.last_day)
        return made

    def _budget(self) -> Object:
        lines: list[Writable] = []
        for number, line in enumerate(self.draft.budget):
            spend = line.channel.spend
            if spend is not None:
                self._note(f"budget.lines.{number}", "spent", **_told(spend))
            name = self._text(line.channel.channel.name)
            lines.append({"id": line.channel.id, "name": name, "amount": line.amount, "media": True})
        self._note("budget", "budget")
        return {"total": sum(line.amount for line in self.draft.budget), "lines": lines}

    def _objective(self) -> Object:
        result = self.draft.objective
        name = self.say("draft.word.objective", {"kpi": self._text(result.row.name)})
        self._note("objectives.0", "objective")
        self._start("objectives.0.result", result)
        made: Object = {"use": result.use, **self._baseline(result)}
        self._note("objectives.0.result.target", "target")
        return {"id": OBJECTIVE, "name": name, "owner": self.people[self._director()], "result": made}

    def _kra(self, one: ProposedArea, path: str) -> Object:
        area, template = one.area, one.area.template
        names = ", ".join(self._text(channel.channel.name) for channel in area.channels)
        if template is not None:
            code = "alone" if not names else "combined" if template.combines else "single"
            self._note(path, code, role=self._text(template.name), channels=names)
        else:
            self._note(path, "untrained", channels=names)
        made: Object = {"id": area.id, "name": self._text(template.kra_name) if template else names}
        if area.owner:
            made["owner"] = self.people[area.owner]
        else:
            self._note(f"{path}.mission", "owner", channels=names)
        if not area.primary:
            made["primary"] = False
        if template is not None:
            made["template"] = template.id
        made["mission"] = self._text(template.kra) if template else self.say("draft.word.mission", {"channel": names})
        made["territory"] = self._territory(one, path)
        if template is not None:
            made["limits"] = _each(self._text(template.limits))
        made["serves"] = [OBJECTIVE]
        made["kpis"] = [self._kpi(kpi, area.channels, f"{path}.kpis.{n}") for n, kpi in enumerate(one.kpis)]
        if not one.kpis:
            self._note(f"{path}.kpis", "no_kpi")
        made["kris"] = [{"use": kri.use, "threatens": list(kri.threatens)} for kri in one.kris]
        for number, kri in enumerate(one.kris):
            self._note(f"{path}.kris.{number}", "kri", name=self._text(kri.row.name))
        return {name: value for name, value in made.items() if value != []}

    def _territory(self, one: ProposedArea, path: str) -> list[Writable]:
        """Only what the data show: channels and their money; what else the template claims is said."""
        lines = {line.channel.id for line in self.draft.budget}
        own = [channel.id for channel in one.area.channels]
        claims: list[Writable] = [{CHANNEL: _alone(own)}] if own else []
        budget = [name for name in own if name in lines]
        if budget:
            claims.append({"budget": _alone(budget)})
        if not own and one.area.template is not None:
            claims.append(dict([ARBITRATION]))
        else:
            also = _also(one.area.template, own)
            if also:
                self._note(f"{path}.territory", "also", claims="; ".join(also))
        return claims

    def _kpi(self, kpi: ProposedKpi, channels: Sequence[FoundChannel], path: str) -> Object:
        made: Object = {}
        if kpi.id != kpi.use:
            names = ", ".join(self._text(one.channel.name) for one in channels)
            made["id"] = kpi.id
            made["use"] = kpi.use
            made["name"] = self.say("draft.word.part", {"kpi": self._text(kpi.row.name), "channels": names})
            made["filter"] = {name: _alone(values) for name, values in kpi.filter.items()}
        else:
            made["use"] = kpi.use
        if kpi.params:
            made["params"] = dict(kpi.params)
        self._start(path, kpi)
        made.update(self._baseline(kpi))
        made["due"] = self.draft.period.end
        if kpi.seasonal:
            made["trajectory"] = "seasonal"
        self._note(f"{path}.target", "target")
        return made

    def _start(self, path: str, kpi: ProposedKpi) -> None:
        """What is known of where a KPI starts from."""
        name = self._text(kpi.row.name)
        if not isinstance(kpi.start, Baseline):
            self._note(path, "no_start", name=name, refusal=kpi.start.as_document())
            return
        self._note(path, "same_period" if kpi.start.same_period else "covered", name=name, **_told(kpi.start.amount))
        if kpi.lately is not None:
            self._note(path, "lately", **_told(kpi.lately))
        few = kpi.row.min_denominator
        if kpi.start.denominator is not None and few is not None and kpi.start.denominator < few:
            self._note(path, "few", count=kpi.start.denominator, needed=few)
        for part in kpi.breaks:
            self._note(path, "break" if len(part) > 1 else "break_day", first=part.start, last=part.end)

    def _baseline(self, kpi: ProposedKpi) -> Object:
        if not isinstance(kpi.start, Baseline):
            return {}
        amount = kpi.start.amount
        made: Object = {"baseline": amount.value}
        if amount.period != self.draft.period.year_before():
            made["baseline_period"] = {"start": amount.period.start, "end": amount.period.end}
        return made

    def _source(self, tool: str) -> Object:
        habits = tool_habits().get(tool, ToolHabits(tool, "day", "P1D", "P0D"))
        owner = self.draft.person_of(tool)
        made: Object = {"id": tool, "tool": tool, "grain": habits.grain, "expected_lag": habits.expected_lag}
        if habits.maturity != "P0D":
            made["maturity"] = habits.maturity
        named = owner if owner is not None and owner in self.people else self._director()
        return {**made, "owner": self.people[named]}

    def _text(self, text: Text) -> str:
        return text.in_language(self.language)

    def _note(self, path: str, code: str, **details: object) -> None:
        self.notes.append(Note(path, code, details))


def _mapping(rule: Rule) -> Object:
    made: Object = {"tool": rule.tool, "dimension": rule.dimension}
    if rule.match != "equals":
        made["match"] = rule.match
    if rule.value is not None:
        made["value"] = rule.value
    return {**made, "gives": dict(rule.gives)}


def _alone(values: Sequence[str]) -> Writable:
    """One value without its list."""
    return values[0] if len(values) == 1 else list(values)


def _each(limits: str) -> list[Writable]:
    """One limit a line, as a person strikes them out one by one."""
    parts = re.split(r"[,;] (?=(?:pas|ne|n'|not|does)\b)", limits)
    return [part.strip()[:1].upper() + part.strip()[1:] for part in parts]


def _told(amount: Amount) -> dict[str, object]:
    period = amount.period
    return {
        "value": amount.value, "unit": amount.unit, "first": period.start, "last": period.end,
        "days": amount.days_known, "length": len(period),
    }  # fmt: skip


def _also(template: RoleTemplate | None, own: Sequence[str]) -> list[str]:
    """Claims of the template that the data say nothing of, as a plan would write them."""
    found = []
    for claim in template.claims if template else ():
        if "budget" in claim or set(claim.get(CHANNEL, ())) & set(own):
            continue
        found.append(flow({name: _alone(values) for name, values in claim.items()}))
    return found
