"""Channels as tools name them, and how late each tool usually is: what a plan can be started from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from jalon.catalogue.measures import listed, rows
from jalon.quantities import Text

CUT_BY_CHANNEL = ("media_cost", "sessions", "leads", "orders", "revenue")
"""Measures of the whole company that are told channel by channel; the order is that of a row on screen."""

RESULTS = frozenset(
    {"leads", "orders", "sea_conversions", "sma_leads", "sma_purchases", "influencer_orders", "content_leads"}
)
"""Counts that money is spent for: what a cost per result divides by."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of the field. `whole`: its measures are the company's own, not a part of them (the site, the shop).

    `spend` and `activity` are measures that are this channel's alone; `headlines` are measures or KPIs that say best
    what it brings, the first that the data tell; `families` are the KPIs that speak of it (their `channel`), `names`
    other names by which tables call it.
    """

    id: str
    name: Text
    whole: bool
    spend: str | None
    activity: tuple[str, ...]
    headlines: tuple[str, ...]
    families: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelValue:
    """A value of a tool's dimension that says which channel a row is about; `any` takes every row of the tool."""

    tool: str
    dimension: str
    match: str
    value: str | None
    channel: str


@dataclass(frozen=True, slots=True)
class ToolHabits:
    """How a tool usually delivers: what a plan's source says until somebody knows better. Durations are ISO 8601."""

    tool: str
    grain: str
    expected_lag: str
    maturity: str


@cache
def channels() -> dict[str, Channel]:
    """Every channel by id, in the order of the catalogue."""
    return {
        row["channel_id"]: Channel(
            id=row["channel_id"],
            name=Text.of(row["name_fr"], row["name_en"]),
            whole=row["whole"] == "yes",
            spend=row["spend"] or None,
            activity=listed(row["activity"]),
            headlines=listed(row["headlines"]),
            families=listed(row["family"]),
            names=listed(row["names"]),
        )
        for row in rows("channels")
    }


@cache
def channel_values() -> tuple[ChannelValue, ...]:
    """What each tool's own words mean, the first match first."""
    return tuple(
        ChannelValue(row["tool"], row["dimension"], row["match"], row["value"] or None, row["channel"])
        for row in rows("channel_values")
    )


@cache
def tool_habits() -> dict[str, ToolHabits]:
    """Habits of the tools that have some, by tool."""
    return {row["tool"]: ToolHabits(**row) for row in rows("tools")}


def channel_called(word: str) -> Channel | None:
    """The channel that a table's own word names exactly: its id, its name or another of its names."""
    asked = _folded(word)
    for channel in channels().values():
        if asked in {_folded(name) for name in (channel.id, *channel.name.by_language.values(), *channel.names)}:
            return channel
    return None


def _folded(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()
