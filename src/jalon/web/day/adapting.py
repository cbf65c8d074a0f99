"""Adapt: risks that fired, standings that moved, targets out of reach, sources late, what others said this week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from jalon import wording
from jalon.records import check_ins, scorecards
from jalon.web.checking.told import as_told
from jalon.web.day.items import Item, Mine, Verb, fed_by, name_of, ordered, shortly, t, threatened
from jalon.web.rows import measured as measured_of
from jalon.web.rows import said

OUT_OF_REACH = Decimal("0.05")
"""Odds under which a target asks to be revised, or given means, rather than pursued as it is."""
_WEEK = timedelta(days=6)


def adapt(mine: Mine) -> Verb:
    """What changed, by what it weighs."""
    if mine.place.as_of is None:
        return Verb([], [])
    found = [*_risks(mine), *_moved(mine), *_unreachable(mine), *_late(mine), *_said(mine)]
    return ordered(found)


def _risks(mine: Mine) -> Iterator[Item]:
    place = mine.place
    for row in place.rows("kris"):
        if row["standing"] not in ("red", "amber") or (row["standing"] == "red" and mine.does(row["response_owner"])):
            continue  # at its limit the prepared response is among the things to do
        if not (mine.has(row["owner"], row["response_owner"]) or mine.moved(threatened(row))):
            continue
        word = wording.standing(str(row["standing"]), place.language)
        response = row["response_red"] if row["standing"] == "red" else row["response_amber"]
        why, weight = mine.reason(f"kri:{row['id']}")
        yield Item(
            str(row["standing"]), said(row["name"], place.language), f"/kri/{row['id']}",
            t("kri", place, word=word, response=said(response, place.language)), place.person(row["owner"]),
            shortly(str(row["reading_day"]) if row["reading_day"] else None, place), False, why, weight,
        )  # fmt: skip


def _moved(mine: Mine) -> Iterator[Item]:
    """Standings of KPIs and objectives that changed within a week: the newest change of each."""
    place = mine.place
    since = place.as_of - _WEEK if place.as_of else None
    seen: set[str] = set()
    for change in scorecards.changes(place.workspace, since) if since else []:
        kind, _, name = change.subject.partition(":")
        if kind not in ("kpi", "objective") or change.subject in seen or (place.as_of and change.as_of > place.as_of):
            continue
        seen.add(change.subject)
        if not (mine.has(change.owner) or mine.moved([name])):
            continue
        before, after = (wording.standing(code, place.language) for code in (change.before, change.after))
        why, weight = mine.reason(change.subject)
        yield Item(
            change.after, name_of(place, name), f"/{kind}/{name}", t("moved", place, before=before, after=after),
            place.person(change.owner), shortly(change.as_of, place), False, why, weight,
        )  # fmt: skip


def _unreachable(mine: Mine) -> Iterator[Item]:
    place = mine.place
    for row in place.rows("kpis"):
        measured = measured_of(row)
        odds = measured["odds"]
        if measured["closed"] or not isinstance(odds, str) or Decimal(odds) >= OUT_OF_REACH:
            continue
        if mine.has(measured["owner"]):
            why, weight = mine.reason(f"kpi:{measured['id']}")
            yield Item(
                "off_course", said(measured["name"], place.language), f"/kpi/{measured['id']}",
                _reachable(mine, measured, odds), place.person(measured["owner"]), "", False, why, weight,
            )  # fmt: skip


def _reachable(mine: Mine, measured: Mapping[str, object], odds: str) -> str:
    """Out of reach, and which target would hold eight times out of ten."""
    place, forecast = mine.place, measured["forecast"]
    safe = forecast.get("safe_target") if isinstance(forecast, Mapping) else None
    words = wording.odds(odds, place.language)
    if not isinstance(safe, str):
        return t("unreachable", place, odds=words)
    value = wording.quantity(safe, str(measured["unit"]), place.language)
    return t("unreachable.safe", place, odds=words, safe=value)


def _late(mine: Mine) -> Iterator[Item]:
    place = mine.place
    read = fed_by(place, mine.kpis)
    for source in place.rows("sources"):
        if source["standing"] != "stale":
            continue
        if mine.has(source["owner"]) or source["tool"] in read:
            why, weight = mine.reason(f"source:{source['id']}")
            text = t("stale", place, day=shortly(str(source["last_day"]), place))
            age = wording.quantity(str(source["age_days"]), "day", place.language)
            title = t("stale.title", place, tool=_tool(str(source["tool"]), place.language))
            yield Item(
                "stale", title, "/sources", text, place.person(source["owner"]), age, True, why, weight,
                once=str(source["id"]),
            )  # fmt: skip


def _tool(tool: str, language: str) -> str:
    """A tool as people call it."""
    key = f"tool.{tool}"
    return wording.phrase(key, language) if wording.known(key, language) else tool


def _said(mine: Mine) -> Iterator[Item]:
    """Check-ins of the week in areas one stands in for; for everybody's business, those that part from the odds."""
    place = mine.place
    for one in check_ins.of_week(place.workspace, check_ins.week_of(place.as_of)) if place.as_of else []:
        told = as_told(place, one)
        if one.person == mine.person or not (one.kra in mine.relayed or (mine.everything and told.gap)):
            continue
        text = t("said", place, confidence=told.confidence, step=told.step)
        sentence = told.sentence or told.gap
        why, weight = mine.reason(f"kpi:{one.kpi}")
        yield Item(
            "people", name_of(place, one.kpi), f"/kpi/{one.kpi}", f"{text} {sentence}".strip(),
            place.person(one.person), shortly(one.as_of, place), False, why, weight, once=one.person,
        )  # fmt: skip
