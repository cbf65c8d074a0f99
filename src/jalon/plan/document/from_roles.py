"""A first plan from the trades of a team: areas, borders, KPIs and risks of the role templates, no figure yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jalon.catalogue import RoleTemplate, kpis, kris, roles
from jalon.plan.document.rendering import Writable
from jalon.quantities import Period

GENERAL = frozenset({"sessions", "leads"})
"""KPIs of the whole company: inside an area they count its own channels only."""
KPIS, KRIS = 3, 2
"""How many of a template are proposed at first: few indicators."""
DIRECTOR = "director"
GOALS = ("leads", "sales", "engagement")


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody and her trade; the KPIs and KRIs kept of its template, None for the first few."""

    name: str
    role: str
    kpis: tuple[str, ...] | None = None
    kris: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """What is known of a company before it has any file: who does what, for which result, in which year."""

    company: str
    company_id: str
    currency: str
    timezone: str
    period: Period
    director: str
    objective: str
    result: str
    seats: tuple[Seat, ...]
    language: str
    ids: Mapping[str, str] = field(default_factory=dict)


def seated(team: Team) -> list[tuple[Seat, RoleTemplate]]:
    """Each seat with its template. One trade held twice, alone or inside a combined one, is one area: the first's."""
    found: list[tuple[Seat, RoleTemplate]] = []
    held: set[str] = set()
    for seat in team.seats:
        template = roles().get(seat.role)
        trades = {*(template.combines or (template.id,))} if template else set()
        if template is not None and not trades & held:
            held |= trades
            found.append((seat, template))
    return found


def first_plan(team: Team) -> dict[str, Writable]:
    """The draft plan, field by field in the order in which a person reads them."""
    areas = seated(team)
    claims = {template.id: _claims(template) for _, template in areas}
    made: dict[str, Writable] = {
        "version": "jalon/1",
        "languages": [team.language],
        "status": "draft",
        "company": {
            "id": team.company_id,
            "name": team.company,
            "currency": team.currency,
            "timezone": team.timezone,
        },
        "period": {"start": team.period.start, "end": team.period.end},
        "people": _people(team, areas),
        "grounds": _grounds(claims.values()),
    }
    if any("goal" in claim for every in claims.values() for claim in every):
        made["dimensions"] = {"goal": list(GOALS)}
    made["required"] = [{"channel": "*"}] if "channel" in _grounds(claims.values()) else []
    made["objectives"] = [
        {
            "id": "O1",
            "name": team.objective,
            "owner": team.ids[team.director],
            "result": {"use": team.result, "due": team.period.end},
        }
    ]
    made["kri_defaults"] = {"red_within": "P2D"}
    made["kras"] = _kras(team, areas, claims)
    return {name: value for name, value in made.items() if value not in ([], {})}


def _people(team: Team, areas: Sequence[tuple[Seat, RoleTemplate]]) -> list[Writable]:
    holders = {seat.name for seat, _ in areas}
    trades = {seat.name: seat.role for seat in reversed(team.seats) if seat.role}
    names = dict.fromkeys([team.director, *(seat.name for seat in team.seats)])
    found: list[Writable] = []
    for name in names:
        person: dict[str, Writable] = {"id": team.ids[name], "name": name}
        if name in trades:
            person["role"] = trades[name]
        if name not in holders:
            person["actor"] = False
        elif name != team.director:
            person["deputy"] = team.ids[team.director]
        found.append(person)
    return found


def _claims(template: RoleTemplate) -> list[Mapping[str, tuple[str, ...]]]:
    """The claims of a template; money is claimed once the plan has a budget."""
    return [claim for claim in template.claims if "budget" not in claim]


def _grounds(claims: object) -> dict[str, Writable]:
    found: dict[str, dict[str, None]] = {}
    for every in claims:  # type: ignore[attr-defined]  # values of a mapping
        for claim in every:
            for ground, values in claim.items():
                if ground != "goal":
                    found.setdefault(ground, {}).update(dict.fromkeys(values))
    return {ground: list(values) for ground, values in found.items()}


def _kras(
    team: Team,
    areas: Sequence[tuple[Seat, RoleTemplate]],
    claims: Mapping[str, list[Mapping[str, tuple[str, ...]]]],
) -> list[Writable]:
    found: list[Writable] = []
    primary: set[str] = set()
    used: set[str] = {"O1"}
    for seat, template in areas:
        indicators = _kpis(team, seat, template, used)
        kra: dict[str, Writable] = {
            "id": f"K_{template.kra_id}",
            "name": template.kra_name.in_language(team.language),
            "owner": team.ids[seat.name],
            "template": template.id,
            "mission": template.kra.in_language(team.language),
            "territory": [{name: _one(values) for name, values in claim.items()} for claim in claims[template.id]],
            "limits": [{"text": template.limits.in_language(team.language)}],
            "serves": ["O1"],
            "kpis": indicators,
            "kris": _kris(seat, template, indicators, used),
        }
        if seat.name in primary:
            kra["primary"] = False
        primary.add(seat.name)
        found.append({name: value for name, value in kra.items() if value != []})
    return found


def _one(values: tuple[str, ...]) -> Writable:
    return values[0] if len(values) == 1 else list(values)


def proposed(template: RoleTemplate) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The KPIs and KRIs of a template that the catalogue still knows."""
    known = tuple(one for one in template.kpis if one in kpis())
    return known, tuple(one for one in (*template.kris, *template.more_kris) if one in kris())


def _kpis(team: Team, seat: Seat, template: RoleTemplate, used: set[str]) -> list[Writable]:
    every, _ = proposed(template)
    kept = every[:KPIS] if seat.kpis is None else tuple(one for one in every if one in seat.kpis)
    found: list[Writable] = []
    for use in kept:
        kpi: dict[str, Writable] = {"use": use}
        if use in GENERAL and template.channels:
            kpi = {"id": f"{template.kra_id}_{use}", "use": use, "filter": {"channel": list(template.channels)}}
        elif use in used:
            kpi = {"id": f"{template.kra_id}_{use}", "use": use}
        used.add(str(kpi.get("id") or use))
        if kpis()[use].direction != "context" and kpis()[use].target_kind != "no_target":
            kpi["due"] = team.period.end
        found.append(kpi)
    return found


def _kris(seat: Seat, template: RoleTemplate, indicators: Sequence[Writable], used: set[str]) -> list[Writable]:
    _, every = proposed(template)
    kept = every[:KRIS] if seat.kris is None else tuple(one for one in every if one in seat.kris)
    first = indicators[0] if indicators else None
    threatened = str(first.get("id") or first.get("use")) if isinstance(first, Mapping) else "O1"
    found: list[Writable] = [{"use": one, "threatens": [threatened]} for one in kept if one not in used]
    used |= set(kept)
    return found
