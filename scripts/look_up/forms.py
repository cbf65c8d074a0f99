"""The pages of the JSON forms."""

from __future__ import annotations

import re
import typing
from dataclasses import fields, is_dataclass

from jalon.scorecard import results
from look_up.page import MADE, said, table


def scorecard_json(language: str) -> list[str]:
    """The published scorecard, object by object."""
    intro = said(
        language,
        'Contrat 1. Les décimaux sont du texte, les jours sont en ISO 8601, un refus est `{"refused": code, …}`.',
        'Contract 1. Decimals are text, days are ISO 8601, a refusal is `{"refused": code, …}`.',
    )
    lines = [said(language, "# Le tableau de bord en JSON", "# The scorecard as JSON"), "", MADE[language], "", intro]
    head = [said(language, "Champ", "Field"), said(language, "Type", "Type")]
    known = [one for one in vars(results).values() if isinstance(one, type) and is_dataclass(one)]
    for one in (c for c in known if c.__module__ == results.__name__):
        hints = typing.get_type_hints(one)
        rows = [(f"`{field.name}`", f"`{_hint(hints[field.name])}`") for field in fields(one)]
        lines += ["", f"## {one.__name__}", "", *table(head, rows)]
    return lines


def _hint(hint: object) -> str:
    text = re.sub(r"\b(?:jalon|datetime|decimal|collections|typing)(?:\.\w+)*\.(\w+)", r"\1", str(hint))
    return re.sub(r"<class '(?:\w+\.)*(\w+)'>", r"\1", text)
