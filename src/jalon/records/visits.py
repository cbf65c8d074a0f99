"""Where somebody is signed in: one visit a sign-in, with an end for those that idle, last too long or are ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

IDLE, LONGEST = timedelta(hours=8), timedelta(days=7)
"""Without a page asked; in all."""
SEEN_AGAIN = timedelta(minutes=5)
"""How old the last sight is before it is written anew."""
REMEMBERED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as its page lists it."""

    id: UUID
    begun: datetime
    seen: datetime
    way: str
    place: str
    browser: str


def begin(account: UUID, way: str, place: str, browser: str, now: datetime) -> UUID:
    """A new visit; what ended long ago is forgotten."""
    from jalon.records import models

    models.Visit.objects.filter(account_id=account, seen__lt=now - REMEMBERED).delete()
    row = models.Visit.objects.create(
        account_id=account, begun=now, seen=now, way=way[:16], place=place[:64], browser=browser[:80]
    )
    return row.id


def goes_on(visit: object, account: UUID, now: datetime) -> bool:
    """Whether a visit may go on; being seen keeps it from idling, nothing makes it longer than the longest."""
    from jalon.records import models

    row = models.Visit.objects.filter(id=_id(visit), account_id=account, ended=None).first()
    if row is None or now - row.seen > IDLE or now - row.begun > LONGEST:
        return False
    if now - row.seen > SEEN_AGAIN:
        models.Visit.objects.filter(id=row.id).update(seen=now)
    return True


def open_now(account: UUID, now: datetime) -> list[Visit]:
    """Where somebody is signed in, the latest seen first."""
    from jalon.records import models

    held = models.Visit.objects.filter(account_id=account, ended=None, seen__gte=now - IDLE, begun__gte=now - LONGEST)
    return [Visit(row.id, row.begun, row.seen, row.way, row.place, row.browser) for row in held.order_by("-seen")]


def end(account: UUID, visit: object, now: datetime) -> bool:
    """End one of somebody's visits; False when there is none to end."""
    from jalon.records import models

    return models.Visit.objects.filter(id=_id(visit), account_id=account, ended=None).update(ended=now) == 1


def end_all(account: UUID, now: datetime, but: object = None) -> int:
    """End every visit of somebody, except perhaps the one she is in."""
    from jalon.records import models

    held = models.Visit.objects.filter(account_id=account, ended=None)
    return held.exclude(id=_id(but)).update(ended=now)


def forget_sessions(now: datetime) -> int:
    """Remove the sessions that are past their end, and say how many; the visits stay, as what happened."""
    from django.contrib.sessions.models import Session

    return Session.objects.filter(expire_date__lte=now).delete()[0]


def _id(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        return UUID(int=0)
