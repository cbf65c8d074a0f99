"""What was just done can be undone from the very message that says it: its tag carries the way back."""

from __future__ import annotations

from django.urls import reverse

MARK = "undo:"


def undone_by(view: str, *args: int) -> str:
    """The tag of a message whose button asks that view."""
    return MARK + reverse(view, args=args)


def way_back(tags: str) -> str:
    """The address that undoes what a message says; empty where nothing does."""
    return tags.removeprefix(MARK) if tags.startswith(MARK) else ""
