"""The budget of messages: what is too small, told already, put off, or one too many waits for Monday."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jalon.alerts.causes import GRAVITY, Cause
from jalon.wording.carried import Document, rows

MINIMUM_VOLUME = 30
"""Below thirty cases a share moves by eighteen points either way by chance alone (95 %): no message for that."""
REARMED_AFTER = timedelta(days=7)
"""A thing that goes well and badly in turns is told once in that time, unless it gets graver than it was told."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An alert of the past: what was told to whom and when, and until when its reader put it off."""

    subject: str
    after: str
    person: str
    sent_on: date | None
    snoozed_until: date | None = None


def held_because(
    cause: Cause, document: Document, earlier: Sequence[Earlier], told_this_week: int, as_of: date
) -> str | None:
    """Why a cause is not told today: `few`, `snoozed`, `told_lately`, `weekly_cap`; None when it is told."""
    grave = GRAVITY.get(cause.lead.after, 0)
    before = [one for one in earlier if one.subject == cause.lead.subject and one.person == cause.person]
    milder = [one for one in before if GRAVITY.get(one.after, 0) >= grave]
    if few(cause.lead.subject, document):
        return "few"
    if any(one.snoozed_until and one.snoozed_until >= as_of for one in milder):
        return "snoozed"
    if any(one.sent_on and as_of - one.sent_on < REARMED_AFTER for one in milder):
        return "told_lately"
    return "weekly_cap" if told_this_week >= cause.weekly_cap else None


def few(subject: str, document: Document) -> bool:
    """Whether a share or a count rests on too few cases to wake somebody up."""
    kind, _, name = subject.partition(":")
    if kind != "kpi":
        return False
    row = next((one for one in rows(document, "kpis") if one["id"] == name), None)
    volume = _volume(row) if row else None
    return volume is not None and volume < MINIMUM_VOLUME


def _volume(row: Mapping[str, object]) -> Decimal | None:
    """How many cases stand behind a value: what a share divides by, or a count itself when it should be larger."""
    if row.get("denominator") is not None:
        return Decimal(str(row["denominator"]))
    expected = row.get("expected")
    counted = row.get("unit") == "count" and isinstance(expected, str)
    return Decimal(str(expected)) if counted else None
