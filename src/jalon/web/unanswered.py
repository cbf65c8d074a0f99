"""Money, revenue and visits that nobody answers for, as the screens show them: the largest amount first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jalon import wording
from jalon.plan.sheets.fields import GROUNDS
from jalon.web.here import Here

CODE = "R019"
MONEY = ("media_cost", "revenue")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One thing nobody answers for. `amount` is its money since `since`, spent or earned (`kind`); a note has none.

    `ground` and `value` are what an area may claim; empty where several names wait for a mapping first.
    """

    name: str
    amount: str
    kind: str
    since: str
    activity: str
    remedy: str
    sentence: str
    is_note: bool
    weight: Decimal
    ground: str = ""
    value: str = ""


def unanswered(here: Here) -> list[Unanswered]:
    """Everything found in the data that no area holds; notes last."""
    found = [_seen(one, here) for one in here.rows("findings") if one["code"] == CODE]
    return sorted(found, key=lambda one: (one.is_note, one.kind != MONEY[0], -one.weight))


def _seen(finding: Mapping[str, object], here: Here) -> Unanswered:
    details = finding["details"]
    assert isinstance(details, Mapping)  # noqa: S101  # the form of the contract
    kind = next((name for name in MONEY if details.get(f"{name}_since_start") or details.get(name)), "")
    money = details.get(f"{kind}_since_start") or details.get(kind) or "0"
    currency = str(details.get("currency") or "EUR")
    since = details.get("since")
    return Unanswered(
        name=_name(details, here),
        amount=wording.money(str(money), currency, here.language) if kind else "",
        kind=kind,
        since=wording.day(str(since), here.language, "short") if since else "",
        activity=wording.activity(details, here.language),
        remedy=wording.remedy(finding, here.language),
        sentence=wording.say(finding, here.language, with_remedy=False),
        is_note=finding["severity"] == "info",
        weight=Decimal(str(money)),
        **_claimable(details),
    )


def _claimable(details: Mapping[str, object]) -> dict[str, str]:
    ground, value = str(details["ground"]), details["value"]
    return {"ground": ground, "value": value} if ground in GROUNDS and isinstance(value, str) else {}


def _name(details: Mapping[str, object], here: Here) -> str:
    """A channel by its name in the plan; several campaigns by the first and how many more."""
    value, ground = details["value"], str(details["ground"])
    names = [str(one) for one in value] if isinstance(value, Sequence) and not isinstance(value, str) else [str(value)]
    declared = here.plan.grounds.get(ground, {}).get(names[0]) if here.plan else None
    first = declared.in_language(here.language) if declared else names[0]
    more = int(str(details.get("count") or len(names))) - 1
    named = first if ground == "campaign" else first[:1].upper() + first[1:]
    return wording.phrase("unanswered.more", here.language, {"first": named, "count": str(more)}) if more > 0 else named
