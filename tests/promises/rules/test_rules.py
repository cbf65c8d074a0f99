"""Every rule of the plan, both ways: one fault makes it speak of that fault alone, the sound plan silences it."""

from __future__ import annotations

import csv
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

import pytest
from tests.promises.rules.broken import ROOT, SOUND, Broken
from tests.promises.rules.faults import BROKEN

from jalon.findings import Finding, Severity
from jalon.plan.document import read_plan
from jalon.plan.lint import Rule, lint
from jalon.wording import known, say

PUBLISHED = ROOT.parent / "shared" / "domain" / "lint_rules.csv"


@cache
def judged(text: str) -> tuple[Finding, ...]:
    """Everything the lint says of a document."""
    return lint(read_plan(text.encode(), "plan.yaml")).findings


def line_of(text: str, marker: str, nth: int) -> int:
    """The number of the nth line that reads so: whole if some line is exactly that, else in part."""
    rows = text.splitlines()
    whole = [number for number, row in enumerate(rows, 1) if row == marker]
    part = [number for number, row in enumerate(rows, 1) if marker in row]
    return (whole or part)[nth - 1]


def rules() -> dict[str, Rule]:
    """The rules of the plan, through the door that every rule uses."""
    found = entry_points(group="jalon.rules")["plan"].load()()
    return {rule.code: rule for rule in found}


def test_the_sound_plan_silences_every_rule() -> None:
    assert judged(SOUND) == ()


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.code}-{broken.subject}")
def test_a_fault_is_said_once_where_it_stands(broken: Broken) -> None:
    found = judged(broken.text)
    assert [(f.code, f.subject) for f in found] == [(broken.code, broken.subject)]
    finding = found[0]
    assert finding.place.line == line_of(broken.text, broken.line, broken.nth)
    assert finding.severity is rules()[broken.code].severity
    assert set(broken.others) <= set(finding.others)
    assert {name: finding.details[name] for name in broken.details} == broken.details
    if broken.near is not None:
        assert broken.near in str(finding.details["near"])


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.code}-{broken.subject}")
def test_a_fault_is_said_in_words_without_a_gap(broken: Broken, language: str) -> None:
    sentence = say(judged(broken.text)[0].as_document(), language)
    assert sentence.endswith((".", "?"))
    assert "–" not in sentence
    assert "{" not in sentence
    if broken.near is not None:
        assert broken.near in sentence


@pytest.mark.parametrize("code", sorted(rules()))
def test_every_rule_has_a_faulty_plan_here_and_says_what_it_promises(code: str) -> None:
    assert code in {broken.code for broken in BROKEN}
    module = import_module(f"jalon.plan.lint.rules.{code.lower()}")
    assert (module.__doc__ or "").startswith(f"{code}: ")
    assert known(f"finding.{code}", "fr")
    assert known(f"finding.{code}", "en")


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published table of rules is not beside this checkout")
def test_every_published_rule_of_the_plan_is_kept() -> None:
    with PUBLISHED.open(encoding="utf-8") as rows:
        table = {row["code"]: row for row in csv.DictReader(rows) if row["needs"] != "data"}
    ours = rules()
    assert {code for code in table if not code.startswith("F")} == set(ours)
    for code, rule in ours.items():
        assert (str(rule.severity), rule.needs) == (table[code]["severity"], table[code]["needs"]), code


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.code}-{broken.subject}")
def test_a_draft_only_leaves_gaps_to_complete(broken: Broken) -> None:
    draft = broken.text.replace("version: jalon/1\n", "version: jalon/1\nstatus: draft\n")
    severity = judged(draft)[0].severity
    expected = rules()[broken.code].severity
    tolerated = expected is Severity.ERROR and broken.code[0] != "M"
    assert severity is (Severity.TODO if tolerated else expected)
