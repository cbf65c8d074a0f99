"""Second factors of an account: an application's codes, codes on paper, and who must have one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jalon.identity import codes, sealing
from jalon.records.workspaces import ROLES, Workspace


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has beside its password."""

    application: bool
    passkeys: int
    paper: int
    """Codes on paper that are left."""

    @property
    def some(self) -> bool:
        """Whether a second step stands between the password and the door; paper alone is none."""
        return self.application or self.passkeys > 0


def of(account: UUID) -> Factors:
    """The factors of an account."""
    from jalon.records import models

    return Factors(
        models.CodeFactor.objects.filter(account_id=account).exists(),
        models.Passkey.objects.filter(account_id=account).count(),
        models.RecoveryCode.objects.filter(account_id=account, used=None).count(),
    )


def with_some(accounts: Iterable[UUID]) -> set[UUID]:
    """Those of the accounts that have a second factor."""
    from jalon.records import models

    asked = list(accounts)
    held = models.CodeFactor.objects.filter(account_id__in=asked).values_list("account_id", flat=True)
    keys = models.Passkey.objects.filter(account_id__in=asked).values_list("account_id", flat=True)
    return {*held, *keys}


def add_application(account: UUID, secret: str, code: str, now: datetime, key: str) -> bool:
    """Keep an application whose first code is right; it replaces an earlier one. That code serves no second time."""
    from jalon.records import models

    step = codes.step_of(secret, code, now)
    if step is None:
        return False
    kept = {"secret": sealing.sealed(secret, key), "created": now, "last_step": step}
    models.CodeFactor.objects.update_or_create(account_id=account, defaults=kept)
    return True


def spend_code(account: UUID, code: str, now: datetime, key: str) -> bool:
    """Whether an application's code is right and new: one conditional UPDATE, so that it serves once."""
    from jalon.records import models

    row = models.CodeFactor.objects.filter(account_id=account).first()
    secret = sealing.opened(row.secret, key) if row else None
    step = codes.step_of(secret, code, now, row.last_step) if row and secret else None
    if step is None:
        return False
    held = models.CodeFactor.objects.filter(account_id=account, last_step__lt=step)
    return held.update(last_step=step) == 1


def spend_paper(account: UUID, code: str, now: datetime, key: str) -> bool:
    """Whether a code on paper is right and unused; it is used now."""
    from jalon.records import models

    hashed = codes.hashed(code, key, str(account))
    return models.RecoveryCode.objects.filter(account_id=account, code_hash=hashed, used=None).update(used=now) == 1


def write_paper(account: UUID, key: str) -> tuple[str, ...]:
    """Fresh codes, to be shown once; earlier ones stop working."""
    from django.db import transaction

    from jalon.records import models

    made = codes.on_paper()
    with transaction.atomic():
        models.RecoveryCode.objects.filter(account_id=account).delete()
        models.RecoveryCode.objects.bulk_create(
            models.RecoveryCode(account_id=account, code_hash=codes.hashed(one, key, str(account))) for one in made
        )
    return made


def reseal(old: str, new: str) -> tuple[int, int]:
    """Seal every secret under another key: how many, and how many codes on paper stop working, hashed as they are.

    All of it or nothing; done again, what is under the new key already stays.
    """
    from django.db import transaction

    from jalon.records import models

    done = 0
    with transaction.atomic():
        for row in models.CodeFactor.objects.select_for_update():
            secret = sealing.opened(row.secret, old)
            if secret is not None:
                row.secret = sealing.sealed(secret, new)
                row.save(update_fields=["secret"])
                done += 1
        paper, _ = models.RecoveryCode.objects.filter(used=None).delete()
    return done, paper


def remove_application(account: UUID) -> bool:
    """Forget the application; codes on paper go with the last factor."""
    from jalon.records import models

    gone = models.CodeFactor.objects.filter(account_id=account).delete()[0] > 0
    forget_paper_of_none(account)
    return gone


def forget_paper_of_none(account: UUID) -> None:
    """Codes on paper stand for another factor: without any, they go."""
    from jalon.records import models

    if not of(account).some:
        models.RecoveryCode.objects.filter(account_id=account).delete()


def reset(account: UUID) -> bool:
    """Forget every second factor of somebody who lost hers; False when she has none."""
    from django.db import transaction

    from jalon.records import models

    with transaction.atomic():
        gone = models.CodeFactor.objects.filter(account_id=account).delete()[0]
        gone += models.Passkey.objects.filter(account_id=account).delete()[0]
        models.RecoveryCode.objects.filter(account_id=account).delete()
    return gone > 0


def required(workspace: UUID) -> frozenset[str]:
    """The roles that come into a workspace with a second factor only."""
    from jalon.records import models

    return frozenset(models.FactorRule.objects.filter(workspace_id=workspace).values_list("role", flat=True))


def require(workspace: Workspace, roles: Iterable[str]) -> frozenset[str]:
    """Set those roles; gives what was required before. Raises ValueError for a role unknown."""
    from django.db import transaction

    from jalon.records import models

    asked = frozenset(roles)
    if not asked <= set(ROLES):
        raise ValueError(asked)
    with transaction.atomic():
        before = required(workspace.id)
        models.FactorRule.objects.filter(workspace_id=workspace.id).exclude(role__in=asked).delete()
        models.FactorRule.objects.bulk_create(
            [models.FactorRule(workspace_id=workspace.id, role=role) for role in asked - before], ignore_conflicts=True
        )
    return before
