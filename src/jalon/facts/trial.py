"""A second folder of facts that shares every file with the first: what a load would do is tried there, not here."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LEFT = ".lock"


@contextmanager
def trial_of(folder: Path) -> Iterator[Path]:
    """The folder again, beside it, for as long as the trial lasts.

    Files of facts never change once written, so the second folder links to them: nothing is copied, and whatever
    is written or removed there leaves the first as it was. Where the disk knows no links, files are copied.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".trial-", dir=folder.parent, ignore_cleanup_errors=True) as place:
        second = Path(place) / "facts"
        if folder.is_dir():
            shutil.copytree(folder, second, copy_function=_linked, ignore=shutil.ignore_patterns(f"*{_LEFT}"))
        second.mkdir(exist_ok=True)
        yield second


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
