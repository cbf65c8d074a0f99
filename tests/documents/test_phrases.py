"""Every phrase exists in French and in English, with the same places, and is really said."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "src" / "jalon" / "wording" / "locale"
WEB = ROOT / "src" / "jalon" / "web"
PLACE = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
TRANSLATED = re.compile(r"""\{% translate (?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
PROPER_NAMES = re.compile(
    r"(tool|subject|section|ground|dimension|activity|evidence)\.\w+|room\.(action|plan|sources)|search\.kind\.room|chart\.last|standing\.amber|severity\.info"
)
"""Keys whose phrase may be one word of both languages: names of products, KPI, KRA, budget, vigilance."""


@cache
def phrases(language: str) -> dict[str, str]:
    found = {}
    for fragment in sorted((LOCALE / language).glob("*.po")):
        with fragment.open("rb") as lines:
            for message in read_po(lines, locale=language):
                keys = message.id if isinstance(message.id, tuple | list) else (message.id,)
                texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
                if keys[0]:
                    found[keys[0]] = " / ".join(texts)
    return found


def both() -> tuple[dict[str, str], dict[str, str]]:
    """The French phrases and the English ones."""
    return phrases("fr"), phrases("en")


def test_both_languages_have_the_same_keys() -> None:
    french, english = both()
    ours = {key for key in french if (re.fullmatch(r"[a-z_]+(\.[\w*. -]+)*", key) and key in english) or key in english}
    assert sorted(set(english) - ours) == []
    keyed = {key for key in french if re.match(r"(finding|refusal|reason|cli|today|map|standing|tool|term)\.", key)}
    assert sorted(keyed - set(english)) == []


def test_a_phrase_fills_the_same_places_in_both_languages() -> None:
    french, english = both()
    filled = {
        key: [{name for pair in PLACE.findall(said[key]) for name in pair if name} for said in (french, english)]
        for key in english
    }
    assert {key: places for key, places in filled.items() if places[0] != places[1]} == {}


def test_french_phrases_are_french() -> None:
    french, english = both()
    said = {key: re.sub(r"\{\w+\}|`[^`]*`", "", french[key]) for key in sorted(english) if french[key] == english[key]}
    left = [key for key, text in said.items() if re.search(r"[a-z]{3}", text) and not PROPER_NAMES.fullmatch(key)]
    assert left == []


def test_french_typography() -> None:
    french = phrases("fr")
    wrong = [key for key, text in french.items() if re.search(r"(?<!\u00a0) [;?!»]|« ", text)]
    assert wrong == []
    assert [key for key, text in french.items() if re.search(r"\w'\w", text)] == []


def screen_texts() -> set[str]:
    """Every English text of the templates and views, as the catalogue keys it."""
    found = set()
    for template in WEB.rglob("*.html"):
        text = template.read_text("utf-8")
        found |= {(a or b).replace("%", "%%") for a, b in TRANSLATED.findall(text)}
        for inner in BLOCK.findall(text):
            singular = inner.partition("{% plural %}")[0]
            found.add(re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", singular))
    for module in WEB.rglob("*.py"):
        text = module.read_text("utf-8")
        found |= set(re.findall(r'\b_\("([^"]+)"\)', text)) | set(re.findall(r'ngettext\(\s*"([^"]+)"', text))
    return found


def test_every_text_of_the_screens_has_its_french() -> None:
    french = phrases("fr")
    texts = screen_texts()
    assert len(texts) > 200
    assert sorted(text for text in texts if text not in french) == []


def test_no_french_of_the_screens_is_left_without_a_screen() -> None:
    with (LOCALE / "fr" / "web.po").open("rb") as lines:
        kept = {m.id[0] if isinstance(m.id, tuple | list) else m.id for m in read_po(lines, locale="fr") if m.id}
    assert sorted(kept - screen_texts()) == []


KEY = re.compile(r"[a-z_]+(\.[A-Za-z_*-]+)+")


def test_every_key_that_the_code_says_is_a_phrase_of_both_languages() -> None:
    """A text shaped like a key, of a family of keys, is one; a code of a finding is known with `finding.` before."""
    french, english = both()
    families = {key.partition(".")[0] for key in sorted(english) if KEY.fullmatch(key)}
    used = set()
    for module in (ROOT / "src" / "jalon").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                used.add(node.value)
    keys = {key for key in used if key.partition(".")[0] in families and f"finding.{key}" not in english}
    assert len(keys) > 100
    assert sorted(key for key in keys if key not in english or key not in french) == []
