"""A delivery: a file somebody dropped on a day, and what she answered when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Delivery:
    """`last_day` is the last day its figures know; `filters` answers a filter that the file writes unclearly."""

    path: Path
    extracted_at: datetime
    last_day: date
    tool: str | None = None
    currency: str | None = None
    timezone: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
