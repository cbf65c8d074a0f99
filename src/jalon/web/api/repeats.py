"""`Idempotency-Key`: an act asked again by a program that heard no answer is not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from jalon.records import repeats, tokens
from jalon.records.repeats import Given
from jalon.records.workspaces import Member
from jalon.web.api.problems import Problem, problem

KEPT = ("Content-Type", "ETag", "Location")
WHOLE = ("application/json", "application/merge-patch+json", "application/yaml")
"""Bodies that are read whole, and so are part of what the key stands for; a file has an identity of its own."""


def once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or the one that was given before under the same key."""
    key, member = request.headers.get("Idempotency-Key", ""), _who(request)
    if request.method in ("GET", "HEAD", "OPTIONS") or not key or member is None:
        return answer()
    if len(key) > repeats.LONGEST_KEY:
        return _no(request, "bad_key")
    begun = repeats.begin(member, key, _asked(request, member), datetime.now(UTC))
    if isinstance(begun, Given):
        return _again(request, begun)
    if begun != "mine":
        return _no(request, "key_busy" if begun == "busy" else "key_reused")
    try:
        given = answer()
    except BaseException:
        repeats.give_up(member, key)
        raise
    if given.status_code >= 400:
        # Nothing was done: it may be asked again once what stood against it is gone.
        repeats.give_up(member, key)
        return given
    # What is shown once is not kept: only that it was done.
    body = "" if given.headers.get("Cache-Control") == "no-store" else given.content.decode()
    headers = {name: given.headers[name] for name in KEPT if name in given.headers}
    repeats.end(member, key, Given(given.status_code, headers, body))
    return given


def _again(request: HttpRequest, kept: Given) -> HttpResponse:
    if not kept.body and kept.status != 204:
        return _no(request, "shown_once")
    answer = HttpResponse(kept.body, status=kept.status)
    for name, value in kept.headers.items():
        answer.headers[name] = value
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def _who(request: HttpRequest) -> Member | None:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    return tokens.authenticate(text.strip(), datetime.now(UTC)) if kind.lower() == "bearer" else None


def _asked(request: HttpRequest, member: Member) -> str:
    """What is asked and within which scope: a narrower token gets no answer of a wider one."""
    scope = " ".join(sorted(member.within or ()))
    said = [str(request.method), request.get_full_path(), request.headers.get("If-Match", ""), scope]
    body = request.body if request.content_type in WHOLE else request.headers.get("Content-Length", "").encode()
    return hashlib.sha256("\n".join(said).encode() + b"\n" + body).hexdigest()


def _no(request: HttpRequest, code: str) -> HttpResponse:
    return problem(Problem(code), str(request.LANGUAGE_CODE))
