"""What is dear to make and the same for everybody: made once a run, by whoever asks first, whatever its process."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name` of this run, made by the first process that asks; the others wait for it. Nobody writes in it.

    A making that failed leaves nothing: the next one that asks tries again, and fails with its own reason.
    """
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    shared.mkdir(exist_ok=True)
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / name).exists():
            making = shared / f"{name}.making"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            make(making)
            making.rename(shared / name)
    return shared / name


def demonstrated(home: Path) -> None:
    """The demo's home, by the command that makes it; nothing is served."""
    words = ["--home", str(home), "--lang", "en", "demo", "--no-serve", "--home", str(home)]
    done = subprocess.run([sys.executable, "-m", "jalon", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
