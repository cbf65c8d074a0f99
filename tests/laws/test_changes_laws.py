"""Laws of many changes of a plan document at once: each is done, and nothing else has moved."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.drawn import examples
from tests.laws.test_plan_laws import TREES, _at, _paths, written

from jalon.plan.document.changing import Changes, applied, with_changes
from jalon.plan.document.writing import content_of, with_value, without


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, Changes]:
    """A document with values put, items added, fields taken away; no two of them at one place or inside another."""
    text = draw(written())
    content = content_of(text)
    chosen: list[str] = []
    for path in draw(st.permutations(_paths(content)))[:6]:
        if not any(f"{path}.".startswith(f"{one}.") or f"{one}.".startswith(f"{path}.") for one in chosen):
            chosen.append(path)
    removed = [path for path in chosen if draw(st.booleans())]
    values = {path: draw(TREES) for path in chosen if path not in removed}
    free = [path for path in _paths(content) if not any(f"{path}.".startswith(f"{one}.") for one in chosen)]
    added = {}
    for path in free:
        held = _at(content, path)
        whole = isinstance(held, list) and all(f"{path}.{i}" in removed for i in range(len(held)))
        if isinstance(held, list) and not whole and draw(st.booleans()):
            added[path] = draw(st.lists(TREES, min_size=1, max_size=2))
        elif isinstance(held, dict) and held and draw(st.booleans()):
            values[f"{path}.zz_one"], values[f"{path}.zz_two.inner"] = draw(TREES), draw(TREES)
    return text, Changes(values, added, removed)  # type: ignore[arg-type]  # trees of writable values


@settings(max_examples=examples(60), deadline=None)
@given(changed())
def test_every_change_is_done_and_nothing_else(drawn: tuple[str, Changes]) -> None:
    text, changes = drawn
    assert content_of(with_changes(text, changes)) == applied(content_of(text), changes)


@settings(max_examples=examples(25), deadline=None)
@given(changed())
def test_changes_at_once_say_what_they_say_one_by_one(drawn: tuple[str, Changes]) -> None:
    text, changes = drawn
    one_by_one = text
    for path, value in changes.values.items():
        one_by_one = with_value(one_by_one, path, {"in": "side"} if value is None else value)
    asked = {path: {"in": "side"} if value is None else value for path, value in changes.values.items()}
    at_once = with_changes(text, Changes(asked, {}, changes.removed))
    for path in sorted(changes.removed, key=lambda one: [_key(step) for step in one.split(".")], reverse=True):
        one_by_one = without(one_by_one, path)
    assert content_of(at_once) == content_of(one_by_one)


def _key(step: str) -> tuple[int, str]:
    return (int(step), "") if step.isdecimal() else (-1, step)


def test_comments_and_order_stay_when_ten_things_change() -> None:
    text = (
        "# a word of the author’s\nkras:\n  - id: K_seo   # kept\n    kpis:\n      - {use: clicks, target: 4}  # four\n"
        "      # about the second\n      - use: leads\n        target: 5\n  - {id: K_sea, kpis: []}\nlast: 1\n"
    )
    changes = Changes(
        values={
            "kras.0.kpis.0.target": 40,
            "kras.0.kpis.1.due": "2026-12-31",
            "kras.1.name": "Ads",
            "kras.0.mission": "M",
        },
        added={"kras.0.kpis": [{"use": "sessions"}], "kras": [{"id": "K_new"}], "kras.1.kpis": [{"use": "cpl"}]},
        removed=["last", "kras.0.id"],
    )
    assert with_changes(text, changes) == (
        "# a word of the author’s\nkras:\n  - kpis:\n      - {use: clicks, target: 40}  # four\n"
        "      # about the second\n      - use: leads\n        target: 5\n        due: 2026-12-31\n"
        "      - {use: sessions}\n    mission: M\n  - {id: K_sea, kpis: [{use: cpl}], name: Ads}\n  - {id: K_new}\n"
    )
