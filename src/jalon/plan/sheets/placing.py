"""Where a finding about a plan stands in the sheets that made it: the row of the object, the column of the field."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.findings import Place
from jalon.plan.document.writing import Data
from jalon.plan.sheets.fields import Field
from jalon.plan.sheets.filled import Filled, FilledRow
from jalon.plan.sheets.forms import worded
from jalon.plan.sheets.laying import languages_of, standing


class Places:
    """Paths of a document → cells of the sheets that were read."""

    def __init__(self, content: Data, sheets: Sequence[Filled]) -> None:
        self._languages = languages_of(content)
        self._rows: dict[str, tuple[Filled, FilledRow]] = {}
        for own in sheets:
            self._rows |= _rows(content, own)

    def of(self, place: Place) -> Place:
        """The cell of a place; the place itself where no sheet shows it."""
        path = place.path or ""
        for at in (len(path), *(i for i in range(len(path) - 1, 0, -1) if path[i] == ".")):
            if path[:at] in self._rows:
                own, row = self._rows[path[:at]]
                return own.place(row.number, _header(own, path[at + 1 :], self._languages), path)
        return place


def _rows(content: Data, own: Filled) -> dict[str, tuple[Filled, FilledRow]]:
    found = list(standing(content, own.sheet))
    if own.sheet.name != "territories":
        rows = {worded(row.cells.get("id")) or worded(row.cells.get("use")): row for row in own.rows}
        return {one.path: (own, rows[one.id]) for one in found if one.id in rows}
    by_kra: dict[str, list[FilledRow]] = {}
    for row in own.rows:
        by_kra.setdefault(worded(row.cells.get("kra")), []).append(row)
    told: dict[str, tuple[Filled, FilledRow]] = {}
    for one in found:
        rows_left = by_kra.get(str(one.kra), [])
        if rows_left:
            told[one.path] = own, rows_left.pop(0)
    return told


def _header(own: Filled, path: str, languages: Sequence[str]) -> str | None:
    """The column of a field of the object, the nearest one above it when it has none of its own."""
    if path in ("id", ""):
        return "id" if path and "id" in own.headers else None
    fits: list[Field] = [one for one in own.sheet.fields if f"{path}.".startswith(f"{one.at}.")]
    for field in sorted(fits, key=lambda one: len(one.at), reverse=True):
        headers = field.headers(languages)
        rest = path[len(field.at) :].strip(".")
        exact = [one for one in headers if rest and (one.endswith(f".{rest}") or one == rest)]
        for header in (*exact, *headers):
            if header in own.headers:
                return header
    return None
