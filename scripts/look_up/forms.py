"""The page of the published scorecard as JSON: every object, every field, its type and its meaning."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from jalon import wording
from jalon.findings import Finding, Place
from jalon.quantities import Period, Refusal, Text
from jalon.scorecard import acted, decided, punctual, responded, results, shifted
from look_up.page import MADE, said, table, text_of

PLACES = (results, shifted, responded, decided, acted)
"""Where the objects of the document are written down."""

FORMS: tuple[type, ...] = (
    results.Scorecard,
    results.ObjectiveRow,
    results.CascadePart,
    results.KraRow,
    results.KpiRow,
    results.Measured,
    results.Forecast,
    results.Visibility,
    results.FanPoint,
    results.Point,
    results.Settlement,
    results.Provenance,
    results.Reason,
    results.KriRow,
    shifted.Shift,
    shifted.Candidate,
    shifted.Witness,
    shifted.DayShare,
    responded.Response,
    responded.CurvePoint,
    responded.SpentWeek,
    punctual.MilestoneRow,
    punctual.OnTime,
    decided.DecisionRow,
    decided.OptionCost,
    decided.MarginalCost,
    decided.DecisionReview,
    decided.DecisionMeasure,
    acted.ActionRow,
    acted.Announced,
    acted.DesignRow,
    acted.RefusedDesign,
    acted.ActionEffect,
    acted.EffectPoint,
    acted.PlaceboRow,
    acted.ControlRow,
    acted.TestRow,
    acted.ArmRow,
    results.SourceRow,
    results.EventRow,
    results.EventList,
    Finding,
)
"""The objects of the document, from the whole to its parts."""

SCALARS: dict[object, tuple[str, str]] = {
    str: ("texte", "text"),
    int: ("entier", "integer"),
    bool: ("vrai ou faux", "true or false"),
    Decimal: ("décimal, en texte", "decimal, as text"),
    date: ("jour", "day"),
    datetime: ("instant", "moment"),
    Text: ("`{fr, en}`", "`{fr, en}`"),
    Period: ("[jour, jour]", "[day, day]"),
    Refusal: ("`{refused}`", "`{refused}`"),
    Place: ("`{file, line, path}`", "`{file, line, path}`"),
    object: ("valeur", "value"),
    type(None): ("null", "null"),
}


def scorecard_json(language: str) -> list[str]:
    """The published scorecard, object by object."""
    intro = said(
        language,
        "Contrat 1 : `jalon refresh --json`, `jalon show --json` et l’application lisent le même document. Les "
        'décimaux sont du texte, les jours sont en ISO 8601, un refus est `{"refused": code, …}` avec un code de la '
        "[page des constats](findings.md). `jalon show ID --json` donne la ligne de cet identifiant, avec `kind`.",
        "Contract 1: `jalon refresh --json`, `jalon show --json` and the application read the same document. "
        'Decimals are text, days are ISO 8601, a refusal is `{"refused": code, …}` with a code of the '
        "[page of findings](findings.md). `jalon show ID --json` gives the row of that id, with its `kind`.",
    )
    lines = [said(language, "# Le tableau de bord en JSON", "# The scorecard as JSON"), "", MADE[language], "", intro]
    head = [said(language, "Champ", "Field"), said(language, "Type", "Type"), said(language, "Sens", "Meaning")]
    for form in FORMS:
        hints = typing.get_type_hints(form)
        rows = [(f"`{name}`", shape(hints[name], language), meaning(form, name, language)) for name in names(form)]
        if form is results.Scorecard:
            contract = ("`contract`", said(language, *SCALARS[int]), meaning(form, "contract", language))
            rows.insert(0, contract)
        told = text_of(f"card.kind.{form.__name__}", language)
        lines += ["", f"## {form.__name__}", "", told, "", *table(head, rows)]
    return lines


def names(form: type) -> list[str]:
    """The fields of an object."""
    assert is_dataclass(form)  # noqa: S101  # the table above
    return [field.name for field in fields(form)]


def meaning_key(form: type, name: str) -> str:
    """The phrase of a field: its own, else the one that its name has everywhere."""
    own = f"card.{form.__name__}.{name}"
    return own if wording.known(own, "fr") else f"card.any.{name}"


def meaning(form: type, name: str, language: str) -> str:
    """What a field means."""
    return text_of(meaning_key(form, name), language)


def shape(hint: object, language: str) -> str:
    """A type of the code as the JSON document writes it."""
    if hint in SCALARS:
        return said(language, *SCALARS[hint])
    if isinstance(hint, types.UnionType):
        parts = sorted(typing.get_args(hint), key=lambda part: part is type(None))
        return said(language, " ou ", " or ").join(shape(part, language) for part in parts)
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and inside[-1] is Ellipsis:
        return f"[{shape(inside[0], language)}, …]"
    if origin is tuple:
        return f"[{', '.join(shape(part, language) for part in inside)}]"
    if origin is Mapping:
        return f"{{… : {shape(inside[1], language)}}}"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return " / ".join(f"`{word}`" for word in hint)
    assert isinstance(hint, type), hint  # noqa: S101  # an object of the document
    return f"[{hint.__name__}](#{hint.__name__.lower()})"
