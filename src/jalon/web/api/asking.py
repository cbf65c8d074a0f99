"""Who asks, by which token, and where that stands: no cookie opens the API."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Schema
from ninja.security import HttpBearer

from jalon.records import factors, tokens
from jalon.records.access import Verb
from jalon.records.workspaces import Member
from jalon.web.api.problems import Problem
from jalon.web.entry import tries
from jalon.web.here import Here, stand

A_PAGE, LONGEST_PAGE = 100, 500
MOST = 2_000_000_000
Number = Annotated[int, Field(ge=1, le=MOST)]
Name = Annotated[str, Field(max_length=200)]


class Asked(Schema):
    """What every reading may ask."""

    day: date | None = None


class Listed(Asked):
    """What every list may ask."""

    limit: int = Field(A_PAGE, ge=1, le=LONGEST_PAGE)
    cursor: str = Field("", max_length=400)


class Searched(Listed):
    """What is looked for."""

    q: str = ""


class Token(HttpBearer):
    """`Authorization: Bearer jalon_…`; a token that opens nothing is counted as a wrong password is."""

    def authenticate(self, request: HttpRequest, token: str) -> Member:
        """The member it stands for."""
        tried = f"token:{token[:100]}"
        if tries.too_many(request, tried):
            raise Problem("too_many", wait=tries.WINDOW)
        member = tokens.authenticate(token, datetime.now(UTC))
        if member is None:
            tries.count(request, tried)
            raise Problem("bad_token")
        if member.role in factors.required(member.workspace) and not factors.of(member.account).some:
            raise Problem("no_factor")
        return member


def member_of(request: HttpRequest) -> Member:
    """Who asks."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Member):
        raise Problem("no_token")
    return found


def place_of(request: HttpRequest, day: date | None = None, verb: Verb = "see") -> Here:
    """Where the request stands: the token's one workspace, the newest scorecard or the one of the day asked."""
    place = stand(member_of(request), str(request.LANGUAGE_CODE), day)
    if not place.may(verb):
        raise Problem("forbidden")
    if day is not None and place.as_of != day:
        raise Problem("no_scorecard")
    return place
