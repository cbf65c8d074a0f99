"""The board page sent by mail, to people chosen or when the plan says so: frozen first, noted, sent once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from jalon.alerts.board import BoardAsk, BoardGoal, BoardMail, board_letter
from jalon.alerts.channel import EMAIL, Attachment, Message
from jalon.alerts.letters import Reader, reader_of
from jalon.alerts.occasions import LATE, last_due
from jalon.plan.model import Plan
from jalon.plan.model import Report as Schedule
from jalon.records import alerts, open_links, scorecards, snapshots, workspaces
from jalon.records.alerts import Alert, Intent
from jalon.records.open_links import REPORT_LASTS
from jalon.records.scorecards import Published
from jalon.records.snapshots import Snapshot
from jalon.records.workspaces import Workspace
from jalon.reports.codir.forms import FORMS
from jalon.reports.codir.page import Goal, Page
from jalon.reports.codir.printed import Missing
from jalon.routines import reporting
from jalon.routines.knowing import plan_now, readers
from jalon.wording import phrase

REPORT = "report"
"""The rule of a report in the ledger; its subject is `report:` and the frozen page."""
LACKING = f"{REPORT}:0"
"""Its subject when the page could not be made."""
IN_THE_MAIL = "html_email"
"""The form that attaches nothing: the mail is the report."""
BY_TIMETABLE = "jalon"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may get the page: where, in which language, and whether it is meant for her."""

    person: str
    name: str
    address: str
    language: str
    usual: bool


def meant(plan: Plan, who: Sequence[str], directors: frozenset[str]) -> frozenset[str]:
    """The people that words of the plan name: ids, teams, `everyone`, `owners`, `board`."""
    found: set[str] = set()
    for word in who:
        if word == "everyone":
            found |= {one.id for one in plan.people if one.actor}
        elif word in ("owners", "owner"):
            found |= {kra.owner for kra in plan.kras if kra.owner}
        elif word == "board":
            found |= _board(plan, directors)
        else:
            found |= {one.id for one in plan.people if word in (one.id, one.team)}
    return frozenset(found)


def _board(plan: Plan, directors: frozenset[str]) -> set[str]:
    """Whoever decides, the directors of the workspace, and those of the company who hold no part in the plan."""
    decider = {plan.arbitration.decider} if plan.arbitration and plan.arbitration.decider else set()
    return decider | directors | {one.id for one in plan.people if not one.actor and not one.external}


def recipients(workspace: Workspace) -> list[Recipient]:
    """Everybody of the plan of now, those the page is usually meant for first."""
    plan = plan_now(workspace)
    if plan is None:
        return []
    who = [word for one in plan.sharing.reports if one.report == "codir" for word in one.sent_to] or ["board"]
    usual, accounts = meant(plan, who, _directors(workspace)), readers(workspace)
    found = [reader_of(plan, one.id, accounts) for one in plan.people]
    shown = [Recipient(one.person, one.name, one.address, one.language, one.person in usual) for one in found]
    return sorted(shown, key=lambda one: not one.usual)


def _directors(workspace: Workspace) -> frozenset[str]:
    return frozenset(one.person for one in workspaces.members(workspace) if one.role == "director" and one.person)


def previewed(made: Page) -> Message:
    """The mail that would leave, without its file and to nobody yet."""
    return board_letter(told(made, made.link), Reader("", "", "", made.language), "")


def send_now(workspace: Workspace, people: Sequence[str], address: str, by: str, now: datetime) -> int:
    """Freeze the page in the languages of those people and note that each gets it; gives how many are new.

    Somebody who was sent that very page is not sent it again. Raises `reporting.Incomplete`.
    """
    plan, published = plan_now(workspace), scorecards.latest(workspace)
    if plan is None or published is None:
        return 0
    accounts = readers(workspace)
    wanted = {one: reader_of(plan, one, accounts).language for one in people if plan.person(one)}
    kept = _frozen(workspace, sorted(set(wanted.values())), address, by, now)
    sent = [(person, kept[language]) for person, language in wanted.items() if language in kept]
    intents = [_intent(_key(one.digest, person), published, one, person, "pdf") for person, one in sent]
    return alerts.note(workspace, intents, [], now)


def note_due(workspace: Workspace, address: str, now: datetime) -> int:
    """Note the reports that the plan says are due. Asked again, after a crash too, it notes nothing twice."""
    plan, published = plan_now(workspace), scorecards.latest(workspace)
    if plan is None or published is None:
        return 0
    dated = [one for one in plan.sharing.reports if one.report == "codir"]
    return sum(_note_due(workspace, plan, published, one, address, now) for one in dated)


def _note_due(
    workspace: Workspace, plan: Plan, published: Published, report: Schedule, address: str, now: datetime
) -> int:
    zone = ZoneInfo(workspace.timezone)
    moment = last_due(report.every, report.day, time.fromisoformat(report.at), zone, now)
    if now - moment > LATE:
        return 0
    occasion = f"{report.id}:{moment.astimezone(zone).date()}"
    keys = {_key(occasion, one): one for one in sorted(meant(plan, report.sent_to, _directors(workspace)))}
    fresh = {key: person for key, person in keys.items() if key not in alerts.known(workspace, keys)}
    if not fresh:
        return 0
    accounts = readers(workspace)
    wanted = {person: reader_of(plan, person, accounts).language for person in fresh.values()}
    try:
        kept = _frozen(workspace, sorted(set(wanted.values())), address, BY_TIMETABLE, now)
    except reporting.Incomplete:
        kept = {}
    intents = [
        _intent(key, published, kept.get(wanted[person]), person, report.format, report.id)
        for key, person in fresh.items()
    ]
    return alerts.note(workspace, intents, [], now)


def _frozen(
    workspace: Workspace, languages: Sequence[str], address: str, by: str, now: datetime
) -> dict[str, Snapshot]:
    """The page of the newest scorecard kept in each language. Raises `reporting.Incomplete`."""
    published, kept = scorecards.latest(workspace), {}
    for language in languages:
        made = reporting.codir_page(workspace, address, language)
        if made is not None and published is not None:
            known = (published.as_of, published.edition)
            kept[language] = snapshots.freeze(workspace, "codir", known, language, made.as_document(), by, now)
    return kept


def _intent(
    key: str, published: Published, frozen: Snapshot | None, person: str, form: str, schedule: str = ""
) -> Intent:
    subject, also = f"{REPORT}:{frozen.id}" if frozen else LACKING, (schedule,) if schedule else ()
    return Intent(key, REPORT, subject, also, "", form, published.as_of, published.edition, person, EMAIL, 1)


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join((REPORT, *parts)).encode()).hexdigest()[:40]


def frozen_of(workspace: Workspace, alert: Alert) -> Snapshot | None:
    """The frozen page that a line of the ledger is about."""
    number = alert.intent.subject.partition(":")[2]
    return snapshots.one(workspace.id, int(number)) if number.isdecimal() and number != "0" else None


def letter(workspace: Workspace, alert: Alert, link: str, *, attach: bool = False) -> Message | None:
    """The mail of a line of the ledger, from its frozen page; with its file when it is to leave."""
    kept, plan = frozen_of(workspace, alert), plan_now(workspace)
    if kept is None or plan is None or not kept.whole:
        return None
    made = Page.of(kept.document)
    reader = reader_of(plan, alert.intent.person, readers(workspace))
    form = alert.intent.after
    files = tuple(_files(made, form, workspace.slug)) if attach and form != IN_THE_MAIL else ()
    return board_letter(told(made, link or made.link), reader, alert.intent.key, files, again=alert.tries > 1)


def link_for(workspace: Workspace, alert: Alert, address: str, now: datetime) -> str:
    """Where a reader opens the frozen page: inside with an account, else by a link that opens it alone for a month."""
    kept = frozen_of(workspace, alert)
    if kept is None:
        return ""
    if alert.intent.person in readers(workspace):
        return f"{address}/shared/{kept.id}"
    token = open_links.issue(workspace, "report", str(kept.id), kept.made_by, now, REPORT_LASTS)
    return f"{address}/s/{token}"


def _files(made: Page, form: str, slug: str) -> Iterator[Attachment]:
    """The page as a file; where its form is not installed, as HTML, which always is."""
    for ending in (form, "html"):
        try:
            content = FORMS[ending].make(made)
        except Missing:
            continue
        yield Attachment(f"codir-{slug}-{made.day_iso}.{ending}", FORMS[ending].mime, content)
        return


def told(made: Page, link: str) -> BoardMail:
    """What the mail says of a page."""
    language = made.language
    asks = tuple(
        BoardAsk(
            one.question,
            phrase("letter.board.ask", language, {
                "amount": one.amount, "options": one.options, "who": one.decider, "day": one.before,
            }),
            one.link,
        )
        for one in made.asks
    )  # fmt: skip
    goals = tuple(_goal(one, language) for one in made.goals)
    fresh = f"{phrase('codir.freshness', language)}{phrase('colon', language)} {made.freshness}"
    return BoardMail(language, made.company, made.room, made.day, made.title, goals, asks, fresh, made.foot, link)


def _goal(one: Goal, language: str) -> BoardGoal:
    values: Mapping[str, str] = {
        "value": one.value, "target": one.target, "due": one.due, "odds": one.odds, "forecast": one.forecast,
        "between": one.between,
    }  # fmt: skip
    key = "letter.board.figures.between" if one.between else "letter.board.figures"
    carried = phrase("codir.goal.with", language, {"risk": one.risk, "action": one.action})
    told = f"{one.owner} · {carried}" + (f" · {one.guardrails}" if one.guardrails else "")
    return BoardGoal(one.standing, f"{one.id} · {one.name}", one.word, phrase(key, language, values), told, one.link)
