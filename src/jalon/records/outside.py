"""Who an account is at an identity provider: linked by the subject, which the provider never gives to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Link:
    """One link of an account, as its page lists it."""

    issuer: str
    created: datetime
    last_used: datetime | None


def known(issuer: str, subject: str, now: datetime) -> UUID | None:
    """The account that a subject opens, seen now; None for one nobody linked."""
    from jalon.records import models

    row = models.OutsideIdentity.objects.filter(issuer=issuer, subject=subject).first()
    if row is None:
        return None
    models.OutsideIdentity.objects.filter(id=row.id).update(last_used=now)
    return row.account_id


def link(account: UUID, issuer: str, subject: str, now: datetime) -> bool:
    """Link a subject to an account; False when it is linked, or when the account is somebody else there already."""
    from django.db import IntegrityError, transaction

    from jalon.records import models

    try:
        with transaction.atomic():
            models.Account.objects.select_for_update().get(id=account)
            if models.OutsideIdentity.objects.filter(account_id=account, issuer=issuer).exists():
                return False
            models.OutsideIdentity.objects.create(
                account_id=account, issuer=issuer, subject=subject, created=now, last_used=now
            )
    except IntegrityError:
        return False
    return True


def unlink(account: UUID, issuer: str) -> bool:
    """End an account's link; False when there is none."""
    from jalon.records import models

    return models.OutsideIdentity.objects.filter(account_id=account, issuer=issuer).delete()[0] > 0


def of(account: UUID) -> list[Link]:
    """The links of an account."""
    from jalon.records import models

    rows = models.OutsideIdentity.objects.filter(account_id=account).order_by("created")
    return [Link(row.issuer, row.created, row.last_used) for row in rows]
