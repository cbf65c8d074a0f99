"""Everything this room notices or refuses is said in both languages."""

from __future__ import annotations

import pytest

from jalon.metrics import measure
from jalon.metrics.refused import MixedCurrencies, NoFacts, NotCovered
from jalon.quantities import Refusal
from jalon.quantities.refusals import NeverLoaded, NoDenominator, NoRate, NotAdditive, NotBound, NotComputedYet
from jalon.wording.sentences import refusal, say
from tests.metrics.conftest import CountingEngine, Loader, days, plan_of, wants

DAY = days("2026-01-01").start


def test_a_missing_dimension_is_said_with_what_lacks(engine: CountingEngine, load: Loader) -> None:
    load("csv_crm/table/day/total", [("2026-01-01", 20)], "leads")
    found = measure([wants("leads", business="b2b")], plan_of(), engine, days("2026-10-15").end).findings[0]
    assert "business" in say(found.as_document(), "fr")
    assert say(found.as_document(), "en") == (
        "KPI “x”: no loaded report gives “leads” as asked; missing: business. Tools that can provide it: CRM."
    )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "told",
    [
        NotBound("leads", "business"),
        NeverLoaded("ga4"),
        NotComputedYet("feeds_on_time"),
        NoDenominator(),
        NoRate("USD", "EUR"),
        NotAdditive("distinct"),
        NoFacts("leads", DAY, DAY),
        NotCovered("leads", DAY, DAY),
        MixedCurrencies("sea_cost", "EUR, USD"),
    ],
)
def test_every_refusal_has_its_sentence(told: Refusal, language: str) -> None:
    facts = told.as_document()
    code = facts.pop("code")
    said = refusal({"refused": code, **facts}, language)
    assert said != f"refusal.{code}"
    assert "{" not in said
