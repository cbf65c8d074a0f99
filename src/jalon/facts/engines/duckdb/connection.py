"""An in-memory DuckDB that can read one folder and nothing else, its configuration locked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from jalon.facts.sql import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def connect(folder: Path) -> DuckDBPyConnection:
    """A locked connection. The order matters: no path can be set once external access is closed."""
    import duckdb

    connection = duckdb.connect(":memory:")
    settings = [
        f"SET threads = {max(1, os.cpu_count() or 1)}",
        "SET TimeZone = 'UTC'",
        "SET memory_limit = '75%'",
        "SET max_temp_directory_size = '0B'",
        f"SET allowed_directories = [{literal(str(folder.resolve()) + '/')}]",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET allow_community_extensions = false",
        "SET python_enable_replacements = false",
        "SET python_scan_all_frames = false",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ]
    for statement in settings:
        connection.execute(statement)
    return connection
