"""The forms of what acts answer with, and of what the screens say beyond rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from jalon.quantities import Text
from jalon.web.api.forms import Change, RevisionRow

Json = Mapping[str, object]


class ProposalRow(TypedDict):
    number: int
    base: int
    author: str
    reason: str
    created: datetime
    state: str
    touches: tuple[str, ...]
    agreed: tuple[str, ...]
    answered_by: str | None
    answer: str
    answered: datetime | None
    revision: int | None


class ProposalChanges(ProposalRow):
    document: str
    changes: tuple[Change, ...]
    sentences: tuple[str, ...]
    conflicts: int


class PlanKept(TypedDict):
    revision: RevisionRow | None
    proposal: ProposalRow | None
    changes: tuple[Change, ...]
    sentences: tuple[str, ...]


class MinuteLine(TypedDict):
    id: int
    week: date
    subject: str
    kind: str
    text: str
    person: str | None
    due: date | None
    by: str
    at: datetime


class SignalStep(TypedDict):
    step: str
    on: date
    actor: str
    why: str
    verdict: str | None


class Signal(TypedDict):
    id: int
    kri: str
    opened: date
    level: str
    state: str
    verdict: str | None
    reading: str | None
    unit: str
    steps: tuple[SignalStep, ...]


class ArmCountRow(TypedDict):
    action: str
    arm: str
    day: date
    units: int
    converted: int
    guarded: int | None


class ImportDone(TypedDict):
    contract: int
    read: Json
    imports: tuple[Json, ...]


class ImportUndone(TypedDict):
    contract: int
    undone: str
    cut: str
    difference: Json


class MemberRow(TypedDict):
    account: UUID
    name: str
    email: str
    role: str
    person: str | None


class InvitationRow(TypedDict):
    id: UUID
    email: str
    role: str
    person: str | None
    invited_by: str
    created: datetime
    expires: datetime
    accepted: datetime | None
    revoked: datetime | None


class InvitationMade(InvitationRow):
    link: str
    mailed: bool


class TokenRow(TypedDict):
    id: UUID
    who: str
    name: str
    start: str
    scope: str
    created: datetime
    expires: datetime
    revoked: datetime | None
    last_used: datetime | None


class SnapshotRow(TypedDict):
    id: int
    as_of: date
    edition: int
    language: str
    digest: str
    made: datetime
    made_by: str


class LinkRow(TypedDict):
    id: int
    kind: str
    subject: str
    made: datetime
    made_by: str
    expires: datetime | None
    revoked: datetime | None
    reads: int
    last_read: datetime | None


class LinkMade(LinkRow):
    address: str


class DayLine(TypedDict):
    title: str
    text: str
    why: str
    weight: Decimal
    person: str | None
    due: date | None
    late: bool
    link: str


class Today(TypedDict):
    as_of: date
    sentences: tuple[Json, ...]
    advance: tuple[DayLine, ...]
    adapt: tuple[DayLine, ...]
    arbitrate: tuple[DayLine, ...]


class Why(TypedDict):
    contract: int
    exploration: bool
    id: str
    unit: str
    direction: str
    by: str
    ways: tuple[str, ...]
    period: tuple[date, ...]
    against: tuple[date, ...]
    before: str | None
    after: str | None
    change: str | None
    refused: Json | None
    parts: tuple[Json, ...]
    mix: str | None
    within: str | None
    rest: str | None
    compared: tuple[Json, ...]
    young_days: int
    events: tuple[Json, ...]
    actions: tuple[Json, ...]
    breaks: tuple[Json, ...]


class Trust(TypedDict):
    contract: int
    as_of: date
    horizon_days: int
    replays: int
    inside80: float | None
    inside95: float | None
    calibration: Json | None
    targets: tuple[Json, ...]
    benchmark: tuple[Json, ...]
    published: Json
    risks: tuple[Json, ...]


class CurveFit(TypedDict):
    contract: int
    result: Json
    as_of: date
    currency: str
    facts_versions: Mapping[str, int]
    plan_revision: int
    refused: Json | None
    light: str
    channels: tuple[Json, ...]
    tests: tuple[Json, ...]


class BudgetMove(TypedDict):
    contract: int
    result: Json
    as_of: date
    currency: str
    weeks: int
    refused: Json | None
    faults: tuple[Json, ...]
    total: Json | None
    clear: bool
    gain: Json | None
    channels: tuple[Json, ...]
    areas: tuple[Json, ...]
    crosses: bool
    amount: str
    tried: Json | None
    untold: tuple[Json, ...]
    lines: tuple[Json, ...]
    reserve: Json | None


class AgendaPoint(TypedDict):
    subject: str
    title: str
    text: str
    owner: str
    minutes: int
    said: tuple[Json, ...]


class ReviewAgenda(TypedDict):
    contract: int
    week: date
    as_of: date
    passed: int
    closed: bool
    points: tuple[AgendaPoint, ...]
    promises: tuple[Json, ...]


class BoardPage(TypedDict):
    contract: int
    language: str
    company: str
    room: str
    day: str
    day_iso: date
    sender: str
    title: str
    moved_title: str
    goals: tuple[Json, ...]
    moved: tuple[Json, ...]
    risks: tuple[Json, ...]
    proofs: tuple[Json, ...]
    asks: tuple[Json, ...]
    freshness: str
    foot: str
    link: str


class DigestLine(TypedDict):
    title: str
    text: str
    act: str
    link: str


class DigestTold(TypedDict):
    person: str
    as_of: date
    subject: str
    lead: str
    lines: tuple[DigestLine, ...]


class DateRow(TypedDict):
    id: str
    day: date
    title: str
    text: str
    link: str


class FormatRow(TypedDict):
    id: str
    tool: str
    report: str
    columns: int
    author: str
    written: datetime


class ThingRow(TypedDict):
    kind: str
    title: str
    text: str
    link: str


class Working(TypedDict):
    working: bool


class OwnForecast(TypedDict):
    kpi: str
    week: date
    target: str | None
    due: date | None
    odds: Decimal | None
    confidence: Decimal
    sentence: str
    next_step: str
    reached: bool | None


class OwnForecasts(TypedDict):
    contract: int
    person: str
    said: tuple[OwnForecast, ...]
    calibration: Json


class ConflictRow(TypedDict):
    key: str
    sentence: str
    owners: tuple[str, ...]
    asked: str | None


class DecisionTold(TypedDict):
    contract: int
    kind: str
    id: str
    as_of: date
    question: Text
    why: Text | None
    state: str
    options: tuple[Json, ...]
    chosen: str | None
    rule: str | None
    by: str | None
    decided_on: date | None
    review_on: date | None
    verdict: str | None
    ruling: Json | None
    costs: tuple[Json, ...]
    review: Json | None


class Forgotten(TypedDict):
    erased: int


ANSWERS: tuple[type, ...] = (
    ArmCountRow,
    ProposalRow, ProposalChanges, PlanKept, MinuteLine, SignalStep, Signal, ImportDone, ImportUndone, MemberRow,
    InvitationRow, InvitationMade, TokenRow, SnapshotRow, LinkRow, LinkMade, DayLine, Today, Why, Trust, CurveFit,
    BudgetMove, AgendaPoint, ReviewAgenda, BoardPage, DigestLine, DigestTold, DateRow, FormatRow, ThingRow, Working,
    OwnForecast, OwnForecasts, Forgotten, ConflictRow, DecisionTold,
)  # fmt: skip
