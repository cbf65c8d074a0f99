"""The pages of commands and settings."""

from __future__ import annotations

import importlib
import re

import click

from jalon import wording
from jalon.cli import entry
from jalon.cli.language import chosen_language
from look_up.page import MADE, SOURCE, said, table

VARIABLE = re.compile(r"JALON_(?:CHANNEL|[A-Z]+(?:_[A-Z]+)*)")


def commands(language: str) -> list[str]:
    """Every command with its options, as its own help says them."""
    chosen_language(["--lang", language], {})
    for name in ("steering", *sorted(set(entry.COMMANDS.values()))):
        # A help is said once, when its module loads: first that of the option which other modules take from there.
        importlib.reload(importlib.import_module(f"jalon.cli.{name}"))
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
