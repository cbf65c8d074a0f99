"""The Monday mail as it would leave, on the screen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jalon import wording
from jalon.alerts.digest import in_words
from jalon.alerts.letters import reader_of
from jalon.routines import telling
from jalon.web.frame import framed
from jalon.web.here import Here, here


@require_GET
@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """One's own mail; the director may look at anybody's, in the language it is read in."""
    plan, published = place.plan, place.published
    if plan is None or published is None:
        return render(request, "day/empty.html", framed(place, "digest"))
    mine = place.member.person
    asked = str(request.GET.get("person") or mine or "")
    person = plan.person(asked)
    if asked != mine and place.member.role not in ("director", "administrator"):
        raise Http404
    if person is None:
        raise Http404
    reader = reader_of(plan, person.id, telling.readers(place.workspace))
    content = telling.weekly_content(place.workspace, published, plan, person.id)
    told = in_words(content, published.document, plan, place.language)
    letter = telling.weekly_letter(place.workspace, published, plan, reader, "", "")
    others = plan.people if place.member.role in ("director", "administrator") else (person,)
    return render(request, "telling/digest.html", framed(
        place, "digest", [(wording.phrase("digest.room", place.language), "")],
        told=told, person=place.person(person.id), text=letter.text, people=[one for one in others if one.actor],
        chosen=person.id, company=plan.company.name.in_language(place.language),
    ))  # fmt: skip
