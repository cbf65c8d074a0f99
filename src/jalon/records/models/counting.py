"""How often something was tried, until when that is remembered."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """A number under a key that tells nobody who or where; past `until` it is as if it had never been."""

    key = models.CharField(max_length=100, primary_key=True)
    number = models.IntegerField()
    until = models.DateTimeField(db_index=True)
