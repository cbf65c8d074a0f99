"""Errors of the API as problem documents (RFC 9457): a code for programs, a sentence for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from jalon import wording

MEDIA_TYPE = "application/problem+json"
CODES: Mapping[str, int] = {
    "bad_key": 400, "unreadable": 400,
    "no_token": 401, "bad_token": 401,
    "forbidden": 403, "not_yours": 403, "no_factor": 403,
    "not_found": 404, "no_scorecard": 404,
    "method": 405,
    "conflict": 409, "key_busy": 409, "shown_once": 409, "plan_conflict": 409, "import_open": 409,
    "last_director": 409, "incomplete": 409,
    "cursor": 410,
    "stale": 412,
    "too_large": 413,
    "media_type": 415,
    "invalid": 422, "key_reused": 422, "plan_faulty": 422,
    "precondition": 428,
    "too_many": 429,
    "fault": 500, "passing": 503,
}  # fmt: skip
"""Code → status. Each code has its sentence: `api.problem.<code>`."""


class Problem(Exception):
    """Something the API answers no to. `details` are facts beside the sentence, JSON-ready."""

    def __init__(
        self, code: str, details: Mapping[str, object] | None = None, sentence: str = "", wait: int = 0
    ) -> None:
        super().__init__(code)
        self.code, self.status = code, CODES[code]
        self.details, self.sentence, self.wait = details or {}, sentence, wait


class NotFound(Problem):
    """Not there, or another workspace's: nobody can tell which."""

    def __init__(self) -> None:
        super().__init__("not_found")


def problem(fault: Problem, language: str) -> HttpResponse:
    """The answer that says it, in the language asked."""
    document = {
        "type": f"urn:jalon:problem:{fault.code}",
        "title": wording.phrase(f"api.problem.{fault.code}", language),
        "status": fault.status,
        "code": fault.code,
        "detail": fault.sentence or wording.phrase(f"api.problem.{fault.code}", language),
        **fault.details,
    }
    text = json.dumps(document, ensure_ascii=False)
    answer = HttpResponse(text, content_type=MEDIA_TYPE, status=fault.status)
    if fault.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="jalon"'
    if fault.wait:
        answer.headers["Retry-After"] = str(fault.wait)
    return answer


def invalid(errors: Sequence[Mapping[str, object]]) -> Problem:
    """What was asked for cannot be read: where, and what is wrong there, by code."""
    told = [
        {"where": [str(one) for one in _steps(error)], "kind": str(error.get("type", "value_error"))}
        for error in errors
    ]
    return Problem("invalid", {"errors": told})


def _steps(error: Mapping[str, object]) -> Sequence[object]:
    where = error.get("loc")
    return where if isinstance(where, list | tuple) else ()


def said(answer: HttpResponse, request: HttpRequest) -> HttpResponse:
    """What every answer bears: whom it is for, and a problem where the framework said no in plain text."""
    if answer.status_code == 405 and answer.headers.get("Content-Type") != MEDIA_TYPE:
        allowed = answer.headers.get("Allow", "")
        answer = problem(Problem("method"), str(request.LANGUAGE_CODE))
        answer.headers["Allow"] = allowed
    patch_vary_headers(answer, ("Authorization", "Accept-Language"))
    answer.headers.setdefault("Cache-Control", "private, no-cache")
    return answer
