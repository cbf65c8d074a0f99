"""What every test may share: one home of records a process, started once."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.homes import demonstrated, once

# Laws are shown the same examples each time, however slow the machine: a change is judged by what it changed.
# `JALON_FUZZ` (make fuzz) draws new ones.
settings.register_profile(
    "house",
    deadline=None,
    database=None,
    derandomize="JALON_FUZZ" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


@cache
def home_of_process() -> Path:
    """A home whose records are migrated, on SQLite or on the database that `JALON_DATABASE` names."""
    from jalon import records

    given = os.environ.get("JALON_TEST_HOME")
    home = Path(given or tempfile.mkdtemp(prefix="jalon-tests-"))
    if not given:
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    records.start(home)
    _without_waiting_for_the_disk()
    return home


def _without_waiting_for_the_disk() -> None:
    """No test pulls the plug: what a power failure would lose is proved elsewhere, by processes of their own."""
    from django.db import connection

    asked = connection.settings_dict["OPTIONS"]
    if "init_command" in asked:
        asked["init_command"] = asked["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        connection.close()


@pytest.fixture(scope="session")
def records_home() -> Path:
    """The home of this process."""
    return home_of_process()


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's home as `jalon demo` leaves it, one for the whole run: read it, and write in a copy only."""
    return once(tmp_path_factory, "demo", demonstrated)


DEAR = (
    "journeys/test_screens.py", "web/test_matrix.py", "journeys/test_starting.py", "demo/test_three_weeks.py",
    "demo/test_planted_truths.py", "cli/test_commands.py", "journeys/", "documents/test_look_up.py", "web/api/", "cli/",
    "records/test_on_postgresql.py", "faults/", "demo/",
)  # fmt: skip
"""What takes longest, begun first: a run ends when its last file does. Two that need the demo never begin together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        path = item.path.as_posix()
        return next((at for at, part in enumerate(DEAR) if f"tests/{part}" in path), len(DEAR))

    items.sort(key=rank)
