"""What surrounds every screen: navigation, the year graduated in weeks, the day known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from jalon import wording
from jalon.demo import SLUG
from jalon.records import scorecards
from jalon.web.here import Here
from jalon.web.rooms import groups

LETTER = 0.62
"""Width of a letter of a flag's name, in percent of a ruler of ordinary width."""


def framed(here: Here, room: str, crumbs: list[tuple[str, str]] | None = None, **more: object) -> dict[str, object]:
    """The context of a page inside the frame."""
    waiting = counts(here)
    return {
        "here": here,
        f"in_{room}": True,
        "menu": groups(here, room, waiting),
        "crumbs": crumbs or [],
        "not_newest": not here.newest,
        "days": scorecards.days(here.workspace) if here.published else [],
        "freshness": freshness(here),
        "ruler": ruler(here),
        "me": here.person(here.member.person) if here.member.person else _account(here),
        "counts": waiting,
        "may_change_plan": here.plan is not None and here.may("propose"),
        "visiting": settings.DEMO and here.workspace.slug != SLUG,
        **more,
    }


def _account(here: Here) -> dict[str, str]:
    return {"id": "", "name": here.member.name, "initials": here.member.name[:2].upper()}


def counts(here: Here) -> dict[str, int]:
    """What waits, beside the names of rooms."""
    alerts = sum(1 for row in here.rows("kris") if row["standing"] in ("amber", "red"))
    late = sum(1 for row in here.rows("sources") if row["standing"] != "fresh")
    unclaimed = sum(1 for row in here.rows("findings") if row["code"] == "R019" and row["severity"] != "info")
    awaited = sum(1 for one in here.plan.decisions if one.chosen is None) if here.plan else 0
    return {"kri": alerts, "sources": late, "territory": unclaimed, "decision": awaited}


def freshness(here: Here) -> tuple[int, int]:
    """Sources up to date, and all of them."""
    rows = here.rows("sources")
    return sum(1 for row in rows if row["standing"] == "fresh"), len(rows)


def ruler(here: Here) -> dict[str, object] | None:
    """The period in weeks: months, flags of common milestones, the red line of the day known."""
    plan, day = here.plan, here.as_of
    if plan is None or plan.period is None or day is None:
        return None
    period = plan.period

    def place(when: date) -> str:
        share = (when - period.start).days / max(len(period), 1) * 100
        return f"{min(max(share, 0), 100):.2f}"

    flags = _flags(here, place)
    weeks = [place(period.start + timedelta(days=7 * n)) for n in range(len(period) // 7 + 1)]
    first = date(period.start.year, period.start.month, 1)
    months: list[dict[str, object]] = []
    while first <= period.end:
        at, now = float(place(first)), float(place(day))
        hidden = 0 <= now - at < 12.5 or (now <= 20 and 0 <= at - now < 12.5) or any(flag.covers(at) for flag in flags)
        name = "" if hidden else wording.month_name(first.month, here.language)
        months.append({"x": place(first), "name": name, "mid": first.month % 3 != 1 or 0 <= now - at < 32})
        first = (first.replace(day=28) + timedelta(days=5)).replace(day=1)
    ahead = [
        f"{wording.day(m.day, here.language)}, {m.name.in_language(here.language)}"
        for m in plan.milestones
        if m.day and m.name and m.day >= day
    ]
    return {
        "weeks": weeks,
        "months": months,
        "flags": flags,
        "today": place(day),
        "right": float(place(day)) > 20,
        "day": day,
        "year": period.start.year,
        "ahead": "; ".join(ahead),
    }


@dataclass(frozen=True, slots=True)
class Flag:
    """A milestone planted on the ruler, with as much of its name as there is room for."""

    x: str
    done: bool
    name: str

    def covers(self, at: float) -> bool:
        """Whether a text that begins there would be written over."""
        return float(self.x) - 3.5 < at < float(self.x) + LETTER * len(self.name) + 1


def _flags(here: Here, place: Callable[[date], str]) -> list[Flag]:
    """Milestones in order; a name is cut at a word before it meets the next flag."""
    dated = sorted((m for m in here.plan.milestones if m.day), key=lambda m: str(m.day)) if here.plan else []
    at = [float(place(m.day)) for m in dated if m.day]
    found = []
    for number, milestone in enumerate(dated):
        room = (at[number + 1] if number + 1 < len(at) else 100.0) - at[number] - 1.5
        open_name = milestone.name.in_language(here.language) if milestone.name and milestone.status == "open" else ""
        found.append(Flag(f"{at[number]:.2f}", milestone.status == "done", _fitting(open_name, int(room / LETTER))))
    return found


def _fitting(name: str, letters: int) -> str:
    """As many whole words as fit."""
    kept = ""
    for word in name.split(" "):
        longer = f"{kept} {word}".strip()
        if len(longer) > letters:
            break
        kept = longer
    return kept if kept == name or not kept else f"{kept}…"
