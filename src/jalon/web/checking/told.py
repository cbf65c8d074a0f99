"""What somebody said of a KPI, as the others read it: confidence apart from the odds, the sentence, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jalon import wording
from jalon.records import check_ins
from jalon.web.checking.asked import gap_words
from jalon.web.here import Here


@dataclass(frozen=True, slots=True)
class Told:
    """The last check-in on a KPI. `gap` is the sentence of a disagreement, empty where confidence and odds agree."""

    person: str
    first_name: str
    confidence: str
    day: date
    sentence: str
    step: str
    gap: str


def told(place: Here, kpi: str) -> Told | None:
    """The last word on a KPI of what was known on the day shown."""
    last = check_ins.latest(place.workspace, kpi, place.as_of) if place.as_of else None
    return as_told(place, last) if last else None


def as_told(place: Here, said: check_ins.CheckIn) -> Told:
    """A check-in in words."""
    return Told(
        said.person,
        place.person(said.person)["name"].split()[0],
        wording.percent(said.confidence, place.language, 0),
        said.as_of,
        said.sentence,
        wording.phrase(f"check_in.step.{said.next_step}", place.language),
        gap_words(said.confidence, said.odds, place.language, "told"),
    )


def may_tell(place: Here, kra: str) -> bool:
    """Whether whoever is signed in may do a check-in on a KPI of that area today."""
    found = place.plan.kra(kra) if place.plan else None
    if found is None or place.plan is None or place.as_of is None or not place.may("comment"):
        return False
    return place.plan.speaks_for(found, place.member.person, place.as_of)
