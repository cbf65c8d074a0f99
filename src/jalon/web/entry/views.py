"""Sign-in, the first account by a single-use link, the demo's own way in."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.records import accounts, audit, models, visits
from jalon.web.entry import tries
from jalon.web.entry.arriving import first_step, keep_next, refuse
from jalon.web.entry.door import shown as _door
from jalon.web.visiting import VISIT, WAY


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Every way in; the same answer for an unknown address and a wrong password, and a wait that is said."""
    if request.method == "GET":
        keep_next(request)
        return _door(request)
    if not settings.PASSWORDS:
        refuse(request, "", "passwords_off")
        return _door(request, status=403)
    email, password = str(request.POST.get("email", "")).strip().lower()[:254], str(request.POST.get("password", ""))
    if tries.too_many(request, email):
        return _door(request, email=email, wait=tries.WINDOW // 60, status=429)
    tries.count(request, email)
    account = authenticate(request, username=email, password=password[:4096])
    if not isinstance(account, models.Account):
        refuse(request, email, "too_many" if tries.too_many(request, email) else "password")
        return _door(request, email=email, wrong=True, status=401)
    tries.forget(request, email)
    return first_step(request, account, "password", datetime.now(UTC))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave: the visit is over, and so is its session."""
    if request.user.is_authenticated:
        visits.end(request.user.pk, request.session.get(VISIT), datetime.now(UTC))
    by_provider = request.session.get(WAY) == "provider"
    logout(request)
    return redirect(reverse("sign_in") + ("?out=provider" if by_provider else ""))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """The first account, from the link printed on the console: used once, within fifteen minutes."""
    now = datetime.now(UTC)
    if not accounts.none_yet() or not accounts.setup_link_holds(token, now):
        raise Http404
    if request.method == "GET":
        return render(request, "entry/setup.html")
    name, email = str(request.POST.get("name", "")).strip(), str(request.POST.get("email", "")).strip()
    given = {"name": name, "email": email}
    if not name or "@" not in email:
        return render(request, "entry/setup.html", {**given, "missing": True}, status=400)
    password = str(request.POST.get("password", ""))
    try:
        accounts.weigh(password, email, name)
    except ValueError as fault:
        return render(request, "entry/setup.html", {**given, "weak": str(fault).split(",")}, status=400)
    if not accounts.use_setup_link(token, now):
        raise Http404
    person = accounts.create(email, name, password, request.LANGUAGE_CODE)
    _give_every_workspace(person)
    login(request, models.Account.objects.get(id=person.id))
    audit.write(person.email, "setup", "account", now)
    return redirect("today")


def _give_every_workspace(person: accounts.Person) -> None:
    """The first account directs what the command line has already made."""
    from jalon.records import workspaces

    for workspace in workspaces.every():
        workspaces.join(workspace, person.id, "director")


@require_GET
def demo_in(request: HttpRequest) -> HttpResponse:
    """In the demo, and from this machine alone: come in as one of its people, the director unless another is asked."""
    if not settings.DEMO or not _from_here(request):
        raise Http404
    who = {"sofiane": "sofiane", "lecture": "lecture"}.get(request.GET.get("as", ""), "claire")
    account = models.Account.objects.filter(email=f"{who}@kervoal.example").first()
    if account is None:
        raise Http404
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect("/")


def _from_here(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False


@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Whether the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is not there, or not yours: the same page."""
    return render(request, "entry/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault, said plainly."""
    return render(request, "entry/broken.html", status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from elsewhere, or from a page left open too long."""
    return render(request, "entry/stale_form.html", status=403)
