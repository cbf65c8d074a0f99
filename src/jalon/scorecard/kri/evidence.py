"""What a person needs to believe the last reading: named places, compared amounts, events and their chance."""

from __future__ import annotations

import math
from decimal import Decimal

from jalon.facts.engine import UNMAPPED
from jalon.quantities import Refusal
from jalon.quantities.estimates import READ_DIGITS, estimated
from jalon.quantities.refusals import Unmapped
from jalon.scorecard.kri.answering import Answer
from jalon.scorecard.kri.binding.dated import unrecorded
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.windows import window_ending
from jalon.stats.signals import Observed

MOST_UNMAPPED = 0.2
APART = {True: "shared", False: "apart"}


def told(case: Case, answer: Answer) -> dict[str, object]:
    """Evidence of the last reading, beside what the binding noted."""
    question, said = answer.question, answer.said
    if question is None or said is None:
        return {}
    step = question.taken[-1]
    found: dict[str, object] = {"worst": answer.worst} if answer.worst else {}
    teller = _TELLERS.get(case.kri.method or "")
    if teller is not None:
        found |= teller(case, answer)
    if "certainty" in case.params:
        found |= _certainty(case, answer, step)
    return found


def refused_by(case: Case, answer: Answer) -> Refusal | None:
    """Why a reading may not be believed though there is one: too much of it lies on values that the plan ignores."""
    question = answer.question
    if case.kri.method != "concentration" or question is None or UNMAPPED not in question.cells:
        return None
    totals = question.given.inputs["value"].top[question.taken[-1]]
    loose = float(totals[question.cells.index(UNMAPPED)] / totals.sum()) if totals.sum() > 0 else 0.0
    return Unmapped(round(loose, 4)) if loose > MOST_UNMAPPED else None


def _certainty(case: Case, answer: Answer, step: int) -> dict[str, object]:
    assert answer.said is not None  # noqa: S101  # `told` has looked
    value, sure = (float(side[step]) for side in (answer.said.value, answer.said.sure))
    if value == sure:
        return {"certainty": "not_measured"}
    return {"sure_share": str(estimated(sure, READ_DIGITS))} if case.kri.method == "threshold" else {}


def _share(case: Case, answer: Answer) -> dict[str, object]:
    """The largest of the values and how many there are."""
    question = answer.question
    if question is None:
        return {}
    totals = question.given.inputs["value"].top[question.taken[-1]]
    if not totals.sum() > 0:
        return {}
    at = int(totals.argmax())
    return {
        "largest": question.cells[at],
        "largest_share": str(round(Decimal(totals[at] / totals.sum()), 4)),
        "values": int((totals > 0).sum()),
    }


def _compared(case: Case, answer: Answer) -> dict[str, object]:
    """Both sides of a comparison of one place."""
    question, said = answer.question, answer.said
    if question is None or said is None:
        return {}
    if len(question.cells) > 1:
        cell = said.evidence.get("cell")
        common = said.evidence.get("common")
        found: dict[str, object] = {} if cell is None else {"worst": question.cells[int(cell)]}
        return found | ({} if common is None else {"common_share": str(estimated(common))})
    step = question.taken[-1]
    sides = {"now": question.given.inputs["value"], "before": question.given.inputs["before"]}
    read = {name: _at(one, step) for name, one in sides.items()}
    return {name: str(estimated(value, READ_DIGITS)) for name, value in read.items() if math.isfinite(value)}


def _at(one: Observed, step: int) -> float:
    top = float(one.top[step].sum())
    return top if one.under is None else top / float(one.under[step].sum() or math.nan)


def _spiked(case: Case, answer: Answer) -> dict[str, object]:
    usual = answer.said.evidence.get("usual") if answer.said is not None else None
    return {} if usual is None else {"usual": estimated(usual)}


def _cell(name: str):  # type: ignore[no-untyped-def]
    def tell(case: Case, answer: Answer) -> dict[str, object]:
        cell = answer.said.evidence.get("cell") if answer.said is not None else None
        cells = answer.question.cells if answer.question is not None else ()
        at = int(cell) if cell is not None and cell >= 0 else 0
        return {name: cells[at]} if cells else {}

    return tell


def _shifted(case: Case, answer: Answer) -> dict[str, object]:
    """What came beside what was foreseen, and whether the controls moved as much."""
    question, said = answer.question, answer.said
    if question is None or said is None:
        return {}
    found: dict[str, object] = {}
    if case.kri.method == "event_window":
        if not said.evidence.get("inside"):
            return {}
        length = (question.days[-1] - case.evidence["start"]).days + 1  # type: ignore[operator]  # a day
        against = said.evidence["against"]
        found["controls"] = APART[bool(said.evidence["shared"])] if said.evidence["controls"] else "not_measured"
        if math.isfinite(against):
            found["against_controls"] = estimated(against)
    else:
        length = int(question.given.number("window", 1))
        found["by_chance"] = estimated(said.evidence["by_chance"])
        if said.evidence["controls"]:
            found["controls"] = "apart"
    came = case.value().over(window_ending(question.days[-1], length))
    moved = float(str(found.get("against_controls", said.evidence["moved"])))
    if isinstance(came, Decimal) and math.isfinite(moved) and moved > -1:
        found |= {"foreseen": estimated(float(came) / (1 + moved)), "came": estimated(float(came))}
    return found


def _broken(case: Case, answer: Answer) -> dict[str, object]:
    """The break that is in force or announced, and the measures in use that it touches."""
    question, said = answer.question, answer.said
    if question is None or said is None or not question.cells or said.evidence["cell"] < 0:
        return {}
    event = question.cells[int(said.evidence["cell"])]
    return {"event": event, "measures": unrecorded(case, event)}


def _dated(case: Case, answer: Answer) -> dict[str, object]:
    return _broken(case, answer) if case.params.get("test") == "break_recorded" else _shifted(case, answer)


_TELLERS = {
    "concentration": _share,
    "against_reference": _compared,
    "spike": _spiked,
    "residual_shift": _shifted,
    "event_window": _dated,
    "joint_rule": _cell("worst"),
    "distribution_shift": _cell("worst"),
    "freshness": _cell("worst"),
    "slack": _cell("milestone"),
    "slope": _cell("worst"),
}
