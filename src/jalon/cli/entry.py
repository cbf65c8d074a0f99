"""Entering by the command line: global options, then one module a command, imported when it is called."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

import click

from jalon.cli.language import chosen_language, told
from jalon.wording import LANGUAGES

COMMANDS = {
    "lint": "plans",
    "diff": "plans",
    "apply": "plans",
    "export": "plans",
    "start": "starting",
    "read": "files",
    "describe": "describing",
    "formats": "describing",
    "import": "files",
    "undo": "files",
    "connect": "fetching",
    "disconnect": "fetching",
    "fetch": "fetching",
    "refresh": "steering",
    "show": "steering",
    "why": "explaining",
    "backtest": "judging",
    "curves": "budgeting",
    "budget": "budgeting",
    "signals": "signals",
    "check-in": "checking",
    "alerts": "telling",
    "digest": "telling",
    "report": "reporting",
    "serve": "service",
    "demo": "service",
    "account": "accounts",
    "renew-key": "accounts",
    "doctor": "service",
    "audit": "service",
}
"""Command → module of `jalon.cli` that defines it under the same name (`import_` for `import`)."""

DONE, FINDINGS, UNUSABLE = 0, 1, 2
"""Exit statuses: done, findings of error severity, unusable input."""


@dataclass(frozen=True, slots=True)
class Call:
    """The global options of one call."""

    home: Path
    workspace: str | None
    language: str
    as_json: bool


class Commands(click.Group):
    """The commands by name; a module is imported only when one of its commands is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = import_module(f"jalon.cli.{COMMANDS[name]}")
        command = getattr(module, f"{name}_" if name == "import" else name.replace("-", "_"))
        assert isinstance(command, click.Command)  # noqa: S101  # our own table above
        command.epilog = told(f"cli.{name}.exit")
        _also_global(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(told("cli.commands")):
            formatter.write_dl([(name, told(f"cli.{name}")) for name in COMMANDS])


def _also_global(command: click.Command) -> None:
    """Let the global options stand behind a command too (`jalon read FILE --json`); its help names its own only."""
    known = {name for option in command.params for name in option.opts}
    for option, kind in (("--json", None), ("--lang", click.Choice(LANGUAGES)), ("--workspace", str), ("--home", Path)):
        if option not in known:
            held = click.Path(path_type=Path) if kind is Path else kind
            command.params.append(
                click.Option(
                    [option], is_flag=kind is None, type=held, hidden=True, expose_value=False, callback=_asked_behind
                )
            )
    for one in getattr(command, "commands", {}).values():
        _also_global(one)


def _asked_behind(ctx: click.Context, option: click.Parameter, value: object) -> None:
    """Take a global option that was typed behind the command. The language is known since before parsing."""
    fields = {"json": "as_json", "workspace": "workspace", "home": "home"}
    if value and option.name in fields:
        ctx.obj = replace(ctx.obj, **{fields[option.name]: value})


def default_home() -> Path:
    """Where a deployment keeps everything: `JALON_HOME`, else the platform's user data folder."""
    given = os.environ.get("JALON_HOME")
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("jalon")


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its status."""
    words = sys.argv[1:] if arguments is None else arguments
    chosen_language(words, os.environ)
    try:
        program().main(args=words, prog_name="jalon")
    except Exception as fault:
        from jalon.cli.output import told_fault

        if not told_fault(fault, chosen_language()):
            raise
        raise SystemExit(UNUSABLE) from fault


def program() -> click.Group:
    """The command group, with its help in the language of this call."""

    @click.group(cls=Commands, help=told("cli.about"), context_settings={"help_option_names": ["-h", "--help"]})
    @click.option("--home", type=click.Path(path_type=Path), default=None, help=told("cli.home"))
    @click.option("--workspace", default=None, help=told("cli.workspace"))
    @click.option("--lang", type=click.Choice(["fr", "en"]), default=None, help=told("cli.lang"))
    @click.option("--json", "as_json", is_flag=True, help=told("cli.json"))
    @click.version_option(package_name="jalon", message="%(prog)s %(version)s", help=told("cli.version"))
    @click.pass_context
    def jalon(ctx: click.Context, home: Path | None, workspace: str | None, lang: str | None, as_json: bool) -> None:
        ctx.obj = Call(home or default_home(), workspace, chosen_language(), as_json)

    return jalon
