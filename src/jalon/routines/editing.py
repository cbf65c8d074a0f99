"""Changing the plan piece by piece: what somebody changed in a revision, made in the newest one, proved, and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from jalon.findings import Finding, Severity
from jalon.plan.difference import PlanDifference, difference
from jalon.plan.document import Reading, plan_in, read_plan
from jalon.plan.document.changing import inside, with_changes
from jalon.plan.document.merging import Conflict, merge
from jalon.plan.document.versions import Decided, versioned
from jalon.plan.document.writing import Data, content_of
from jalon.plan.forms.standing import LISTS, Object, Standing, every
from jalon.plan.lint import LintReport, lint
from jalon.plan.sheets.laying import AIMS, aimed, next_version
from jalon.records import plans
from jalon.records.plans import Revision
from jalon.records.workspaces import Workspace
from jalon.scorecard.starting.places import slug

FILE = "plan.yaml"
AIMED: Mapping[str, str] = {"kpi": "", "objective": "result"}
"""Kinds with a target, and where it stands in them."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The newest plan, revision `after`, with somebody's changes; no `document` while both sides disagree somewhere."""

    document: str | None
    conflicts: tuple[Conflict, ...] = ()
    reading: Reading | None = None
    report: LintReport | None = None
    changed: PlanDifference = field(default_factory=lambda: PlanDifference(()))
    after: int = 0

    @property
    def errors(self) -> list[Finding]:
        """What forbids the new document."""
        return [one for one in self.report.findings if one.severity is Severity.ERROR] if self.report else []

    @property
    def sound(self) -> bool:
        """Whether the new document may be put in force."""
        return (
            self.document is not None and not self.errors and self.reading is not None and self.reading.plan is not None
        )


def base(workspace: Workspace, number: int) -> Data:
    """What a revision says; None when there is none."""
    found = plans.numbered(workspace, number)
    return content(found.document) if found else None


@lru_cache(maxsize=16)
def content(document: str) -> Data:
    """A document read once: revisions never change, and nobody changes what they say in place."""
    return content_of(document)


def edited(workspace: Workspace, number: int, wanted: Data, decided: Decided) -> Edited | None:
    """What `wanted`, made from a revision, changes in the newest plan; None where there is no plan."""
    made_from, last = plans.numbered(workspace, number), plans.latest(workspace)
    if made_from is None or last is None:
        return None
    now = content(last.document)
    was = now if made_from.number == last.number else content(made_from.document)
    merged = merge(was, wanted, now)
    if merged.conflicts:
        return Edited(None, tuple(merged.conflicts), after=last.number)
    document = with_changes(last.document, merged.changes) if merged.changes else last.document
    return judged(document, last, decided)


def judged(document: str, last: Revision, decided: Decided) -> Edited:
    """A document beside the one in force: its lint and what changes."""
    was, reading = plan_in(last.document), read_plan(document.encode(), FILE)
    if was is not None and reading.plan is not None:
        whole = versioned(document, reading.plan, was, decided)
        reading = reading if whole == document else read_plan(whole.encode(), FILE)
        document = whole
    changed = difference(was, reading.plan) if was is not None and reading.plan is not None else PlanDifference(())
    return Edited(document, (), reading, lint(reading, decided.day), changed, last.number)


def shown(one: Standing) -> Object:
    """An object as its form shows it: its last target in the short form, whatever its history is."""
    return aimed(one.said, AIMED[one.kind]) if one.kind in AIMED else one.said


def kept(one: Standing, said: Object, content: Data, decided: Decided) -> Object:
    """The object that the document keeps: a target with a history moves by one more version."""
    at = AIMED.get(one.kind)
    measured = (one.said.get(at) if at else one.said) if at is not None else None
    if not isinstance(measured, dict) or not measured.get("targets"):
        return said
    before, after = shown(one), said
    inner = [part.get(at) if at else part for part in (before, after)]
    was, now = (part if isinstance(part, dict) else {} for part in inner)
    aims = {name: now.get(name) for name in AIMS if now.get(name) != was.get(name)}
    held: Object = {name: value for name, value in now.items() if name not in AIMS}
    targets = measured["targets"]
    assert isinstance(targets, list)  # noqa: S101  # a history is a list
    held["targets"] = (
        [*targets, next_version(measured, aims, _author(one, content, decided), decided.reason, decided.day)]
        if aims
        else targets
    )
    own = {name: held[name] for name in [*measured, *held] if name in held}
    return {**said, at: own} if at else own


def named(said: Object, one: Standing, content: Data) -> Object:
    """A new object without an id gets one from its name; a KPI of the catalogue goes by the catalogue's id."""
    if said.get("id") or said.get("use"):
        return said
    spoken = said.get("name") or said.get("question") or said.get("rule")
    text = str(next(iter(spoken.values()), "")) if isinstance(spoken, dict) else str(spoken or "")
    known = {other.id for kind in LISTS for other in every(content, kind)}
    first = slug(text, one.kind).replace("-", "_")
    free = next(name for name in (first, *(f"{first}_{n}" for n in range(2, 999))) if name not in known)
    return {"id": free, **said}


def _author(one: Standing, content: Data, decided: Decided) -> str:
    """Who decides, when the plan knows them; else who answers for the object."""
    people = inside(content, "people")
    if decided.author in {str(who.get("id")) for who in _rows(people)}:
        return decided.author
    areas = {str(kra.get("id")): kra for kra in _rows(inside(content, "kras"))}
    owner = areas.get(one.kra or "", {}).get("owner") if one.kra else one.said.get("owner")
    return str(owner or decided.author)


def _rows(value: Data) -> Sequence[Mapping[str, Data]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def concerning(report: LintReport | None, kind: str, name: str) -> list[Finding]:
    """What the lint says of one object, gravest first."""
    order = [Severity.ERROR, Severity.TODO, Severity.WARNING]
    subject = "plan" if kind == "plan" else f"{kind.removeprefix('own_')}:{name}"
    found = [one for one in (report.findings if report else ()) if one.severity in order]
    own = [one for one in found if subject in (one.subject, *one.others) or one.severity is Severity.ERROR]
    return sorted(own, key=lambda one: order.index(one.severity))
