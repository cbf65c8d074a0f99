"""Whether a load would take the place of figures that are not its own: another property's, or the same call's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from jalon.facts.engine import Aggregate, Engine, Scan
from jalon.facts.load import Difference, Load
from jalon.facts.table import Table
from jalon.findings import Finding, Place, Severity
from jalon.quantities import Period

_TELLING = (
    "campaign", "ad_group", "ad_set", "ad", "page", "landing_page", "url", "post", "profile", "query", "keyword",
    "search_term", "item", "product_id", "product", "list", "campaign_group", "page_title",
)  # fmt: skip
"""Dimensions whose values belong to one company: countries and devices are everybody's."""
_NOWHERE = Place(None, None, None, None)
_FEW_VALUES, _FEW_DAYS, _FACTOR = 3, 3, Decimal(5)
"""The same days of the same property share names; over some days no restatement makes a figure five times another."""


def mistaken(
    load: Load, table: Table, change: Difference, engine: Engine, accepted: Collection[str]
) -> Iterator[Finding]:
    """What is odd in a load that replaces days: whose they were, names none of which is there, figures far away."""
    if not change.replaced or change.already_loaded:
        return
    kept = [
        one
        for one in engine.imports(load.cut).values()
        if one.account == load.account and one.source == load.source and _meet(one.covers, change.replaced)
    ]
    other = next((one for one in reversed(kept) if _differ(one.about, load.about)), None)
    if other is not None:
        yield _asked(
            "slice.other_property", accepted, says=_name(load.about), kept=_name(other.about), file=other.file_name
        )
        return
    strange = _strange(load, table, change, engine)
    if strange is not None:
        yield _asked("slice.other_values", accepted, dimension=strange, file=kept[-1].file_name if kept else "")
    elif far := _far(change):
        details = {"days": change.replaced_days, "before": far[0], "after": far[1], "measure": far[2]}
        yield Finding("slice.unlike", Severity.WARNING, "file", _NOWHERE, details)


def met_in_one_call(loads: Sequence[Load], accepted: Collection[str]) -> list[tuple[int, Finding]]:
    """Place of a load → what is said of it when an earlier one of the same call holds the same days of one slice.

    The newest export wins; of two that are as old, the last given.
    """
    found = []
    for number, load in enumerate(loads):
        for earlier in loads[:number]:
            if (earlier.source, earlier.account, earlier.cut) != (load.source, load.account, load.cut):
                continue
            if earlier.sha256 == load.sha256 or not _meet(earlier.covers, load.covers):
                continue
            wins = load if load.extracted_at >= earlier.extracted_at else earlier
            if _differ(earlier.about, load.about):
                said = _asked(
                    "slice.other_property",
                    accepted,
                    says=_name(load.about),
                    kept=_name(earlier.about),
                    file=earlier.file_name,
                )
            else:
                names = {"other": earlier.file_name, "kept": wins.file_name}
                said = Finding("slice.twice", Severity.WARNING, "file", _NOWHERE, names)
            found.append((number, said))
    return found


def _asked(code: str, accepted: Collection[str], **details: object) -> Finding:
    """A question, until somebody says that it is the same property after all."""
    severity = Severity.INFO if code in accepted else Severity.ERROR
    return Finding(code, severity, "file", _NOWHERE, details)


def _meet(one: Sequence[Period], other: Sequence[Period]) -> bool:
    return any(a.meeting(b) is not None for a in one for b in other)


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two loads say that they are about different things of one kind."""
    if one is None or other is None or one.casefold() == other.casefold():
        return False
    return one.partition("=")[0] == other.partition("=")[0]


def _name(about: str | None) -> str:
    return (about or "").partition("=")[2]


def _strange(load: Load, table: Table, change: Difference, engine: Engine) -> str | None:
    """The first telling dimension none of whose values is there on the days replaced."""
    state = next((one for one in engine.cuts() if one.cut == load.cut), None)
    measure = next((m.name for m in table.measures if state and m.name in state.measures), None)
    if state is None or measure is None:
        return None
    days = Period(min(p.start for p in change.replaced), max(p.end for p in change.replaced))
    for dimension in (name for name in _TELLING if name in load.cut.dimensions):
        would = {cell for cell in table.columns[dimension] if isinstance(cell, str)}
        if len(would) < _FEW_VALUES:
            continue
        owner = frozenset({load.account or ""})
        asked = Scan(
            load.cut, (Aggregate("told", measure),), period=days, grain=None, group_by=dimension, accounts=owner
        )
        was = {name for name in engine.scan(asked).groups if name}
        if len(was) >= _FEW_VALUES and not was & would:
            return dimension
    return None


def _far(change: Difference) -> tuple[Decimal, Decimal, str] | None:
    """Before, after and name of a flow, when every flow is many times what it was on the same days."""
    if change.replaced_days < _FEW_DAYS:
        return None
    told = [
        (one.before, one.restated, one.measure)
        for one in change.changes
        if one.kind == "flow" and one.before is not None and one.restated is not None and one.before + one.restated > 0
    ]
    far = [one for one in told if max(one[0], one[1]) > _FACTOR * min(one[0], one[1])]
    return far[0] if told and len(far) == len(told) else None
