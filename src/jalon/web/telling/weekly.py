"""The Monday mail as it would leave, on the screen."""

from __future__ import annotations

from datetime import time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jalon import wording
from jalon.alerts.digest import in_words
from jalon.alerts.letters import reader_of
from jalon.alerts.occasions import WEEKDAYS
from jalon.records import mail_choices
from jalon.records.mail_choices import MailChoice
from jalon.routines import telling
from jalon.routines.knowing import readers
from jalon.web.frame import framed
from jalon.web.here import Here, here

HOURS = tuple(f"{hour:02d}:{minute:02d}" for hour in range(6, 21) for minute in (0, 30))
"""When a mail may leave: while somebody may be at work."""


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
    reader = reader_of(plan, person.id, readers(place.workspace))
    content = telling.weekly_content(place.workspace, published, plan, person.id)
    told = in_words(content, published.document, plan, place.language)
    letter = telling.weekly_letter(place.workspace, published, plan, reader, "", "")
    own = mail_choices.every(place.workspace).get(person.id, telling.usual_mail(plan))
    others = plan.people if place.member.role in ("director", "administrator") else (person,)
    return render(request, "telling/digest.html", framed(
        place, "digest", [(wording.phrase("digest.room", place.language), "")],
        told=told, person=place.person(person.id), text=letter.text, people=[one for one in others if one.actor],
        chosen=person.id, company=plan.company.name.in_language(place.language),
        choice=own, at=f"{own.at:%H:%M}", hours=HOURS, weekdays=WEEKDAYS, hers=asked == mine and place.may("comment"),
        language_of=reader.language,
    ))  # fmt: skip


@require_POST
@here("comment")
def choose(request: HttpRequest, place: Here) -> HttpResponse:
    """On which day and at which hour one's own mail leaves, or that it does not."""
    weekday, at = str(request.POST.get("weekday", "")), str(request.POST.get("at", ""))
    if not place.member.person or weekday not in WEEKDAYS or at not in HOURS:
        raise Http404
    choice = MailChoice(weekday, time.fromisoformat(at), bool(request.POST.get("paused")))
    mail_choices.choose(place.workspace, place.member.person, choice)
    messages.success(request, _("Written down."))
    return redirect("digest")
