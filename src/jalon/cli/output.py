"""What a command prints: one JSON document, or lines for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping

import click

from jalon.wording import say, severity

_COLOURS = {"error": "red", "todo": "magenta", "warning": "yellow", "info": "blue"}


def document(content: object) -> None:
    """One JSON document on standard output and nothing else."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=False) + "\n")


def findings(found: Iterable[Mapping[str, object]], language: str) -> None:
    """Findings as `file:line: severity code sentence`, as editors and people read them."""
    for finding in found:
        place = finding.get("place")
        where = place if isinstance(place, Mapping) else {}
        head = ":".join(str(part) for part in (where.get("file"), where.get("line")) if part)
        grave = str(finding["severity"])
        word = click.style(severity(grave, language), fg=_COLOURS.get(grave), bold=grave == "error")
        click.echo(f"{head + ': ' if head else ''}{word} {finding['code']}  {say(finding, language)}")


def note(text: str) -> None:
    """A line for people, on standard error, so that standard output stays clean."""
    click.echo(text, err=True)


def told_fault(fault: Exception, language: str) -> bool:
    """Say on standard error a fault that the facts name by a code; False for anything else."""
    from jalon.facts.engine import Fault

    if not isinstance(fault, Fault):
        return False
    note(say({"code": fault.code, "subject": fault.details.get("cut", ""), "details": fault.details}, language))
    return True
