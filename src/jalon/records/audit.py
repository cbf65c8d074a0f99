"""The audit trail: append-only, each entry chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64


MOST_TRIES = 50


def write(actor: str, verb: str, subject: str, now: datetime, details: Mapping[str, object] | None = None) -> None:
    """Add an entry to the chain; whoever is overtaken by another writer takes the next number."""
    from django.db import IntegrityError

    for attempt in range(1, MOST_TRIES + 1):
        try:
            _append(actor, verb, subject, now, dict(details or {}))
        except IntegrityError:
            if attempt == MOST_TRIES:
                raise
        else:
            return


def _append(actor: str, verb: str, subject: str, now: datetime, said: dict[str, object]) -> None:
    from django.db import transaction

    from jalon.records import models

    with transaction.atomic():
        last = models.AuditEntry.objects.order_by("-number").first()
        number, previous = (last.number + 1, last.digest) if last else (1, GENESIS)
        models.AuditEntry.objects.create(
            number=number,
            at=now,
            actor=actor,
            verb=verb,
            subject=subject,
            details=said,
            previous=previous,
            digest=_digest(number, now, actor, verb, subject, said, previous),
        )


def verify() -> int | None:
    """The number of the first broken entry, or None when the chain is whole."""
    from jalon.records import models

    expected, previous = 1, GENESIS
    for row in models.AuditEntry.objects.order_by("number").iterator():
        digest = _digest(row.number, row.at, row.actor, row.verb, row.subject, row.details, previous)
        if row.number != expected or row.previous != previous or row.digest != digest:
            return expected
        expected, previous = expected + 1, row.digest
    return None


def count() -> int:
    """How many entries there are."""
    from jalon.records import models

    return models.AuditEntry.objects.count()


def _digest(
    number: int, at: datetime, actor: str, verb: str, subject: str, details: Mapping[str, object], previous: str
) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps([number, moment, actor, verb, subject, details, previous], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
