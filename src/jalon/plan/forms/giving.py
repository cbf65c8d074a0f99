"""Giving an area one more piece of ground, in the document: the value declared where it was not, then claimed."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from jalon.plan.document.changing import inside
from jalon.plan.document.merging import name_of
from jalon.plan.document.writing import Data
from jalon.plan.forms.offering import values_of
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
        _declare(made, ground, value, values_of(ground).get(value, {}))
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


def declared(content: Data) -> Data:
    """The document that declares every value its areas claim and the field knows: a word of nobody stays a fault."""
    kras = inside(content, "kras")
    claims = [claim for kra in (kras if isinstance(kras, list) else []) for claim in _claims(kra)]
    missing = [
        (ground, value)
        for claim in claims
        for ground in DECLARED
        for value in _words(claim.get(ground))
        if value in values_of(ground) and not _is_known(content, ground, value)
    ]
    if not missing or not isinstance(content, dict):
        return content
    made = deepcopy(content)
    for ground, value in missing:
        _declare(made, ground, value, values_of(ground)[value])
    return made


def _claims(kra: Data) -> list[dict[str, Data]]:
    held = kra.get("territory") if isinstance(kra, dict) else None
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _words(value: Data) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [value] if isinstance(value, str) else []


def _is_known(content: Data, ground: str, value: str) -> bool:
    known = inside(content, f"grounds.{ground}")
    return value == "*" or (isinstance(known, dict | list) and value in known)


def _declare(made: dict[str, Data], ground: str, value: str, names: Mapping[str, str]) -> None:
    grounds = made.setdefault("grounds", {})
    assert isinstance(grounds, dict)  # noqa: S101  # a plan that reads as one
    known = grounds.get(ground)
    if isinstance(known, dict):
        name = value[:1].upper() + value[1:]
        said = {language: names.get(language, name) for language in languages_of(made)}
        known.setdefault(value, dict(said) if len(said) > 1 else next(iter(said.values())))
    elif value not in (words := list(known) if isinstance(known, list) else []):
        grounds[ground] = [*words, value]
