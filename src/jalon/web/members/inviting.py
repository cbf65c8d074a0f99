"""The letter of an invitation: the same one whether a page or a program invites."""

from __future__ import annotations

from django.urls import reverse

from jalon import wording
from jalon.alerts.door_letters import Addressee, invitation_letter
from jalon.records.invitations import Invitation
from jalon.web import letters
from jalon.web.here import Here


def sent(place: Here, token: str, invitation: Invitation) -> str | None:
    """Send it in the language of whoever is invited: empty once it left, else why not; None where no mail leaves."""
    if not letters.mailed():
        return None
    values = {
        "company": place.workspace.name,
        "by": place.member.name,
        "role": wording.phrase(f"role.{invitation.role}", invitation.language),
        "until": wording.day(invitation.expires.date(), invitation.language, "long"),
    }
    to = Addressee(invitation.email, invitation.email, invitation.language)
    link = letters.address(reverse("invitation", args=[token]))
    return letters.send(invitation_letter(letters.new_key(), to, link, values))
