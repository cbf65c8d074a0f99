"""A009, A010: an effect expected under what its design sees; an action that is over and says nothing of its effect."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.findings import Detail, Finding, Place, Severity
from jalon.scorecard.acted import ActionEffect
from jalon.scorecard.effects.announcing import smallest_of
from jalon.scorecard.lint.known import Known


def under_what_can_be_seen(known: Known) -> Iterator[Finding]:
    """One for each action not over yet whose expected effect its design would miss more than one time in five."""
    paths = {action.id: action.path for action in known.plan.actions}
    for row in known.actions:
        smallest = smallest_of(row.announced, row.design)
        expected = row.announced.expected if row.announced else None
        open_yet = row.state in ("planned", "running") and not isinstance(row.effect, ActionEffect)
        if open_yet and smallest is not None and expected is not None and abs(expected) < smallest:
            assert row.announced is not None  # noqa: S101  # it said what it expects
            details: dict[str, Detail] = {
                "aimed": format(abs(expected), "f"),
                "smallest": format(smallest, "f"),
                "design": row.design,
                "instead": row.announced.recommended,
            }
            yield Finding("A009", Severity.WARNING, f"action:{row.id}", Place(None, None, paths[row.id]), details)


def over_and_unproved(known: Known) -> Iterator[Finding]:
    """One for each action that is over, neither measured nor explained: it waits on its owner's list."""
    paths = {action.id: action.path for action in known.plan.actions}
    for row in known.actions:
        if row.owes:
            details: dict[str, Detail] = {"owner": row.owner, "end": row.end.isoformat() if row.end else None}
            yield Finding("A010", Severity.WARNING, f"action:{row.id}", Place(None, None, paths[row.id]), details)
