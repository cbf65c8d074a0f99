"""What somebody's sheets say that the plan does not: the changes to make, and the cells that are not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jalon.findings import Finding, Severity
from jalon.plan.document.changing import Changes, applied, inside
from jalon.plan.document.writing import Data
from jalon.plan.schema.kinds import MONTHS
from jalon.plan.sheets.claims import claims
from jalon.plan.sheets.columns import WHOLE, Sheet
from jalon.plan.sheets.editing import Draft, pruned
from jalon.plan.sheets.fields import Blamed, Field, cells_of
from jalon.plan.sheets.filled import Filled, FilledRow
from jalon.plan.sheets.forms import Hand, Misread, Number, same, worded
from jalon.plan.sheets.gathering import Decided, Taking
from jalon.plan.sheets.laying import (
    AIMS,
    Object,
    Standing,
    aimed,
    next_version,
    sheets_of,
    standing,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The changes, and what was noticed; nothing may be changed while an error is left."""

    changes: Changes
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether every cell was understood."""
        return all(one.severity is not Severity.ERROR for one in self.findings)


def taken(current: Data, base: Data, filled: Sequence[Filled], decided: Decided) -> Taken:
    """What sheets filled from `base` change in the plan as it is now. A cell changed here and there is a conflict."""
    taking = Taking(current, base, decided, Draft(), {one.sheet.name: one for one in filled})
    for sheet in sheets_of(current):
        own = taking.filled.get(sheet.name)
        if own is None:
            continue
        if sheet.name == "territories":
            claims(taking, sheet, own)
        elif _readable(taking, sheet, own):
            _objects(taking, sheet, own)
    for kra in taking.new_kras.values():
        taking.draft.added.setdefault("kras", []).append(kra)
    return Taken(taking.draft.changes(), tuple(taking.findings))


def _readable(taking: Taking, sheet: Sheet, own: Filled) -> bool:
    """Whether a sheet names its rows, each once. A sheet left empty is more often a slip than a wish."""
    if "id" not in own.headers:
        taking.blame(own, None, None, "sheet.no_id_column")
        return False
    seen: dict[str, int] = {}
    known = [one for one in standing(taking.base, sheet) if one.id]
    for row in own.rows:
        name = _id(row)
        if not name:
            taking.blame(own, row.number, "id", "sheet.no_id")
        elif name in seen:
            taking.blame(own, row.number, "id", "sheet.twice", id=name, first=seen[name])
        seen.setdefault(name, row.number)
    if known and not own.rows:
        taking.blame(own, None, None, "sheet.empty", have=len(known))
        return False
    return True


def _id(row: FilledRow) -> str:
    return worded(row.cells.get("id")) or worded(row.cells.get("use"))


def _objects(taking: Taking, sheet: Sheet, own: Filled) -> None:
    """Row by row: what changed, what is new; then what is no longer there."""
    base = {one.id: one for one in standing(taking.base, sheet) if one.id}
    now = {one.id: one for one in standing(taking.current, sheet) if one.id}
    if sheet.name == "budget":
        _whole_budget(taking, own)
    kept = set()
    for row in own.rows:
        name = _id(row)
        kept.add(name)
        if not name or name == WHOLE:
            continue
        if name in now:
            _changed(taking, sheet, own, row, base.get(name), now[name])
        elif name in base:
            taking.blame(own, row.number, "id", "sheet.gone", id=name)
        else:
            _added(taking, sheet, own, row, name)
    for name, gone in now.items():
        if name in base and name not in kept:
            if _said_by(gone) != _said_by(base[name]):
                taking.blame(own, None, "id", "sheet.conflict", id=name)
            taking.draft.removed.append(gone.path)


def _said_by(one: Standing) -> tuple[object, str | None]:
    return one.said, one.kra


def _changed(taking: Taking, sheet: Sheet, own: Filled, row: FilledRow, base: Standing | None, now: Standing) -> None:
    """One object whose row may say something else than the plan it was laid out from."""
    draft = Draft()
    shown = [_shown(sheet, one) for one in (base or Standing("", now.id, {}), now)]
    aims: dict[str, Data] = {}
    for part in sheet.fields:
        if part.at.startswith("#"):
            _only_whole(taking, own, row, part)
            continue
        fields = _field(taking, own, row, part, inside(shown[0], part.at), inside(shown[1], part.at))
        if fields is None or same(*fields):
            continue
        before, after = fields
        history = sheet.aims is not None and _has_history(now.said, sheet.aims)
        name = part.at.removeprefix(f"{sheet.aims}.") if sheet.aims else part.at
        if history and name in AIMS:
            aims[name] = after
        else:
            draft.put(f"{now.path}.{part.at}", before, after)
    if aims and sheet.aims is not None:
        _new_version(taking, sheet.aims, now, aims, draft)
    pruned(draft, now.path, now.said)
    if sheet.inside is not None and "kra" in own.headers:
        _moved(taking, own, row, base, now, draft)
    else:
        _merge(taking.draft, draft)


def _only_whole(taking: Taking, own: Filled, row: FilledRow, part: Field) -> None:
    """The months are those of the whole budget, not of a line."""
    for header in part.headers(taking.languages):
        if worded(row.cells.get(header)):
            taking.blame(own, row.number, header, "sheet.only_whole", id=WHOLE)


def _shown(sheet: Sheet, one: Standing) -> Object:
    return one.said if sheet.aims is None else aimed(one.said, sheet.aims)


def _field(taking: Taking, own: Filled, row: FilledRow, part: Field, base: Data, now: Data) -> tuple[Data, Data] | None:
    """What a field says in the plan and should say, when the row changes it; None when it does not."""
    languages = taking.languages
    headers = part.headers(languages)
    if not any(header in own.headers for header in headers):
        return None
    laid = cells_of(part, base, languages)
    cells = {header: row.cells.get(header) if header in own.headers else laid[header] for header in headers}
    try:
        meant = part.meant(cells, base, languages, own.hand)
        unchanged = part.meant(laid, base, languages, Hand("."))
    except Blamed as blamed:
        taking.blame(own, row.number, blamed.header, blamed.fault.code, **blamed.fault.details)
        return None
    if same(meant, unchanged):
        return None
    if not same(base, now) and not same(meant, now):
        taking.blame(own, row.number, headers[0], "sheet.conflict", id=_id(row))
        return None
    return now, meant


def _has_history(said: Object, at: str) -> bool:
    measured = inside(said, at)
    return isinstance(measured, dict) and bool(measured.get("targets"))


def _new_version(taking: Taking, at: str, now: Standing, aims: Mapping[str, Data], draft: Draft) -> None:
    """A target with a history moves by one more version, never by a change of the last one."""
    measured = inside(now.said, at)
    assert isinstance(measured, dict)  # noqa: S101  # it has a history
    version = next_version(measured, aims, _author(taking, now), taking.decided.reason, taking.decided.day)
    path = ".".join(step for step in (now.path, at, "targets") if step)
    draft.added.setdefault(path, []).append(version)


def _author(taking: Taking, now: Standing) -> str:
    """Who decides, when the plan knows them; else who answers for the object."""
    people = inside(taking.current, "people")
    known = {one.get("id") for one in people if isinstance(one, dict)} if isinstance(people, list) else set()
    if taking.decided.author in known:
        return taking.decided.author
    path = taking.kra_path(now.kra) if now.kra else now.path
    owner = inside(taking.current, f"{path}.owner")
    return owner if isinstance(owner, str) else taking.decided.author


def _moved(taking: Taking, own: Filled, row: FilledRow, base: Standing | None, now: Standing, draft: Draft) -> None:
    """A KPI or a KRI that another area answers for goes there whole, with what the sheet does not show."""
    kra = worded(row.cells.get("kra"))
    if kra == now.kra or (base is not None and kra == base.kra):
        _merge(taking.draft, draft)
        return
    if base is not None and base.kra != now.kra:
        taking.blame(own, row.number, "kra", "sheet.conflict", id=now.id)
        return
    depth = len(now.path) + 1
    changes = Changes(
        {path[depth:]: value for path, value in draft.values.items()},
        {path[depth:]: value for path, value in draft.added.items()},
        [path[depth:] for path in draft.removed],
    )
    whole = applied(now.said, changes)
    assert isinstance(whole, dict)  # noqa: S101  # an object with changes is an object
    if _housed(taking, own, row, kra, whole):
        taking.draft.removed.append(now.path)


def _housed(taking: Taking, own: Filled, row: FilledRow, kra: str, said: Object) -> bool:
    """Put a KPI or a KRI inside the area that its row names."""
    at = own.sheet.at
    if kra in taking.new_kras:
        listed = taking.new_kras[kra].setdefault(at, [])
        assert isinstance(listed, list)  # noqa: S101  # made just above
        listed.append(said)
        return True
    path = taking.kra_path(kra)
    if path is None:
        taking.blame(own, row.number, "kra", "sheet.unknown_kra", id=kra or "–")
        return False
    have = inside(taking.current, f"{path}.{at}")
    if isinstance(have, list):
        taking.draft.added.setdefault(f"{path}.{at}", []).append(said)
    else:
        listed = taking.draft.values.setdefault(f"{path}.{at}", [])
        assert isinstance(listed, list)  # noqa: S101  # made just above
        listed.append(said)
    return True


def _added(taking: Taking, sheet: Sheet, own: Filled, row: FilledRow, name: str) -> None:
    """An object that the plan does not know yet, from what its row says."""
    said: Object = {"id": name}
    for part in sheet.fields:
        if part.at.startswith("#"):
            _only_whole(taking, own, row, part)
        elif (fields := _field(taking, own, row, part, None, None)) is not None:
            _put(said, part.at.split("."), fields[1])
    if sheet.inside is not None:
        if said.get("use") == name:
            del said["id"]
        _housed(taking, own, row, worded(row.cells.get("kra")), said)
    elif sheet.name == "kras":
        taking.new_kras[name] = said
    else:
        _listed(taking, sheet.at, said)


def _put(said: Object, steps: Sequence[str], value: Data) -> None:
    for step in steps[:-1]:
        inner = said.setdefault(step, {})
        assert isinstance(inner, dict)  # noqa: S101  # paths of one sheet do not cross
        said = inner
    said[steps[-1]] = value


def _listed(taking: Taking, path: str, said: Object) -> None:
    if isinstance(inside(taking.current, path), list):
        taking.draft.added.setdefault(path, []).append(said)
        return
    listed = taking.draft.values.setdefault(path, [])
    assert isinstance(listed, list)  # noqa: S101  # made just above
    listed.append(said)


def _merge(draft: Draft, other: Draft) -> None:
    draft.values |= other.values
    for path, items in other.added.items():
        draft.added.setdefault(path, []).extend(items)
    draft.removed.extend(other.removed)


def _whole_budget(taking: Taking, own: Filled) -> None:
    """The first row of the budget: its total and its months."""
    row = next((one for one in own.rows if _id(one) == WHOLE), None)
    if row is None:
        return
    for header, path in (("amount", "budget.total"), *((month, f"budget.seasonality.{month}") for month in MONTHS)):
        if header not in own.headers:
            continue
        base, now = inside(taking.base, path), inside(taking.current, path)
        try:
            meant = Number().meant(row.cells.get(header), own.hand)
        except Misread as fault:
            taking.blame(own, row.number, header, fault.code, **fault.details)
            continue
        if same(meant, base):
            continue
        if not same(base, now) and not same(meant, now):
            taking.blame(own, row.number, header, "sheet.conflict", id=WHOLE)
            continue
        taking.draft.put(path, now, meant)
