"""A process that has imported the house once, and forks one child a command: each is a process of its own, begun warm.

Nothing of a home, of Django's settings or of a command is there before the fork.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
LATER = ("jalon.records", "jalon.web", "jalon.settings", "jalon.__main__")
"""What asks for a home when it is imported."""
HEAVY = (
    "django.contrib.auth.hashers", "django.contrib.sessions.serializers", "django.core.management.commands.migrate",
    "django.db.backends.sqlite3.base", "django.db.models", "django.template.backends.django", "duckdb", "ruamel.yaml",
)  # fmt: skip


class Warm:
    """Where commands are typed, one after the other: what comes back is what a process left that has ended."""

    def __init__(self, folder: Path) -> None:
        self._said = folder / "stdout", folder / "stderr"
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )

    def typed(self, words: Sequence[str], place: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """One command, as `python -m jalon` with these words in that folder."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        out, err = self._said
        asked = {"words": list(words), "place": str(place), "variables": variables, "out": str(out), "err": str(err)}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        status = int(self._process.stdout.readline())
        return subprocess.CompletedProcess(words, status, out.read_text("utf-8"), err.read_text("utf-8"))

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def serve(asked: IO[str], answers: IO[str]) -> Mapping[str, object] | None:
    """Answer with the status of each child, till nothing more is asked; in a child, what it was asked."""
    for line in asked:
        child = os.fork()
        if child == 0:
            return dict(json.loads(line))
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()
    return None


def become(request: Mapping[str, object]) -> list[str]:
    """Take the place, the environment and the streams of a process of one's own."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for stream, name in ((1, "out"), (2, "err")):
        written = os.open(str(request[name]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(written, stream)
        os.close(written)
    os.chdir(str(request["place"]))
    os.environ.update(request["variables"])  # type: ignore[call-overload]
    words: list[str] = request["words"]  # type: ignore[assignment]
    return words


def everything() -> None:
    """Import the house and the libraries that a command may ask for, and read the sample plan: most commands do."""
    source = ROOT / "src" / "jalon"
    for path in sorted(source.rglob("*.py")):
        name = ".".join(("jalon", *path.relative_to(source).with_suffix("").parts)).removesuffix(".__init__")
        if not name.startswith(LATER):
            importlib.import_module(name)
    for name in HEAVY:
        importlib.import_module(name)
    from jalon.plan.document import plan_in, read_plan

    sample = (source / "demo" / "plan.yaml").read_text("utf-8")
    read_plan(sample.encode(), "plan.yaml")
    plan_in(sample)
    gc.freeze()  # what never changes is never copied


def lived(words: list[str]) -> int:
    """The status of the command. The interpreter's own end is left out: it takes longer than most commands."""
    from jalon.cli.entry import main

    status = 0
    try:
        main(words)
    except SystemExit as left:
        if isinstance(left.code, int | None):
            status = left.code or 0
        else:
            status = 1
            sys.stderr.write(f"{left.code}\n")
    except BaseException:
        status = 1
        traceback.print_exc()
    threading._shutdown()  # type: ignore[attr-defined]  # as the interpreter waits for them
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    everything()
    found = serve(sys.stdin, sys.stdout)
    if found is not None:
        os._exit(lived(become(found)))
