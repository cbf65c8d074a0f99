"""The forms of the API's answers: those of the scorecard and of the plan as they are, and the few of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from jalon.quantities import Period, Refusal, Text


class Workspace(TypedDict):
    id: str
    slug: str
    name: str
    timezone: str
    currency: str
    role: str
    person: str | None
    verbs: tuple[str, ...]


class Day(TypedDict):
    day: date


class MapNode(TypedDict):
    kind: str
    id: str
    name: Text
    owner: str | None
    standing: str | None


MapLink = TypedDict("MapLink", {"kind": str, "from": str, "to": str})


class Map(TypedDict):
    nodes: tuple[MapNode, ...]
    links: tuple[MapLink, ...]


class Bucket(TypedDict):
    start: date
    end: date
    value: Decimal | None
    days_known: int


class Group(TypedDict):
    value: str | None
    total: Decimal | Refusal
    numerator: Decimal | None
    denominator: Decimal | None
    series: tuple[Bucket, ...]


class Exploration(TypedDict):
    contract: int
    exploration: bool
    id: str
    unit: str
    period: Period | None
    by: str | None
    grain: str | None
    refused: Mapping[str, object] | None
    groups: tuple[Group, ...]


class FindingPlace(TypedDict):
    file: str | None
    line: int | None
    path: str | None


class SaidFinding(TypedDict):
    code: str
    severity: str
    subject: str
    others: tuple[str, ...]
    place: FindingPlace
    details: Mapping[str, object]
    sentence: str


class Person(TypedDict):
    id: str
    name: str
    role: str | None
    team: str | None
    answers_for: tuple[str, ...]
    stands_in_for: tuple[str, ...]
    contributes_to: tuple[str, ...]


class TerritoryHolder(TypedDict):
    kra: str
    owner: str | None
    state: str


class TerritoryRow(TypedDict):
    ground: str
    value: str
    label: str
    state: str
    held_by: tuple[TerritoryHolder, ...]


class WhoseHolder(TypedDict):
    kra: str
    owner: str | None
    deputy: str | None


class Whose(TypedDict):
    understood: str
    person: str | None
    through: str
    rules: tuple[str, ...]
    held_by: tuple[WhoseHolder, ...]


class RevisionRow(TypedDict):
    number: int
    status: str
    author: str
    reason: str
    in_force_from: date
    written: datetime


class PlanRevision(RevisionRow):
    document: str
    content: Mapping[str, object]


class Change(TypedDict):
    kind: str
    subject: str
    kra: str | None
    details: Mapping[str, object]


class RevisionChanges(PlanRevision):
    changes: tuple[Change, ...]
    sentences: tuple[str, ...]


class Import(TypedDict):
    import_id: str
    source: str
    cut: str
    file_name: str
    format: str
    author: str
    first_day: date | None
    last_day: date | None
    extracted_at: datetime
    imported: datetime
    undone: datetime | None
    rows: int
    undone_by: str
    undone_reason: str
    difference: Mapping[str, object]


class AlertStep(TypedDict):
    number: int
    kind: str
    said: str
    by: str
    at: datetime


class Alert(TypedDict):
    id: int
    rule: str
    subject: str
    also: tuple[str, ...]
    before: str
    after: str
    as_of: date
    person: str
    channel: str
    state: str
    verdict: str
    noted: datetime
    steps: tuple[AlertStep, ...]


class AuditEntry(TypedDict):
    number: int
    at: datetime
    actor: str
    verb: str
    subject: str
    details: Mapping[str, object]


class CheckIn(TypedDict):
    person: str
    kra: str
    kpi: str
    week: date
    as_of: date
    odds: Decimal | None
    confidence: Decimal
    sentence: str
    next_step: str
    written: datetime


class Charter(TypedDict):
    kra: str
    digest: str
    signed: datetime | None


OWN: tuple[type, ...] = (
    Workspace, Day, MapNode, MapLink, Map, Bucket, Group, Exploration, FindingPlace, SaidFinding, Person,
    TerritoryHolder, TerritoryRow, WhoseHolder, Whose, RevisionRow, PlanRevision, Change, RevisionChanges, Import,
    AlertStep, Alert, AuditEntry, CheckIn, Charter,
)  # fmt: skip
"""What only the API answers with."""
GIVES = "x-jalon-gives"


@dataclass(frozen=True, slots=True)
class Given:
    """What an operation answers with: a form by name, one or a page of it."""

    form: str
    many: bool = False
    status: int = 200


def gives(form: str, many: bool = False, status: int = 200) -> dict[str, object]:
    """Said beside a route; the contract writes the answer's schema from it."""
    return {GIVES: Given(form, many, status)}
