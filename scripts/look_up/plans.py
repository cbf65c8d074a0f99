"""The pages of the plan format and of the catalogue, and the plan's JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from jalon import catalogue, wording
from jalon.plan.schema import json_schema
from jalon.plan.schema.kinds import KINDS
from jalon.plan.schema.types import Choice, Either, ListOf, MapOf, Object, Pair, Plain, Reference, Type
from look_up.page import MADE, ROOT, said, table, text_of


def type_words(value: Type) -> str:
    """A type of the format in a few signs."""
    match value:
        case Plain(name):
            return name
        case Choice(words):
            return " \\| ".join(f"`{word}`" for word in words)
        case Reference(kinds_):
            return "→ " + ", ".join(kinds_)
        case ListOf(of, least):
            return f"[{type_words(of)}{', …' if least < 1 else f', … ≥ {least}'}]"
        case MapOf(of, _):
            return f"{{… : {type_words(of)}}}"
        case Pair():
            return "[low, high]"
        case Either(types):
            return " / ".join(type_words(one) for one in types)
        case Object(kind):
            return f"[{kind}](#{kind})"


def default_words(default: str, language: str) -> str:
    """A default as it is written in a plan, or what stands for it in words."""
    key = f"format.default.{default.replace(' ', '_')}"
    if wording.known(key, language):
        return text_of(key, language)
    return f"`{default}`" if default else ""


def plan_format(language: str) -> list[str]:
    """Every object of a plan, field by field."""
    intro = said(
        language,
        "Le format `jalon/1`. Un champ obligatoire porte ●, ou le code de la règle qui signale son absence.",
        "The format `jalon/1`. A required field bears ●, or the code of the rule that reports its absence.",
    )
    link = "[plan.schema.json](../../plan.schema.json) (`# yaml-language-server: $schema=…`)"
    schema = said(
        language,
        f"Le même format en JSON Schema, pour qu’un éditeur complète et vérifie dès la première ligne : {link}.",
        f"The same format as JSON Schema, for an editor to complete and check from the first line on: {link}.",
    )
    lines = [said(language, "# Format du plan", "# Plan format"), "", MADE[language], "", intro, "", schema]
    head = [
        said(language, "Champ", "Field"),
        said(language, "Type", "Type"),
        "●",
        said(language, "Par défaut", "Default"),
        said(language, "Sens", "Meaning"),
    ]
    for kind in KINDS.values():
        rows = []
        for field in kind.fields:
            needed = "●" if field.required is True else str(field.required or "")
            shape = type_words(field.type).replace("\\|", "/")
            meant = text_of(meaning_key(kind.name, field.name), language)
            rows.append((f"`{field.name}`", shape, needed, default_words(field.default, language), meant))
        lines += ["", f"## {kind.name}", "", text_of(f"format.kind.{kind.name}", language), "", *table(head, rows)]
    lines += ["", said(language, "## Types simples", "## Plain types"), ""]
    plain = sorted({name for kind in KINDS.values() for field in kind.fields for name in plain_names(field.type)})
    head = [said(language, "Type", "Type"), said(language, "Comment l’écrire", "How to write it")]
    return [*lines, *table(head, ((f"`{name}`", text_of(f"format.type.{name}", language)) for name in plain))]


def meaning_key(kind: str, field: str) -> str:
    """The phrase of a field: its own, else the one that its name has everywhere."""
    own = f"format.{kind}.{field}"
    return own if wording.known(own, "fr") else f"format.any.{field}"


def plain_names(type_: Type) -> Iterator[str]:
    """The plain types inside a type."""
    match type_:
        case Plain(name):
            yield name
        case ListOf(of, _) | MapOf(of, _):
            yield from plain_names(of)
        case Either(types):
            for one in types:
                yield from plain_names(one)


def catalogue_page(language: str) -> list[str]:
    """KPIs, measures and KRIs that ship with Jalon."""
    lines = [said(language, "# Catalogue", "# Catalogue"), "", MADE[language], "", "## KPI", ""]
    head = [said(language, "Nom", "Name"), said(language, "Formule", "Formula"), said(language, "Unité", "Unit")]
    kpis = catalogue.kpis().values()
    lines += table(
        ["`use`", *head], ((f"`{k.id}`", k.name.in_language(language), f"`{k.formula}`", k.unit) for k in kpis)
    )
    lines += ["", said(language, "## Mesures", "## Measures"), ""]
    measures = catalogue.measures().values()
    rows = ((f"`{m.id}`", m.name.in_language(language), m.kind, m.unit, ", ".join(m.tools)) for m in measures)
    head = [said(language, "Nom", "Name"), said(language, "Genre", "Kind"), said(language, "Unité", "Unit")]
    lines += table([said(language, "Mesure", "Measure"), *head, said(language, "Outils", "Tools")], rows)
    lines += ["", said(language, "## KRI (risques)", "## KRIs (risks)"), ""]
    kris = catalogue.kris().values()
    named = ((f"`{k.id}`", k.name.in_language(language), k.risk.in_language(language), k.method) for k in kris)
    head = [said(language, "Nom", "Name"), said(language, "Risque", "Risk"), said(language, "Méthode", "Method")]
    return [*lines, *table(["`use`", *head], named)]


def schema() -> dict[Path, str]:
    """The plan's JSON Schema, the same for every language: an editor shows what a field means in both."""
    document = json.loads(json.dumps(json_schema()))  # its own copy: fields of one type share theirs
    for name, definition in {**document["$defs"], "plan": document}.items():
        definition["description"] = _in_both(f"format.kind.{name}")
        for field, told in definition["properties"].items():
            told["description"] = _in_both(meaning_key(name, field))
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
    return {ROOT / "docs" / "plan.schema.json": text + "\n"}


def _in_both(key: str) -> str:
    return "\n".join(text_of(key, language) for language in wording.LANGUAGES)
