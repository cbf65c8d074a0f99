"""The door of the API: opened late, so that a web process that nobody asks this of starts as lightly as before."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

PREFIX = "/api/v1/"
ROUTES = "jalon.web.api.urls"


@csrf_exempt
def answer(request: HttpRequest, rest: str) -> HttpResponse:
    """Pass a request on to its route. No cookie is read here: a token speaks, or nobody does."""
    from jalon.web.api.problems import NotFound, problem, said
    from jalon.web.api.repeats import once

    try:
        found = resolve(request.path_info, ROUTES)
    except (Resolver404, Http404):
        return said(problem(NotFound(), request.LANGUAGE_CODE), request)
    return said(once(request, lambda: found.func(request, *found.args, **found.kwargs)), request)
