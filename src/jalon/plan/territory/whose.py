"""Whose is it: a thing said in people's words, understood as a piece of the plan, and who answers for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from jalon.plan.model import Claim, Kra, OverlapRule, Plan
from jalon.plan.territory.ground import Territory
from jalon.quantities import Text

_WORD = re.compile(r"[a-z0-9]+")
_EMPTY = frozenset(
    "a an and are at for from in is it of on our the to who whose with "
    "au aux avec ce ces d dans de des du en est et il l la le les leur nos notre ou par pour qu qui s sa ses son sur "
    "un une".split()
)  # fmt: skip
FEED = 0.6
"""A tool's name means what is done there before it means the export that comes from it."""
OF_A_PATH = 0.4
"""A page of which the plan says nothing is one of the pages; a word of its path that names a ground says more."""
STEM = 4
"""Letters from which one word may begin another: `lead` and `leads`, `guide` and `guides`."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was understood and who answers: one holder where no other shares it, else the rule that says who does what.

    `kind` is a ground, or `kpi`, `kri`, `objective`, `action`, `milestone`, `source`; `person` answers where no area
    does. `share` is how much of what was asked was understood, between 0 and 1.
    """

    kind: str
    id: str
    share: float
    claim: Claim | None = None
    holders: tuple[Kra, ...] = ()
    person: str | None = None
    rules: tuple[OverlapRule, ...] = ()
    through: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: str
    id: str
    words: frozenset[str]
    claim: Claim | None = None
    holders: tuple[Kra, ...] = ()
    person: str | None = None
    through: str = ""
    sure: float = 0.0
    rest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def words_of(text: str) -> list[str]:
    """The words that say something, without accents or capitals."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", " ")).encode("ascii", "ignore").decode()
    return [word for word in _WORD.findall(plain) if word not in _EMPTY]


def whose(plan: Plan, asked: str, day: date) -> list[Found]:
    """Everything of the plan that a phrase may mean, what was understood best first. Nothing: an empty list."""
    said = list(dict.fromkeys(words_of(asked)))
    if not said:
        return []
    territory = Territory(plan)
    narrowed = _qualifiers(plan, said)
    found = []
    for one in (*_grounds(plan), *_things(plan), *_mapped(plan, asked)):
        share = max(_understood(said, one.words, narrowed if one.claim else {}), one.sure)
        share *= FEED if one.kind == "source" else 1
        if share > 0:
            found.append(_answered(territory, one, share, narrowed, day))
    best: dict[tuple[str, str], Found] = {}
    for each in sorted(found, key=lambda each: -each.share):
        best.setdefault((each.kind, each.id), each)
    top = max((each.share for each in best.values()), default=0.0)
    return [each for each in best.values() if each.share >= top / 2]


def _understood(said: list[str], words: frozenset[str], narrowed: Mapping[str, tuple[str, ...]]) -> float:
    """The share of what was asked that a name holds; a qualifier counts once the name itself was met."""
    met = [word for word in said if any(_alike(word, other) for other in words)]
    if not met:
        return 0.0
    inside = {word for values in narrowed.values() for value in values for word in words_of(value)}
    more = [word for word in said if word not in met and any(_alike(word, other) for other in inside)]
    whole = sum(any(_alike(word, other) for word in said) for other in words) / max(len(words), 1)
    return (len(met) + len(more)) / len(said) * 0.8 + whole * 0.2


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= STEM and long.startswith(short) and len(long) - len(short) <= 3)


def _said_in(*texts: Text | str | None) -> frozenset[str]:
    spoken = (text.as_document().values() if isinstance(text, Text) else [text or ""] for text in texts)
    return frozenset(word for one in spoken for text in one for word in words_of(str(text)))


def _qualifiers(plan: Plan, said: list[str]) -> dict[str, tuple[str, ...]]:
    """Values of the plan's dimensions that the phrase names: they narrow a piece of ground."""
    found = {}
    for name, values in plan.dimensions.items():
        met = tuple(v for v, text in values.items() if any(_alike(w, o) for w in said for o in _said_in(v, text)))
        if met:
            found[name] = met
    return found


def _grounds(plan: Plan) -> Iterator[_Candidate]:
    for ground, values in plan.grounds.items():
        for value, text in values.items():
            yield _Candidate(ground, value, _said_in(value.replace("_", " "), text), Claim(ground, (value,)))
    for line in plan.budget.lines if plan.budget else ():
        known = _said_in(line.id.replace("_", " "), line.name, "budget")
        yield _Candidate("budget", line.id, known, Claim("budget", (line.id,)))


def _things(plan: Plan) -> Iterator[_Candidate]:
    for kra, kpi in plan.kpis():
        known = _said_in(kpi.id.replace("_", " "), kpi.measured.name, *_filtered(kpi.measured.filter))
        yield _Candidate("kpi", kpi.id, known, holders=(kra,))
    for kra, kri in plan.kris():
        yield _Candidate("kri", kri.id, _said_in(kri.id.replace("_", " "), kri.name), holders=(kra,), person=kri.owner)
    for kra in plan.kras:
        yield _Candidate("kra", kra.id, _said_in(kra.name), holders=(kra,))
    for one in plan.objectives:
        yield _Candidate("objective", one.id, _said_in(one.id, one.name), person=one.owner)
    for action in plan.actions:
        known = _said_in(action.id, action.name)
        yield _Candidate("action", action.id, known, holders=_of(plan, action.kra), person=plan.owner_of(action))
    for milestone in plan.milestones:
        yield _Candidate("milestone", milestone.id, _said_in(milestone.id, milestone.name), person=milestone.owner)
    for source in plan.sources:
        known = _said_in(source.id, (source.tool or "").replace("_", " "), source.note)
        yield _Candidate("source", source.id, known, person=source.owner)


def _filtered(held: Mapping[str, Iterable[str]]) -> list[str]:
    return [value.replace("_", " ") for values in held.values() for value in values]


def _of(plan: Plan, kra: str | None) -> tuple[Kra, ...]:
    found = plan.kra(kra)
    return (found,) if found else ()


def _mapped(plan: Plan, asked: str) -> Iterator[_Candidate]:
    """A page, a campaign or a tool by the plan's own correspondences: the first that takes it decides."""
    text = asked.strip()
    page = re.sub(r"^https?://[^/]+", "", text) or "/"
    yield from _pages(plan, page) if page.startswith("/") else ()
    tools = set()
    for mapping in plan.mappings:
        given = [(ground, value) for ground, value in mapping.gives.items() if ground in plan.grounds]
        rest = {name: (value,) for name, value in mapping.gives.items() if name in plan.dimensions}
        exact = mapping.match != "any" and any(
            mapping.takes(mapping.tool, mapping.dimension, one) for one in {text, page} if one
        )
        for ground, value in given:
            if exact:
                way = f"{mapping.dimension}: {mapping.value}"
                claim = Claim(ground, (value,))
                yield _Candidate(ground, value, frozenset(), claim, through=way, sure=1.0, rest=rest)
            elif (mapping.tool, value) not in tools:
                tools.add((mapping.tool, value))
                known = _said_in(mapping.tool.replace("_", " "), mapping.value)
                yield _Candidate(ground, value, known, Claim(ground, (value,)), through=mapping.tool)


def _pages(plan: Plan, page: str) -> Iterator[_Candidate]:
    """The piece of ground that a tool's dimension is named after, for what the plan says of that path.

    `landing_page` is about landing pages: whose a page is where no ground bears a name of its own.
    """
    for mapping in plan.mappings:
        named = set(words_of(mapping.dimension.replace("_", " ")))
        grounds = [
            (ground, value)
            for ground, values in plan.grounds.items()
            for value in values
            if all(any(_alike(word, other) for other in named) for word in words_of(value.replace("_", " ")) or ["-"])
        ]
        if grounds and mapping.takes(mapping.tool, mapping.dimension, page):
            rest = {name: (value,) for name, value in mapping.gives.items() if name in plan.dimensions}
            way, sure = f"{mapping.dimension}: {mapping.value or page}", OF_A_PATH if mapping.match == "any" else 1.0
            for ground, value in grounds:
                claim = Claim(ground, (value,))
                yield _Candidate(ground, value, frozenset(), claim, through=way, sure=sure, rest=rest)
            return


def _answered(
    territory: Territory, one: _Candidate, share: float, narrowed: Mapping[str, tuple[str, ...]], day: date
) -> Found:
    """Who holds it on a day, and the rules between those who share it."""
    if one.claim is None:
        return Found(one.kind, one.id, share, None, one.holders, one.person)
    qualifiers = {**narrowed, **one.rest}
    own = set(one.claim.values)
    qualifiers = {name: values for name, values in qualifiers.items() if not set(values) <= own}
    claim = Claim(one.claim.ground, one.claim.values, qualifiers)
    holders = tuple(territory.holders(claim, day))
    names = {kra.id for kra in holders}
    rules = tuple(
        rule
        for rule in territory.plan.overlap_rules
        if len(names & set(rule.between)) > 1 and rule.where and _meets(rule.where, claim)
    )
    return Found(one.kind, one.id, share, claim, holders, None, rules, one.through)


def _meets(one: Claim, other: Claim) -> bool:
    return one.ground == other.ground and bool(set(one.values) & set(other.values))
