"""The page of the search, and the part of it that the dialog reads while one types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.search.things import found
from jalon.web.steering.territories import Answer, answers

FEW = 4
"""Of one kind in the dialog."""


@require_GET
@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """What a few words mean here, and who answers for it."""
    asked = " ".join(request.GET.get("q", "").split())[:200]
    part = "part" in request.GET
    kinds = found(place, asked, FEW) if part else found(place, asked)
    told = {
        "asked": asked, "kinds": kinds, "answer": _answer(place, asked),
        "count": sum(one.count for one in kinds),
    }  # fmt: skip
    if part:
        return render(request, "search/part.html", {"here": place, **told})
    return render(request, "search/page.html", framed(place, "search", [(_("Search"), "")], **told))


def _answer(place: Here, asked: str) -> Answer | None:
    """Who answers for it, where it is a piece of territory: of what has a page of its own, the page says it."""
    best = answers(place, asked)[:1]
    return next((one for one in best if not one.link), None)
