"""What every test may share: one home of records a process, started once."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest


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
