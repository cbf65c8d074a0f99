"""Answers as JSON: pages with their links, strong entity tags, and 304 for whoever already has it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from jalon import __version__
from jalon.web.api.asking import Listed
from jalon.web.api.problems import Problem, invalid
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


def as_it_is(request: HttpRequest, document: object, link: str = "", status: int = 200, tag: str = "") -> HttpResponse:
    """What lives beside the scorecard (imports, alerts, check-ins), tagged by its own digest or by its number."""
    text = _text(document)
    tag = tag or f'"{hashlib.sha256(text.encode()).hexdigest()[:40]}"'
    reads = status == 200 and request.method in ("GET", "HEAD")
    return (reads and _held(request, tag)) or _answer(text, tag, link, status)


def made(request: HttpRequest, document: object, status: int = 201) -> HttpResponse:
    """What an act has made or changed."""
    return as_it_is(request, document, "", status)


def card_page(request: HttpRequest, place: Here, rows: Sequence[object], asked: Listed) -> HttpResponse:
    """A page of rows of the scorecard or of its plan."""
    cut = _page(rows, asked)
    return of_card(request, place, lambda: cut, _links(request, asked, cut["next"]))


def page(request: HttpRequest, rows: Sequence[object], asked: Listed) -> HttpResponse:
    """A page of rows that live beside the scorecard."""
    return part(request, _page(rows, asked), asked)


def part(request: HttpRequest, cut: Mapping[str, object], asked: Listed) -> HttpResponse:
    """A page that was cut where its rows are kept."""
    return as_it_is(request, cut, _links(request, asked, cut["next"]))


def _page(rows: Sequence[object], asked: Listed) -> dict[str, object]:
    start = _start(rows, asked.cursor)
    shown = list(rows[start : start + asked.limit])
    end = start + len(shown)
    onward = _cursor(rows, end) if end < len(rows) else None
    return {"items": shown, "total": len(rows), "limit": asked.limit, "next": onward}


def _start(rows: Sequence[object], cursor: str) -> int:
    """Just after the row that a cursor names: rows that came in front of it meanwhile change nothing."""
    if not cursor:
        return 0
    try:
        place, named = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=="))
        near = min(max(int(place), 0), len(rows))
    except (ValueError, TypeError, OverflowError, RecursionError) as fault:
        raise invalid([{"loc": ["query", "cursor"], "type": "cursor"}]) from fault
    order = sorted(range(len(rows)), key=lambda number: abs(number + 1 - near))
    found = next((number for number in order if _identity(rows[number]) == named), None)
    if found is None:
        raise Problem("cursor")
    return found + 1


def _cursor(rows: Sequence[object], end: int) -> str:
    said = json.dumps([end, _identity(rows[end - 1])], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _identity(row: object) -> str:
    """What a row goes by: its own id, else all that it says."""
    inner = row.get("measured", row) if isinstance(row, Mapping) else row
    known = inner if isinstance(inner, Mapping) else {}
    name = next((known[one] for one in ("import_id", "id", "number", "day") if known.get(one)), None)
    return str(name) if name is not None else hashlib.sha256(_text(row).encode()).hexdigest()[:20]


def _links(request: HttpRequest, asked: Listed, onward: object) -> str:
    """RFC 8288: where the first page is, and the next."""
    kept = [(name, value) for name, value in request.GET.items() if name not in ("limit", "cursor")]
    wanted = {"first": [], **({"next": [("cursor", str(onward))]} if onward else {})}
    return ", ".join(
        f'<{request.path}?{urlencode([*kept, ("limit", asked.limit), *more])}>; rel="{name}"'
        for name, more in wanted.items()
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
