"""The ledger of alerts: what was to be told, to whom, and what became of it. Append-only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from jalon.records.scorecards import Change
from jalon.records.workspaces import Workspace

if TYPE_CHECKING:
    from jalon.records import models

LEASE = timedelta(minutes=5)
"""A message that was being sent for longer was interrupted: nobody knows whether it left."""
FIRST_DELAY = timedelta(minutes=1)
MOST_TRIES = 6
VERDICTS = ("hit", "false_alarm", "averted")
"""What a warning turned out to be."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One person to be told of one cause. `key` is the cause's own: the same cause is never noted twice."""

    key: str
    rule: str
    subject: str
    also: tuple[str, ...]
    before: str
    after: str
    as_of: date
    edition: int
    person: str
    channel: str
    weekly_cap: int


@dataclass(frozen=True, slots=True)
class Step:
    """Something that became of an alert."""

    number: int
    kind: str
    said: str
    by: str
    until: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of the ledger with everything that became of it, oldest first."""

    id: int
    intent: Intent
    noted: datetime
    steps: tuple[Step, ...]

    def last(self, *kinds: str) -> Step | None:
        """The newest step of some kinds that nobody took back."""
        return next((one for one in reversed(self.standing) if one.kind in kinds), None)

    @property
    def standing(self) -> tuple[Step, ...]:
        """The steps that count: an answer that its author took back stays written, and counts no more."""
        back = {one.said for one in self.steps if one.kind == "undone"}
        return tuple(one for one in self.steps if one.kind != "undone" and str(one.number) not in back)

    @property
    def state(self) -> str:
        """`waiting`, `held`, `sending`, `sent`, `failed`: where the message is."""
        found = self.last("held", "sending", "sent", "failed")
        return found.kind if found else "waiting"

    @property
    def tries(self) -> int:
        """How many times it was handed over, or nearly."""
        return sum(1 for one in self.steps if one.kind == "sending")

    @property
    def verdict(self) -> str:
        """What the warning turned out to be; empty until somebody says."""
        found = self.last("verdict")
        return found.said if found else ""

    @property
    def sent_on(self) -> date | None:
        """The day known when it was told; None when it was not."""
        return self.intent.as_of if self.last("sent") else None

    @property
    def snoozed_until(self) -> date | None:
        """Until when its reader put it off."""
        found = self.last("snoozed", "rearmed")
        return found.until if found and found.kind == "snoozed" else None

    def as_document(self) -> dict[str, object]:
        """The JSON form of a line of the ledger, contract 1."""
        said = self.intent
        return {
            "id": self.id, "rule": said.rule, "subject": said.subject, "also": list(said.also), "before": said.before,
            "after": said.after, "as_of": said.as_of.isoformat(), "person": said.person, "channel": said.channel,
            "state": self.state, "verdict": self.verdict, "noted": self.noted.isoformat(),
            "steps": [
                {"number": one.number, "kind": one.kind, "said": one.said, "by": one.by, "at": one.at.isoformat()}
                for one in self.steps
            ],
        }  # fmt: skip

    def may_be_tried(self, now: datetime) -> bool:
        """Whether a try is due: never tried, interrupted, or failed in a way that may pass, long enough ago."""
        last = self.last("held", "sending", "sent", "failed")
        if last is None:
            return True
        if last.kind == "sending":
            return now - last.at > LEASE and self.tries < MOST_TRIES
        if last.kind == "failed" and last.said.startswith("passing."):
            return self.tries < MOST_TRIES and now - last.at >= FIRST_DELAY * 2 ** max(self.tries - 1, 0)
        return False


def note(workspace: Workspace, intents: Sequence[Intent], changes: Iterable[Change], now: datetime) -> int:
    """Write what is to be told and mark the changes as seen, in one transaction; gives how many were new."""
    from django.db import transaction

    from jalon.records import models

    seen = 0
    with transaction.atomic():
        for change in changes:
            rows = models.StandingChange.objects.filter(workspace_id=workspace.id, told=None)
            rows.filter(subject=change.subject, as_of=change.as_of).update(told=now)
        for one in intents:
            _, is_new = models.Alert.objects.get_or_create(
                workspace_id=workspace.id,
                key=one.key,
                defaults={
                    "rule": one.rule, "subject": one.subject, "also": list(one.also), "before": one.before,
                    "after": one.after, "as_of": one.as_of, "edition": one.edition, "person": one.person,
                    "channel": one.channel, "weekly_cap": one.weekly_cap, "noted": now,
                },
            )  # fmt: skip
            seen += is_new
    return seen


def known(workspace: Workspace, keys: Iterable[str]) -> frozenset[str]:
    """Those of these keys that are noted already."""
    from jalon.records import models

    rows = models.Alert.objects.filter(workspace_id=workspace.id, key__in=list(keys))
    return frozenset(rows.values_list("key", flat=True))


def unseen(workspace: Workspace) -> list[Change]:
    """Changes of standing that nobody looked at yet, oldest first."""
    from jalon.records import models

    rows = models.StandingChange.objects.filter(workspace_id=workspace.id, told=None).order_by("as_of", "edition", "id")
    return [Change(row.subject, row.before, row.after, row.as_of, row.owner) for row in rows]


def every(workspace: Workspace, most: int = 500) -> list[Alert]:
    """The ledger, newest first."""
    from jalon.records import models

    rows = models.Alert.objects.filter(workspace_id=workspace.id).prefetch_related("steps").order_by("-as_of", "-id")
    return [_seen(row) for row in rows[:most]]


def of(workspace: Workspace, subject: str, most: int = 20) -> list[Alert]:
    """What was to be told of one subject, by itself or with the cause that it shares, newest first."""
    about = [alert for alert in every(workspace) if subject in (alert.intent.subject, *alert.intent.also)]
    return about[:most]


def one(workspace: Workspace, alert: int) -> Alert | None:
    """One line of the ledger."""
    from jalon.records import models

    row = models.Alert.objects.filter(workspace_id=workspace.id, id=alert).prefetch_related("steps").first()
    return _seen(row) if row else None


def step(
    alert: Alert, kind: str, now: datetime, said: str = "", by: str = "", until: date | None = None
) -> Alert | None:
    """Add what became of an alert; None when somebody else took the next step meanwhile."""
    from django.db import IntegrityError, transaction

    from jalon.records import models

    try:
        with transaction.atomic():
            row = models.AlertStep.objects.create(
                alert_id=alert.id, number=len(alert.steps) + 1, kind=kind, said=said, by=by, until=until, at=now
            )
    except IntegrityError:
        return None
    return Alert(alert.id, alert.intent, alert.noted, (*alert.steps, _step(row)))


def _seen(row: models.Alert) -> Alert:
    intent = Intent(
        row.key, row.rule, row.subject, tuple(row.also), row.before, row.after, row.as_of, row.edition, row.person,
        row.channel, row.weekly_cap,
    )  # fmt: skip
    steps = sorted(row.steps.all(), key=lambda one: one.number)
    return Alert(row.id, intent, row.noted, tuple(_step(one) for one in steps))


def _step(row: models.AlertStep) -> Step:
    return Step(row.number, row.kind, row.said, row.by, row.until, row.at)
