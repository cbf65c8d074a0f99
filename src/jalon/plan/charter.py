"""The charter of an area as somebody signs it: what is promised, by whom, within which limits, as one digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal

from jalon.plan.model import Kra, Measurement, Plan
from jalon.quantities import Text


def charter_digest(plan: Plan, kra: Kra) -> str:
    """SHA-256 of what a holder takes on: the same wherever it stands in the document, another when a promise changes.

    Names and formulas that the catalogue fills in are left out, so that a new version of it unsigns nothing.
    """
    promised = {
        "name": kra.name, "mission": kra.mission, "axis": kra.axis, "serves": kra.serves,
        "owner": kra.owner, "deputy": plan.deputy_of(kra), "reviewer": kra.reviewer, "contributors": kra.contributors,
        "territory": kra.territory, "limits": kra.limits, "hand_overs": kra.hand_overs,
        "rules": [(r.between, r.where, r.rule) for r in plan.overlap_rules if kra.id in r.between],
        "kpis": [(kpi.id, *_measured(kpi.measured), kpi.guardrail) for kpi in kra.kpis],
        "kris": [
            (k.id, k.use or k.formula, k.filter, k.threatens, k.owner, k.appetite, k.limit, k.response.owner)
            for k in kra.kris
        ],
    }  # fmt: skip
    text = json.dumps(_plain(promised), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _measured(one: Measurement) -> tuple[object, ...]:
    targets = [(t.target, t.target_range, t.due, t.trajectory, t.steps) for t in one.targets]
    return (one.use or one.formula, one.filter, one.params, one.baseline, targets)


def _plain(value: object) -> object:
    """A value as JSON holds it; where it stands in a document does not count."""
    if isinstance(value, Text):
        return value.as_document()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name != "path"}
    return value.isoformat() if isinstance(value, date) else value
