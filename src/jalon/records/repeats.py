"""The same act asked twice under one key is done once: the second asking gets the first answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from jalon.records.workspaces import Member

KEPT = timedelta(hours=24)
AT_IT = timedelta(minutes=10)
"""After that, whoever began and never ended is taken for dead, and the act may be asked again."""
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    body: str


def begin(member: Member, key: str, asked: str, now: datetime) -> Given | Literal["mine", "busy", "another"]:
    """Take a key for one act (`mine`), or its answer; `busy` while it is being done, `another` when it was other.

    `asked` is the digest of what is asked: a key says one thing only.
    """
    from django.db import IntegrityError, transaction

    from jalon.records import models

    mine = models.AnsweredRequest.objects.filter(workspace_id=member.workspace, account=member.account)
    mine.filter(at__lt=now - KEPT).delete()
    mine.filter(key=key, status=None, at__lt=now - AT_IT).delete()
    try:
        with transaction.atomic():
            models.AnsweredRequest.objects.create(
                workspace_id=member.workspace, account=member.account, key=key, asked=asked, at=now
            )
    except IntegrityError:
        row = mine.filter(key=key).first()
        if row is None:
            return "busy"
        if row.asked != asked:
            return "another"
        return "busy" if row.status is None else Given(row.status, row.headers, row.body)
    return "mine"


def end(member: Member, key: str, given: Given) -> None:
    """Keep the answer of the act begun."""
    _mine(member, key).update(status=given.status, headers=dict(given.headers), body=given.body)


def give_up(member: Member, key: str) -> None:
    """The act was not done: its key is free again."""
    _mine(member, key).delete()


def _mine(member: Member, key: str):  # type: ignore[no-untyped-def]  # a query of Django
    from jalon.records import models

    return models.AnsweredRequest.objects.filter(
        workspace_id=member.workspace, account=member.account, key=key, status=None
    )
