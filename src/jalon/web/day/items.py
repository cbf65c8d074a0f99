"""A line of the day's work: what, for whom, by when, and what it weighs on an objective, said in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from jalon import wording
from jalon.plan.model import Kpi, Kra, Kri, Plan
from jalon.scorecard.leverage import Gain
from jalon.scorecard.stakes import Stake, stakes
from jalon.web.here import Here
from jalon.web.rows import measured as measured_of
from jalon.web.rows import said, strings
from jalon.web.work.naming import amount_words, gain_words

MOST = 5
SLIGHT = Decimal("0.001")
"""Under a thousandth of a target nothing is missing that one could see."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `why` says what it weighs; `weight` is that share of an objective's target, and makes the order."""

    lead: str
    title: str
    link: str
    text: str = ""
    person: Mapping[str, str] | None = None
    when: str = ""
    late: bool = False
    why: str = ""
    weight: Decimal = Decimal(0)
    due: date | None = None
    first: bool = False
    once: str = ""


@dataclass(frozen=True, slots=True)
class Verb:
    """One of the three lists: what a morning can hold, and the rest behind it."""

    items: list[Item]
    rest: list[Item]

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.items) + len(self.rest)


def ordered(found: Iterable[Item]) -> Verb:
    """What stops others first, then what weighs most on an objective, then the nearest day; one line a thing."""
    kept = sorted(found, key=lambda one: (not one.first, -one.weight, one.due or date.max))
    once = list({(one.link, one.once): one for one in reversed(kept)}.values())[::-1]
    return Verb(once[:MOST], once[MOST:])


class Mine:
    """What concerns whoever is signed in: her areas and what they hold; for the director, all of it."""

    def __init__(self, place: Here) -> None:
        self.place = place
        self.person = place.member.person
        self.everything = place.member.role == "director" or not self.person

    @cached_property
    def plan(self) -> Plan | None:
        return self.place.plan

    @cached_property
    def areas(self) -> frozenset[str]:
        """The areas she answers for."""
        return frozenset(kra.id for kra in self._kras if kra.owner == self.person)

    @cached_property
    def relayed(self) -> frozenset[str]:
        """The areas she stands in for."""
        plan = self.plan
        return frozenset(kra.id for kra in self._kras if plan and plan.deputy_of(kra) == self.person)

    @cached_property
    def kpis(self) -> frozenset[str]:
        """The KPIs of her areas, and the objectives they serve."""
        held = [kra for kra in self._kras if kra.id in self.areas]
        return frozenset(kpi.id for kra in held for kpi in kra.kpis) | {one for kra in held for one in kra.serves}

    @cached_property
    def weights(self) -> Mapping[str, Stake]:
        """What each thing weighs on an objective today."""
        return stakes(self.place.card)

    @cached_property
    def _held(self) -> Mapping[str, Kra]:
        """The area that each KPI and risk lives in, and each area itself."""
        found = {f"{kind}:{one.id}": kra for kra in self._kras for kind in ("kpi", "kri") for one in _inside(kra, kind)}
        return {**found, **{f"kra:{kra.id}": kra for kra in self._kras}}

    @property
    def _kras(self) -> tuple[Kra, ...]:
        return self.plan.kras if self.plan else ()

    def has(self, *people: object) -> bool:
        """Whether one of them is her; everybody's business is the director's."""
        return self.everything or self.person in people

    def holds(self, areas: Iterable[str | None]) -> bool:
        """Whether one of these areas is hers."""
        return self.everything or any(one in self.areas for one in areas)

    def does(self, person: object) -> bool:
        """Whether it is hers to do, and hers alone."""
        return bool(self.person) and person == self.person

    def moved(self, names: Iterable[str]) -> bool:
        """Whether one of these KPIs or objectives is hers."""
        return self.everything or any(name in self.kpis for name in names)

    def reason(self, subject: str) -> tuple[str, Decimal]:
        """What is missing because of something, in words and as a share; unweighed, what its area serves."""
        stake = self.weights.get(subject)
        if stake is not None and stake.share <= -SLIGHT:
            return self._missing(stake), -stake.share
        return self._serves(subject), Decimal(0)

    def _missing(self, stake: Stake) -> str:
        row = next(
            (m for one in self.place.rows("objectives") if (m := measured_of(one))["id"] == stake.objective), None
        )
        target = row["target"] if row else None
        if row is None or not isinstance(target, str):
            return ""
        amount = abs(stake.share) * Decimal(target)
        facts = {
            "amount": amount_words(amount, str(row["unit"]), self.place.language),
            "objective": stake.objective,
            "share": wording.percent(abs(stake.share), self.place.language, 1),
        }
        return wording.phrase("today.missing", self.place.language, facts)

    def _serves(self, subject: str) -> str:
        kra = self._held.get(subject)
        served = list(dict.fromkeys(kra.serves)) if kra else []
        if not served:
            return ""
        return wording.phrase("today.serves", self.place.language, {"objectives": ", ".join(served[:3])})

    def gain(self, gain: Gain | None, subject: str) -> tuple[str, Decimal]:
        """What an action is expected to bring, in words and as a share of the target."""
        if gain is None:
            return self._serves(subject), Decimal(0)
        return gain_words(gain, self.place.language), gain.share


def _inside(kra: Kra, kind: str) -> tuple[Kpi, ...] | tuple[Kri, ...]:
    return kra.kpis if kind == "kpi" else kra.kris


def name_of(place: Here, name: str) -> str:
    """A KPI or an objective by name."""
    rows = (measured_of(row) for row in (*place.rows("kpis"), *place.rows("objectives")))
    return next((said(row["name"], place.language) for row in rows if row["id"] == name), name)


def fed_by(place: Here, kpis: frozenset[str]) -> frozenset[str]:
    """The tools that some KPIs read."""
    found: set[str] = set()
    for row in place.rows("kpis"):
        measured = measured_of(row)
        listed = measured["provenance"]
        if measured["id"] in kpis and isinstance(listed, list):
            found |= {str(one["tool"]) for one in listed}
    return frozenset(found)


def threatened(row: Mapping[str, object]) -> list[str]:
    """What a risk threatens."""
    return strings(row["threatens"])


def t(key: str, place: Here, **values: str) -> str:
    """A phrase of the day."""
    return wording.phrase(f"today.{key}", place.language, values)


def shortly(day: date | str | None, place: Here) -> str:
    """A day in short; nothing without one."""
    return wording.day(day, place.language, "short") if day else ""
