"""Google Ads campaign reports by day: the English CSV and the French “Excel .csv” (UTF-16, tabs)."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

from jalon.demo.company import Company

MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
)
MONTHS_FR = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
)
LATE_AFTER = timedelta(days=14)
"""Conversions go back to the day of the click and reach the account up to two weeks later."""


def write_google_ads(company: Company, language: str, first: date, last: date, exported: date, path: Path) -> None:
    """One report as it looked on the day of the export: recent conversions are not all there yet."""
    rows, totals = [], [0.0, 0.0, 0.0, 0.0]
    for index, day in enumerate(company.days.days):
        if not first <= day <= last:
            continue
        for campaign in company.advertising.campaigns:
            known = campaign.conversions[index] - (campaign.late[index] if exported - day < LATE_AFTER else 0)
            values = [campaign.impressions[index], campaign.clicks[index], campaign.cost[index], known]
            totals = [total + float(value) for total, value in zip(totals, values, strict=True)]
            rows.append((day, campaign.name, [float(value) for value in values]))
    text = io.StringIO()
    writer = csv.writer(text, delimiter="," if language == "en" else "\t", lineterminator="\n")
    writer.writerows(_preamble(language, first, last))
    writer.writerows([_line(language, day.isoformat(), name, values) for day, name, values in rows])
    total = "Total: Campaigns" if language == "en" else "Total : campagnes"
    account = "Total: Account" if language == "en" else "Total : compte"
    writer.writerows(_line(language, word, " --", totals) for word in (total, account))
    path.write_bytes(text.getvalue().encode("utf-8" if language == "en" else "utf-16"))


def _preamble(language: str, first: date, last: date) -> list[list[str]]:
    if language == "en":
        period = " - ".join(f"{MONTHS_EN[day.month - 1]} {day.day}, {day.year}" for day in (first, last))
        header = ["Day", "Campaign", "Currency code", "Impr.", "Clicks", "Cost", "Conversions"]
        return [["Campaign report"], [period], header]
    period = " - ".join(f"{day.day} {MONTHS_FR[day.month - 1]} {day.year}" for day in (first, last))
    header = ["Jour", "Campagne", "Code de la devise", "Impr.", "Clics", "Coût", "Conversions"]
    return [["Rapport sur les campagnes"], [period], header]


def _line(language: str, day: str, name: str, values: list[float]) -> list[str]:
    impressions, clicks, cost, conversions = values
    numbers = [f"{impressions:,.0f}", f"{clicks:,.0f}", f"{cost:,.2f}", f"{conversions:,.2f}"]
    if language == "fr":
        numbers = [number.replace(",", "\u202f").replace(".", ",") for number in numbers]
    return [day, name, "EUR", *numbers]
