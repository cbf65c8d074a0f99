"""The same promises on PostgreSQL, by one setting."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
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
def database() -> Iterator[str]:
    """The address of a cluster of its own, without durability: it lives as long as the test.

    Its folder stands outside pytest's own, which another run beside this one closes to other users.
    """
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("no PostgreSQL programs: `apt install postgresql`")
    folder = Path(tempfile.mkdtemp(prefix="jalon-postgresql-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
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
    try:
        yield f"postgresql://jalon@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


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
