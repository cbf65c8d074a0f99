"""Views that belong to an account rather than to a workspace, and what must be proven again before it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.records import factors, models, workspaces
from jalon.web.entry import tries
from jalon.web.entry.arriving import of_this_site, prove, proven, refuse
from jalon.web.entry.second import shown
from jalon.web.frame import framed
from jalon.web.here import stand
from jalon.web.visiting import STRONG

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, models.Account, P], HttpResponse]
ONWARD = "onward"
"""Where a session keeps what one was about to do when a proof was asked."""


def owned(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view of whoever is signed in, whatever her workspace; nobody else comes further than the door."""

    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, models.Account):
            return redirect("sign_in")
        return view(request, request.user, *args, **kwargs)

    answer.__name__, answer.__doc__ = view.__name__, view.__doc__
    return answer


def freshly(view: View[P]) -> View[P]:
    """The same, a short while after a proof: a session left open is no reason to hang a new key on an account."""

    def answer(request: HttpRequest, account: models.Account, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if proven(request, datetime.now(UTC)) or not provable(account):
            return view(request, account, *args, **kwargs)
        request.session[ONWARD] = request.path if request.method == "GET" else reverse("account")
        return redirect("account_confirm")

    answer.__name__, answer.__doc__ = view.__name__, view.__doc__
    return answer


def provable(account: models.Account) -> bool:
    """Whether there is anything to ask for: an account that only a provider opens has neither password nor factor."""
    return account.has_usable_password() or factors.of(account.pk).some


def proves(request: HttpRequest, account: models.Account, given: str, now: datetime) -> str:
    """Empty when the password or a second factor was given; else the sentence that says why not. Tries are counted."""
    counted = str(account.pk)
    if tries.too_many(request, counted, "code"):
        refuse(request, account.email, "too_many_proofs")
        return _("Too many tries. Wait five minutes.")
    tries.count(request, counted, "code")
    if not (account.check_password(given[:4096]) or shown(account, given, now)):
        refuse(request, account.email, "proof")
        return _("Neither your password nor a code of yours.")
    tries.forget(request, counted, "code")
    prove(request, now)
    return ""


@owned
def confirm(request: HttpRequest, account: models.Account) -> HttpResponse:
    """Show again who one is, then go on."""
    wrong = ""
    if request.method == "POST":
        wrong = proves(request, account, str(request.POST.get("proof", "")), datetime.now(UTC))
        if not wrong:
            onward = str(request.session.pop(ONWARD, ""))
            return redirect(of_this_site(request, onward) or "account")
    return shown_to(request, account, "account/confirm.html", status=401 if wrong else 200, wrong=wrong)


def shown_to(
    request: HttpRequest, account: models.Account, template: str, status: int = 200, **more: object
) -> HttpResponse:
    """A page of an account: in the frame of the workspace where there is one to come into, else alone."""
    member = workspaces.member(account.pk, request.session.get("workspace")) or workspaces.member(account.pk)
    blocked = member is not None and member.role in factors.required(member.workspace)
    context: dict[str, object] = {"account": account, "layout": "entry/solo.html", **more}
    if member is not None and not (blocked and not request.session.get(STRONG)):
        crumbs = [(_("My account"), reverse("account") if template != "account/page.html" else "")]
        title = more.get("title")
        crumbs += [(str(title), "")] if title else []
        context = {**framed(stand(member, request.LANGUAGE_CODE), "account", crumbs), **context}
        context["layout"] = "frame/page.html"
    elif member is not None:
        context["must"] = True
    return render(request, template, context, status=status)
