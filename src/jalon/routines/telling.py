"""From standings that moved to messages that left: noted first, then budgeted, then handed over, each step written."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jalon.alerts.budget import Earlier, held_because
from jalon.alerts.causes import Cause, Moved, causes, dated_causes
from jalon.alerts.channel import EMAIL, Channel, Message, NotDelivered
from jalon.alerts.digest import Content, chosen, digest_letter
from jalon.alerts.letters import Reader, Told, alert_letter, reader_of
from jalon.alerts.occasions import LATE, last_due
from jalon.plan.model import Plan
from jalon.records import alerts, check_in_links, check_ins, mail_choices, scorecards
from jalon.records.alerts import Alert, Intent
from jalon.records.mail_choices import MailChoice
from jalon.records.scorecards import Published
from jalon.records.workspaces import Workspace
from jalon.routines import posting
from jalon.routines.knowing import plan_now, plan_of, readers
from jalon.routines.posting import REPORT

DIGEST = "digest"
"""The rule of the Monday mail in the ledger."""
POSTED = (DIGEST, REPORT)
"""Rules whose messages are asked for: they are no news, and no budget holds them back."""
TOO_OLD = timedelta(days=7)
"""News older than that is no longer news when it could leave at last: the digest has said it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one round of telling did."""

    noted: int = 0
    sent: int = 0
    held: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """How messages leave a workspace: the channels that are set up, and the address its screens answer at."""

    channels: Mapping[str, Channel]
    address: str


def tell(workspace: Workspace, post: Post, now: datetime) -> Telling:
    """Note what moved, then send what is due. Run again after a crash, it sends nothing twice without saying so."""
    noted = note(workspace, now)
    return send(workspace, post, now, noted)


def note(workspace: Workspace, now: datetime) -> int:
    """Write down who is to be told of what moved in the newest scorecard; older changes are only marked as seen."""
    moved = alerts.unseen(workspace)
    newest = scorecards.latest(workspace)
    plan = plan_of(workspace, newest)
    if newest is None or plan is None:
        return 0
    now_standing = {subject: code for subject, code, _ in scorecards.standings(newest.document)}
    fresh = [one for one in moved if one.as_of == newest.as_of and now_standing.get(one.subject) == one.after]
    found = causes([Moved(o.subject, o.before, o.after, o.as_of, o.owner) for o in fresh], newest.document, plan)
    intents = [_intent(cause, newest) for cause in found]
    # What is told by its day is told once, whatever the scorecard.
    dated = [_intent(cause, newest, once=True) for cause in dated_causes(plan, newest.as_of)]
    return alerts.note(workspace, [*intents, *dated], moved, now) if moved or dated else 0


def usual_mail(plan: Plan) -> MailChoice:
    """When the weekly mail of this company leaves, unless somebody chose otherwise."""
    said = next((one for one in plan.sharing.reports if one.report == DIGEST and one.every == "week"), None)
    return MailChoice(said.day, time.fromisoformat(said.at)) if said and said.dated else MailChoice()


def due_digests(workspace: Workspace, now: datetime) -> frozenset[str]:
    """The people whose weekly mail is due, where the company is: each at her own hour, unless she paused it."""
    plan = plan_now(workspace)
    if plan is None:
        return frozenset()
    usual, zone, due = usual_mail(plan), ZoneInfo(workspace.timezone), set()
    chosen_by = mail_choices.every(workspace)
    for person in plan.people:
        choice = chosen_by.get(person.id, usual)
        if not choice.paused and now - last_due("week", choice.weekday, choice.at, zone, now) <= LATE:
            due.add(person.id)
    return frozenset(due)


def note_digests(workspace: Workspace, now: datetime, only: Collection[str] | None = None) -> int:
    """Write down that everybody who owes something has a weekly mail to get this week: one a person and week."""
    newest = scorecards.latest(workspace)
    plan = plan_of(workspace, newest)
    if newest is None or plan is None:
        return 0
    year, week, _ = newest.as_of.isocalendar()
    named, intents = f"{year}-W{week:02d}", []
    before = _earlier_document(workspace, newest)
    for person in plan.people:
        if only is not None and person.id not in only:
            continue
        content = chosen(newest.document, before, plan, person.id, newest.as_of)
        if content.items:
            key = key_of(DIGEST, named, person.id)
            intents.append(
                Intent(key, DIGEST, f"week:{named}", (), "", "", newest.as_of, newest.edition, person.id, EMAIL, 1)
            )
    return alerts.note(workspace, intents, [], now)


def send(workspace: Workspace, post: Post, now: datetime, noted: int = 0) -> Telling:
    """Hand over every message that is due, the gravest first, within everybody's budget."""
    ledger = alerts.every(workspace)
    sent = held = failed = waiting = 0
    for alert in reversed([one for one in ledger if one.may_be_tried(now)]):
        reason = _reason_to_hold(workspace, alert, ledger, now)
        if reason:
            held += alerts.step(alert, "held", now, reason) is not None
        elif alert.intent.channel not in post.channels:
            waiting += 1
        else:
            done = _hand_over(workspace, alert, post, now)
            sent, failed = sent + (done == "sent"), failed + (done == "failed")
            ledger = alerts.every(workspace)
    return Telling(noted, sent, held, failed, waiting)


def _intent(cause: Cause, newest: Published, *, once: bool = False) -> Intent:
    lead = cause.lead
    occasion = cause.rule if once else f"{newest.as_of}/{newest.edition}"
    return Intent(
        key_of(occasion, lead.subject, cause.person), cause.rule, lead.subject,
        cause.subjects[1:], lead.before, lead.after, newest.as_of, newest.edition, cause.person, cause.channel,
        cause.weekly_cap,
    )  # fmt: skip


def key_of(*parts: str) -> str:
    """The key of a cause: the same one is never noted twice."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def _reason_to_hold(workspace: Workspace, alert: Alert, ledger: Sequence[Alert], now: datetime) -> str | None:
    if now - alert.noted > TOO_OLD:
        return "too_old"
    if alert.intent.rule in POSTED or alert.tries:
        return None  # a try that was begun is finished: its reader's budget was spent by it
    intent = alert.intent
    published = scorecards.edition(workspace, intent.as_of, intent.edition)
    earlier = [
        Earlier(one.intent.subject, one.intent.after, one.intent.person, one.sent_on, one.snoozed_until)
        for one in ledger
        if one.id != alert.id and one.intent.rule not in POSTED
    ]
    lead = Moved(intent.subject, intent.before, intent.after, intent.as_of, intent.person)
    cause = Cause(lead, (), intent.rule, intent.person, intent.channel, intent.weekly_cap)
    told = _told_in_week(intent.person, intent.as_of, earlier)
    return held_because(cause, published.document if published else {}, earlier, told, intent.as_of)


def _told_in_week(person: str, day: date, earlier: Sequence[Earlier]) -> int:
    week = day.isocalendar()[:2]
    return sum(1 for one in earlier if one.person == person and one.sent_on and one.sent_on.isocalendar()[:2] == week)


def _hand_over(workspace: Workspace, alert: Alert, post: Post, now: datetime) -> str:
    """One message: the intent to send is written before, what came of it after."""
    channel = post.channels[alert.intent.channel]
    taken = alerts.step(alert, "sending", now)
    if taken is None:
        return "taken"  # another worker is at it
    message = _to_leave(workspace, taken, post.address, now)
    if message is None:
        lacking = taken.intent.subject == posting.LACKING
        alerts.step(taken, "held", now, "lacking" if lacking else "no_longer_there")
        return "held"
    if channel.needs_address and not message.to:
        alerts.step(taken, "failed", now, "lasting.no_address")
        return "failed"
    try:
        channel.deliver(message)
    except NotDelivered as fault:
        alerts.step(taken, "failed", now, f"{'passing' if fault.passing else 'lasting'}.{fault.code}")
        return "failed"
    alerts.step(taken, "sent", now)
    return "sent"


def _to_leave(workspace: Workspace, alert: Alert, address: str, now: datetime) -> Message | None:
    """The message with what only its reader gets: her own links, and the file of a report."""
    if alert.intent.rule == REPORT:
        return posting.letter(workspace, alert, posting.link_for(workspace, alert, address, now), attach=True)
    return letter(workspace, alert, address, check_in=_check_in(workspace, alert, address, now))


def _check_in(workspace: Workspace, alert: Alert, address: str, now: datetime) -> str:
    """A link that lets the reader of a Monday mail do one check-in without signing in; empty when none is owed."""
    intent = alert.intent
    published = scorecards.edition(workspace, intent.as_of, intent.edition)
    plan = plan_of(workspace, published)
    if intent.rule != DIGEST or published is None or plan is None:
        return ""
    content = weekly_content(workspace, published, plan, intent.person)
    if content.check_in is None:
        return ""
    week = check_ins.week_of(intent.as_of)
    return f"{address}/c/{check_in_links.issue(workspace, intent.person, content.check_in, week, now)}"


def letter(
    workspace: Workspace, alert: Alert, address: str, language: str | None = None, check_in: str = ""
) -> Message | None:
    """What an alert says, from the scorecard it was noted for, in its reader's language or the one asked."""
    intent = alert.intent
    if intent.rule == REPORT:
        return posting.letter(workspace, alert, "")
    published = scorecards.edition(workspace, intent.as_of, intent.edition)
    plan = plan_of(workspace, published)
    if published is None or plan is None:
        return None
    known = reader_of(plan, intent.person, readers(workspace))
    reader = Reader(known.person, known.name, known.address, language or known.language)
    if intent.rule == DIGEST:
        return weekly_letter(
            workspace, published, plan, reader, address, intent.key, again=alert.tries > 1, check_in=check_in
        )
    told = Told(
        intent.key, intent.subject, intent.also, intent.before, intent.after, intent.as_of.isoformat(), alert.tries > 1
    )
    return alert_letter(told, published.document, plan, reader, address)


def weekly_letter(
    workspace: Workspace,
    published: Published,
    plan: Plan,
    reader: Reader,
    address: str,
    key: str,
    *,
    again: bool = False,
    check_in: str = "",
) -> Message:
    """The Monday mail of one person, as of a scorecard."""
    content = weekly_content(workspace, published, plan, reader.person)
    return digest_letter(content, published.document, plan, reader, address, key, again=again, check_in=check_in)


def weekly_content(workspace: Workspace, published: Published, plan: Plan, person: str) -> Content:
    """What somebody's Monday mail holds, as of a scorecard."""
    return chosen(published.document, _earlier_document(workspace, published), plan, person, published.as_of)


def weekly_letters(workspace: Workspace, address: str, only: str | None = None) -> list[Message] | None:
    """The Monday mails as they would leave today, of everybody or of one person; None without a scorecard."""
    published = scorecards.latest(workspace)
    plan = plan_of(workspace, published)
    if published is None or plan is None:
        return None
    accounts = readers(workspace)
    wanted = [one for one in plan.people if only is None or one.id == only]
    people = [reader_of(plan, one.id, accounts) for one in wanted if one.actor]
    return [weekly_letter(workspace, published, plan, one, address, "") for one in people]


def _earlier_document(workspace: Workspace, published: Published) -> scorecards.Document:
    """The scorecard of a week before, to say what changed since; empty when there is none."""
    found = scorecards.known_on(workspace, published.as_of - timedelta(days=6))
    return found.document if found else {}
