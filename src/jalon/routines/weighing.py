"""What keeping files would do to the standings: tried on a second folder of facts, judged as the scorecard judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jalon import __version__
from jalon.facts.engine import Engine
from jalon.metrics import Measurements, Wanted, columns_read, measure, wanted_by
from jalon.plan.document import plan_in
from jalon.plan.model import Plan
from jalon.quantities import Text
from jalon.records import plans, scorecards
from jalon.records.workspaces import Workspace
from jalon.routines.importing import Kept, Part, Preview
from jalon.routines.refreshing import end_of
from jalon.scorecard.alone import standings_alone
from jalon.scorecard.naming import told_apart

MOST_KPIS, MOST_ROWS = 16, 200_000
"""Beyond so many KPIs or rows a preview would keep its reader waiting: then the KPIs are named, not judged."""

Trial = Callable[[], AbstractContextManager[Engine]]
"""A second engine on the same facts, where loads may be kept without anybody seeing it."""


@dataclass(frozen=True, slots=True)
class Fed:
    """A KPI that a part feeds: its standing of the day without the files and with all of them; None: not judged."""

    id: str
    name: Text
    before: str | None = None
    after: str | None = None

    def as_document(self) -> dict[str, object]:
        """Its JSON form."""
        return {"id": self.id, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Effect:
    """What keeping the files does to the KPIs that one part feeds."""

    kpis: tuple[Fed, ...] = ()
    unjudged: Literal["many_kpis", "many_rows"] | None = None

    @property
    def moved(self) -> tuple[Fed, ...]:
        """KPIs whose standing would be another one."""
        return tuple(one for one in self.kpis if one.before != one.after)

    def as_document(self) -> dict[str, object]:
        """Its JSON form."""
        return {"kpis": [one.as_document() for one in self.kpis], "unjudged": self.unjudged}


def effects(
    shown: Preview, workspace: Workspace, engine: Engine, trial: Trial, as_of: date
) -> Mapping[str, Effect] | None:
    """Import id → effect on the standings of a day. None: no plan is in force, so that there is no standing."""
    revision = plans.in_force(workspace, as_of)
    plan = plan_in(revision.document) if revision else None
    if revision is None or plan is None or plan.is_draft:
        return None
    changing = [part for part in shown.parts if _changes(part)]
    fed = {part.load.import_id: _feeding(part, plan) for part in changing}
    asked = {one.key for several in fed.values() for one in several}
    found = {part.load.import_id: Effect() for part in shown.parts}
    if not asked:
        return found
    many = len(asked) > MOST_KPIS
    if many or sum(part.table.rows_kept() for part in changing) > MOST_ROWS:
        why: Literal["many_kpis", "many_rows"] = "many_kpis" if many else "many_rows"
        return found | {name: Effect(_named(several, plan), why) for name, several in fed.items()}
    published = _published(workspace, engine, revision.number, as_of)
    return found | _judged(changing, fed, plan, published, engine, trial, as_of)


def document(shown: Preview, kept: Sequence[Kept], weighed: Mapping[str, Effect] | None) -> dict[str, object]:
    """An import as JSON, contract 1: what was read, each part with what it changes, and whether it was kept."""
    done = {one.part.load.import_id: one.commit for one in kept}
    parts = []
    for part in shown.parts:
        name = part.load.import_id
        effect = weighed.get(name) if weighed is not None else None
        parts.append(
            {
                "import_id": name,
                "cut": part.load.cut.text,
                "kept": name in done and done[name].written,
                **part.difference.as_document(),
                "effect": effect.as_document() if effect is not None else None,
            }
        )
    return {"contract": 1, "read": shown.report.as_document(), "imports": parts}


def _judged(
    changing: Sequence[Part],
    fed: Mapping[str, Sequence[Wanted]],
    plan: Plan,
    published: Mapping[str, str] | None,
    engine: Engine,
    trial: Trial,
    as_of: date,
) -> dict[str, Effect]:
    """Standings without the files and with all of them, of the KPIs that really read what they bring."""
    asked, end = list({one.key: one for several in fed.values() for one in several}.values()), end_of(as_of, plan)
    with trial() as tried:
        for part in changing:
            tried.replace(part.load, part.table)
        after = measure(asked, plan, tried, as_of, end)
    reading = {
        part.load.import_id: [one for one in fed[part.load.import_id] if _reads(one, part, after)] for part in changing
    }
    keys = {one.key for several in reading.values() for one in several}
    would = standings_alone(plan, after, as_of, keys)
    was = published or standings_alone(plan, measure(asked, plan, engine, as_of, end), as_of, keys)
    return {
        name: Effect(
            tuple(
                Fed(one.id, one.name, str(was[f"kpi:{one.id}"]), str(would[f"kpi:{one.id}"]))
                for one in _named(several, plan)
            )
        )
        for name, several in reading.items()
    }


def _published(workspace: Workspace, engine: Engine, revision: int, as_of: date) -> Mapping[str, str] | None:
    """KPI → standing as published for the day; None when plan or facts are no longer those it was computed from."""
    card = scorecards.latest(workspace, as_of)
    if card is None or card.plan_revision != revision or card.document.get("code_version") != __version__:
        return None
    rows, versions = card.document.get("kpis"), card.document.get("facts_versions")
    if versions != {state.cut.text: state.version for state in engine.cuts()} or not isinstance(rows, list):
        return None
    return {f"kpi:{row['measured']['id']}": str(row["measured"]["standing"]) for row in rows}


def _changes(part: Part) -> bool:
    """Whether keeping a part would leave anything another than it is."""
    change = part.difference
    return bool(change.new_days or change.changed_days or change.vanished_days)


def _feeding(part: Part, plan: Plan) -> list[Wanted]:
    """The KPIs whose formula names a measure of a part, from a tool that the plan reads."""
    listed = {source.tool for source in plan.sources}
    if listed and part.load.cut.tool not in listed:
        return []
    told = {change.measure for change in part.difference.changes} | {m.name for m in part.table.measures}
    return [one for one in wanted_by(plan) if one.key.startswith("kpi:") and columns_read(one, plan) & told]


def _reads(one: Wanted, part: Part, after: Measurements) -> bool:
    """Whether a KPI would be read in the report of a part."""
    return any(binding.cut == part.load.cut.text for binding in after.series_for(one.key).bindings)


def _named(several: Sequence[Wanted], plan: Plan) -> tuple[Fed, ...]:
    keys = {one.key for one in several}
    return tuple(
        Fed(kpi.id, told_apart(plan, kpi.measured) or Text({"fr": kpi.id}))
        for _, kpi in plan.kpis()
        if f"kpi:{kpi.id}" in keys
    )
