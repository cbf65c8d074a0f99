"""Targets that moved: a target edited in place becomes a version, and no version is ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jalon.plan.document.rendering import Writable
from jalon.plan.document.spans import Edit, Span, edited, spans
from jalon.plan.document.writing import Miswritten, content_of, fields_of, removal, replaced_field
from jalon.plan.model import Measurement, Plan, TargetVersion
from jalon.quantities import Text

SHORT_FORM = ("target", "target_range", "due", "trajectory", "steps")
YEARLY = "plan"
"""The reason of a target that nobody has moved yet: it came with the plan."""


@dataclass(frozen=True, slots=True)
class Decided:
    """By whom, why and from which day the targets of a document change."""

    author: str
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class _Target:
    """A measured thing of one plan, with who answers for it."""

    path: str
    owner: str | None
    measured: Measurement


def versioned(text: str, after: Plan, before: Plan, decided: Decided) -> str:
    """The document with the history of each short-form target that the plan in force knows.

    A target that moved becomes one more version, by the author if the plan knows them, else by the owner. One
    written short while the plan in force holds its versions gets them back. Another period starts afresh: its
    targets are new, not moved.
    """
    if before.period != after.period or before.period is None:
        return text
    edits: list[Edit] = []
    root = spans(text)
    old = dict(_targets(before))
    for name, target in _targets(after):
        known = old.get(name)
        last = target.measured.last_target
        if known is None or last is None or not last.short_form:
            continue
        history = _history(known, last, target, before, after, decided)
        if history:
            edits.extend(_written(text, root, target.path, history))
    return _proved(text, edited(text, edits)) if edits else text


def _targets(plan: Plan) -> Iterator[tuple[str, _Target]]:
    for kra, kpi in plan.kpis():
        if kpi.id:
            yield f"kpi:{kpi.id}", _Target(kpi.path, kra.owner, kpi.measured)
    for objective in plan.objectives:
        if objective.id:
            path = f"{objective.path}.result"
            yield f"objective:{objective.id}", _Target(path, objective.owner, objective.result)


def _history(
    known: _Target, last: TargetVersion, target: _Target, before: Plan, after: Plan, decided: Decided
) -> list[dict[str, Writable]]:
    """Every version that the document must write; empty when its short form already says all."""
    former = known.measured.last_target
    if former is None or not known.measured.targets:
        return []
    moved = aim(former) != aim(last)
    if not moved and former.short_form:
        return []
    people = {person.id for person in after.people}
    author = decided.author if decided.author in people else target.owner
    first = _first(known, before)
    if first is None or (moved and author is None):
        return []
    rows = [_row(version, known.owner, after.languages, first) for version in known.measured.targets]
    if moved:
        # A plan may be revised before its period begins: its targets still start with the period.
        day = max(decided.day, max(version.decided_on or first for version in known.measured.targets))
        rows.append(_new(last, day, str(author), decided.reason, after.languages))
    return rows


def _first(known: _Target, before: Plan) -> date | None:
    """The day of a target that nobody has moved; None when its owner is not known yet: a draft has no history."""
    owned = known.owner is not None or not known.measured.targets[0].short_form
    return before.period.start if before.period is not None and owned else None


def aim(version: TargetVersion) -> tuple[object, ...]:
    """What a version aims at, whoever decided it."""
    steps = tuple((step.day, step.value) for step in version.steps)
    return version.target, version.target_range, version.due, version.trajectory, steps


def _row(version: TargetVersion, owner: str | None, languages: tuple[str, ...], first: date) -> dict[str, Writable]:
    reason = version.reason if version.reason is not None else _plain(YEARLY, languages)
    return _fields(version, version.decided_on or first, version.author or str(owner), reason)


def _new(
    version: TargetVersion, day: date, author: str, reason: str, languages: tuple[str, ...]
) -> dict[str, Writable]:
    said = _plain(reason, languages) if reason == YEARLY else reason
    return _fields(version, day, author, said)


def _plain(word: str, languages: tuple[str, ...]) -> Writable:
    """One word that reads the same in every language offered."""
    return word if len(languages) == 1 else dict.fromkeys(languages, word)


def _fields(version: TargetVersion, day: date, author: str, reason: Writable) -> dict[str, Writable]:
    said = _one_language(reason)
    found: dict[str, Writable] = {"decided_on": day, "author": author, "reason": said}
    if version.target is not None:
        found["target"] = version.target
    if version.target_range is not None:
        found["target_range"] = list(version.target_range)
    if version.due is not None:
        found["due"] = version.due
    if version.trajectory != "linear":
        found["trajectory"] = version.trajectory
    if version.steps:
        found["steps"] = [{"date": step.day, "value": step.value} for step in version.steps]
    if version.decision is not None:
        found["decision"] = version.decision
    return found


def _one_language(reason: Writable) -> Writable:
    """A text of the plan's language alone is a plain string again."""
    if isinstance(reason, Text):
        return dict(reason.by_language) if len(reason.by_language) > 1 else next(iter(reason.by_language.values()))
    return reason


def _written(text: str, root: Span, path: str, history: list[dict[str, Writable]]) -> list[Edit]:
    """`targets` stands where the first field of the short form stood; the others go."""
    short = [name for name in fields_of(root, path) if name in SHORT_FORM]
    return [
        replaced_field(text, root, f"{path}.{short[0]}", "targets", history),
        *(removal(text, root, f"{path}.{name}") for name in short[1:]),
    ]


def _proved(before: str, after: str) -> str:
    """Nothing but targets may differ: every other word of the document is read back as it was."""
    if _without_targets(content_of(before)) != _without_targets(content_of(after)):
        raise Miswritten("targets")
    return after


def _without_targets(data: object) -> object:
    if isinstance(data, dict):
        return {name: _without_targets(inner) for name, inner in data.items() if name not in (*SHORT_FORM, "targets")}
    return [_without_targets(inner) for inner in data] if isinstance(data, list) else data
