"""The look-up pages say what the code says, in both languages."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
from dataclasses import is_dataclass
from pathlib import Path
from types import ModuleType

import pytest

from jalon import wording
from jalon.cli.entry import COMMANDS
from jalon.plan.lint.linting import shipped_rules
from jalon.quantities import Period, Refusal, Text

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("django", "duckdb", "deltalake", "sqlglot", "numpy", "scipy", "ruamel", "python_calamine", "granian", "rich")


def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_look_up", ROOT / "scripts" / "write_look_up.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_the_look_up_pages_are_what_the_code_says(language: str) -> None:
    pages = writer().written(language) | writer().schema()
    for path, content in pages.items():
        assert path.read_text("utf-8") == content, f"{path.name}: run `make look-up`"


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_command_rule_setting_and_refusal_has_its_place(language: str) -> None:
    writer()
    folder = ROOT / "docs" / language / "look-up"
    commands, findings, settings = (
        (folder / f"{name}.md").read_text("utf-8") for name in ("commands", "findings", "settings")
    )
    assert [name for name in COMMANDS if f"## `jalon {name}`" not in commands] == []
    assert [rule.code for rule in shipped_rules() if f"| `{rule.code}` |" not in findings] == []
    pages = sys.modules["look_up.findings"], sys.modules["look_up.commands"]
    assert [name for name in pages[0].refusal_names() if f"| `{name}` |" not in findings] == []
    assert [name for name in pages[1].variables() if f"`{name}`" not in settings] == []


RAISING = {"Finding", "noticed", "graded", "Refused", "Passing", "Lasting", "Unusable", "Reason"}


def raised_in(path: Path) -> set[str]:
    """The codes that a module writes where something is noticed, refused or given as a reason."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    found = set()
    for call in calls:
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        first = call.args[0] if call.args else None
        if name in RAISING and isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.add(first.value)
    return found


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_whatever_the_code_notices_has_its_line(language: str) -> None:
    page = (ROOT / "docs" / language / "look-up" / "findings.md").read_text("utf-8")
    # What an identity provider's answer lacks is for the trail of denials, never a finding: the door says one thing.
    raised = {code for path in (ROOT / "src" / "jalon").rglob("*.py") for code in raised_in(path)}
    raised = {code for code in raised if not code.startswith("oidc.")}
    assert len(raised) > 60
    assert sorted(code for code in raised if f"| `{code}` |" not in page) == []


def test_a_finding_that_nothing_raises_is_said_to_be_so() -> None:
    page = (ROOT / "docs" / "en" / "look-up" / "findings.md").read_text("utf-8")
    later = re.findall(r"\| `(\S+)` \| +\| not checked yet", page)
    codes = {code for path in (ROOT / "src" / "jalon").rglob("*.py") for code in raised_in(path)}
    assert sorted(set(later) & (codes | {rule.code for rule in shipped_rules()})) == []
    assert [line for line in page.splitlines() if line.startswith("| `") and "|  | the" in line] == []


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert broken == []


def test_every_page_exists_in_both_languages() -> None:
    french, english = (
        {path.relative_to(ROOT / "docs" / language) for path in (ROOT / "docs" / language).rglob("*.md")}
        for language in ("fr", "en")
    )
    assert french == english
    assert len(french) > 10


def test_help_loads_nothing_heavy() -> None:
    timed = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "jalon", "--help"], capture_output=True, text=True, check=True
    )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in timed.stderr.splitlines()}
    assert "click" in loaded
    assert sorted(loaded & set(HEAVY)) == []


def told_in(page: Path) -> set[str]:
    """What a page says in words: its cells and lines that hold three words in a row, code and links left out."""
    text = re.sub(r"`[^`]*`|\]\([^)]*\)|\*\*?", " ", page.read_text("utf-8"))
    parts = (part.strip() for line in text.splitlines() for part in line.split("|"))
    return {part for part in parts if re.search(r"[a-zà-ÿ’]{2,} [a-zà-ÿ’]{2,} [a-zà-ÿ’]{2,}", part)}


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "en").rglob("*.md")), ids=lambda path: path.stem)
def test_no_page_says_the_same_words_in_both_languages(page: Path) -> None:
    other = ROOT / "docs" / "fr" / page.relative_to(ROOT / "docs" / "en")
    assert sorted(told_in(page) & told_in(other)) == []


def test_every_object_and_field_of_a_plan_says_what_it_means_and_editors_show_it() -> None:
    writer()
    plans = sys.modules["look_up.plans"]
    kinds = plans.KINDS.values()
    keys = {f"format.kind.{kind.name}" for kind in kinds}
    keys |= {plans.meaning_key(kind.name, field.name) for kind in kinds for field in kind.fields}
    keys |= {f"format.type.{name}" for kind in kinds for field in kind.fields for name in plans.plain_names(field.type)}
    assert sorted(key for key in keys for code in wording.LANGUAGES if not wording.known(key, code)) == []
    schema = json.loads((ROOT / "docs" / "plan.schema.json").read_text("utf-8"))
    told = schema["$defs"]["action"]["properties"]["after"]["description"].splitlines()
    assert told == [wording.phrase("format.action.after", code) for code in wording.LANGUAGES]


def test_every_field_of_the_scorecard_says_what_it_means() -> None:
    writer()
    forms = sys.modules["look_up.forms"]
    keys = {forms.meaning_key(form, name) for form in forms.FORMS for name in forms.names(form)}
    keys |= {f"card.kind.{form.__name__}" for form in forms.FORMS}
    assert sorted(key for key in keys for code in wording.LANGUAGES if not wording.known(key, code)) == []
    told = [one for place in forms.PLACES for one in vars(place).values()]
    known = {one for one in told if isinstance(one, type) and is_dataclass(one)} | {forms.punctual.OnTime}
    assert known - {forms.results.Finding} == set(forms.FORMS) - {forms.Finding} | (known & {Refusal, Period, Text})


def test_the_sample_plan_follows_the_published_schema() -> None:
    from jsonschema import Draft202012Validator
    from ruamel.yaml import YAML

    plan = YAML(typ="safe", pure=True).load((ROOT / "src" / "jalon" / "demo" / "plan.yaml").read_text("utf-8"))
    schema = json.loads((ROOT / "docs" / "plan.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    document = json.loads(json.dumps(plan, default=str))
    wrong = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]
    assert wrong == []


def test_every_field_that_a_command_prints_says_what_it_means() -> None:
    writer()
    documents = sys.modules["look_up.documents"]
    told = {form: set(documents.fields_of(form)) for form in documents.documents()}
    assert set(told) == {
        "read", "import", "lint", "diff", "apply", "undo", "exploration", "why", "backtest", "signals", "doctor",
        "audit", "start", "account", "curves", "budget", "alerts", "check_in", "codir", "digest", "review",
    }  # fmt: skip
    assert {"files[].tables[].measures.….total", "files[].tables[].checks[].within"} <= told["read"]
    keys = {documents.meaning_key(form, path) for form, fields in told.items() for path in fields}
    assert sorted(key for key in keys for code in wording.LANGUAGES if not wording.known(key, code)) == []
