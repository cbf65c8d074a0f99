"""The demo's last months of alerts: what its back-test and its signals say was to be told, told once, and answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from jalon.alerts.channel import EMAIL
from jalon.plan.model import Plan
from jalon.records import alerts, backtests, risks
from jalon.records.alerts import Alert, Intent
from jalon.records.workspaces import Workspace
from jalon.routines.telling import key_of

LATELY = timedelta(days=120)
MORNING, NOON = time(7, 10), time(11, 40)
A_FORTNIGHT = timedelta(days=14)
"""After which somebody says what a warning turned out to be."""
TOLD = {"amber": "kri_amber", "red": "kri_red"}


@dataclass(frozen=True, slots=True)
class _Warned:
    """A risk that rose on a day; `followed` says whether what it guards then fell, None while nobody knows."""

    kri: str
    day: date
    level: str
    followed: bool | None


def tell_lately(workspace: Workspace, plan: Plan, as_of: date) -> int:
    """Write the ledger of the months before, from the replayed past; run again, it adds nothing."""
    owners = {kri.id: kri.owner or kra.owner for kra in plan.kras for kri in kra.kris}
    names = {one.id: one.name for one in plan.people}
    found = sorted((*_replayed(workspace, as_of), *_open(workspace, as_of)), key=lambda one: (one.day, one.kri))
    intents = {(one.kri, one.day): _intent(one, owners.get(one.kri) or "") for one in found}
    seen = 0
    for one in found:
        intent = intents[one.kri, one.day]
        if intent.person:
            seen += alerts.note(workspace, [intent], [], _at(one.day, MORNING))
    written = {alert.intent.key: alert for alert in alerts.every(workspace)}
    waiting = [one for one in found if one.followed is None]
    for one in found:
        alert = written.get(intents[one.kri, one.day].key)
        if alert is not None and not alert.steps:
            place = waiting.index(one) if one in waiting else 0
            _became(alert, one, names.get(alert.intent.person, alert.intent.person), place)
    return seen


def _replayed(workspace: Workspace, as_of: date) -> Iterator[_Warned]:
    """The alarms that the back-test replays, with what became of what they guard."""
    kept = backtests.latest(workspace)
    listed = kept.document.get("risks") if kept else None
    for risk in listed if isinstance(listed, list) else []:
        for alarm in risk["alarms"]:
            day = date.fromisoformat(str(alarm["day"]))
            if as_of - LATELY <= day <= as_of - A_FORTNIGHT:
                yield _Warned(str(risk["id"]), day, str(alarm["level"]), bool(alarm["followed"]))


def _open(workspace: Workspace, as_of: date) -> Iterator[_Warned]:
    """The signals that stand: nobody knows yet what they are."""
    for one in risks.of(workspace):
        if one.opened <= as_of:
            yield _Warned(one.kri, one.opened, one.level, None)


def _intent(one: _Warned, person: str) -> Intent:
    subject = f"kri:{one.kri}"
    key = key_of(f"{one.day}/1", subject, person)
    return Intent(key, TOLD.get(one.level, "kri_amber"), subject, (), "quiet", one.level, one.day, 1, person, EMAIL, 5)


def _became(alert: Alert, one: _Warned, name: str, place: int) -> None:
    """Sent on its morning; then read, put off, judged, or left for the visitor to answer."""
    taken = alerts.step(alert, "sending", _at(one.day, MORNING)) or alert
    sent = alerts.step(taken, "sent", _at(one.day, MORNING)) or taken
    if one.followed is not None:
        read = alerts.step(sent, "acknowledged", _at(one.day, NOON), "", name) or sent
        verdict = "hit" if one.followed else "false_alarm"
        alerts.step(read, "verdict", _at(one.day + A_FORTNIGHT, NOON), verdict, name)
    elif one.level == "red" and place % 2:
        alerts.step(sent, "acknowledged", _at(one.day, NOON), "", name)
    elif one.level == "amber" and place % 2:
        until = one.day + A_FORTNIGHT
        alerts.step(sent, "snoozed", _at(one.day, NOON), "", name, until)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, UTC)
