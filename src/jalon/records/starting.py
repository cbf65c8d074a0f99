"""Booting Django on a home folder, once per process."""

from __future__ import annotations

import os
from pathlib import Path

_started: dict[str, Path] = {}


class Unusable(Exception):
    """The home or its database cannot be used: the code names why, the details where. No secret is in them."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code, self.details = code, details


def start(home: Path, *, migrate: bool = True, demo: bool = False) -> None:
    """Boot the records of a home folder and bring them to the current schema. A process serves one home."""
    known = _started.get("home")
    if known is not None and known != home:
        raise RuntimeError(f"this process already serves {known}, it cannot serve {home} too")
    if known is None:
        try:
            _boot(home, demo)
        except OSError as fault:
            raise Unusable("records.no_home", home=str(home)) from fault
        _started["home"] = home
    if migrate:
        migrated()


def _boot(home: Path, demo: bool) -> None:
    home.mkdir(parents=True, exist_ok=True)
    os.environ["JALON_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.settings")
    if demo:
        os.environ["JALON_DEMO"] = "1"
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as fault:
        raise Unusable("records.setting_refused", setting=str(fault)) from fault


def migrated() -> None:
    """Apply what migrations are missing; says nothing when there are none."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as fault:
        said = str(fault).strip().splitlines() or [type(fault).__name__]
        raise Unusable("records.no_database", database=connection.vendor, reason=said[0]) from fault
