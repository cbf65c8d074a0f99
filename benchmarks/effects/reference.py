"""The shared scenarios and series, where they lie beside the project: loaded as they are, never copied."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

SHARED = Path(__file__).resolve().parents[3] / "shared" / "effects" / "bench"


def reference(name: str) -> ModuleType | None:
    """One of the shared scripts as a module; None when they are not here."""
    if not (SHARED / f"{name}.py").exists():
        return None
    if str(SHARED) not in sys.path:
        sys.path.insert(0, str(SHARED))
    return importlib.import_module(name)
