"""Which areas the names propose: role templates, single or combined, that cover the channels of each person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jalon.catalogue import RoleTemplate, roles
from jalon.scorecard.starting.found import FoundChannel

DIRECTOR = "marketing_director"
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A KRA in the making: its template if there is one, its channels, and the name given, if any yet.

    `primary` is false for the second area of one person, when no template joins her trades.
    """

    id: str
    template: RoleTemplate | None
    channels: tuple[FoundChannel, ...]
    owner: str | None
    primary: bool = True

    @property
    def combined(self) -> bool:
        """Whether its template stands for several trades."""
        return self.template is not None and bool(self.template.combines)


def proposed_areas(channels: Sequence[FoundChannel], owners: Mapping[str, str], director: str | None) -> list[Area]:
    """One area for each person and trade; channels without a name keep the single template of their trade."""
    by_name: dict[str, list[FoundChannel]] = {}
    for channel in channels:
        if channel.active:
            by_name.setdefault(owners.get(channel.id, NOBODY).strip(), []).append(channel)
    unnamed = by_name.pop(NOBODY, [])
    found = [Area(roles()[DIRECTOR].kra_id, roles()[DIRECTOR], (), director)]
    for name, own in by_name.items():
        held = list(_covered(own, roles().values()))
        leads = name == director
        found += [_area(t, part, name, primary=n == 0 and not leads) for n, (t, part) in enumerate(held)]
    found += [_area(template, part, None) for template, part in _by_trade(unnamed)]
    return list(_distinct(found))


def _covered(
    channels: Sequence[FoundChannel], templates: Iterable[RoleTemplate]
) -> Iterator[tuple[RoleTemplate | None, tuple[FoundChannel, ...]]]:
    """The fewest templates that cover one person's channels: most channels first, then the catalogue's order."""
    left, known = list(channels), list(templates)
    while left:
        first = left[0].id
        able = [t for t in known if any(one.id in t.channels for one in left)]
        best = max(able, key=lambda t: (_taken(t, left), first in t.channels), default=None)
        if best is None:
            yield from ((None, (one,)) for one in left)
            return
        yield best, tuple(one for one in left if one.id in best.channels)
        left = [one for one in left if one.id not in best.channels]


def _by_trade(
    channels: Sequence[FoundChannel],
) -> Iterator[tuple[RoleTemplate | None, tuple[FoundChannel, ...]]]:
    """Channels that nobody answers for yet, each under the first single trade that claims it."""
    single = [template for template in roles().values() if not template.combines]
    trades = [next((t for t in single if one.id in t.channels), None) for one in channels]
    for trade in dict.fromkeys(trade for trade in trades if trade is not None):
        yield trade, tuple(one for one, own in zip(channels, trades, strict=True) if own is trade)
    yield from ((None, (one,)) for one, own in zip(channels, trades, strict=True) if own is None)


def _taken(template: RoleTemplate, channels: Sequence[FoundChannel]) -> int:
    return sum(1 for one in channels if one.id in template.channels)


def _area(
    template: RoleTemplate | None, channels: tuple[FoundChannel, ...], owner: str | None, *, primary: bool = True
) -> Area:
    named = template.kra_id if template else f"channel_{channels[0].id}"
    return Area(named, template, channels, owner, primary)


def _distinct(areas: Iterable[Area]) -> Iterator[Area]:
    """Two areas made from one template take two ids."""
    seen: dict[str, int] = {}
    for area in areas:
        seen[area.id] = seen.get(area.id, 0) + 1
        number = seen[area.id]
        named = area.id if number == 1 else f"{area.id}_{number}"
        yield Area(named, area.template, area.channels, area.owner, area.primary)
