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
    return home


@pytest.fixture(scope="session")
def records_home() -> Path:
    """The home of this process."""
    return home_of_process()
