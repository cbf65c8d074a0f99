"""A change as it is told: both values, the parts by what moved most, the rest, what was dated meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from jalon.metrics.formulas import plain
from jalon.quantities import Period, Refusal
from jalon.scorecard.moving.around import Around
from jalon.scorecard.moving.splitting import Part, Split

FORMULA, CASCADE = "formula", "cascade"
"""Ways to split that are no dimension."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The value of an earlier period of the same kind (`previous`, `year`), and the change since."""

    against: str
    period: Period
    value: Decimal | Refusal
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Why `kpi:…` or `objective:…` moved from `against` to `period`; `split` is None where `refusal` says why."""

    id: str
    unit: str
    kind: str
    direction: str
    by: str
    period: Period
    against: Period
    before: Decimal | None = None
    after: Decimal | None = None
    split: Split | None = None
    refusal: Refusal | None = None
    compared: tuple[Compared, ...] = ()
    around: Around = field(default_factory=Around)
    young_days: int = 0
    """Days of the later period whose figures still move."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What moved it most first."""
        return tuple(sorted(self.split.parts, key=lambda part: -abs(part.effect))) if self.split else ()

    @property
    def share(self) -> Decimal | None:
        """The change as a share of what was; None where that was nothing."""
        return self.split.change / abs(self.before) if self.split and self.before else None

    def as_document(self) -> dict[str, object]:
        """Its JSON form, contract 1: numbers as text, and parts whose sum with the rest is the change, exactly."""
        split = self.split
        return {
            "contract": 1,
            "exploration": True,
            "id": self.id,
            "unit": self.unit,
            "direction": self.direction,
            "by": self.by,
            "period": _days(self.period),
            "against": _days(self.against),
            "before": _told(self.before),
            "after": _told(self.after),
            "change": _told(split.change if split else None),
            "refused": self.refusal.as_document() if self.refusal else None,
            "parts": [_part(part) for part in self.parts],
            "mix": _told(split.mix if split else None),
            "within": _told(split.within if split else None),
            "rest": _told(split.rest if split else None),
            "compared": [_compared(one) for one in self.compared],
            "young_days": self.young_days,
            "events": list(_events(self.around)),
            "actions": [
                {
                    "id": one.id,
                    "name": one.name.as_document() if one.name else None,
                    "status": one.status,
                    "start": one.start.isoformat() if one.start else None,
                    "end": one.end.isoformat() if one.end else None,
                }
                for one in self.around.actions
            ],
            "breaks": [_days(one) for one in self.around.breaks],
        }


def _events(around: Around) -> Iterator[dict[str, object]]:
    for row in around.events:
        days = {"first_day": row.first_day.isoformat(), "last_day": row.last_day.isoformat()}
        yield {"id": row.id, "name": row.name.as_document(), "kind": row.kind, **days}


def _compared(one: Compared) -> dict[str, object]:
    value = None if isinstance(one.value, Refusal) else one.value
    return {"against": one.against, "period": _days(one.period), "value": _told(value), "change": _told(one.change)}


def _part(part: Part) -> dict[str, object]:
    figures = ("effect", "before", "after", "mix", "within", "weight_before", "weight_after")
    return {"name": part.name, **{name: _told(getattr(part, name)) for name in figures}}


def _days(period: Period) -> list[str]:
    return [period.start.isoformat(), period.end.isoformat()]


def _told(value: Decimal | None) -> str | None:
    return None if value is None else format(plain(value), "f")
