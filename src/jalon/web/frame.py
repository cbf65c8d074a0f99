"""What surrounds every screen: navigation, the year graduated in weeks, the day known."""

from __future__ import annotations

from datetime import date, timedelta

from jalon import wording
from jalon.records import scorecards
from jalon.web.here import Here


def framed(here: Here, room: str, crumbs: list[tuple[str, str]] | None = None, **more: object) -> dict[str, object]:
    """The context of a page inside the frame."""
    return {
        "here": here,
        f"in_{room}": True,
        "crumbs": crumbs or [],
        "not_newest": not here.newest,
        "days": scorecards.days(here.workspace) if here.published else [],
        "freshness": freshness(here),
        "ruler": ruler(here),
        "me": here.person(here.member.person) if here.member.person else _account(here),
        "counts": counts(here),
        **more,
    }


def _account(here: Here) -> dict[str, str]:
    return {"id": "", "name": here.member.name, "initials": here.member.name[:2].upper()}


def counts(here: Here) -> dict[str, int]:
    """What waits, beside the names of rooms."""
    alerts = sum(1 for row in here.rows("kris") if row["standing"] in ("amber", "red"))
    late = sum(1 for row in here.rows("sources") if row["standing"] != "fresh")
    unclaimed = sum(1 for row in here.rows("findings") if row["code"] == "R019")
    return {"kri": alerts, "sources": late, "territory": unclaimed}


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

    weeks = [place(period.start + timedelta(days=7 * n)) for n in range(len(period) // 7 + 1)]
    first = date(period.start.year, period.start.month, 1)
    months: list[dict[str, object]] = []
    while first <= period.end:
        near = abs(float(place(first)) - float(place(day))) < 9 and first <= day
        name = "" if near else wording.month_name(first.month, here.language)
        months.append({"x": place(first), "name": name, "mid": first.month % 3 != 1})
        first = (first.replace(day=28) + timedelta(days=5)).replace(day=1)
    flags = [
        {
            "x": place(m.day),
            "done": m.status == "done",
            "name": m.name.in_language(here.language) if m.name and m.status == "open" else "",
        }
        for m in plan.milestones
        if m.day is not None
    ]
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
