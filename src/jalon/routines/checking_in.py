"""A check-in from what a person says to what is kept: judged first, the same at every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from jalon.plan.model import Plan
from jalon.records import audit, check_ins
from jalon.records.check_ins import CheckIn, Way
from jalon.records.scorecards import Published
from jalon.records.workspaces import Workspace
from jalon.scorecard.confidence import apart


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said, and what is left to say."""

    confidence: str = ""
    sentence: str = ""
    next_step: str = ""
    lacks_confidence: bool = False
    lacks_sentence: bool = False
    lacks_step: bool = False

    @property
    def whole(self) -> bool:
        """Whether it can be kept."""
        return not self.lacking

    @property
    def lacking(self) -> tuple[str, ...]:
        """The fields that are left to say."""
        asked = {"confidence": self.lacks_confidence, "sentence": self.lacks_sentence, "next_step": self.lacks_step}
        return tuple(name for name, lacks in asked.items() if lacks)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who speaks: the person of the plan, by which door, and how the trail names her."""

    person: str
    way: Way
    actor: str


def judged(confidence: str, sentence: str, next_step: str, odds: Decimal | None) -> Answer:
    """What was said: a sentence is due where something is asked for, or where the odds say otherwise."""
    said = " ".join(sentence.split())[: check_ins.LONGEST]
    try:
        share = Decimal(confidence)
    except InvalidOperation:
        share = Decimal(-1)
    known = share in check_ins.CONFIDENCES
    wanted = next_step in ("act", "ask") or (known and apart(share, odds) is not None)
    return Answer(
        confidence=str(share) if known else "",
        sentence=said,
        next_step=next_step,
        lacks_confidence=not known,
        lacks_sentence=wanted and not said,
        lacks_step=next_step not in check_ins.NEXT_STEPS,
    )


def keep(
    workspace: Workspace, kpi: str, week: date, answer: Answer, read: Published, teller: Teller, now: datetime
) -> CheckIn:
    """Keep a whole answer on a KPI of the scorecard that was read."""
    said = check_ins.Said(Decimal(answer.confidence), answer.sentence, answer.next_step)
    kept = check_ins.keep(workspace, teller.person, kpi, week, said, read, teller.way, now)
    facts = {"week": week.isoformat(), "way": teller.way}
    audit.write(teller.actor, "check_in", f"kpi:{kpi}", now, facts, workspace=workspace.id)
    return kept


def check_in(
    workspace: Workspace,
    plan: Plan,
    read: Published,
    kpi: str,
    spoken: tuple[str, str, str],
    teller: Teller,
    now: datetime,
) -> CheckIn | Answer | None:
    """One check-in for the week of a scorecard: kept, or what is left to say; None where the KPI is not hers.

    `spoken` is the confidence (between 0 and 1, as text), the sentence and the next step.
    """
    row = _row(read.document, kpi)
    kra = plan.kra(str(row["kra"])) if row else None
    if row is None or kra is None or not plan.speaks_for(kra, teller.person, read.as_of):
        return None
    measured = row["measured"]
    odds = measured["odds"] if isinstance(measured, Mapping) else None
    answer = judged(*spoken, Decimal(odds) if isinstance(odds, str) else None)
    if not answer.whole:
        return answer
    return keep(workspace, kpi, check_ins.week_of(read.as_of), answer, read, teller, now)


def take_back(workspace: Workspace, kpi: str, week: date, teller: Teller, now: datetime) -> bool:
    """Undo one's own last word of the week on a KPI; the trail says that it was taken back, not what it said."""
    done = check_ins.take_back(workspace, teller.person, kpi, week)
    if done:
        facts = {"week": week.isoformat(), "way": teller.way}
        audit.write(teller.actor, "check_in_undo", f"kpi:{kpi}", now, facts, workspace=workspace.id)
    return done


def forget(workspace: Workspace, person: str, actor: str, now: datetime) -> int:
    """Erase what a person said, at her own asking; how many check-ins there were. The trail keeps no forecast."""
    count = check_ins.forget(workspace, person)
    audit.write(actor, "erase_forecasts", f"person:{person}", now, {"erased": count}, workspace=workspace.id)
    return count


def speakable(plan: Plan, read: Published, person: str) -> list[str]:
    """The KPIs of a scorecard that a person may speak of."""
    listed = read.document.get("kpis")
    rows = listed if isinstance(listed, list) else []
    areas = {kra.id for kra in plan.kras if plan.speaks_for(kra, person, read.as_of)}
    return [str(row["measured"]["id"]) for row in rows if row["kra"] in areas]


def _row(document: Mapping[str, object], kpi: str) -> Mapping[str, object] | None:
    listed = document.get("kpis")
    found = (one for one in (listed if isinstance(listed, list) else []) if one["measured"]["id"] == kpi)
    return next(found, None)
