"""What a command prints: one JSON document, or lines for people."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterable, Mapping

import click

from jalon.wording import known, phrase, say, severity

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
        if where.get("column"):
            head = f"{head} {phrase('text.quoted', language, {'text': str(where['column'])})}".lstrip()
        grave = str(finding["severity"])
        word = click.style(severity(grave, language), fg=_COLOURS.get(grave), bold=grave == "error")
        click.echo(f"{head + ': ' if head else ''}{word} {finding['code']}  {say(finding, language)}")


def note(text: str) -> None:
    """A line for people, on standard error, so that standard output stays clean."""
    click.echo(text, err=True)


def told_fault(fault: Exception, language: str) -> bool:
    """Say on standard error what the facts or the records name by a code, or a file that fails; else False."""
    from jalon.facts.engine import Fault
    from jalon.records.starting import Unusable

    if isinstance(fault, Fault | Unusable):
        note(say({"code": fault.code, "subject": fault.details.get("cut", ""), "details": fault.details}, language))
        return True
    if isinstance(fault, OSError) and fault.filename is not None:
        known_by = f"cli.io.{errno.errorcode.get(fault.errno or 0, '')}"
        why = phrase(known_by, language) if known(known_by, language) else str(fault.strerror)
        note(phrase("cli.io", language, {"file": str(fault.filename), "why": why}))
        return True
    return False
