"""Whatever kills an importer, a slice is the old one or the new one, whole, and a delivery counts once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jalon.facts.engines.duckdb import DuckdbEngine

sys.path.insert(0, str(Path(__file__).parent))
from importer import CUT, delivery, told

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = int(os.environ.get("SEED", "20261124"))
FOREVER = 1_000_000


def importing(folder: Path, first: int, last: int = FOREVER, step: int = 1) -> subprocess.Popen[str]:
    program = [
        sys.executable,
        str(Path(__file__).with_name("importer.py")),
        str(folder),
        str(first),
        str(last),
        str(step),
    ]
    return subprocess.Popen(program, stdout=subprocess.PIPE, text=True)


def acknowledged(lines: Sequence[str]) -> list[int]:
    return [
        int(number) for what, number in (line.split() for line in lines if line.endswith("\n")) if what == "written"
    ]


@pytest.mark.parametrize("kills", [6, pytest.param(60, marks=pytest.mark.slow)])
def test_a_killed_importer_leaves_the_old_or_the_new_slice(tmp_path: Path, kills: int) -> None:
    """A reader beside looks a random number of times, then the importer is killed wherever it happens to be."""
    print(f"SEED={SEED}")
    chance, last_told, deliveries = random.Random(SEED), 0, 0
    reader = DuckdbEngine(tmp_path)
    for _ in range(kills):
        with importing(tmp_path, max(1, last_told - chance.randrange(3))) as importer:
            assert importer.stdout is not None
            lines = [importer.stdout.readline()]
            for _ in range(chance.randrange(1, 25)):
                seen = told(reader)
                assert seen is not None
                assert seen >= last_told
                last_told = seen
            importer.kill()
            lines += importer.stdout.readlines()
        kept, numbers = told(DuckdbEngine(tmp_path)), acknowledged(lines)
        assert kept is not None
        assert kept >= max(numbers, default=last_told)
        last_told, deliveries = kept, deliveries + len(numbers)
        # Committed but never acknowledged, or acknowledged: delivered again, it is known.
        assert not reader.replace(*delivery(kept)).written
        assert told(reader) == kept
    assert len(reader.imports(CUT)) >= deliveries
    versions = [state.version for state in reader.cuts()]
    assert versions[0] + 1 >= len(reader.imports(CUT))


def test_two_importers_of_one_slice_take_turns(tmp_path: Path) -> None:
    with importing(tmp_path, 1, 20, 2) as odd, importing(tmp_path, 2, 20, 2) as even:
        said = [*odd.stdout.readlines(), *even.stdout.readlines()]  # type: ignore[union-attr]
    assert not [line for line in said if line.startswith("facts.")]
    engine = DuckdbEngine(tmp_path)
    assert told(engine) == 20
    assert len(engine.imports(CUT)) == len(acknowledged(said))
