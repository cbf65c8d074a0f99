"""The claims that sheets tell, area by area: they have no id, so the list of an area is one value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jalon.plan.document.changing import inside
from jalon.plan.document.writing import Data
from jalon.plan.sheets.columns import Sheet
from jalon.plan.sheets.fields import Blamed, Cells, cells_of
from jalon.plan.sheets.filled import Filled, FilledRow
from jalon.plan.sheets.forms import same, worded
from jalon.plan.sheets.gathering import Taking
from jalon.plan.sheets.laying import Standing, standing


def claims(taking: Taking, sheet: Sheet, own: Filled) -> None:
    """The claims of each area, in the order of their rows; they have no id, so an area's list is one value."""
    if "kra" not in own.headers:
        taking.blame(own, None, None, "sheet.no_id_column")
        return
    had = _by_kra(standing(taking.base, sheet))
    if had and not own.rows:
        taking.blame(own, None, None, "sheet.empty", have=sum(map(len, had.values())))
        return
    told: dict[str, list[FilledRow]] = {}
    for row in own.rows:
        told.setdefault(worded(row.cells.get("kra")), []).append(row)
    for kra in dict.fromkeys([*told, *had]):
        _territory(taking, sheet, own, kra, told.get(kra, []), had.get(kra, []))


def _by_kra(claims: Iterator[Standing]) -> dict[str, list[Data]]:
    found: dict[str, list[Data]] = {}
    for one in claims:
        found.setdefault(str(one.kra), []).append(one.said)
    return found


def _territory(
    taking: Taking, sheet: Sheet, own: Filled, kra: str, rows: Sequence[FilledRow], had: Sequence[Data]
) -> None:
    (part,) = sheet.fields
    meant: list[Data] = []
    for number, row in enumerate(rows):
        base = had[number] if number < len(had) else None
        laid: Cells = cells_of(part, base, taking.languages)
        cells = {header: row.cells.get(header) if header in own.headers else cell for header, cell in laid.items()}
        try:
            claim = part.meant(cells, base, taking.languages, own.hand)
        except Blamed as blamed:
            taking.blame(own, row.number, blamed.header, blamed.fault.code, **blamed.fault.details)
            return
        if claim is not None:
            meant.append(claim)
    if same(meant, list(had)) and len(meant) == len(had):
        return
    if kra in taking.new_kras:
        taking.new_kras[kra]["territory"] = meant
        return
    path = taking.kra_path(kra)
    if path is None:
        if rows:
            taking.blame(own, rows[0].number, "kra", "sheet.unknown_kra", id=kra or "–")
        return
    now = inside(taking.current, f"{path}.territory")
    if not same(now or [], list(had)):
        taking.blame(own, rows[0].number if rows else None, "kra", "sheet.conflict", id=kra)
        return
    taking.draft.put(f"{path}.territory", now, meant or None)
