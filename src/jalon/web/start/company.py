"""The first workspace of a deployment, made by the person who signs in; in the demo, one for a visitor's own files."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jalon.records import audit, models, workspaces
from jalon.scorecard.starting.places import slug

TIMEZONE, CURRENCY = "Europe/Paris", "EUR"
"""Until the plan says otherwise."""


@login_required
@require_http_methods(["GET", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """Name the company; whoever does directs its workspace. Only while a deployment has none."""
    if workspaces.every():
        raise Http404
    name = str(request.POST.get("name", "")).strip()
    account = _account(request)
    if not name:
        return render(request, "start/company.html", status=400 if request.method == "POST" else 200)
    _open(request, account, name)
    return redirect("start")


@login_required
@require_POST
def own(request: HttpRequest) -> HttpResponse:
    """In the demo, go to a workspace of one's own, or come back from it."""
    if not settings.DEMO:
        raise Http404
    if request.POST.get("back"):
        request.session.pop("workspace", None)
        return redirect("today")
    account, name = _account(request), _("My company")
    there = workspaces.found(slug(name, "company"))
    if there is None:
        _open(request, account, name)
    else:
        workspaces.join(there, account.id, "director")
        request.session["workspace"] = there.slug
    return redirect("start")


def _account(request: HttpRequest) -> models.Account:
    assert isinstance(request.user, models.Account)  # noqa: S101  # a sign-in is required
    return request.user


def _open(request: HttpRequest, account: models.Account, name: str) -> None:
    made = workspaces.create(slug(name, "company"), name, TIMEZONE, CURRENCY)
    workspaces.join(made, account.id, "director")
    request.session["workspace"] = made.slug
    audit.write(account.email, "create", "workspace", datetime.now(UTC), {"name": name}, workspace=made.id)
