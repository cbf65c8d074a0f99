"""The only place that knows every concrete part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jalon.facts.engine import Engine
    from jalon.records.workspaces import Workspace
    from jalon.sources.reading.format import Format

DEFAULT_ENGINE = "duckdb"


@dataclass(frozen=True, slots=True)
class House:
    """A deployment: its home folder and the parts that entry points bring."""

    home: Path

    def formats(self) -> Sequence[Format]:
        """Every format of every reader installed, the built-in ones through the same door."""
        return [one for point in entry_points(group="jalon.sources") for one in point.load().formats()]

    def engine(self, workspace: Workspace) -> Engine:
        """Where a workspace's facts are kept."""
        chosen = entry_points(group="jalon.engines", name=DEFAULT_ENGINE)
        made = next(iter(chosen)).load()
        engine: Engine = made(self.facts(workspace))
        return engine

    def facts(self, workspace: Workspace) -> Path:
        """The folder of a workspace's facts."""
        return self.home / "facts" / str(workspace.id)


def house(home: Path, *, demo: bool = False) -> House:
    """Boot a deployment: its records migrated, its parts known."""
    from jalon import records

    records.start(home, demo=demo)
    return House(home)
