"""Counts that every process shares: tries at the door, refusals written down. Each is forgotten after a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta


def numbers(keys: Iterable[str], now: datetime) -> dict[str, int]:
    """How often each key was counted and is still remembered; a key that is not is left out."""
    from jalon.records import models

    rows = models.Tally.objects.filter(key__in=list(keys), until__gt=now)
    return {row.key: row.number for row in rows}


def count(key: str, lasts: timedelta, now: datetime) -> None:
    """One more. Two at once are two, whichever process each comes by."""
    from django.db import IntegrityError, transaction
    from django.db.models import F

    from jalon.records import models

    rows = models.Tally.objects.filter(key=key)
    for _ in range(2):
        if rows.filter(until__gt=now).update(number=F("number") + 1):
            return
        if rows.filter(until__lte=now).update(number=1, until=now + lasts):
            return
        try:
            with transaction.atomic():
                models.Tally.objects.create(key=key, number=1, until=now + lasts)
        except IntegrityError:  # somebody else's first: ours is one more
            continue
        return


def uncount(keys: Iterable[str], now: datetime) -> None:
    """One less, where something is counted."""
    from django.db.models import F

    from jalon.records import models

    models.Tally.objects.filter(key__in=list(keys), until__gt=now, number__gt=0).update(number=F("number") - 1)


def forget(key: str) -> None:
    """As if it had never been counted."""
    from jalon.records import models

    models.Tally.objects.filter(key=key).delete()


def forget_old(now: datetime) -> int:
    """Remove what is past its time, and say how many."""
    from jalon.records import models

    return models.Tally.objects.filter(until__lte=now).delete()[0]
