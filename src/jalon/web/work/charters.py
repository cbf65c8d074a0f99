"""Charters: which version is in force, whether its holder signed it, and her signing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.plan.charter import charter_digest
from jalon.records import charters
from jalon.routines import answering
from jalon.web.here import Here, here


@dataclass(frozen=True, slots=True)
class Charter:
    """The version of a charter that is shown, and whether its holder signed it."""

    digest: str
    signed: charters.Signed | None
    mine: bool


def charters_of(place: Here) -> dict[str, Charter]:
    """The charter of every active area, by area."""
    plan = place.plan
    if plan is None:
        return {}
    signed, digests = charters.signed(place.workspace), _digests(place)
    found = {}
    for kra in plan.kras:
        if kra.status == "active" and kra.owner:
            digest = digests[kra.id]
            mine = kra.owner == place.member.person and place.may("acknowledge")
            found[kra.id] = Charter(digest, signed.get((kra.id, digest, kra.owner)), mine)
    return found


def _digests(place: Here) -> dict[str, str]:
    """The digest of every charter of the revision shown: revisions never change, each is read once."""
    key = f"charters:{place.workspace.id}:{place.revision}"
    kept: dict[str, str] | None = cache.get(key)
    if kept is None:
        kept = {kra.id: charter_digest(place.plan, kra) for kra in place.plan.kras} if place.plan else {}
        cache.set(key, kept, 3600)
    return kept


@require_POST
@here("acknowledge")
def sign(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """Sign the charter of one's own area, as it was read: a version that changed meanwhile is read again first."""
    charter = charters_of(place).get(name)
    if charter is None or not charter.mine:
        raise Http404
    if request.POST.get("digest") != charter.digest:
        messages.warning(request, _("The charter has changed since you opened it: read it again, then sign."))
        return redirect("kra", name=name)
    answering.sign(place.workspace, name, charter.digest, place.revision, place.member, datetime.now(UTC))
    messages.info(request, _("You have signed this charter."))
    return redirect("kra", name=name)
