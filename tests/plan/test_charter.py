"""A charter has one digest: what a holder signs, and nothing that she does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from jalon.plan.charter import charter_digest
from jalon.plan.document import read_plan

SOUND = (Path(__file__).parent / "sound.yaml").read_text("utf-8")


def _digest(text: str, kra: str = "K_seo") -> str:
    plan = read_plan(text.encode(), "plan.yaml").plan
    assert plan is not None
    found = plan.kra(kra)
    assert found is not None
    return charter_digest(plan, found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("target: 135", "target: 140"),
        ("Être trouvé par les bonnes personnes", "Être trouvé"),
        ("{text: Pas la boutique, held_by: K_shop}", "Ni la boutique ni la caisse"),
        ("{id: ana, name: Ana, deputy: ben}", "{id: ana, name: Ana, deputy: cleo}"),
        ("asset: [blog, guides]}]", "asset: [blog]}]"),
        ("Le SEO répond du clic, le payant du lead", "Le payant répond de tout"),
        ("{use: index_loss, threatens: [sessions_all]}", "{use: index_loss, threatens: [sessions_all], limit: 0.4}"),
        ("what: Page lente", "what: Page cassée"),
    ],
)
def test_a_promise_that_changes_is_another_charter(before: str, after: str) -> None:
    assert before in SOUND
    assert _digest(SOUND) != _digest(SOUND.replace(before, after))


def test_what_changes_elsewhere_unsigns_nothing() -> None:
    moved = SOUND.replace("\nperiod:", "\n\n# a note\n\nperiod:").replace("target: 230", "target: 240")
    assert _digest(SOUND) == _digest(moved)
    assert _digest(SOUND, "K_sea") != _digest(moved, "K_sea")
