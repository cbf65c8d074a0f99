"""A GA4 report downloaded from the interface: preamble, then two tables in one file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jalon.demo.company import Company


def write_ga4_overview(company: Company, first: date, last: date, path: Path) -> None:
    """Sessions by channel over the period, and total users by day of it (a distinct count: it never adds)."""
    inside = company.days.since(first, last)
    by_channel: dict[str, float] = {}
    for (_, channel), volume in company.traffic.sessions.items():
        by_channel[channel] = by_channel.get(channel, 0.0) + float(volume[inside].sum())
    daily = sum(company.traffic.sessions.values())
    stated = [f"# Start date: {first:%Y%m%d}", f"# End date: {last:%Y%m%d}"]
    rule = "# ----------------------------------------"
    lines = [rule, "# Traffic acquisition: Session primary channel group (Default Channel Group)"]
    lines += ["# Account: Atelier Kervoal", "# Property: Boutique", rule, "#", *stated]
    lines += ["Session primary channel group (Default Channel Group),Sessions,Engaged sessions"]
    ranked = sorted(by_channel.items(), key=lambda item: -item[1])
    lines += [f"{channel},{total:.0f},{int(total * 0.62)}" for channel, total in ranked]
    lines += ["", *stated, "Nth day,Active users"]
    users = [int(value * 0.82) for value, wanted in zip(list(daily), inside, strict=True) if wanted]  # type: ignore[arg-type]  # the sum of series is a series
    lines += [f"{number:04d},{value}" for number, value in enumerate(users)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
