"""Who was told of a risk, when and by which way: the lines of the ledger that are about it, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from jalon import wording
from jalon.records import alerts
from jalon.records.alerts import Alert
from jalon.web.here import Here


@dataclass(frozen=True, slots=True)
class Warned:
    """One message: who it was for, the level it told, and what became of it in words."""

    who: dict[str, str]
    level: str
    when: str
    came: str


def warned(place: Here, kri: str) -> list[Warned]:
    """Messages about a risk. Whoever sees the page sees the ledger, so its names are no news here."""
    return [_said(one, place, f"kri:{kri}") for one in alerts.of(place.workspace, f"kri:{kri}")]


def _said(alert: Alert, place: Here, subject: str) -> Warned:
    language = place.language
    sent, held = alert.last("sent"), alert.last("held")
    when = wording.day(alert.intent.as_of, language, "short")
    if sent is not None:
        when = f"{wording.day(sent.at.date(), language, 'short')}, {wording.hour(sent.at, language)}"
    came = wording.phrase(f"alert.state.{alert.state}", language)
    if held is not None and sent is None:
        came = wording.phrase(f"alert.held.{held.said}", language)
    if alert.verdict:
        came = wording.phrase(f"alert.verdict.{alert.verdict}", language)
    elif alert.last("acknowledged") is not None:
        came = wording.phrase("kri.told.answered", language)
    # A message about another cause names this risk beside it: its own level then is not in the ledger.
    own = alert.intent.subject == subject and alert.intent.after not in ("due", "late")
    return Warned(
        place.person(alert.intent.person), wording.standing(alert.intent.after, language) if own else "", when, came
    )
