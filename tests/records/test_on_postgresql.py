"""The same promises on PostgreSQL, by one setting."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def programs() -> Path | None:
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of its own, without durability: it lives as long as the test."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("no PostgreSQL programs: `apt install postgresql`")
    folder = tmp_path_factory.mktemp("postgresql")
    as_owner: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        for parent in folder.parents[:3]:
            parent.chmod(0o755)
        as_owner = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    run = {"check": True, "capture_output": True, "cwd": folder}
    subprocess.run([*as_owner, bin_folder / "initdb", "-D", data, "-U", "jalon", "-A", "trust", "-N"], **run)  # type: ignore[call-overload]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*as_owner, bin_folder / "pg_ctl", "-D", data, "-l", folder / "log", "-w"]
    subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    yield f"postgresql://jalon@127.0.0.1:{port}/postgres"
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd=folder)


@pytest.mark.postgres
@pytest.mark.skipif("JALON_DATABASE" in os.environ, reason="already on PostgreSQL")
def test_every_promise_of_the_records_holds_on_postgresql(database: str, tmp_path: Path) -> None:
    again = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", str(HERE), "-m", "not postgres"]
    environment = {**os.environ, "JALON_DATABASE": database, "JALON_TEST_HOME": str(tmp_path)}
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(again, capture_output=True, text=True, check=False, env=environment, cwd=HERE.parents[1])
    assert done.returncode == 0, done.stdout[-3000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 60
    assert not (tmp_path / "records.sqlite3").exists()
