"""Conflicts between areas as pages say them, and the question each becomes."""

from __future__ import annotations

from dataclasses import dataclass

from jalon import wording
from jalon.plan.model import HELD
from jalon.quantities import Text
from jalon.routines.arbitrating import Asked
from jalon.scorecard.arbitrating import Conflict, conflicts
from jalon.web.claims import claim_words
from jalon.web.here import Here
from jalon.web.work.arbitrated import Naming
from jalon.wording import arbitrated

LANGUAGES = ("fr", "en")
ON: dict[str, str] = {"asks_other_budget": "budget", "overdrawn": "budget", "opposed_risks": "channel"}


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """A conflict in a sentence, with its people, and the question that already asks it."""

    key: str
    sentence: str
    owners: list[str]
    asked: str | None


@dataclass(frozen=True, slots=True)
class Claimed(Naming):
    """The same names, and the claim that two areas share in its own words."""

    claim: str = ""

    def thing(self, subject: str) -> str:
        """`claim:…` is said whole."""
        return self.claim if subject.startswith("claim:") else Naming.thing(self, subject)


def shown(place: Here) -> list[ShownConflict]:
    """Every conflict of the scorecard shown."""
    plan = place.plan
    if plan is None or not place.card:
        return []
    return [
        ShownConflict(
            one.key,
            arbitrated.conflict(_row(place, one), _names(place, one, place.language), place.language),
            [kra.owner for kra in (plan.kra(area) for area in one.kras) if kra and kra.owner],
            one.asked,
        )
        for one in conflicts(plan, place.card)
    ]


def asked_of(place: Here, key: str) -> Asked | None:
    """The question that a conflict becomes, in both languages; None when there is no such conflict any more."""
    plan = place.plan
    found = next((one for one in conflicts(plan, place.card) if one.key == key), None) if plan and place.card else None
    if found is None or found.asked is not None:
        return None
    questions, reasons = (
        {code: say(_row(place, found), _names(place, found, code), code) for code in LANGUAGES}
        for say in (arbitrated.question, arbitrated.conflict)
    )
    names = {
        option: Text({code: _option(place, found, option, code) for code in LANGUAGES}) for option in found.options
    }
    return Asked(
        Text(questions), found.options, names, Text(reasons), found.effects, found.refs, found.moved
    )  # fmt: skip


def _row(place: Here, one: Conflict) -> dict[str, object]:
    return {
        "kind": one.kind, "kras": list(one.kras), "refs": list(one.refs), "about": one.about, "amount": one.amount,
        "ground": ON.get(one.kind, "claim"), "currency": place.workspace.currency,
    }  # fmt: skip


def _names(place: Here, one: Conflict, language: str) -> Claimed:
    there = Here(place.member, place.workspace, place.plan, place.revision, place.published, language, place.newest)
    claim = claim_words(one.claim, place.plan, language) if one.claim and place.plan else ""
    return Claimed(there, None, claim)


def _option(place: Here, one: Conflict, option: str, language: str) -> str:
    names = _names(place, one, language)
    if option in one.kras:
        return names.thing(f"kra:{option}")
    if option in one.refs:
        return wording.phrase("arbitrated.option.respond", language, {"one": names.thing(f"kri:{option}")})
    known = {"share", "keep", "pay", "own_budget", HELD}
    return wording.phrase(f"arbitrated.option.{option}", language) if option in known else option
