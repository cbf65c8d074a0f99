"""« Envoyer au CODIR »: to whom, what each will read, then one click; what left is listed under the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jalon import wording
from jalon.alerts.channel import EMAIL
from jalon.assembly import House
from jalon.records import alerts, audit, jobs
from jalon.records.alerts import Alert
from jalon.routines import posting, reporting
from jalon.routines.posting import REPORT, Recipient
from jalon.web.frame import framed
from jalon.web.here import Here, here

LATEST = 12


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail as the list shows it."""

    name: str
    when: datetime
    state: str
    state_word: str
    link: str


@require_http_methods(["GET", "POST"])
@here("publish")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """Who gets it, and the mail as it would leave; sent only as it was shown."""
    if place.published is None or not place.newest:
        return redirect("codir")
    post, now = House(settings.HOME).post(), datetime.now(UTC)
    everybody = posting.recipients(place.workspace)
    asked = (
        set(request.POST.getlist("to")) if request.method == "POST" else {one.person for one in everybody if one.usual}
    )
    chosen = [one for one in everybody if one.person in asked and (one.address or not _needs_address(post))]
    try:
        made = reporting.codir_page(place.workspace, post.address, place.language)
    except reporting.Incomplete:
        return redirect("codir")
    if made is None:
        return redirect("codir")
    shown = f"{place.published.as_of}/{place.published.edition}/{place.published.plan_revision}"
    if request.POST.get("do") == "send" and chosen and EMAIL in post.channels and request.POST.get("shown") == shown:
        return _sent(place, request, chosen, post.address, now)
    context = framed(
        place,
        "codir",
        [(wording.phrase("codir.crumb", place.language), "/codir"), (_("Send"), "")],
        everybody=everybody,
        chosen={one.person for one in chosen},
        languages=sorted({one.language for one in chosen}),
        letter=posting.previewed(made),
        told=posting.told(made, made.link),
        shown=shown,
        needs_address=_needs_address(post),
        no_mail=EMAIL not in post.channels,
        asked=request.method == "POST",
        looked=request.POST.get("do") in ("look", "send"),
    )
    return render(request, "reports/sending.html", context, status=409 if request.POST.get("do") == "send" else 200)


def _needs_address(post: object) -> bool:
    channel = getattr(post, "channels", {}).get(EMAIL)
    return bool(channel is None or channel.needs_address)


def _sent(place: Here, request: HttpRequest, chosen: list[Recipient], address: str, now: datetime) -> HttpResponse:
    people = [one.person for one in chosen]
    count = posting.send_now(place.workspace, people, address, place.member.name, now)
    said = {"to": people, "new": count}
    audit.write(place.member.email, "send_report", f"codir:{place.as_of}", now, said, workspace=place.workspace.id)
    jobs.plan(place.workspace, "tell", {}, now)
    if count:
        told = ngettext("%(n)s mail leaves now.", "%(n)s mails leave now.", count) % {"n": count}
        messages.success(request, told)
    if count < len(people):
        messages.info(request, _("Who had this very page already is not sent it twice."))
    return redirect("codir")


def lately_sent(place: Here) -> list[Sent]:
    """The newest mails of the page, whoever or whatever sent them."""
    found = [one for one in alerts.every(place.workspace) if one.intent.rule == REPORT]
    return [_shown(one, place) for one in found[:LATEST]]


def _shown(alert: Alert, place: Here) -> Sent:
    last = alert.steps[-1].at if alert.steps else alert.noted
    number = alert.intent.subject.partition(":")[2]
    name = place.person(alert.intent.person)["name"]
    word = wording.phrase(f"alert.state.{alert.state}", place.language)
    return Sent(name, last, alert.state, word, f"/shared/{number}" if number != "0" else "")
