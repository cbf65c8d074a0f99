"""Curves and budgets in sentences: what the next euro brings, what is not told and what would settle it, the move."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jalon.wording import numbers
from jalon.wording.phrases import known, phrase
from jalon.wording.sentences import refusal

Document = Mapping[str, object]
STEP, FEW = 1000, 100


def result_name(document: Document, language: str) -> str:
    """The name of the result that a fit or a proposal speaks of."""
    names = _mapping(_mapping(document["result"])["name"])
    return str(names.get(language) or next(iter(names.values())))


def channel_name(channel: str, names: Mapping[str, object], language: str) -> str:
    """The plan's name of a channel, else its id; what no mapping reads is said so."""
    told = names.get(channel)
    if isinstance(told, Mapping):
        return str(told.get(language) or next(iter(told.values())))
    label = f"dimension.value.{channel}"
    return phrase(label, language) if known(label, language) else channel


def brought(amount: object, unit: str, currency: str, language: str) -> str:
    """What the step of money of `step` brings."""
    value = Decimal(str(amount)) * (1 if unit == currency else STEP)
    if unit == currency:
        return numbers.money(value, unit, language) if value < FEW else numbers.quantity(value, unit, language, True)
    if unit == "count" and abs(value) < FEW:
        return numbers.number(value, language, 1)
    return numbers.quantity(value, unit, language, compact=True)


def step(unit: str, currency: str, language: str) -> str:
    """One unit of money where the result is money, else a thousand: what a channel's worth is told by."""
    return numbers.quantity("1" if unit == currency else str(STEP), currency, language, compact=True)


def next_euro(row: Document, document: Document, language: str) -> str:
    """The sentence of a channel: its next euro, with the doubt; or that it is not told."""
    unit, currency = _units(document)
    if row["identified"] is not True:
        return phrase("spending.channel.unsure", language)
    low, high = _pair(row["marginal90"])
    values = {
        "step": step(unit, currency, language),
        "next": brought(row["marginal"], unit, currency, language),
        "low": brought(low, unit, currency, language),
        "high": brought(high, unit, currency, language),
        "average": brought(row["returned"], unit, currency, language),
    }
    return phrase("spending.channel.next", language, values)


def saturation(row: Document, language: str) -> str:
    """Whether the next euro brings less than half of the average one, and how sure that is."""
    below = Decimal(str(row["below_half"]))
    if row["identified"] is not True:
        return phrase("spending.saturated.untold", language)
    sure = below if row["saturated"] is True or below >= Decimal("0.5") else 1 - below
    word = {True: "yes", False: "no"}.get(row["saturated"], "open")  # type: ignore[call-overload]
    said = numbers.percent(min(max(sure, Decimal("0.01")), Decimal("0.99")), language, 0)
    return phrase(f"spending.saturated.{word}", language, {"sure": said})


def why_untold(row: Document, language: str) -> str:
    """Why a channel has no curve."""
    return refusal(dict(_mapping(row["refused"])), language)


def fit_lines(document: Document, language: str) -> list[str]:
    """A fit in lines for a terminal."""
    if document.get("refused"):
        return [refusal(dict(_mapping(document["refused"])), language)]
    lines = [
        f"{row['channel']} · {next_euro(row, document, language)} {saturation(row, language)}"
        for row in _rows(document, "channels")
    ]
    return lines + [f"{row['channel']} · {why_untold(row, language)}" for row in _rows(document, "untold")]


def headline(document: Document, language: str) -> str:
    """The proposal in one sentence."""
    if document.get("refused"):
        return phrase("spending.none", language)
    if _rows(document, "faults"):
        return phrase("spending.impossible", language)
    gain = document.get("gain")
    if document["clear"] is not True or not isinstance(gain, Mapping):
        return phrase("spending.stay", language)
    unit, currency = _units(document)
    values = {
        "amount": numbers.quantity(str(document["amount"]), currency, language, compact=True),
        "gain": _gained(gain["expected"], unit, language),
    }
    return phrase("spending.move", language, values)


def gain_sentence(gain: Document, document: Document, language: str) -> str:
    """Expected gain, its interval, the chance that it is one, and the loss if it is not."""
    unit, _ = _units(document)
    low, high = _pair(gain["gain80"])
    better = Decimal(str(gain["better"]))
    values = {
        "gain": _gained(gain["expected"], unit, language),
        "low": _gained(low, unit, language),
        "high": _gained(high, unit, language),
        "better": numbers.percent(min(max(better, Decimal("0.01")), Decimal("0.99")), language, 0),
        "loss": _gained(gain["loss"], unit, language),
        "weeks": str(document["weeks"]),
    }
    said = phrase("spending.gain", language, values)
    if Decimal(str(gain["loss"])) < 0:
        said += " " + phrase("spending.loss", language, values)
    return said


def fault(row: Document, names: Mapping[str, str], document: Document, language: str) -> str:
    """A bound that cannot be kept, with its amounts."""
    _, currency = _units(document)
    values = {
        "name": names.get(str(row["id"]), str(row["id"] or "")),
        "wanted": numbers.quantity(str(row["wanted"]), currency, language, compact=True),
        "allowed": numbers.quantity(str(row["allowed"]), currency, language, compact=True),
    }
    return phrase(f"spending.fault.{row['bound']}", language, values)


def held(row: Document, document: Document, language: str) -> str:
    """What keeps a channel where it is, and what room given to that bound would bring."""
    if row["held"] is None:
        return ""
    unit, currency = _units(document)
    said = phrase(f"spending.held.{row['held']}", language)
    if row["price"] is not None and Decimal(str(row["price"])) > 0 and row["held"] not in ("free", "flat", "data"):
        price = brought(row["price"], unit, currency, language)
        said += " " + phrase("spending.price", language, {"price": price, "step": step(unit, currency, language)})
    return said


def proposal_lines(document: Document, language: str) -> list[str]:
    """A proposal in lines for a terminal."""
    _, currency = _units(document)
    lines = [f"{result_name(document, language)} · {headline(document, language)}"]
    gain = document.get("gain")
    if isinstance(gain, Mapping):
        lines.append(gain_sentence(gain, document, language))
    lines += [fault(row, {}, document, language) for row in _rows(document, "faults")]
    for row in _rows(document, "channels"):
        today, goal = (
            numbers.quantity(str(row[side]), currency, language, compact=True) for side in ("today", "proposed")
        )
        lines.append(f"  {row['channel']}  {today} → {goal}  {held(row, document, language)}")
    lines += [f"  {row['channel']}  {why_untold(row, language)}" for row in _rows(document, "untold")]
    tried = document.get("tried")
    if isinstance(tried, Mapping) and isinstance(tried.get("gain"), Mapping):
        lines.append(phrase("spending.tried", language) + " " + gain_sentence(tried["gain"], document, language))
    elif isinstance(tried, Mapping) and tried.get("unsupported"):
        lines.append(phrase("spending.unsupported", language, {"names": ", ".join(tried["unsupported"])}))
    return lines


def _gained(amount: object, unit: str, language: str) -> str:
    return numbers.quantity(str(amount), unit, language, compact=True)


def _units(document: Document) -> tuple[str, str]:
    return str(_mapping(document["result"])["unit"]), str(document["currency"])


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)  # noqa: S101  # our own forms
    return value


def _pair(value: object) -> tuple[object, object]:
    assert isinstance(value, list | tuple)  # noqa: S101  # our own forms
    return value[0], value[1]


def _rows(document: Document, name: str) -> list[Mapping[str, object]]:
    found = document.get(name)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
