"""A plan's territory as boxes: who holds what, on which days; overlaps without a rule, required cells nobody holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations

from jalon.plan.model import EVERYTHING, Claim, Kra, Plan
from jalon.plan.territory.boxes import Factors, Vocabulary, meeting, minus_all
from jalon.quantities import Period

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holding:
    """One claim of one KRA as a box."""

    kra: Kra
    claim: Claim
    box: Factors


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two KRAs both claim and no rule settles."""

    first: Kra
    second: Kra
    ground: str
    claim: Claim
    left: tuple[Factors, ...]


@dataclass(frozen=True, slots=True)
class Hole:
    """What is required and nobody holds."""

    required: Claim
    left: tuple[Factors, ...]


class Territory:
    """The boxes of a plan, in one coordinate system: days are cut at each `from` and after each `to`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.dimensions = tuple(plan.dimensions)
        self.qualifiers = [Vocabulary(tuple(plan.dimensions[name])) for name in self.dimensions]

    @cached_property
    def slices(self) -> list[Period]:
        """The period cut where some KRA begins or ends."""
        period = self.plan.period
        if period is None:
            return []
        cuts = {period.start}
        for kra in self.plan.kras:
            if kra.first_day and period.start < kra.first_day <= period.end:
                cuts.add(kra.first_day)
            if kra.last_day and period.start <= kra.last_day < period.end:
                cuts.add(kra.last_day + ONE_DAY)
        starts = sorted(cuts)
        ends = [start - ONE_DAY for start in starts[1:]] + [period.end]
        return [Period(start, end) for start, end in zip(starts, ends, strict=True)]

    def values(self, ground: str) -> Vocabulary:
        """The declared values of a ground."""
        return Vocabulary(tuple(self.plan.grounds.get(ground, {})))

    def box(self, claim: Claim, days: int | None = None) -> Factors:
        """A claim as a box; `*` and an unmentioned dimension both mean all declared values."""
        values = self.values(claim.ground)
        held = values.all if claim.values == (EVERYTHING,) else values.bits(claim.values)
        parts = []
        for name, words in zip(self.dimensions, self.qualifiers, strict=True):
            given = claim.qualifiers.get(name)
            parts.append(words.all if given is None or given == (EVERYTHING,) else words.bits(given))
        return (held, *parts, self._always if days is None else days)

    @property
    def _always(self) -> int:
        return (1 << len(self.slices)) - 1

    def days_of(self, kra: Kra) -> int:
        """The slices on which a KRA is in force; none unless it is active."""
        if kra.status != "active" or kra.first_day is None or kra.last_day is None or kra.last_day < kra.first_day:
            return 0
        life = Period(kra.first_day, kra.last_day)
        return sum(1 << number for number, part in enumerate(self.slices) if life.meeting(part) == part)

    @cached_property
    def holdings(self) -> list[Holding]:
        """Every well-formed claim of every KRA in force."""
        found = []
        for kra in self.plan.kras:
            days = self.days_of(kra)
            for claim in kra.territory if days else ():
                box = self.box(claim, days)
                if all(box):
                    found.append(Holding(kra, claim, box))
        return found

    def overlaps(self) -> Iterator[Overlap]:
        """Each pair of KRAs with something in common that their rules do not settle, one per pair and ground."""
        by_ground: dict[str, list[Holding]] = {}
        for holding in self.holdings:
            by_ground.setdefault(holding.claim.ground, []).append(holding)
        for ground, held in by_ground.items():
            pairs: dict[tuple[int, int], tuple[Holding, Holding, list[Factors]]] = {}
            order = {id(kra): number for number, kra in enumerate(self.plan.kras)}
            for first, second in combinations(held, 2):
                if first.kra is second.kra:
                    continue
                common = meeting(first.box, second.box)
                if common is None:
                    continue
                key = (order[id(first.kra)], order[id(second.kra)])
                said = pairs[key][2] if key in pairs else []
                left = minus_all(common, [*self._rules(ground, first.kra.id, second.kra.id), *said])
                if left:
                    pairs.setdefault(key, (first, second, []))[2].extend(left)
            for first, second, left in pairs.values():
                yield Overlap(first.kra, second.kra, ground, second.claim, tuple(left))

    def _rules(self, ground: str, first: str, second: str) -> list[Factors]:
        return [
            self.box(rule.where)
            for rule in self.plan.overlap_rules
            if rule.where is not None and rule.where.ground == ground and {first, second} <= set(rule.between)
        ]

    def settles(self, claim: Claim, between: tuple[str, ...]) -> bool:
        """Whether two of the named KRAs meet inside a rule's box."""
        inside = self.box(claim)
        held = [h for h in self.holdings if h.kra.id in between and h.claim.ground == claim.ground]
        for first, second in combinations(held, 2):
            common = meeting(first.box, second.box) if first.kra is not second.kra else None
            if common is not None and meeting(common, inside) is not None:
                return True
        return False

    def required(self) -> Iterator[Claim]:
        """Required cells: those written, and every budget line."""
        yield from self.plan.required
        budget = self.plan.budget
        for line in budget.lines if budget else ():
            if line.id:
                yield Claim("budget", (line.id,), {}, line.path)

    def holes(self) -> Iterator[Hole]:
        """Required boxes minus all claims, day by day."""
        for claim in self.required():
            box = self.box(claim)
            if not all(box):
                continue
            left = minus_all(box, (h.box for h in self.holdings if h.claim.ground == claim.ground))
            if left:
                yield Hole(claim, tuple(left))

    def covers(self, kra: Kra, claim: Claim) -> bool:
        """Whether a claim lies inside a KRA's territory, whatever the day."""
        mine = [self.box(held) for held in kra.territory if held.ground == claim.ground]
        return not minus_all(self.box(claim), mine)

    def holders(self, claim: Claim, day: date) -> list[Kra]:
        """Who answers for a cell on a day: the answer to “whose is it?”."""
        asked = self.box(claim, sum(1 << n for n, part in enumerate(self.slices) if day in part))
        found = [h.kra for h in self.holdings if h.claim.ground == claim.ground and meeting(h.box, asked)]
        return list({kra.id: kra for kra in found}.values())

    def cell(self, ground: str, box: Factors) -> dict[str, object]:
        """A box in words, for findings: values, qualifiers and, when not always, days."""
        found: dict[str, object] = {"ground": ground, "value": self.values(ground).of(box[0])}
        for name, words, bits in zip(self.dimensions, self.qualifiers, box[1:-1], strict=True):
            found[name] = words.of(bits)
        if box[-1] != self._always:
            parts = [part for number, part in enumerate(self.slices) if box[-1] >> number & 1]
            found["days"] = [f"{part.start.isoformat()}..{part.end.isoformat()}" for part in parts]
        return found

    def narrowed(self, ground: str, box: Factors) -> dict[str, object]:
        """A box as people say it: only what narrows it; every value of the ground is `*`."""
        cell = self.cell(ground, box)
        if box[0] == self.values(ground).all:
            cell["value"] = [EVERYTHING]
        for name, words, bits in zip(self.dimensions, self.qualifiers, box[1:-1], strict=True):
            if bits == words.all:
                del cell[name]
        return cell
