"""The agenda of the weekly review: what went wrong, targets out of reach, decisions due; what goes well is passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.plan.model import Decision, Plan
from jalon.scorecard.stakes import Stake, stakes
from jalon.wording import day, number, percent, phrase, standing
from jalon.wording.carried import Document, amount, person_name, row_of, rows, said

OUT_OF_REACH = Decimal("0.1")
"""Below one chance in ten, the target itself is the question."""
_MINUTES = {"off_course": 3, "stale": 2, "no_data": 2, "watch": 2}
DECIDING = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI of a point: value, odds, what the odds did in a week."""

    id: str
    name: str
    value: str
    odds: str
    shift: str
    better: bool | None
    standing: str


@dataclass(frozen=True, slots=True)
class Point:
    """One point: an area that does not go well, or a decision that waits."""

    subject: str
    sign: str
    title: str
    text: str
    person: str
    owner: str
    minutes: int
    link: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """The points in order, and how many areas go well and are passed."""

    points: tuple[Point, ...]
    passed: int

    @property
    def minutes(self) -> int:
        """How long it takes if nobody strays."""
        return sum(one.minutes for one in self.points)

    def point(self, subject: str) -> Point | None:
        """One point by its subject."""
        return next((one for one in self.points if one.subject == subject), None)


def agenda(document: Document, before: Document, plan: Plan, as_of: date, language: str) -> Agenda:
    """What weighs most on an objective first; decisions at the end, when everything is known."""
    weights, found, passed = stakes(document), [], 0
    for row in rows(document, "kras"):
        if str(row["standing"]) not in _MINUTES and not _fired(row, document):
            passed += 1
            continue
        shares = [weights.get(f"kpi:{name}", Stake("", Decimal(0))).share for name in _names(row.get("kpis"))]
        missing = max((-share for share in shares), default=Decimal(0))
        found.append((-missing, -_MINUTES.get(str(row["standing"]), 2), _area(row, document, before, plan, language)))
    found.sort(key=lambda one: one[:2])
    decisions = [_decision(plan, one.id, as_of, language) for one in plan.decisions if one.chosen is None]
    due = [
        _to_review(plan, one, document, language)
        for one in plan.decisions
        if one.chosen and one.outcome is None and one.review_on and one.review_on <= as_of
    ]
    return Agenda((*(point for _, _, point in found), *decisions, *due), passed)


def _fired(row: Mapping[str, object], document: Document) -> list[Mapping[str, object]]:
    """Risks of an area that are in vigilance or alert."""
    own = set(_names(row.get("kris")))
    return [one for one in rows(document, "kris") if one["id"] in own and one["standing"] in ("amber", "red")]


def _area(row: Mapping[str, object], document: Document, before: Document, plan: Plan, language: str) -> Point:
    figures = tuple(
        _figure(kpi, row_of(before, f"kpi:{name}"), language)
        for name in _names(row.get("kpis"))
        if (kpi := row_of(document, f"kpi:{name}")) is not None
    )
    parts = []
    earlier = row_of(before, f"kra:{row['id']}")
    if earlier is not None and earlier["standing"] != row["standing"]:
        words = {
            "before": standing(str(earlier["standing"]), language),
            "after": standing(str(row["standing"]), language),
        }
        parts.append(phrase("review.moved", language, words))
    far = [one for name in _names(row.get("kpis")) if (one := row_of(document, f"kpi:{name}")) and _out_of_reach(one)]
    if far:
        names = ", ".join(said(one["name"], language) for one in far)
        parts.append(phrase("review.out_of_reach", language, {"names": names}))
    for one in _fired(row, document):
        words = {"name": said(one["name"], language), "word": standing(str(one["standing"]), language)}
        parts.append(phrase("review.risk", language, words))
    code, owner = str(row["standing"]), str(row.get("owner") or "")
    still = phrase("review.still", language, {"word": standing(code, language)})
    return Point(
        f"kra:{row['id']}", code, said(row["name"], language), " ".join(parts) or still,
        owner, person_name(plan, owner, language), _MINUTES.get(code, 2), f"/kra/{row['id']}", figures,
    )  # fmt: skip


def _out_of_reach(row: Mapping[str, object]) -> bool:
    odds = row.get("odds")
    return isinstance(odds, str) and Decimal(odds) < OUT_OF_REACH


def _figure(row: Mapping[str, object], earlier: Mapping[str, object] | None, language: str) -> Figure:
    odds, was = row.get("odds"), earlier.get("odds") if earlier else None
    shift, better = "", None
    if isinstance(odds, str) and isinstance(was, str):
        points = (Decimal(odds) - Decimal(was)) * 100
        if abs(points) >= 1:
            better = points > 0
            shift = phrase("review.points", language, {"points": number(points, language, 0, signed=True)})
    return Figure(
        str(row["id"]), said(row["name"], language), amount(row["value"], str(row["unit"]), language),
        percent(odds, language, 0) if isinstance(odds, str) else "–", shift, better, str(row["standing"]),
    )  # fmt: skip


def _decision(plan: Plan, name: str, as_of: date, language: str) -> Point:
    decision = next(one for one in plan.decisions if one.id == name)
    due = plan.deadline_of(decision)
    decider = (plan.arbitration.decider if plan.arbitration else None) or ""
    options = ", ".join(said(decision.option_name(one), language) for one in decision.options)
    late = due is not None and due < as_of
    words = {"day": day(due, language, "long") if due else "–", "options": options}
    return Point(
        f"decision:{name}", "decision", f"{name} · {said(decision.question, language)}",
        phrase("review.decision.late" if late else "review.decision", language, words), decider,
        person_name(plan, decider, language), DECIDING, f"/decision/{name}",
    )  # fmt: skip


def _to_review(plan: Plan, decision: Decision, document: Document, language: str) -> Point:
    """A decision whose review has come: what was measured of it, for whoever decided to say what it is."""
    row = next((one.get("review") for one in rows(document, "decisions") if one["id"] == decision.id), None)
    came = str(row["came"]) if isinstance(row, Mapping) else "cannot_tell"
    words = {
        "day": day(decision.review_on, language, "long") if decision.review_on else "–",
        "came": phrase(f"arbitrated.came.{came}", language),
    }
    who = decision.by or (plan.arbitration.decider if plan.arbitration else None) or ""
    return Point(
        f"decision:{decision.id}", "decision", f"{decision.id} · {said(decision.question, language)}",
        phrase("review.decision.to_review", language, words), who, person_name(plan, who, language), DECIDING,
        f"/decision/{decision.id}",
    )  # fmt: skip


def _names(listed: object) -> list[str]:
    return [str(one) for one in listed] if isinstance(listed, list | tuple) else []
