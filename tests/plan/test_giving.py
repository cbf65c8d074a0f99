"""A piece of ground given to an area in the document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jalon.plan.document import read_plan
from jalon.plan.document.changing import with_changes
from jalon.plan.document.merging import merge
from jalon.plan.document.writing import content_of
from jalon.plan.forms.choosing import Choices
from jalon.plan.forms.giving import declared, given
from jalon.plan.forms.offering import suggested

SOUND = (Path(__file__).parent / "sound.yaml").read_text("utf-8")


def test_a_channel_that_the_data_show_is_declared_and_claimed_by_one_area() -> None:
    before = content_of(SOUND)
    document = with_changes(SOUND, merge(before, given(before, "K_seo", "channel", "marketplace"), before).changes)
    plan = read_plan(document.encode(), "plan.yaml").plan
    assert plan is not None
    assert "marketplace" in plan.grounds["channel"]
    area = plan.kra("K_seo")
    assert area is not None
    assert any("marketplace" in claim.values for claim in area.territory)


def test_what_an_area_claims_already_or_an_area_that_is_not_there_changes_nothing() -> None:
    once: Any = given(content_of(SOUND), "K_seo", "channel", "marketplace")
    assert given(once, "K_seo", "channel", "marketplace") == once
    assert given(once, "nope", "channel", "other") == once


def test_a_form_offers_what_the_field_knows_and_declares_it_once_claimed() -> None:
    content: Any = content_of(SOUND)
    offered = Choices(content, "fr").grounds()["channel"]
    assert [one.value for one in offered][:3] == ["seo", "sea", "shop"], "what the plan says comes first"
    assert ("sms", "SMS") in [(one.value, one.label) for one in offered]
    content["kras"][0]["territory"].append({"channel": ["sms", "nobody_s_word"]})
    made: Any = declared(content)
    assert "sms" in made["grounds"]["channel"]
    assert "nobody_s_word" not in made["grounds"]["channel"]
    assert declared(made) is made


def test_units_measures_and_tools_are_suggested_by_name() -> None:
    assert "EUR" in [one.value for one in suggested("unit", "fr")]
    assert any(one.value == "leads" and one.label for one in suggested("formula", "fr"))
    assert suggested("email", "fr") == []
