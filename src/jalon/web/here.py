"""Where a request stands: who asks, in which workspace, looking at which published scorecard."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render

from jalon import wording
from jalon.facts.engine import Fault, Passing
from jalon.plan.document import plan_in
from jalon.plan.document.writing import Miswritten
from jalon.plan.model import Plan
from jalon.records import access, factors, plans, scorecards, visits, workspaces
from jalon.records.access import Target, Verb
from jalon.records.workspaces import Member, Workspace
from jalon.web.visiting import STRONG, VISIT

NOBODY = UUID(int=0)
"""No account: whoever comes by a link."""
_log = logging.getLogger(__name__)
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Here:
    """Everything a screen needs to know before it shows anything."""

    member: Member
    workspace: Workspace
    plan: Plan | None
    revision: int
    published: scorecards.Published | None
    language: str
    newest: bool = True

    @property
    def card(self) -> Mapping[str, object]:
        """The published scorecard; empty when there is none yet."""
        return self.published.document if self.published else {}

    @property
    def as_of(self) -> date | None:
        """The day known."""
        return self.published.as_of if self.published else None

    def rows(self, kind: str) -> list[dict[str, object]]:
        """Rows of one kind of the scorecard."""
        found = self.card.get(kind)
        return found if isinstance(found, list) else []

    def row(self, kind: str, name: str) -> dict[str, object]:
        """One row by id, or an honest 404."""
        for row in self.rows(kind):
            measured = row.get("measured", row)
            if isinstance(measured, dict) and measured.get("id") == name:
                return row
        raise Http404

    def may(self, verb: Verb, diff: access.TouchesKras | None = None) -> bool:
        """Whether this member may do that here; what was known on an earlier day can only be read."""
        if verb != "see" and not self.newest:
            return False
        own = (
            frozenset(kra.id for kra in self.plan.kras if kra.owner == self.member.person) if self.plan else frozenset()
        )
        return access.may(self.member, verb, Target(self.workspace.id, own), diff).allowed

    def person(self, person_id: object) -> dict[str, str]:
        """Somebody of the plan as a screen names them."""
        found = self.plan.person(str(person_id)) if self.plan and person_id else None
        name = found.name if found else str(person_id or "–")
        initials = "".join(word[0] for word in name.split()[:2]).upper()
        return {
            "id": str(person_id or ""),
            "name": name,
            "initials": initials if len(initials) > 1 else name[:2].upper(),
        }


View = Callable[Concatenate[HttpRequest, Here, P], HttpResponse]


def here(verb: Verb = "see") -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """A view that needs somebody signed in, with a right, in a workspace."""

    def wrap(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect("demo_in" if settings.DEMO else "sign_in")
            member = workspaces.member(request.user.id, request.session.get("workspace"))
            if member is None and request.session.pop("workspace", None):
                member = workspaces.member(request.user.id)
            if member is None and not workspaces.every():
                return redirect("company")
            if member is None:
                return render(request, "entry/no_workspace.html", status=404)
            if member.role in factors.required(member.workspace) and not request.session.get(STRONG):
                return _asks_for_a_factor(request, member)
            place = stand(member, request.LANGUAGE_CODE, _day_asked(request))
            if not place.may(verb):
                return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
            try:
                return view(request, place, *args, **kwargs)
            except Miswritten:
                said = wording.phrase("form.unwritable", place.language)
                return render(request, "entry/fault.html", {"sentence": said}, status=422)
            except Fault as fault:
                return _faulty(request, place, fault)

        answer.__name__, answer.__doc__ = view.__name__, view.__doc__
        return answer

    return wrap


def _asks_for_a_factor(request: HttpRequest, member: Member) -> HttpResponse:
    """Her role comes in with a second factor only: whoever has none is brought to one, who has one shows it."""
    if not factors.of(member.account).some:
        return redirect("account")
    visits.end(member.account, request.session.get(VISIT), datetime.now(UTC))
    request.session.flush()
    return redirect("sign_in")


def _faulty(request: HttpRequest, place: Here, fault: Fault) -> HttpResponse:
    """A fault of the facts, said to the person; what another try may cure says so by its status."""
    _log.warning("%s: %s", request.path, fault)
    said = wording.say({"code": fault.code, "subject": "", "details": fault.details}, place.language)
    status = 503 if isinstance(fault, Passing) else 500
    return render(request, "entry/fault.html", {"sentence": said}, status=status)


def _day_asked(request: HttpRequest) -> date | None:
    """The day chosen on the page, kept for the visit; `?day=newest` comes back to the present."""
    asked = request.GET.get("day")
    if asked == "newest":
        request.session.pop("day", None)
    elif asked:
        request.session["day"] = asked[:10]
    try:
        return date.fromisoformat(str(request.session.get("day", "")))
    except ValueError:
        return None


def stand(member: Member, language: str, day: date | None = None) -> Here:
    """The newest scorecard, or the one of a day, and the plan it was published under."""
    found = next(one for one in workspaces.of_account(member.account) if one.id == member.workspace)
    return _placed(member, found, language, day)


def stand_by_link(workspace: Workspace, person: str, language: str) -> Here:
    """Where a link stands that lets one person act without signing in: she may comment there, and no more."""
    name = next((one.name for one in workspaces.members(workspace) if one.person == person), person)
    member = Member(NOBODY, name, "", language, "contributor", person, workspace.id)
    return _placed(member, workspace, language, None)


def _placed(member: Member, found: Workspace, language: str, day: date | None) -> Here:
    newest = scorecards.latest(found)
    asked = scorecards.latest(found, day) if day else None
    published = asked or newest
    revision = plans.numbered(found, published.plan_revision) if published else plans.latest(found)
    plan = plan_in(revision.document) if revision else None
    number = revision.number if revision else 0
    return Here(member, found, plan, number, published, language, published == newest)
