"""What a person answers to an alert, and her signature under a charter: each written down once, with its trail."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from jalon.records import alerts, audit, charters
from jalon.records.alerts import Alert
from jalon.records.workspaces import Member, Workspace

SNOOZE = timedelta(days=7)
ANSWERS = ("acknowledged", "snoozed", "rearmed", "verdict")
"""Steps that a person writes."""


def answer(workspace: Workspace, alert: Alert, said: str, by: Member, day: date, now: datetime) -> bool | None:
    """Acknowledge, put off for a week from `day`, re-arm, or say what it turned out to be.

    False where somebody else took the next step meanwhile, None for no answer known.
    """
    if said in alerts.VERDICTS:
        done = alerts.step(alert, "verdict", now, said, by.name)
    elif said == "snooze":
        done = alerts.step(alert, "snoozed", now, "", by.name, day + SNOOZE)
    elif said in ("acknowledged", "rearmed"):
        done = alerts.step(alert, said, now, "", by.name)
    else:
        return None
    if done is not None:
        audit.write(by.email, "answer_alert", f"alert:{alert.id}", now, {"answer": said}, workspace=workspace.id)
    return done is not None


def is_last_answer(alert: Alert, step: int) -> bool:
    """Whether the newest step is that one and a person's: of an older one nothing is taken back."""
    last = alert.steps[-1] if alert.steps else None
    return last is not None and last.kind in ANSWERS and last.number == step


def take_back(workspace: Workspace, alert: Alert, by: Member, now: datetime) -> bool:
    """The last answer stays written and counts no more; False where somebody else took the next step meanwhile."""
    done = alerts.step(alert, "undone", now, str(alert.steps[-1].number), by.name)
    if done is not None:
        audit.write(by.email, "answer_alert", f"alert:{alert.id}", now, {"answer": "undone"}, workspace=workspace.id)
    return done is not None


def sign(workspace: Workspace, kra: str, digest: str, revision: int, by: Member, now: datetime) -> bool:
    """Sign a version of a charter for oneself; False when it was already."""
    new = charters.sign(workspace, kra, digest, by, revision, now)
    if new:
        audit.write(by.email, "sign_charter", f"kra:{kra}", now, {"digest": digest}, workspace=workspace.id)
    return new
