"""What a person has said so far: names for channels, her own, the company's. Kept for the visit, then by the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from jalon.plan.model import Plan
from jalon.routines import starting
from jalon.scorecard.starting.draft import Answers
from jalon.web.here import Here

_KEY, _OWNER = "start", "owner_"
MOST = 120
"""Letters of a name."""


@dataclass(frozen=True, slots=True)
class Given:
    """The fields of the page."""

    owners: Mapping[str, str] = field(default_factory=dict)
    director: str = ""
    brand: str = ""
    currency: str = ""
    year: int | None = None

    @property
    def answers(self) -> Answers:
        """As the draft takes them."""
        return Answers(self.owners, self.director or None, self.brand_terms)

    @property
    def brand_terms(self) -> tuple[str, ...]:
        """Words of the brand, apart."""
        return tuple(term.strip() for term in self.brand.split(",") if term.strip())

    def people(self, me: str) -> list[str]:
        """Everybody named so far, oneself first: what a field proposes."""
        return list(dict.fromkeys(name for name in (me, self.director, *self.owners.values()) if name))


def given_by(request: HttpRequest, place: Here) -> Given:
    """The form just sent, else what was said during the visit, else what the draft says."""
    if request.method == "POST":
        found = _read(request.POST.dict())
        request.session[_KEY] = {"workspace": place.workspace.slug, **_told(found)}
        return found
    kept = request.session.get(_KEY, {})
    if isinstance(kept, dict) and kept.get("workspace") == place.workspace.slug:
        return _read(kept)
    return _of_draft(place.plan) if place.plan else Given(director=place.member.name)


def forget(request: HttpRequest) -> None:
    """From now on the draft says it."""
    request.session.pop(_KEY, None)


def _read(fields: Mapping[str, object]) -> Given:
    names = {str(key): str(value).strip()[:MOST] for key, value in fields.items() if isinstance(value, str)}
    year = names.get("year", "")
    return Given(
        owners={key.removeprefix(_OWNER): name for key, name in names.items() if key.startswith(_OWNER) and name},
        director=names.get("director", ""),
        brand=names.get("brand", ""),
        currency=names.get("currency", "").upper()[:3],
        year=int(year) if year.isdigit() and len(year) == 4 else None,
    )


def _told(given: Given) -> dict[str, str]:
    fields = {f"{_OWNER}{channel}": name for channel, name in given.owners.items()}
    year = str(given.year) if given.year else ""
    return {**fields, "director": given.director, "brand": given.brand, "currency": given.currency, "year": year}


def _of_draft(plan: Plan) -> Given:
    """The names that a draft already holds."""
    called = {person.id: person.name for person in plan.people}
    owners = {
        value: called[kra.owner]
        for kra in plan.kras
        if kra.owner in called
        for claim in kra.territory
        if claim.ground == "channel"
        for value in claim.values
    }
    director = called.get(plan.objectives[0].owner or "", "") if plan.objectives else ""
    year = plan.period.start.year if plan.period else None
    return Given(owners, director, ", ".join(plan.brand_terms), plan.company.currency, year)


def ahead_of(today: date, planned: int) -> dict[str, int]:
    """The next year, where it is proposed because too little of this one is left: said, as it surprises in December."""
    late = starting.year_of_plan(today).start.year > today.year
    return {"this_year": today.year, "ahead": planned if late and planned > today.year else 0}
