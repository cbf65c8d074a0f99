"""Codes are said by their names where somebody gave one: dated events in evidence, channels of a cut."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.conftest import home_of_process

from jalon.catalogue.events import event_name, google_updates, platform_events
from jalon.plan.document import read_plan

home_of_process()

from django.utils.html import escape  # noqa: E402
from django.utils.translation import override  # noqa: E402
from tests.web.steered import SOUND, come_in, steered  # noqa: E402

from jalon.web.steering import why  # noqa: E402
from jalon.web.templatetags.words import value_name  # noqa: E402

NAMED = SOUND.replace("channel: [seo, sea, shop]", "channel: {seo: {fr: Recherche, en: Search}, sea: null, shop: null}")


@pytest.mark.parametrize("event", [google_updates()[-1], platform_events()[-1]])
def test_the_event_a_risk_saw_is_said_by_its_name(event, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    made = steered(tmp_path, {"panne": {"evidence": {"event": event.id}}})
    for language in ("fr", "en"):
        shown = come_in(made, "reader", language=language).get("/kri/panne").content.decode()
        assert f"<dd>{escape(event.name.in_language(language))}</dd>" in shown
    assert event_name("nobody-knows") is None


def test_a_channel_is_said_as_the_plan_names_it_and_as_the_data_say_otherwise() -> None:
    place = SimpleNamespace(plan=read_plan(NAMED.encode(), "plan.yaml").plan, language="fr")
    with override("fr"):
        assert value_name("seo", "channel", place) == "Recherche"  # type: ignore[arg-type]  # what the tag reads of it
        assert value_name("sea_brand", "channel", place) == "sea_brand"  # type: ignore[arg-type]
    assert why._names(place, "channel") == {"seo": "Recherche"}  # type: ignore[arg-type]
