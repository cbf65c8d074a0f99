"""The dates of a person as a calendar that every agenda reads (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jalon.plan.model import Plan
from jalon.wording import on_time, phrase
from jalon.wording.carried import Document, person_name, rows, said

FOLD = 75
"""Octets of a line; what is longer goes on after a break and a space."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a day. `uid` never changes, so that a moved date moves and does not double."""

    uid: str
    day: date
    title: str
    text: str
    path: str


def dates_of(plan: Plan, person: str, language: str, document: Document | None = None) -> list[Dated]:
    """Milestones with their chances, ends of actions, reviews and decisions that are hers; whoever decides has all."""
    decider = plan.arbitration.decider if plan.arbitration else None
    own = {kra.id for kra in plan.kras if kra.owner == person}
    everything = person == decider
    found = [
        *_milestones(plan, person, own, everything, language, document or {}),
        *_actions(plan, person, everything, language),
        *_reviews(plan, person, own, everything, language),
    ]
    return sorted(found, key=lambda one: (one.day, one.uid))


def _milestones(
    plan: Plan, person: str, own: set[str], everything: bool, language: str, document: Document
) -> Iterator[Dated]:
    chances = {str(row["id"]): row["on_time"] for row in rows(document, "milestones")}
    for one in plan.milestones:
        if one.day and one.status == "open" and (everything or one.owner == person or own & set(one.needed_by)):
            text = phrase("agenda.owner", language, {"owner": person_name(plan, one.owner, language)})
            text = f"{text} {on_time(chances.get(one.id), language)}".strip()
            title = phrase("agenda.milestone", language, {"name": said(one.name, language)})
            yield Dated(f"milestone-{one.id}", one.day, title, text, f"/milestone/{one.id}")


def _actions(plan: Plan, person: str, everything: bool, language: str) -> Iterator[Dated]:
    for one in plan.actions:
        kra = plan.kra(one.kra)
        owner = one.owner or (kra.owner if kra else None)
        if one.end and one.status in ("running", "planned") and (everything or owner == person):
            title = phrase("agenda.action", language, {"name": said(one.name, language), "id": one.id})
            text = phrase("agenda.owner", language, {"owner": person_name(plan, owner, language)})
            yield Dated(f"action-{one.id}", one.end, title, text, f"/action/{one.id}")


def _reviews(plan: Plan, person: str, own: set[str], everything: bool, language: str) -> Iterator[Dated]:
    for one in plan.decisions:
        touched = set(one.effect.kras) if one.effect else set()
        touched |= {str(action.kra) for action in plan.actions if action.id in one.evidence}
        if one.review_on and one.outcome is None and (everything or own & touched):
            title = phrase("agenda.decision", language, {"name": said(one.question, language), "id": one.id})
            yield Dated(f"decision-{one.id}", one.review_on, title, "", f"/decision/{one.id}")
    for rule in plan.overlap_rules:
        if rule.review_on and (everything or own & set(rule.between)):
            title = phrase("agenda.rule", language, {"name": said(rule.rule, language) or rule.id})
            yield Dated(f"rule-{rule.id}", rule.review_on, title, "", "/territories")


def ics(dates: list[Dated], name: str, host: str, address: str, stamp: datetime) -> bytes:
    """The calendar as a file. `stamp` is when the figures were published: the same dates are the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jalon//Jalon//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H"]
    for one in dates:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.uid}@{host}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(one.title)}",
            *([f"DESCRIPTION:{_escaped(one.text)}"] if one.text else []),
            f"URL:{address}{one.path}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _escaped(text: str) -> str:
    """A text of one line: what would end a value or a line is written so that it does not."""
    kept = " ".join(text.splitlines())  # a no-break space is kept as it is
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """A long line in pieces of so many octets, never inside a letter."""
    pieces: list[str] = []
    current = ""
    for letter in line:
        if len((current + letter).encode()) > FOLD - (1 if pieces else 0):
            pieces.append(current)
            current = ""
        current += letter
    return "\r\n ".join([*pieces, current])
