"""What the page shows of a channel, an area and what is left to complete: the draft's own document in lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jalon import wording
from jalon.catalogue import roles
from jalon.quantities import Period
from jalon.routines.starting import Looked
from jalon.scorecard.starting.baselines import Amount
from jalon.scorecard.starting.draft import Draft, ProposedArea
from jalon.scorecard.starting.found import WHOLE_YEAR, FoundChannel, spent

MOST_TOOLS = 2
OLD_DAYS = 60
"""From here, a line says until when its tools told anything."""


@dataclass(frozen=True, slots=True)
class Line:
    """One channel of the table."""

    id: str
    name: str
    tools: str
    old: str
    spend: str
    spend_days: str
    sessions: str
    sessions_days: str
    start: str
    start_days: str
    owner: str


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area of the draft that writes itself."""

    name: str
    owner: str
    channels: str
    role: str
    combined: bool
    kpis: int


@dataclass(frozen=True, slots=True)
class Seen:
    """The four figures under what the files say."""

    active: int
    stopped: tuple[str, ...]
    paid: int
    spent: tuple[str, ...]
    whole_year: bool
    unnamed: int
    unnamed_spent: tuple[str, ...]
    season: str
    season_months: int
    started: int
    year: int
    start_days: str
    """The days that most baselines are about, said once above their column."""
    sessions_days: str
    start_until: str


def lines(looked: Looked, owners: Mapping[str, str], language: str) -> list[Line]:
    """The active channels, in the order in which they were found."""
    usual = _usual(_starts(looked)), _usual(_visits(looked))
    return [_line(one, looked, owners.get(one.id, ""), usual, language) for one in looked.channels if one.active]


def _usual(amounts: Iterable[Amount | None]) -> Period | None:
    """The days that most of them are about: said once above their column."""
    told = [amount.period for amount in amounts if amount is not None]
    return Counter(told).most_common(1)[0][0] if told else None


def _starts(looked: Looked) -> list[Amount | None]:
    return [_shown(one) for one in looked.channels if one.active]


def _visits(looked: Looked) -> list[Amount | None]:
    return [one.sessions for one in looked.channels if one.active]


def _shown(one: FoundChannel) -> Amount | None:
    if one.headline is None:
        return None
    return one.headline.start.amount if one.headline.start else one.headline.lately


def _line(
    one: FoundChannel, looked: Looked, owner: str, usual: tuple[Period | None, Period | None], language: str
) -> Line:
    shown = _shown(one)
    named = one.headline.label.in_language(language) if one.headline else ""
    age = (looked.span.end - one.last_day).days if one.last_day else 0
    return Line(
        id=one.id,
        name=one.channel.name.in_language(language),
        tools=", ".join(_tool(tool, language) for tool in one.tools[:MOST_TOOLS])
        + ("…" if len(one.tools) > MOST_TOOLS else ""),
        old=wording.day(one.last_day, language) if one.last_day and age > OLD_DAYS else "",
        spend=_amount(one.spend, language),
        spend_days=_days(one.spend, language),
        sessions=_amount(one.sessions, language),
        sessions_days=_days(one.sessions, language, usual[1]),
        start=f"{_amount(shown, language)} {_small(named)}".strip() if shown else "",
        start_days=_days(shown, language, usual[0]),
        owner=owner,
    )


def areas(draft: Draft, language: str) -> list[AreaLine]:
    """The areas that the names propose; without a name, they wait for one."""
    return [_area(one, language) for one in draft.areas]


def _area(one: ProposedArea, language: str) -> AreaLine:
    template = one.area.template
    channels = ", ".join(channel.channel.name.in_language(language) for channel in one.area.channels)
    return AreaLine(
        name=template.kra_name.in_language(language) if template else channels,
        owner=one.area.owner or "",
        channels=channels,
        role=roles()[template.id].name.in_language(language) if template else "",
        combined=one.area.combined,
        kpis=len(one.kpis),
    )


def seen(looked: Looked, draft: Draft, language: str) -> Seen:
    """What the files say, counted."""
    active = [one for one in looked.channels if one.active]
    whole = looked.period.year_before()
    starts = [one.headline.start for one in active if one.headline and one.headline.start]
    usual, visited = _usual(_starts(looked)), _usual(_visits(looked))
    year_long = usual is not None and len(usual) >= WHOLE_YEAR
    return Seen(
        active=len(active),
        stopped=tuple(one.channel.name.in_language(language) for one in looked.channels if not one.active),
        paid=sum(1 for one in active if one.spend is not None),
        spent=_money(spent(active), language),
        whole_year=all(len(one.spend.period) >= WHOLE_YEAR for one in active if one.spend is not None),
        unnamed=len(draft.unnamed),
        unnamed_spent=_money(spent(draft.unnamed), language),
        season=wording.month_name(draft.season.peak, language, short_form=False) if draft.season else "",
        season_months=draft.season.months if draft.season else 0,
        started=sum(1 for start in starts if start.same_period),
        year=whole.start.year,
        start_days=_said(usual, language) if usual and usual != whole else "",
        sessions_days=_said(visited, language) if visited and len(visited) < WHOLE_YEAR else "",
        start_until=wording.day(usual.end, language) if usual and year_long and usual != whole else "",
    )


def _money(by_currency: Mapping[str, object], language: str) -> tuple[str, ...]:
    return tuple(wording.money(str(amount), unit, language) for unit, amount in sorted(by_currency.items()))


def _amount(amount: Amount | None, language: str) -> str:
    return wording.quantity(str(amount.value), amount.unit, language) if amount else ""


def _days(amount: Amount | None, language: str, whole: object = None) -> str:
    """The days it is about, unless they are the twelve months that the column says."""
    if amount is None or amount.period == whole or (whole is None and len(amount.period) >= WHOLE_YEAR):
        return ""
    return _said(amount.period, language)


def _said(period: Period, language: str) -> str:
    form = "short" if period.start.year == period.end.year else "medium"
    return f"{wording.day(period.start, language, form)} – {wording.day(period.end, language)}"


def _tool(tool: str, language: str) -> str:
    key = f"tool.{tool}"
    return wording.phrase(key, language) if wording.known(key, language) else tool


def _small(name: str) -> str:
    """A name after a number: its first letter small, unless it is an acronym."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
