"""The key of a home: made at random once, kept beside the records, and renewed in two steps that may be begun again."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

NAME, NEXT = "secret.key", "secret.key.next"


def kept(home: Path) -> str:
    """The key in use, made when there is none."""
    return _made(home, NAME)


def begun(home: Path) -> str:
    """The key that is to take its place, on the disk before anything is sealed with it; the same until it is taken."""
    return _made(home, NEXT)


def taken(home: Path) -> None:
    """The next key is the one in use."""
    (home / NEXT).replace(home / NAME)


def _made(home: Path, name: str) -> str:
    place = home / name
    if not place.exists():
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(48))
            out.flush()
            os.fsync(out.fileno())
    return place.read_text("utf-8").strip()
