"""Rows that are written once."""

from __future__ import annotations

from typing import Any

from django.db import models


class Immutable(Exception):
    """A row that is written once was asked to change."""


class WrittenOnce(models.Model):
    """A row that is never changed nor deleted through the ORM."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change."""
        if not self._state.adding:
            raise Immutable(f"{type(self).__name__} {self.pk} is written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise Immutable(f"{type(self).__name__} {self.pk} is never deleted")
