"""The page that describes the API to people: drawn here, from the same contract that programs read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET


@require_GET
@cache_control(max_age=300, private=True)
def page(request: HttpRequest) -> HttpResponse:
    """Every operation with what it takes and gives, every form, every problem; no token is needed to read it."""
    from jalon import wording
    from jalon.web.api import described
    from jalon.web.api.contract import contract
    from jalon.web.api.problems import CODES
    from jalon.web.api.routes import api

    language = str(request.LANGUAGE_CODE)
    document = contract(api, language)
    told = [(code, status, wording.phrase(f"api.problem.{code}", language)) for code, status in CODES.items()]
    beside = {"Idempotency-Key": "api.header.key", "If-Match": "api.header.match"}
    context = {
        "about": wording.phrase("api.about", language),
        "groups": described.groups(document),
        "forms": described.forms(document),
        "problems": told,
        "headers": [(name, wording.phrase(key, language)) for name, key in beside.items()],
    }
    return render(request, "api/page.html", context)
