"""Passkeys of an account: several, each with a name; a count that goes back says that one was copied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jalon.records.factors import forget_paper_of_none


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey as its page lists it."""

    id: UUID
    name: str
    created: datetime
    last_used: datetime | None


def of(account: UUID) -> list[Key]:
    """The passkeys of an account, the oldest first."""
    from jalon.records import models

    rows = models.Passkey.objects.filter(account_id=account).order_by("created")
    return [Key(row.id, row.name, row.created, row.last_used) for row in rows]


def publics(account: UUID) -> list[bytes]:
    """Their public halves."""
    from jalon.records import models

    return [bytes(row) for row in models.Passkey.objects.filter(account_id=account).values_list("public", flat=True)]


def add(account: UUID, credential: str, public: bytes, count: int, name: str, now: datetime) -> bool:
    """Keep a new one; False when somebody has it already."""
    from django.db import IntegrityError, transaction

    from jalon.records import models

    try:
        with transaction.atomic():
            models.Passkey.objects.create(
                account_id=account, credential=credential, public=public, count=count, name=name[:60], created=now
            )
    except IntegrityError:
        return False
    return True


def found(credential: str) -> tuple[UUID, bytes] | None:
    """Whose a passkey is, and its public half."""
    from jalon.records import models

    row = models.Passkey.objects.filter(credential=credential).first()
    return (row.account_id, bytes(row.public)) if row else None


def use(credential: str, count: int, now: datetime) -> bool:
    """Write a use down; False when its count does not go on, so that it was copied. Keys that never count say zero."""
    from django.db.models import Q

    from jalon.records import models

    goes_on = Q(count__lt=count) if count else Q(count=0)
    held = models.Passkey.objects.filter(goes_on, credential=credential)
    return held.update(count=count, last_used=now) == 1


def rename(account: UUID, key: UUID, name: str) -> bool:
    """Another name; False when there is no such key of this account."""
    from jalon.records import models

    return models.Passkey.objects.filter(account_id=account, id=key).update(name=name[:60]) == 1


def remove(account: UUID, key: UUID) -> bool:
    """Forget one; codes on paper go with the last factor."""
    from jalon.records import models

    gone = models.Passkey.objects.filter(account_id=account, id=key).delete()[0] > 0
    forget_paper_of_none(account)
    return gone
