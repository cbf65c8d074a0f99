"""The replay of a KRI on its page: alarms above, falls of what it guards below, on one line of time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jalon import wording
from jalon.records import backtests
from jalon.web.here import Here


def of(place: Here, name: str) -> dict[str, object] | None:
    """The replay of one KRI, laid out; None when nothing was replayed yet."""
    kept = backtests.latest(place.workspace)
    listed = kept.document.get("risks") if kept is not None else None
    row = next((one for one in listed if one["id"] == name), None) if isinstance(listed, list) else None
    if kept is None or row is None:
        return None
    return {
        "row": row,
        "as_of": kept.as_of,
        "title": _title(row, place.language),
        "chance": wording.percent(str(row["chance"]), place.language, 0) if row["chance"] is not None else "",
        "recall": wording.percent(str(row["recall"]), place.language, 0) if row["recall"] is not None else "",
        **_drawn(row, place.language),
    }


def _title(row: Mapping[str, object], language: str) -> str:
    """One sentence: whether its past proves a lead."""
    verdict = str(row["verdict"])
    facts = {
        "hits": str(row["hits"]),
        "judged": str(row["judged"]),
        "lead": wording.quantity(str(round(float(str(row["median_lead"] or 0)))), "day", language),
    }
    return wording.phrase(f"hindsight.{verdict}", language, facts)


def _drawn(row: Mapping[str, object], language: str) -> dict[str, object]:
    if not row["first"] or not row["last"]:
        return {"alarms": [], "falls": [], "months": [], "counts": {}}
    first, last = date.fromisoformat(str(row["first"])), date.fromisoformat(str(row["last"]))
    days = max((last - first).days, 1)

    def across(day: object) -> str:
        return f"{(date.fromisoformat(str(day)) - first).days / days * 97:.2f}"

    alarms, falls = _rows(row["alarms"]), _rows(row["falls"])
    marks = [first.fromordinal(first.toordinal() + days * n // 4) for n in range(4)]
    return {
        "alarms": [{"x": across(a["day"]), "kind": _kind(a["followed"]), "day": a["day"]} for a in alarms],
        "falls": [{"x": across(f["day"]), "seen": f["lead"] is not None, "day": f["day"]} for f in falls],
        "months": [{"x": across(day.isoformat()), "text": wording.day(day, language)} for day in marks],
        "counts": {
            "right": sum(a["followed"] is True for a in alarms),
            "false": sum(a["followed"] is False for a in alarms),
            "young": sum(a["followed"] is None for a in alarms),
            "falls": len(falls),
            "missed": sum(f["lead"] is None for f in falls),
        },
    }


def _rows(listed: object) -> list[Mapping[str, object]]:
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _kind(followed: object) -> str:
    return {True: "right", False: "false"}.get(followed, "young")  # type: ignore[call-overload, no-any-return]  # None too
