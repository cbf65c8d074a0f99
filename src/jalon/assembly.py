"""The only place that knows every concrete part."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime

    from jalon.alerts.channel import Channel
    from jalon.facts.engine import Engine
    from jalon.records.connections import Connection
    from jalon.records.workspaces import Workspace
    from jalon.routines.fetching import Progress, Run
    from jalon.routines.telling import Post
    from jalon.sources.asking.connector import Connector, Given
    from jalon.sources.asking.line import Line
    from jalon.sources.reading.door import Door, Reading
    from jalon.sources.reading.format import Format
    from jalon.sources.reading.report import ReadReport

DEFAULT_ENGINE = "duckdb"
DEFAULT_ADDRESS = "http://127.0.0.1:8000"
CASTER = "jalon.facts.engines.duckdb.casting:DuckdbCaster"
"""Who casts long files, by name: a reading child finds it there, as no reader may know an engine."""


@dataclass(frozen=True, slots=True)
class House:
    """A deployment: its home folder and the parts that entry points bring."""

    home: Path

    def formats(self, workspace: Workspace | None = None) -> Sequence[Format]:
        """Every format of every reader installed, the built-in ones through the same door, then a workspace's own."""
        shipped = [one for point in entry_points(group="jalon.sources") for one in point.load().formats()]
        return shipped if workspace is None else [*shipped, *_own(workspace)]

    def door(self, workspace: Workspace | None = None) -> Door:
        """How files of strangers are read: apart, with limits, by every reader installed and a workspace's own."""
        from jalon.sources.reading.door import Door

        readers = tuple(point.value for point in entry_points(group="jalon.sources"))
        return Door(readers, () if workspace is None else _choices(workspace), caster=CASTER)

    def reading(self) -> Reading:
        """How files that Jalon wrote itself are read: here, at once."""
        from jalon.sources.reading.answers import NOTHING, Answers
        from jalon.sources.reading.recognising import read_files

        formats = self.formats()

        def read(paths: Sequence[Path], answers: Answers = NOTHING) -> ReadReport:
            return read_files(paths, formats, answers)

        return read

    def connectors(self) -> Mapping[str, Connector]:
        """Every tool that can be asked, by name: the built-in ones through the same door."""
        points = sorted(entry_points(group="jalon.connectors"), key=lambda one: one.name)
        return {point.name: point.load()() for point in points}

    def line(self, connector: Connector, given: Given) -> Line:
        """A line to a tool; to a stand-in of the operator's own where `JALON_AT_<TOOL>` says where it is."""
        return connector.line(given, os.environ.get(f"JALON_AT_{connector.tool.upper()}", "").rstrip("/") or None)

    def key(self) -> str:
        """What secrets are sealed with: kept in the home, outside the records."""
        from jalon import settings

        return settings.SECRET_KEY

    def fetch(
        self,
        workspace: Workspace,
        connection: Connection,
        now: datetime,
        *,
        since: date | None = None,
        author: str = "timetable",
        progress: Progress | None = None,
    ) -> Run:
        """One run of a connection, whatever comes of it."""
        from jalon.routines import fetching

        return fetching.fetch(
            workspace, connection, self.connectors().get(connection.tool), self.line, self.key(),
            self.engine(workspace), now, since=since, author=author, progress=progress or fetching.silent,
        )  # fmt: skip

    def post(self) -> Post:
        """How messages leave: every channel that the settings set up, by name; the first to offer a name keeps it."""
        from jalon.routines.telling import Post

        found: dict[str, Channel] = {}
        for point in sorted(entry_points(group="jalon.channels"), key=lambda one: one.name):
            for name, channel in point.load()(os.environ).items():
                found.setdefault(name, channel)
        return Post(found, os.environ.get("JALON_ADDRESS", DEFAULT_ADDRESS).rstrip("/"))

    def engine(self, workspace: Workspace) -> Engine:
        """Where a workspace's facts are kept."""
        return engine_in(self.facts(workspace))

    @contextmanager
    def trial(self, workspace: Workspace) -> Iterator[Engine]:
        """The same facts once more: what is kept there is seen by nobody and forgotten at the end."""
        from jalon.facts.trial import trial_of

        with trial_of(self.facts(workspace)) as folder:
            yield engine_in(folder)

    def facts(self, workspace: Workspace) -> Path:
        """The folder of a workspace's facts."""
        return self.home / "facts" / str(workspace.id)


def _own(workspace: Workspace) -> Sequence[Format]:
    """What the people of a workspace said their own files are."""
    from jalon.sources.reading import mapping

    return [mapping.format_of(mapping.Choice.of(choice), version) for choice, version in _choices(workspace)]


def _choices(workspace: Workspace) -> tuple[tuple[Mapping[str, Any], int], ...]:
    from jalon.records import formats

    return tuple((one.choice, one.version) for one in formats.every(workspace))


def engine_in(folder: Path) -> Engine:
    """An engine whose facts are in that folder, and nowhere else."""
    chosen = entry_points(group="jalon.engines", name=DEFAULT_ENGINE)
    engine: Engine = next(iter(chosen)).load()(folder)
    return engine


def house(home: Path, *, demo: bool = False) -> House:
    """Boot a deployment: its records migrated, its parts known."""
    from jalon import records

    records.start(home, demo=demo)
    return House(home)
