"""Making a plan the plan in force: read, prove, compare, remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jalon.plan.difference import PlanDifference, difference
from jalon.plan.document import Reading, plan_in, read_plan
from jalon.plan.document.annotated import answered
from jalon.plan.document.rendering import Writable
from jalon.plan.document.versions import Decided, versioned
from jalon.plan.lint import LintReport, lint
from jalon.records import audit, plans
from jalon.records.plans import Revision
from jalon.records.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Proved:
    """A plan document with the whole verdict of the lint."""

    reading: Reading
    report: LintReport


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a plan did; `revision` is None when the lint forbids it."""

    proved: Proved
    changed: PlanDifference | None
    revision: Revision | None
    new: bool = False


def prove(data: bytes, file: str, as_of: date | None = None) -> Proved:
    """Read a plan and judge it by every rule that needs the plan and the catalogue."""
    reading = read_plan(data, file)
    return Proved(reading, lint(reading, as_of))


def compare(before: Proved, after: Proved) -> PlanDifference | None:
    """The difference in words and objects of two plans; None when one cannot be read."""
    if before.reading.plan is None or after.reading.plan is None:
        return None
    return difference(before.reading.plan, after.reading.plan)


def apply(
    data: bytes,
    file: str,
    workspace: Workspace,
    author: str,
    reason: str,
    day: date,
    now: datetime,
    after: int | None = None,
) -> Applied:
    """Append a revision when no error is left; the same plan again changes nothing.

    With `after`, only behind that revision (raises `plans.Overtaken`).

    A target edited in place is remembered as a version: what is kept is the document with its history.
    """
    proved = prove(data, file, day)
    last = plans.latest(workspace)
    before = plan_in(last.document) if last else None
    if proved.reading.plan is not None and before is not None and not proved.report.counts["error"]:
        document = versioned(_text(data), proved.reading.plan, before, Decided(author, reason, day))
        proved = proved if document == _text(data) else prove(document.encode(), file, day)
    plan = proved.reading.plan
    changed = difference(before, plan) if before is not None and plan is not None else None
    if plan is None or proved.report.counts["error"]:
        return Applied(proved, changed, None)
    if last is not None and changed is not None and changed.empty:
        return Applied(proved, changed, last)
    revision = plans.append(workspace, _text(proved.reading.data), plan.status, author, reason, day, after)
    said: Mapping[str, object] = {"revision": revision.number, "reason": reason}
    audit.write(author, "apply", "plan", now, said, workspace=workspace.id)
    return Applied(proved, changed, revision, new=True)


def completed(document: str, answers: Mapping[str, Writable]) -> str:
    """A plan document with what was left to complete: path of a field → its value. Everything else stays."""
    for path, value in answers.items():
        document = answered(document, path, value)
    return document


def export(workspace: Workspace) -> Revision | None:
    """The newest revision, whose document is the plan as it was written: comments, order and history."""
    return plans.latest(workspace)


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig")
