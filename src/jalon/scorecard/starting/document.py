"""What was found and what is proposed, as one JSON document (contract 1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jalon.quantities import Text
from jalon.scorecard.starting.baselines import Amount, Baseline
from jalon.scorecard.starting.choosing import ProposedKpi
from jalon.scorecard.starting.draft import OBJECTIVE, Draft, ProposedArea
from jalon.scorecard.starting.found import FoundChannel, Headline, spent
from jalon.scorecard.starting.places import Places, Unplaced

CONTRACT = 1
Document = dict[str, object]


def channel_document(one: FoundChannel, owner: str | None) -> Document:
    """A channel with what it costs and brings, and the name given."""
    return {
        "id": one.id,
        "name": one.channel.name.as_document(),
        "active": one.active,
        "tools": list(one.tools),
        "last_day": _day(one.last_day),
        "active_until": _day(one.active_until),
        "spend": _amount(one.spend),
        "sessions": _amount(one.sessions),
        "headline": _headline(one.headline),
        "cost_per_result": _amount(one.cost_per_result),
        "owner": owner,
    }


def draft_document(draft: Draft, places: Places) -> Document:
    """Everything that the draft says, and what it leaves to people."""
    owners = draft.answers.owners
    return {
        "period": [draft.period.start.isoformat(), draft.period.end.isoformat()],
        "currency": draft.company.currency,
        "channels": [channel_document(one, owners.get(one.id, "").strip() or None) for one in draft.channels],
        "unplaced": [_unplaced(one) for one in places.unplaced],
        "without_owner": [one.id for one in draft.unnamed],
        "money_without_owner": {unit: _number(total) for unit, total in spent(draft.unnamed).items()},
        "objective": {"id": OBJECTIVE, **_kpi(draft.objective)},
        "budget": {line.channel.id: _number(line.amount) for line in draft.budget},
        "kras": [_area(one) for one in draft.areas],
        "season": {"months": draft.season.months, "peak": draft.season.peak} if draft.season else None,
        "to_complete": to_complete(draft, places),
    }


def to_complete(draft: Draft, places: Places) -> dict[str, int]:
    """How much of each thing is left to people; none of it stops the draft."""
    carried = [kpi for area in draft.areas for kpi in area.kpis]
    return {
        "owners": len(draft.unnamed),
        "targets": len(carried),
        "baselines": sum(1 for kpi in carried if not kpi.known),
        "objective": 1,
        "kris": sum(len(area.kris) for area in draft.areas),
        "deputies": len({area.area.owner for area in draft.areas if area.area.owner}),
        "unplaced": len(places.unplaced),
    }


def _area(one: ProposedArea) -> Document:
    area, template = one.area, one.area.template
    return {
        "id": area.id,
        "name": (template.kra_name if template else area.channels[0].channel.name).as_document(),
        "template": template.id if template else None,
        "combines": list(template.combines) if template else [],
        "owner": area.owner,
        "primary": area.primary,
        "channels": [channel.id for channel in area.channels],
        "kpis": [_kpi(kpi) for kpi in one.kpis],
        "kris": [{"use": kri.use, "name": _text(kri.row.name), "threatens": list(kri.threatens)} for kri in one.kris],
    }


def _kpi(one: ProposedKpi) -> Document:
    start = one.start
    return {
        "id": one.id,
        "use": one.use,
        "name": _text(one.row.name),
        "filter": {name: list(values) for name, values in one.filter.items()},
        "baseline": _baseline(start) if isinstance(start, Baseline) else None,
        "refused": None if isinstance(start, Baseline) else start.as_document(),
        "lately": _amount(one.lately),
        "breaks": [[part.start.isoformat(), part.end.isoformat()] for part in one.breaks],
    }


def _baseline(start: Baseline) -> Document:
    return {**_told(start.amount), "same_period": start.same_period}


def _headline(one: Headline | None) -> Document | None:
    if one is None:
        return None
    return {
        "measure": one.name,
        "name": _text(one.label),
        "lately": _amount(one.lately),
        "baseline": _baseline(one.start) if one.start else None,
    }


def _unplaced(one: Unplaced) -> Document:
    return {
        "tool": one.tool,
        "dimension": one.dimension,
        "value": one.value,
        "measure": one.measure,
        "amount": _told(one.amount),
    }


def _amount(one: Amount | None) -> Document | None:
    return None if one is None else _told(one)


def _told(one: Amount) -> Document:
    return {
        "value": _number(one.value),
        "unit": one.unit,
        "period": [one.period.start.isoformat(), one.period.end.isoformat()],
        "days_known": one.days_known,
    }


def _number(value: Decimal) -> str:
    return format(value, "f")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _text(text: Text) -> dict[str, str]:
    return text.as_document()
