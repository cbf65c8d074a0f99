"""Conflicts between areas that the plan and the scorecard show: each can become a question to arbitration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from jalon.plan.model import HELD, Decision, DecisionEffect, Kri, OptionEffect, Plan
from jalon.plan.model.territory import Claim
from jalon.plan.territory import Territory
from jalon.scorecard.arbitrating.figures import Document, left_in, row_of, rows
from jalon.scorecard.arbitrating.weighing import holder_of

Kind = Literal["claimed_twice", "budget_claimed_twice", "asks_other_budget", "opposed_risks", "overdrawn"]
LIVE = ("planned", "running")
SHARE, KEEP = "share", "keep"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two areas, and what sets them against each other. `about` is what it is on: a claim, a line, a channel.

    `options` and `effects` are those of the question it would become; `asked` the decision that already asks it.
    """

    kind: Kind
    key: str
    kras: tuple[str, ...]
    about: str
    claim: Claim | None
    refs: tuple[str, ...]
    amount: Decimal | None
    options: tuple[str, ...]
    effects: tuple[OptionEffect, ...]
    asked: str | None = None

    @property
    def moved(self) -> DecisionEffect | None:
        """What the question would move, as a decision writes it."""
        if self.kind == "asks_other_budget":
            return DecisionEffect(self.about, None, self.amount, None, self.kras)
        return DecisionEffect(None, None, None, None, self.kras)


def conflicts(plan: Plan, document: Document) -> tuple[Conflict, ...]:
    """Every conflict of a day, those nobody has asked about first."""
    found = [*_overlaps(plan), *_borrowed(plan), *_opposed(plan, document), *_overdrawn(plan)]
    return tuple(sorted(found, key=lambda one: one.asked is not None))


def _overlaps(plan: Plan) -> Iterator[Conflict]:
    """Two areas claim one ground, and no sharing rule settles it."""
    for one in Territory(plan).overlaps():
        pair = (one.first.id, one.second.id)
        about = " ".join(one.claim.values)
        yield Conflict(
            "budget_claimed_twice" if one.ground == "budget" else "claimed_twice",
            f"overlap:{'+'.join(pair)}:{one.ground}:{'+'.join(one.claim.values)}", pair, about, one.claim, (), None,
            (*pair, SHARE), (), _asked(plan, kras=pair),
        )  # fmt: skip


def _borrowed(plan: Plan) -> Iterator[Conflict]:
    """An action paid by a budget line that another area claims."""
    for action in plan.actions:
        holder = holder_of(plan, action.budget) if action.budget and action.status in LIVE else None
        if holder is None or action.kra is None or holder == action.kra or not action.cost:
            continue
        pays = OptionEffect(
            "pay", action.kra, action.kpi, action.expect, action.budget, None, action.cost, undone_within=None
        )
        yield Conflict(
            "asks_other_budget", f"action:{action.id}", (action.kra, holder), str(action.budget), None, (action.id,),
            action.cost, ("pay", "own_budget", HELD), (pays,), _asked(plan, refs=(action.id,)),
        )  # fmt: skip


def _opposed(plan: Plan, document: Document) -> Iterator[Conflict]:
    """Two risks in red on one channel, held by two areas: one guards a cost, the other a volume."""
    red = {str(row["id"]) for row in rows(document, "kris") if row.get("standing") == "red"}
    held = [(kra.id, kri) for kra, kri in plan.kris() if kri.id in red]
    for (first, one), (second, other) in combinations(held, 2):
        channels = sorted(_channels(plan, first, one) & _channels(plan, second, other))
        sides = {_guards(one, document), _guards(other, document)}
        if first != second and channels and sides == {"cost", "volume"}:
            refs = (one.id, other.id)
            yield Conflict(
                "opposed_risks", f"risks:{one.id}+{other.id}", (first, second), channels[0], None, refs, None,
                (one.id, other.id, KEEP), (OptionEffect(one.id, first), OptionEffect(other.id, second)),
                _asked(plan, refs=refs),
            )  # fmt: skip


def _guards(kri: Kri, document: Document) -> str | None:
    """Whether a risk threatens a cost (less is better) or a volume (more is better); None when both or neither."""
    sides = set()
    for name in kri.threatens:
        found = row_of(document, name)
        if found:
            sides.add({"down": "cost", "up": "volume"}.get(str(found[1].get("direction")), ""))
    return next(iter(sides)) if len(sides) == 1 else None


def _channels(plan: Plan, kra: str, kri: Kri) -> set[str]:
    """The channels of a risk: of its filter, of what it threatens, else those its area claims."""
    if kri.filter.get("channel"):
        return set(kri.filter["channel"])
    found = {
        channel
        for _, kpi in plan.kpis()
        if kpi.id in kri.threatens
        for channel in kpi.measured.filter.get("channel", ())
    }
    home = plan.kra(kra)
    claims = home.territory if home else ()
    return found or {value for claim in claims if claim.ground == "channel" for value in claim.values}


def _overdrawn(plan: Plan) -> Iterator[Conflict]:
    """Questions that are awaited would take more out of a line than it holds."""
    asked: dict[str, list[Decision]] = {}
    for one in plan.decisions:
        if one.chosen is None and one.effect and one.effect.source and one.effect.amount:
            asked.setdefault(one.effect.source, []).append(one)
    for line, several in asked.items():
        have = left_in(plan, line)
        wanted = sum((one.effect.amount or Decimal(0) for one in several if one.effect), Decimal(0))
        holder = holder_of(plan, line)
        if have is not None and wanted > have:
            yield Conflict(
                "overdrawn", f"line:{line}", (holder,) if holder else (), line, None,
                tuple(one.id for one in several), wanted - have, tuple(one.id for one in several), (), several[0].id,
            )  # fmt: skip


def _asked(plan: Plan, kras: tuple[str, ...] = (), refs: tuple[str, ...] = ()) -> str | None:
    """The question already awaited on the same thing."""
    for one in plan.decisions:
        if one.chosen is not None:
            continue
        if refs and set(refs) <= set(one.evidence):
            return one.id
        if kras and one.effect and set(one.effect.kras) == set(kras):
            return one.id
    return None
