"""Write the look-up pages from the code: commands, settings, findings, plan format, catalogue, JSON forms.

`python scripts/write_look_up.py` writes them; with `--check` it only says which are not what the code says.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path

import click

from jalon import catalogue, wording
from jalon.cli import entry
from jalon.cli.language import chosen_language
from jalon.plan.lint.linting import shipped_rules
from jalon.plan.schema import json_schema
from jalon.plan.schema.kinds import KINDS
from jalon.plan.schema.types import Choice, Either, ListOf, MapOf, Object, Pair, Plain, Reference, Type
from jalon.quantities import refusals
from jalon.quantities.refusals import Refusal
from jalon.scorecard import results
from jalon.wording.phrases import translations

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "jalon"
VARIABLE = re.compile(r"JALON_[A-Z]+")
MADE = {
    "fr": "*Page écrite par `scripts/write_look_up.py` à partir du code : ne la modifiez pas à la main.*",
    "en": "*Written by `scripts/write_look_up.py` from the code: do not edit it by hand.*",
}


def said(language: str, fr: str, en: str) -> str:
    """One of two texts."""
    return fr if language == "fr" else en


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table; bars and line ends inside cells are made harmless."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return lines


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def commands(language: str) -> list[str]:
    """Every command with its options, as its own help says them."""
    chosen_language(["--lang", language], {})
    for name in sorted(set(entry.COMMANDS.values())):
        importlib.reload(importlib.import_module(f"jalon.cli.{name}"))  # a help is said once, when its module loads
    group = entry.program()
    context = click.Context(group, info_name="jalon")
    lines = [said(language, "# Commandes", "# Commands"), "", MADE[language], ""]
    lines += [
        said(
            language,
            "Statuts de sortie : 0 fait, 1 constats de gravité erreur, 2 entrée inutilisable. `--json` écrit un seul "
            "document JSON sur la sortie standard ; le reste va sur la sortie d’erreur.",
            "Exit statuses: 0 done, 1 findings of error severity, 2 unusable input. `--json` writes one JSON document "
            "on standard output; the rest goes to standard error.",
        ),
        "",
        said(language, "## Options de toute commande", "## Options of every command"),
        "",
        *_options(group, context, language),
    ]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            lines += _command(command, f"jalon {name}", context, language)
    return lines


def _command(command: click.Command, path: str, parent: click.Context, language: str) -> list[str]:
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent)
    usage = " ".join(command.collect_usage_pieces(context))
    lines = ["", f"## `{path}`", "", command.help or "", "", f"`{path} {usage}`".replace(" `", "`")]
    if command.epilog:
        lines += ["", command.epilog]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                lines += _command(inner, f"{path} {name}", context, language)
        return lines
    options = _options(command, context, language)
    return [*lines, "", *options] if options else lines


def _options(command: click.Command, context: click.Context, language: str) -> list[str]:
    rows = []
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            names = " / ".join([*option.opts, *option.secondary_opts])
            rows.append((f"`{names}`", option.help or ""))
    return table([said(language, "Option", "Option"), said(language, "Sens", "Meaning")], rows) if rows else []


def variables() -> list[str]:
    """Every environment variable that the code reads."""
    texts = (path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    return sorted({name for text in texts for name in VARIABLE.findall(text)})


def settings(language: str) -> list[str]:
    """Every setting: an environment variable."""
    head = [said(language, "Variable", "Variable"), said(language, "Sens", "Meaning")]
    rows = [(f"`{name}`", wording.phrase(f"setting.{name}", language)) for name in variables()]
    intro = said(
        language,
        "Tout se règle par l’environnement ; sans rien poser, Jalon marche.",
        "Everything is set by the environment; with nothing set, Jalon works.",
    )
    return [said(language, "# Réglages", "# Settings"), "", MADE[language], "", intro, "", *table(head, rows)]


def phrase_keys(language: str, start: str) -> list[str]:
    """Keys of the catalogue of phrases that begin so."""
    known = getattr(translations(language), "_catalog", {})
    return sorted(key for key in known if isinstance(key, str) and key.startswith(start))


def text_of(key: str, language: str) -> str:
    """A phrase with its places still open."""
    return translations(language).gettext(key)


def findings(language: str) -> list[str]:
    """Every finding, refusal and reason with its sentence and its nearest way out."""
    graded = {rule.code: str(rule.severity) for rule in shipped_rules()}
    lines = [said(language, "# Constats et refus", "# Findings and refusals"), "", MADE[language], ""]
    lines += [said(language, "## Constats", "## Findings"), ""]
    rows = []
    for key in phrase_keys(language, "finding."):
        if key.endswith(".remedy"):
            continue
        code = key.removeprefix("finding.")
        severity = wording.severity(graded[code], language) if code in graded else ""
        remedy = f"{key}.remedy"
        way_out = text_of(remedy, language) if wording.known(remedy, language) else ""
        rows.append((f"`{code}`", severity, text_of(key, language), way_out))
    head = ["Code", said(language, "Gravité", "Severity"), said(language, "Phrase", "Sentence")]
    lines += table([*head, said(language, "Issue", "Way out")], rows)
    lines += ["", said(language, "## Refus", "## Refusals"), ""]
    lines.append(
        said(
            language,
            "Un refus tient la place d’un nombre que les données ne peuvent pas porter.",
            "A refusal stands where a number would be that the data cannot bear.",
        )
    )
    refused = [(f"`{one}`", text_of(f"refusal.{one}", language)) for one in refusal_names()]
    lines += ["", *table([said(language, "Refus", "Refusal"), said(language, "Phrase", "Sentence")], refused)]
    lines += ["", said(language, "## Raisons d’un état", "## Reasons of a standing"), ""]
    reasons = [(f"`{k.removeprefix('reason.')}`", text_of(k, language)) for k in phrase_keys(language, "reason.")]
    return [*lines, *table([said(language, "Raison", "Reason"), said(language, "Phrase", "Sentence")], reasons)]


def refusal_names() -> list[str]:
    """Every refusal of the house."""
    found = [one for one in vars(refusals).values() if isinstance(one, type) and issubclass(one, Refusal)]
    return sorted(one.__name__ for one in found if one is not Refusal)


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
    ]
    for kind in KINDS.values():
        rows = []
        for field in kind.fields:
            needed = "●" if field.required is True else str(field.required or "")
            rows.append(
                (
                    f"`{field.name}`",
                    type_words(field.type).replace("\\|", "/"),
                    needed,
                    default_words(field.default, language),
                )
            )
        lines += ["", f"## {kind.name}", "", *table(head, rows)]
    return lines


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


PAGES: dict[str, Callable[[str], list[str]]] = {
    "commands": commands,
    "settings": settings,
    "findings": findings,
    "plan-format": plan_format,
    "catalogue": catalogue_page,
    "scorecard-json": scorecard_json,
}


def written(language: str) -> dict[Path, str]:
    """Every page of a language: path → content."""
    folder = ROOT / "docs" / language / "look-up"
    return {folder / f"{name}.md": "\n".join(page(language)).rstrip() + "\n" for name, page in PAGES.items()}


def schema() -> dict[Path, str]:
    """The plan's JSON Schema, the same for every language."""
    text = json.dumps(json_schema(), ensure_ascii=False, indent=1, sort_keys=True)
    return {ROOT / "docs" / "plan.schema.json": text + "\n"}


def main() -> int:
    """Write the pages, or say which are behind the code."""
    behind = []
    pages = schema() | {path: text for language in wording.LANGUAGES for path, text in written(language).items()}
    for path, content in pages.items():
        if "--check" in sys.argv:
            if not path.exists() or path.read_text("utf-8") != content:
                behind.append(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
    for path in behind:
        print(f"{path.relative_to(ROOT)} is not what the code says")
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main())
