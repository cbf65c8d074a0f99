"""The map from further away: every area in a grid by axis, and what is done for it instead of its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jalon import wording
from jalon.web.here import Here
from jalon.web.rows import measured, said, strings
from jalon.web.steering.bands import banded, cuts_between

WIDTH = 1112
ACROSS, GUTTER, TOP = 4, 16, 8
TALL, TITLE, HEAD = 104, 26, 34
"""Height of an area, letters of its title on a line, height of an axis' own line."""
LOW = 78
"""Height of an objective: it has no counts."""
Wrap = Callable[[str, int], tuple[str, ...]]
"""The map's own way of breaking a title."""
CROWD = 20
"""Areas from which the map opens from further away: beyond, the whole of it no longer fits a look."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many KPIs or risks of an area stand so."""

    code: str
    number: int
    x: float


@dataclass(frozen=True, slots=True)
class Tile:
    """An area from afar: one link with its name, its one person, what it serves, how its KPIs and risks stand."""

    link: str
    code: str
    title: tuple[str, ...]
    owner: str
    serves: str
    counts: tuple[Count, ...]
    label: str
    x: float
    y: float
    width: float
    height: float
    hot: bool

    @property
    def count_y(self) -> float:
        """Where its counts are drawn."""
        return self.y + self.height - 24


@dataclass(slots=True)
class Overview:
    """Everything to draw, or a band of it, in user units."""

    width: int = WIDTH
    top: float = 0
    height: float = 0
    heads: list[tuple[str, float, float]] = field(default_factory=list)
    tiles: list[Tile] = field(default_factory=list)


def overview(place: Here, areas: Sequence[Mapping[str, object]], wrapped: Wrap) -> list[Overview]:
    """The whole of it in bands, none through a tile or between a row and the name above it."""
    whole = _whole(place, areas, wrapped)
    rows = {one.y - GUTTER / 2 for one in whole.tiles if not _named(whole, one)}
    starts = sorted(rows | {y - 18 for _, _, y in whole.heads})
    return [
        Overview(
            WIDTH, top, height,
            [one for one in whole.heads if top <= one[2] < top + height],
            [one for one in whole.tiles if top <= one.y < top + height],
        )
        for top, height in banded(cuts_between(starts[1:], whole.height), whole.height)
    ]  # fmt: skip


def _named(whole: Overview, tile: Tile) -> bool:
    """Whether the name of its axis stands right above its row."""
    return any(y < tile.y < y + HEAD for _, _, y in whole.heads)


def _whole(place: Here, areas: Sequence[Mapping[str, object]], wrapped: Wrap) -> Overview:
    """Areas four across, under the name of their axis; small axes share a line, areas without an axis come last."""
    drawn, y, taken = Overview(), float(TOP), 0
    width = (WIDTH - GUTTER * (ACROSS - 1)) / ACROSS
    y = _objectives(place, drawn, y, width, wrapped)
    for name, held in _by_axis(place, areas):
        if taken and taken + len(held) > ACROSS:
            y, taken = y + HEAD + TALL + GUTTER, 0
        drawn.heads.append((name, taken * (width + GUTTER), y + 18))
        for number, row in enumerate(held):
            x = ((taken + number) % ACROSS) * (width + GUTTER)
            below = y + HEAD + ((taken + number) // ACROSS) * (TALL + GUTTER)
            drawn.tiles.append(_tile(place, row, x, below, width, wrapped(said(row["name"], place.language), TITLE)))
        whole = len(held) > ACROSS
        y += ((len(held) - 1) // ACROSS) * (TALL + GUTTER) if whole else 0
        taken = ACROSS if whole else taken + len(held)
    drawn.height = y + HEAD + TALL + GUTTER if drawn.tiles else y
    return drawn


def _objectives(place: Here, drawn: Overview, y: float, width: float, wrapped: Wrap) -> float:
    """What the areas serve, above them: an objective a box, with its odds."""
    rows = [measured(row) for row in place.rows("objectives")]
    if not rows:
        return y
    drawn.heads.append((wording.phrase("map.objectives", place.language), 0, y + 18))
    for number, row in enumerate(rows):
        x, below = (number % ACROSS) * (width + GUTTER), (number // ACROSS) * (LOW + GUTTER)
        name, standing = said(row["name"], place.language), wording.standing(str(row["standing"]), place.language)
        owner, odds = place.person(row["owner"])["name"], row["odds"]
        likely = wording.odds(odds, place.language, short=True) if isinstance(odds, str) else ""
        told = wording.phrase("map.odds", place.language, {"odds": likely}) if likely else ""
        title = wrapped(f"{row['id']} · {name}", TITLE)
        label = ", ".join(part for part in (name, standing, owner, told) if part)
        link, code = f"/objective/{row['id']}", str(row["standing"])
        drawn.tiles.append(Tile(link, code, title, owner, told, (), label, x, y + HEAD + below, width, LOW, False))
    return y + HEAD + -(-len(rows) // ACROSS) * (LOW + GUTTER)


def _by_axis(place: Here, areas: Sequence[Mapping[str, object]]) -> list[tuple[str, list[Mapping[str, object]]]]:
    axes = place.plan.axes if place.plan else ()
    groups = [(said(axis.name, place.language), [row for row in areas if row["axis"] == axis.id]) for axis in axes]
    known = {axis.id for axis in axes}
    rest = [row for row in areas if row["axis"] not in known]
    groups.append((wording.phrase("map.no_axis", place.language), rest))
    return [group for group in groups if group[1]]


def _tile(place: Here, row: Mapping[str, object], x: float, y: float, width: float, title: tuple[str, ...]) -> Tile:
    kpis = [str(measured(one)["standing"]) for one in place.rows("kpis") if one["kra"] == row["id"]]
    kris = [str(one["standing"]) for one in place.rows("kris") if one["kra"] == row["id"]]
    order = ("off_course", "watch", "on_course", "stale", "no_data", "no_target")
    found = [(code, kpis.count(code)) for code in order if code in kpis]
    found += [(code, kris.count(code)) for code in ("red", "amber") if code in kris]
    owner = place.person(row["owner"])["name"]
    told = ", ".join(f"{number} {wording.standing(code, place.language)}" for code, number in found)
    standing = wording.standing(str(row["standing"]), place.language)
    name = said(row["name"], place.language)
    served = strings(row["serves"])
    return Tile(
        f"/kra/{row['id']}", str(row["standing"]), title, owner,
        ", ".join(served[:4]) + ("…" if len(served) > 4 else ""),
        tuple(Count(code, number, x + 14 + place_at * 38) for place_at, (code, number) in enumerate(found[:6])),
        f"{name}, {standing}, {owner}. {told}", x, y, width, TALL,
        bool(place.member.person) and row["owner"] == place.member.person,
    )  # fmt: skip
