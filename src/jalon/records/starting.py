"""Booting Django on a home folder, once per process."""

from __future__ import annotations

import os
from pathlib import Path

_started: dict[str, Path] = {}


def start(home: Path, *, migrate: bool = True, demo: bool = False) -> None:
    """Boot the records of a home folder and bring them to the current schema. A process serves one home."""
    known = _started.get("home")
    if known is not None and known != home:
        raise RuntimeError(f"this process already serves {known}, it cannot serve {home} too")
    if known is None:
        home.mkdir(parents=True, exist_ok=True)
        os.environ["JALON_HOME"] = str(home)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.settings")
        if demo:
            os.environ["JALON_DEMO"] = "1"
        import django

        django.setup()
        _started["home"] = home
    if migrate:
        migrated()


def migrated() -> None:
    """Apply what migrations are missing; says nothing when there are none."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
