"""Whose is it: one name for any channel, page, campaign, budget or KPI of the sample company."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.plan.document import read_plan
from jalon.plan.model import Plan
from jalon.plan.territory.whose import Found, whose

DAY = date(2026, 10, 15)
_READ = read_plan(files("jalon.demo").joinpath("plan.yaml").read_bytes(), "plan.yaml").plan
assert _READ is not None
PLAN: Plan = _READ


def first(asked: str) -> Found:
    found = whose(PLAN, asked, DAY)
    assert found, asked
    return found[0]


@pytest.mark.parametrize(
    ("asked", "owner"),
    [
        ("seo", "sofiane"),
        ("le canal SEO", "sofiane"),
        ("Campagne Meta pour l’engagement", "lea"),
        ("campagne meta, leads", "theo"),
        ("Google Ads", "ines"),
        ("campagne SEARCH B2B marque", "ines"),
        ("budget affiliation", "theo"),
        ("budget Google Ads", "ines"),
        ("clics organiques hors marque", "sofiane"),
        ("Non-brand organic clicks", "sofiane"),
        ("podcasts", "nora"),
        ("e-mail", "hugo"),
        ("landing pages", "margaux"),
        ("réserve d’arbitrage", "claire"),
        ("formulaires", "margaux"),
        ("Érosion du CTR", "nora"),
        ("/pro/devis", "margaux"),
        ("https://www.kervoal.example/pro/amenagement?utm_source=x", "margaux"),
        ("/checkout/panier", "margaux"),
        ("/bureaux/assis-debout", "margaux"),
    ],
)
def test_one_name_answers(asked: str, owner: str) -> None:
    found = first(asked)
    names = {kra.owner for kra in found.holders} or {found.person}
    assert names == {owner}, f"{asked}: {found.kind} {found.id}"


def test_what_two_share_comes_with_the_rule_that_says_who_does_what() -> None:
    found = first("blog")
    assert {kra.owner for kra in found.holders} == {"sofiane", "nora"}
    assert [rule.id for rule in found.rules] == ["article"]


def test_a_page_whose_path_names_a_ground_is_that_ground_and_another_is_one_of_the_landing_pages() -> None:
    assert [one.id for one in whose(PLAN, "/blog/choisir-son-fauteuil", DAY)][:2] == ["blog", "landing_pages"]
    quoted = first("/pro/devis").claim
    assert quoted is not None
    assert dict(quoted.qualifiers) == {"business": ("b2b",)}


def test_people_answer_for_what_is_no_ground() -> None:
    assert first("Black Friday").person == "claire"
    assert first("source semrush").person == "sofiane"
    assert first("A09").person == "maya"


@pytest.mark.parametrize("asked", ["", "   ", "de la", "!?", "zzzz", "les chaussettes de l’archiduchesse"])
def test_what_the_plan_does_not_know_has_no_answer(asked: str) -> None:
    assert whose(PLAN, asked, DAY) == []


@given(st.text(max_size=80))
def test_any_text_is_answered_or_not_and_never_breaks(asked: str) -> None:
    shares = [one.share for one in whose(PLAN, asked, DAY)]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1.0001 for share in shares)
