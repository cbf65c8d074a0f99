"""The table that a file of no known format seems to hold, and what each of its columns seems to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from jalon import catalogue
from jalon.sources.reading.days import days_of
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.dimensions import DIMENSIONS
from jalon.sources.reading.headers import normal, without_currency
from jalon.sources.reading.mapping import COMPUTED, TIMES
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.personal import masked_text
from jalon.sources.reading.shape import Column, Shape

SAMPLES, LOOKED_AT, CLOSE = 4, 200, 0.86
SHOWN, WIDE = 12, 40
"""First lines shown of a file, and letters shown of a cell."""
COMMON = {
    "date": "day", "day": "day", "jour": "day", "semaine": "week", "week": "week", "mois": "month", "month": "month",
    "début": "start", "date de début": "start", "start": "start", "start date": "start", "from": "start",
    "fin": "end", "date de fin": "end", "end": "end", "end date": "end",
    "devise": "currency", "currency": "currency", "compte": "account", "account": "account",
}  # fmt: skip
"""Words of people's own tables for when and whose a row is."""
IN_FRENCH = {
    "canal": "channel", "pays": "country", "ville": "city", "appareil": "device", "langue": "language",
    "campagne": "campaign", "produit": "product", "catégorie": "category", "magasin": "store", "marché": "market",
    "cible": "audience", "étape": "stage", "objectif": "goal", "réseau": "network", "mot clé": "keyword",
}  # fmt: skip
"""Words of people's own tables for the dimensions of the house."""
AMOUNTS = dict.fromkeys(("chiffre d'affaires", "ca", "ca ht", "montant ht"), "measure:revenue")
"""Words for revenue before returns and without tax, to be checked: a shop may count otherwise."""
TOTAL = re.compile(r"(?:grand |sous-)?total\b|totaux\b|somme\b", re.IGNORECASE)
_RATE = re.compile(r"^(?:taux|ctr|cpc|cpm|cpa|roas)\b|\b(?:moyen|moyenne|rate|average|avg)\b")
_COUNTED = re.compile(r"^(?:nombre|nbre|nb|number|total|montant|amount)(?: (?:de|des|du|of))?(?: la| les)? |^nb\.? ")
MOSTLY = 0.6
"""Share of cells that make a column of days: a total row has none."""
NAMED = 0.6
"""Share of the widest row that a header names."""


def shape_of(page: Page, known: Iterable[Descriptor], line: int | None = None) -> Shape | None:
    """The table a page seems to hold, under the header at `line` or the likeliest one; None when there is none."""
    names = _names(known)
    found: list[tuple[int, Shape]] = []
    for delimiter in page.delimiters:
        rows = page.rows(delimiter)
        at = _header_at(rows, line)
        if at is not None:
            shape = _shape(rows, at, delimiter, names, page.member)
            found.append((len(shape.columns) * min(shape.rows, LOOKED_AT), shape))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _header_at(rows: Sequence[Row], line: int | None) -> int | None:
    """The row told, else the first well-filled row of the fullest run of rows of one width."""
    if line is not None:
        return next((number for number, row in enumerate(rows) if row.line == line), None)
    looked = rows[:LOOKED_AT]
    best: Sequence[Row] = ()
    number = 0
    while number < len(looked):
        end = number + 1
        while end < len(looked) and len(looked[end].cells) == len(looked[number].cells):
            end += 1
        run = looked[number:end]
        if len(run[0].cells) > 1 and sum(map(_width, run)) > sum(map(_width, best)):
            best = run
        number = end
    widest = max(map(_width, best), default=0)
    header = next((row for row in best if _width(row) >= NAMED * widest), None)
    return None if header is None else rows.index(header)


def _width(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _shape(rows: Sequence[Row], at: int, delimiter: str | None, names: Mapping[str, str], member: str | None) -> Shape:
    header, under = rows[at], [row for row in rows[at + 1 :] if any(cell.strip() for cell in row.cells)]
    looked = under[:LOOKED_AT]
    columns = []
    for index, cell in enumerate(header.cells):
        if not cell.strip():
            continue
        cells = [row.cells[index] for row in looked if index < len(row.cells) and row.cells[index].strip()]
        seems, sure = _seems(cell, cells, names)
        shown = tuple(_shown(one) for one in dict.fromkeys(cells))
        columns.append(Column(cell.strip(), shown[:SAMPLES], seems, sure))
    head = tuple((row.line, tuple(map(_shown, row.cells))) for row in rows[: max(SHOWN, at + 4)][-SHOWN:])
    return Shape(header.line, delimiter, tuple(columns), len(under), head, member, _total(under))


def _total(under: Sequence[Row]) -> str | None:
    first = next((cell.strip() for cell in under[-1].cells if cell.strip()), "") if under else ""
    found = TOTAL.match(first)
    return found[0] if found else None


def _shown(cell: str) -> str:
    return masked_text(cell.strip())[:WIDE]


def _names(known: Iterable[Descriptor]) -> dict[str, str]:
    """Every header that a shipped format or the catalogue knows → what a column of that name is."""
    found: dict[str, str] = {}
    for one in known:
        found |= {header: f"dimension:{name}" for header, name in one.dimensions.items()}
        found |= {header: f"measure:{name}" for header, name in one.measures.items()}
        found |= dict.fromkeys(one.ratios, "ratio") | dict.fromkeys(one.personal, "personal")
        found |= dict.fromkeys(one.account, "account") | dict.fromkeys(one.currency, "currency")
        found |= {header: name for name in TIMES for header in getattr(one.times, name)}
    for measure in catalogue.measures().values():
        if not set(measure.tools) <= COMPUTED:
            for said in (measure.id, *measure.name.by_language.values()):
                found[normal(said)] = f"measure:{measure.id}"
    found |= {name: f"dimension:{name}" for name in DIMENSIONS} | COMMON
    return {word: f"dimension:{name}" for word, name in IN_FRENCH.items()} | found


def _seems(header: str, cells: Sequence[str], names: Mapping[str, str]) -> tuple[str, bool]:
    """What a column seems to be: by its name, by a near name, else by its cells."""
    name = without_currency(normal(header))[0]
    if name in names:
        return names[name], True
    dated = sum(not days_of([cell], [1], header, True)[1] for cell in cells)
    if cells and dated >= MOSTLY * len(cells):
        return "day", False
    if name in AMOUNTS:
        return AMOUNTS[name], False
    if _RATE.search(name):
        return "ratio", False
    counted = _COUNTED.sub("", name)
    if counted in names:
        return names[counted], False
    near = get_close_matches(name, names, n=1, cutoff=CLOSE)
    if near:
        return names[near[0]], False
    if any("%" in cell for cell in cells):
        return "ratio", False
    if any("@" in cell for cell in cells):
        return "personal", False
    return "ignored", True
