"""Notes of a draft plan said in words: where a number comes from, what is left to complete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from jalon.wording import numbers
from jalon.wording.phrases import phrase
from jalon.wording.sentences import refusal


def draft_note(code: str, details: Mapping[str, object], language: str) -> str:
    """The sentence of a note."""
    values = {name: _said(name, value, details, language) for name, value in details.items()}
    if "measure" in details:
        values["amount"] = phrase(f"activity.{details['measure']}", language, values)
    days, length = details.get("days"), details.get("length")
    if days is not None and days != length:
        values["coverage"] = phrase("draft.coverage", language, values)
    return phrase(f"draft.note.{code}", language, {"coverage": "", **values})


def _said(name: str, value: object, details: Mapping[str, object], language: str) -> str:
    if name == "value":
        return numbers.quantity(str(value), str(details["unit"]), language)
    if name == "tool":
        return phrase(f"tool.{value}", language)
    if name == "tools" and isinstance(value, list):
        return ", ".join(phrase(f"tool.{one}", language) for one in value)
    if name == "refusal" and isinstance(value, Mapping):
        return refusal({**value, "refused": value["code"]}, language)
    if isinstance(value, date):
        return numbers.day(value, language)
    if isinstance(value, int | Decimal):
        return numbers.number(value, language)
    return numbers.DASH if value is None else str(value)
