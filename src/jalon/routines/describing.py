"""A file nobody knows: its columns proposed, read as the person says, kept so that the next one is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jalon.findings import Finding
from jalon.records import formats as kept
from jalon.records.workspaces import Workspace
from jalon.sources.reading import mapping
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.door import Door
from jalon.sources.reading.mapping import Choice
from jalon.sources.reading.report import FileReport
from jalon.sources.reading.shape import Shape


@dataclass(frozen=True, slots=True)
class Proposal:
    """The table a file seems to hold and the choice it suggests; or why there is none."""

    shape: Shape | None
    choice: Choice
    findings: tuple[Finding, ...] = ()


def propose(path: Path, door: Door, line: int | None = None) -> Proposal:
    """What the columns of a file seem to be; the widest table of its pages, or the one whose header is at `line`."""
    found = door.shapes(path, line)
    if isinstance(found, Finding):
        return Proposal(None, Choice("", "", {}), (found,))
    if not found:
        return Proposal(None, Choice("", "", {}), (mapping.no_table(),))
    shape = max(found, key=lambda one: len(one.columns) * one.rows)
    columns = _once({column.header: column.seems for column in shape.columns})
    tools = mapping.tools_of(columns.values())
    return Proposal(shape, Choice(tools[0] if tools else "", _report_name(path), columns))


def _once(columns: dict[str, str]) -> dict[str, str]:
    """Each role once: the first column that seems to have it."""
    taken: set[str] = set()
    found = {}
    for header, role in columns.items():
        free = role in ("ratio", "personal", "ignored") or role not in taken
        found[header] = role if free else "ignored"
        taken.add(role)
    return found


def _report_name(path: Path) -> str:
    """A short name for the report: the letters that begin the file's name."""
    letters = "".join(c if c.isascii() and c.isalpha() else " " for c in path.stem.lower()).split()
    return "_".join(letters[:2]) or "table"


def attempt(path: Path, choice: Choice, answers: Answers, door: Door) -> tuple[list[Finding], FileReport | None]:
    """What reading the file as chosen gives, storing nothing; or what is wrong with the choice."""
    wrong = mapping.wrong_in(choice)
    if wrong:
        return wrong, None
    (report,) = door.only(choice).read([path], answers).files
    return [], report


def keep(workspace: Workspace, choice: Choice, author: str, now: datetime) -> str:
    """Keep a choice for the workspace; the id of the format it makes."""
    saved = kept.save(workspace, choice.as_document(), author, now)
    return mapping.format_of(choice, saved.version).id
