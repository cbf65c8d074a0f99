"""Answers as JSON: pages with their links, strong entity tags, and 304 for whoever already has it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from jalon import __version__
from jalon.web.api.asking import Listed
from jalon.web.here import Here


def card_tag(place: Here) -> str:
    """The identity of the published scorecard: it is never rewritten, so nothing need be computed to compare it."""
    published = place.published
    known = f"{published.as_of}.{published.edition}.{published.plan_revision}" if published else f"0.{place.revision}"
    return f'"{place.workspace.id}.{known}.{__version__}.{place.language}"'


def of_card(request: HttpRequest, place: Here, made: Callable[[], object], link: str = "") -> HttpResponse:
    """What the published scorecard and its plan revision say, under the scorecard's own tag."""
    tag = card_tag(place)
    return _held(request, tag) or _answer(_text(made()), tag, link)


def as_it_is(request: HttpRequest, document: object, link: str = "", status: int = 200) -> HttpResponse:
    """What lives beside the scorecard (imports, alerts, check-ins), tagged by its own digest."""
    text = _text(document)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:40]}"'
    return (status == 200 and _held(request, tag)) or _answer(text, tag, link, status)


def card_page(request: HttpRequest, place: Here, rows: Sequence[object], asked: Listed) -> HttpResponse:
    """A page of rows of the scorecard or of its plan."""
    return of_card(request, place, lambda: _page(rows, asked), _links(request, asked, len(rows)))


def page(request: HttpRequest, rows: Sequence[object], asked: Listed) -> HttpResponse:
    """A page of rows that live beside the scorecard."""
    return as_it_is(request, _page(rows, asked), _links(request, asked, len(rows)))


def _page(rows: Sequence[object], asked: Listed) -> dict[str, object]:
    shown = list(rows[asked.offset : asked.offset + asked.limit])
    return {"items": shown, "total": len(rows), "limit": asked.limit, "offset": asked.offset}


def _links(request: HttpRequest, asked: Listed, total: int) -> str:
    """RFC 8288: where the other pages are."""
    last = max(total - 1, 0) // asked.limit * asked.limit
    wanted = {"first": 0, "last": last}
    if asked.offset > 0:
        wanted["prev"] = max(asked.offset - asked.limit, 0)
    if asked.offset + asked.limit < total:
        wanted["next"] = asked.offset + asked.limit
    kept = [(name, value) for name, value in request.GET.items() if name not in ("limit", "offset")]
    return ", ".join(
        f'<{request.path}?{urlencode([*kept, ("limit", asked.limit), ("offset", offset)])}>; rel="{name}"'
        for name, offset in wanted.items()
    )


def _held(request: HttpRequest, tag: str) -> HttpResponse | None:
    """304 where the reader holds this very answer."""
    given = parse_etags(request.headers.get("If-None-Match", ""))
    if tag not in given and "*" not in given:
        return None
    answer = HttpResponse(status=304)
    answer.headers["ETag"] = tag
    return answer


def _answer(text: str, tag: str, link: str, status: int = 200) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/json", status=status)
    answer.headers["ETag"] = tag
    if link:
        answer.headers["Link"] = link
    return answer


def _text(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, default=_plain, separators=(",", ":"))


def _plain(value: object) -> object:
    """Decimals as text, days in ISO: as the scorecard's own form."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)
