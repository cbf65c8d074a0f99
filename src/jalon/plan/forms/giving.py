"""Giving an area one more piece of ground, in the document: the value declared where it was not, then claimed."""

from __future__ import annotations

from copy import deepcopy

from jalon.plan.document.changing import inside
from jalon.plan.document.merging import name_of
from jalon.plan.document.writing import Data
from jalon.plan.sheets.laying import languages_of

DECLARED = ("channel", "asset", "stage", "decision")
"""Grounds whose values the plan lists; a budget line is declared with its amount."""


def given(content: Data, kra: str, ground: str, value: str) -> Data:
    """The document in which that area claims the value; as it was where it claims it already, or is not there."""
    made = deepcopy(content)
    kras = inside(made, "kras")
    area = next((one for one in kras if name_of(one) == kra), None) if isinstance(kras, list) else None
    if not isinstance(made, dict) or not isinstance(area, dict):
        return made
    if ground in DECLARED:
        _declare(made, ground, value)
    held = area.get("territory")
    claims: list[Data] = list(held) if isinstance(held, list) else []
    plain = next((one for one in claims if isinstance(one, dict) and set(one) == {ground}), None)
    if plain is None:
        claims.append({ground: value})
    else:
        words = plain[ground] if isinstance(plain[ground], list) else [plain[ground]]
        assert isinstance(words, list)  # noqa: S101  # one word or several
        if value not in words:
            plain[ground] = [*words, value]
    area["territory"] = claims
    return made


def _declare(made: dict[str, Data], ground: str, value: str) -> None:
    grounds = made.setdefault("grounds", {})
    assert isinstance(grounds, dict)  # noqa: S101  # a plan that reads as one
    known = grounds.get(ground)
    if isinstance(known, dict):
        name = value[:1].upper() + value[1:]
        spoken = languages_of(made)
        known.setdefault(value, dict.fromkeys(spoken, name) if len(spoken) > 1 else name)
    elif value not in (words := list(known) if isinstance(known, list) else []):
        grounds[ground] = [*words, value]
