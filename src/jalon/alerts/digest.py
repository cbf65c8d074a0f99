"""The Monday mail of one person: five things at most, in the order of what they weigh on an objective."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jalon.alerts.causes import GRAVITY
from jalon.alerts.channel import Message
from jalon.alerts.letters import Reader, inlined, rendered
from jalon.plan.model import Plan
from jalon.scorecard.stakes import Stake, stakes
from jalon.wording import day, percent, phrase, standing
from jalon.wording.carried import Carried, Document, carried, row_of, rows, said

MOST = 5
AHEAD = timedelta(days=14)
"""What is due within two weeks is spoken of."""
LATELY = timedelta(days=7)
_UNDONE = ("planned", "running")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that somebody owes or must know. `weight` is what it weighs on `objective`, if a cascade says."""

    kind: str
    id: str
    gravity: int
    stake: Stake | None = None
    due: date | None = None
    was: str = ""

    @property
    def order(self) -> tuple[bool, Decimal, int, date]:
        """A decision that waits for her stops others: it comes first. Then what weighs most; what no cascade weighs
        follows, the gravest and nearest first."""
        missing = max(-self.stake.share, Decimal(0)) if self.stake else Decimal(0)
        return (self.kind != "decision" or not self.gravity, -missing, -self.gravity, self.due or date.max)


@dataclass(frozen=True, slots=True)
class Content:
    """What the mail of a person holds, before it is said."""

    person: str
    as_of: date
    items: tuple[Item, ...]
    more: int
    kpis_well: int
    kris_well: int
    check_in: str | None = None
    """The KPI of hers that most wants a word this week."""


def chosen(document: Document, before: Document, plan: Plan, person: str, as_of: date) -> Content:
    """What is hers this week, what weighs most first."""
    weights = stakes(document)
    mine = [
        *_standings(document, before, weights, person),
        *_sources(document, weights, person),
        *_actions(plan, weights, person, as_of),
        *_milestones(plan, person, as_of),
        *_decisions(plan, person, as_of),
    ]
    ordered = sorted(mine, key=lambda item: item.order)
    own = [row for row in rows(document, "kpis") if row["owner"] == person]
    risks = [row for row in rows(document, "kris") if row["owner"] == person]
    return Content(
        person,
        as_of,
        tuple(ordered[:MOST]),
        max(len(ordered) - MOST, 0),
        sum(1 for row in own if row["standing"] == "on_course"),
        sum(1 for row in risks if row["standing"] == "quiet"),
        next((item.id for item in ordered if item.kind == "kpi"), str(own[0]["id"]) if own else None),
    )


def _standings(document: Document, before: Document, weights: Mapping[str, Stake], person: str) -> Iterator[Item]:
    for kind, listed in (("objective", "objectives"), ("kpi", "kpis"), ("kri", "kris")):
        for row in rows(document, listed):
            grave = GRAVITY.get(str(row["standing"]), 0)
            # A source that is late is said once, by the source.
            silent = str(row["standing"]) in ("stale", "unknown")
            if row["owner"] == person and grave and not silent:
                earlier = row_of(before, f"{kind}:{row['id']}") or {}
                stake = weights.get(f"{kind}:{row['id']}")
                yield Item(kind, str(row["id"]), grave, stake, None, str(earlier.get("standing") or ""))


def _sources(document: Document, weights: Mapping[str, Stake], person: str) -> Iterator[Item]:
    for row in rows(document, "sources"):
        if row["owner"] == person and row["standing"] == "stale":
            yield Item("source", str(row["id"]), 1, weights.get(f"source:{row['id']}"))


def _actions(plan: Plan, weights: Mapping[str, Stake], person: str, as_of: date) -> Iterator[Item]:
    for one in plan.actions:
        kra = plan.kra(one.kra)
        owner = one.owner or (kra.owner if kra else None)
        if owner == person and one.status in _UNDONE and one.end and one.end <= as_of + AHEAD:
            stake = weights.get(f"kpi:{one.kpi}") or weights.get(f"objective:{one.objective}")
            yield Item("action", one.id, 2 if one.end < as_of else 0, stake, one.end)


def _milestones(plan: Plan, person: str, as_of: date) -> Iterator[Item]:
    for one in plan.milestones:
        if one.owner == person and one.status == "open" and one.day and one.day <= as_of + AHEAD * 2:
            yield Item("milestone", one.id, 2 if one.day < as_of else 1, None, one.day)


def _decisions(plan: Plan, person: str, as_of: date) -> Iterator[Item]:
    decider = plan.arbitration.decider if plan.arbitration else None
    own = {kra.id for kra in plan.kras if kra.owner == person}
    for one in plan.decisions:
        if one.chosen is None and decider == person:
            yield Item("decision", one.id, 3, None, one.day)
        taken = one.decided_on or one.day
        lately = one.chosen is not None and taken is not None and as_of - LATELY <= taken <= as_of
        if lately and decider != person and own & set(plan.areas_of(one)):
            yield Item("decision", one.id, 0, None, taken)


@dataclass(frozen=True, slots=True)
class Line:
    """An item said: sign, title, one sentence, and where it leads."""

    sign: str
    title: str
    text: str
    act: str
    path: str


def lines(content: Content, document: Document, plan: Plan, language: str) -> list[Line]:
    """Each item in words."""
    return [_line(item, document, plan, language, content.as_of) for item in content.items]


def _line(item: Item, document: Document, plan: Plan, language: str, as_of: date) -> Line:
    if item.kind in ("action", "milestone", "decision"):
        return _dated(item, plan, language, as_of)
    found = carried(document, plan, f"{item.kind}:{item.id}", language)
    assert found is not None  # noqa: S101  # chosen from this very document
    values = {"name": found.name, "word": found.word, "day": found.day, "plan": found.action, "target": found.target}
    if item.kind == "source":
        title = phrase("digest.source", language, values)
        return Line("stale", title, phrase("digest.source.text", language, values), *_act("source", found, language))
    if item.kind == "kri":
        first_step = found.action.partition(";")[0].strip(" .\u00a0")
        text = phrase("digest.kri.text", language, values | {"threatens": found.risk, "plan": first_step})
        return Line(item_sign(found), phrase("digest.kri", language, values), text, *_act("kri", found, language))
    title = phrase("digest.kpi" if found.share is None else "digest.kpi.odds", language, values | {"odds": found.odds})
    parts = [
        _changed(item, found, language),
        phrase("digest.value", language, {"value": found.value, "target": found.target, "due": found.due}),
        _weighed(item.stake, plan, language) if item.kind == "kpi" else "",
    ]
    return Line(item_sign(found), title, " ".join(part for part in parts if part), *_act("kpi", found, language))


def _changed(item: Item, found: Carried, language: str) -> str:
    """From what it was a week before, when that is known."""
    if not item.was:
        return ""
    if item.was == found.standing:
        return phrase("digest.still", language, {"word": found.word})
    return phrase("digest.was", language, {"before": standing(item.was, language), "word": found.word})


def item_sign(found: Carried) -> str:
    """The glyph's own word."""
    return found.standing


def _act(kind: str, found: Carried, language: str) -> tuple[str, str]:
    return phrase(f"digest.act.{kind}", language), found.path


def _weighed(stake: Stake | None, plan: Plan, language: str) -> str:
    """Why it comes there: what it weighs on which objective."""
    objective = plan.objective(stake.objective) if stake else None
    if stake is None or objective is None or abs(stake.share) < Decimal("0.0005"):
        return ""
    share = percent(stake.share, language, 1, signed=True)
    return phrase("digest.weighs", language, {"share": share, "objective": said(objective.name, language)})


def _dated(item: Item, plan: Plan, language: str, as_of: date) -> Line:
    when = day(item.due, language, "long") if item.due else ""
    late = bool(item.due and item.due < as_of)
    if item.kind == "action":
        action = next(one for one in plan.actions if one.id == item.id)
        text = phrase("digest.action.late" if late else "digest.action", language, {"day": when})
        title = f"{action.id} · {said(action.name, language)}"
        return Line("action", title, text, phrase("digest.act.action", language), f"/action/{action.id}")
    if item.kind == "milestone":
        milestone = next(one for one in plan.milestones if one.id == item.id)
        text = phrase("digest.milestone", language, {"day": when, "count": str(len(milestone.needed_by))})
        return Line(
            "milestone",
            said(milestone.name, language),
            text,
            phrase("digest.act.milestone", language),
            f"/milestone/{item.id}",
        )
    decision = next(one for one in plan.decisions if one.id == item.id)
    title = f"{decision.id} · {said(decision.question, language)}"
    if decision.chosen is None:
        text = phrase("digest.decision", language, {"count": str(len(decision.options)), "day": when})
        return Line("decision", title, text, phrase("digest.act.decide", language), f"/decision/{item.id}")
    choice = said(decision.option_name(decision.chosen), language)
    text = phrase("digest.decided", language, {"choice": choice, "day": when})
    return Line("decision", title, text, phrase("digest.act.decided", language), f"/decision/{item.id}")


@dataclass(frozen=True, slots=True)
class Said:
    """The mail in words, for the mail itself and for its preview on the screen."""

    subject: str
    title: str
    lead: str
    lines: tuple[Line, ...]
    button: tuple[str, str]
    well: str
    foot: str
    more: str


def in_words(content: Content, document: Document, plan: Plan, language: str, check_in: str = "") -> Said:
    """Everything the mail says. `check_in` is where the button leads; without one, a page that asks to sign in."""
    shown = lines(content, document, plan, language)
    count = len(shown)
    first = shown[0] if shown else None
    lead = _lead(content, document, plan, language)
    key = "check_in" if content.check_in else "open"
    fallback = f"/check-in/{content.check_in}" if content.check_in else first.path if first else "/"
    return Said(
        subject=phrase("digest.subject", language, {"first": first.title})
        if first
        else phrase("digest.none", language),
        title=phrase(f"digest.title.{count}", language),
        lead=lead,
        lines=tuple(shown),
        button=(phrase(f"digest.button.{key}", language), check_in or fallback),
        well=_well(content, language),
        foot=phrase("digest.foot", language, {"day": day(content.as_of, language, "full")}),
        more=phrase("digest.more", language, {"count": str(content.more)}) if content.more else "",
    )


def _well(content: Content, language: str) -> str:
    if not content.kpis_well + content.kris_well:
        return ""
    return phrase("digest.well", language, {"kpis": str(content.kpis_well), "kris": str(content.kris_well)})


def _lead(content: Content, document: Document, plan: Plan, language: str) -> str:
    """The one sentence on top: the first thing that has a target, in full."""
    for item in content.items:
        if item.kind in ("kpi", "objective"):
            found = carried(document, plan, f"{item.kind}:{item.id}", language)
            if found is not None:
                values = {"name": found.name, "word": found.word, "odds": found.odds, "target": found.target}
                return phrase("digest.lead" if found.share is None else "digest.lead.odds", language, values)
    return phrase("digest.lead.calm", language)


def digest_letter(
    content: Content,
    document: Document,
    plan: Plan,
    reader: Reader,
    address: str,
    key: str,
    *,
    again: bool = False,
    check_in: str = "",
) -> Message:
    """The mail itself."""
    language = reader.language
    told = in_words(content, document, plan, language, check_in)
    label, path = told.button
    context: dict[str, object] = {
        "company": plan.company.name.in_language(language),
        "title": told.title,
        "lead": told.lead,
        "again": phrase("letter.again", language) if again else "",
        "button": (label, path if path.startswith("http") else address + path),
        "lines": [(mark(one.sign), tone(one.sign), one, address + one.path) for one in told.lines],
        "well": told.well,
        "more": told.more,
        "foot": told.foot,
        "foot_link": (phrase("digest.page", language), f"{address}/digest"),
    }
    return Message(
        key, reader.address, reader.name, language, told.subject, rendered("digest", "txt", context, language),
        inlined(rendered("digest", "html", context, language)),
    )  # fmt: skip


_MARKS = {"off_course": "◼", "watch": "◆", "red": "⚑", "amber": "⚐", "on_course": "●"}
"""Signs that every mail program has: shape and word carry the standing, colour only helps."""


def mark(sign: str) -> str:
    """The sign of a standing in a mail."""
    return _MARKS.get(sign, "→" if sign in ("action", "milestone") else "?" if sign == "no_data" else "○")


def tone(sign: str) -> str:
    """The class of its colour."""
    tones = {"off_course": "grave", "red": "grave", "watch": "mild", "amber": "mild", "on_course": "calm"}
    return tones.get(sign, "void")
