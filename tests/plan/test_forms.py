"""Every object of a plan as a form: what it shows says again what the plan says, and touches nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from jalon.plan.document.changing import with_changes
from jalon.plan.document.merging import merge
from jalon.plan.document.writing import Data, content_of
from jalon.plan.forms.asking import About, Option, Unread
from jalon.plan.forms.claiming import Claim
from jalon.plan.forms.form import ROOT, form_of
from jalon.plan.forms.standing import CHAPTERS, LISTS, Standing, every, found, put, without
from jalon.web.plan.typed import Typing

SOUND = (Path(__file__).parent / "sound.yaml").read_text("utf-8")
SAMPLE = files("jalon.demo").joinpath("plan.yaml").read_text("utf-8")
PLANS = {"sound": SOUND, "sample": SAMPLE}


def objects(text: str) -> Iterator[Standing]:
    content = content_of(text)
    for kind in LISTS:
        yield from every(content, kind)
    for chapter in CHAPTERS:
        one = found(content, "plan", chapter)
        assert one is not None
        yield one


@pytest.mark.parametrize(("plan", "language"), [("sample", "fr"), ("sound", "en")])
def test_a_form_sent_back_as_it_came_changes_nothing(plan: str, language: str) -> None:
    content = content_of(PLANS[plan])
    for one in objects(PLANS[plan]):
        form = form_of(one, content, language, Typing(language))
        said, faults = form.meant(form.held(one.said), one.said)
        assert (said, faults) == (one.said, {}), f"{one.kind}:{one.id}"


@pytest.mark.parametrize("plan", PLANS)
def test_what_a_form_shows_says_again_what_the_plan_says_even_without_knowing_it(plan: str) -> None:
    """Nothing rests on what stood there before: an answer typed anew means the same."""
    from jalon.plan.sheets.forms import same

    content = content_of(PLANS[plan])
    for one in objects(PLANS[plan]):
        if one.kind == "plan" and one.id in ("grounds", "dimensions", "budget", "events"):
            continue  # what the form does not show is kept: other languages, lines, own events
        form = form_of(one, content, "fr", Typing("fr"))
        held = form.held(one.said)
        for field, part in form.widget.parts:
            value = one.said.get(field)
            again = part.meant(f"{ROOT}.{field}", held, None)
            usual = value if not isinstance(value, bool) else again
            assert same(_bare(again), _bare(usual)), f"{one.kind}:{one.id} {field}"


def _bare(value: Data) -> Data:
    """A limit written as a plain text, a guardrail by its id alone, and their long forms say the same."""
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if isinstance(value, dict):
        kept = {name: _bare(one) for name, one in value.items() if one not in (None, [], {}, False)}
        return next(iter(kept.values())) if set(kept) in ({"text"}, {"kpi"}) else kept
    return value


def test_a_number_is_typed_as_the_page_writes_it_and_a_share_in_percent() -> None:
    content = content_of(SOUND)
    one = found(content, "kpi", "cvr_order")
    assert one is not None
    form = form_of(one, content, "fr", Typing("fr"))
    held = form.held(one.said)
    assert held["f.target"] == ["2,1"]
    said, faults = form.meant({**held, "f.target": ["2,25"]}, one.said)
    assert (said["target"], faults) == (Decimal("0.0225"), {})
    said, faults = form.meant({**held, "f.target": ["beaucoup"]}, one.said)
    assert faults == {"f.target": "form.not_a_number"}
    assert said["target"] == one.said["target"]


def test_a_change_leaves_comments_order_and_everything_else(tmp_path: Path) -> None:
    content = content_of(SAMPLE)
    one = found(content, "kra", "K_seo")
    assert one is not None
    form = form_of(one, content, "fr", Typing("fr"))
    held = {**form.held(one.said), "f.deputy": ["karim"]}
    said, _ = form.meant(held, one.said)
    wanted = put(content, one, said)
    document = with_changes(SAMPLE, merge(content, wanted, content).changes)
    changed = [(a, b) for a, b in zip(SAMPLE.splitlines(), document.splitlines(), strict=False) if a != b]
    assert len(changed) <= 1 or len(document.splitlines()) == len(SAMPLE.splitlines()) + 1
    assert content_of(document) == wanted


def test_two_people_who_change_two_things_are_joined_and_one_thing_in_two_ways_is_a_conflict() -> None:
    base = content_of(SOUND)
    mine, theirs = found(base, "kra", "K_seo"), found(base, "kra", "K_sea")
    assert mine is not None
    assert theirs is not None
    now = put(base, theirs, {**theirs.said, "mission": "Amener mieux"})
    wanted = put(base, mine, {**mine.said, "mission": "Être trouvé"})
    joined = merge(base, wanted, now)
    assert not joined.conflicts
    assert content_of(with_changes(SOUND, merge(base, wanted, base).changes)) == wanted
    other = put(base, mine, {**mine.said, "mission": "Être vu"})
    (conflict,) = merge(base, wanted, other).conflicts
    assert (conflict.path, conflict.theirs, conflict.now) == ("kras.K_seo.mission", "Être trouvé", "Être vu")


def test_an_object_that_one_takes_away_while_another_changes_it_is_a_conflict() -> None:
    base = content_of(SOUND)
    one = found(base, "milestone", "M2")
    assert one is not None
    gone = without(base, one)
    assert not merge(base, gone, base).conflicts
    moved = put(base, one, {**one.said, "date": "2027-09-15"})
    assert [conflict.path for conflict in merge(base, gone, moved).conflicts] == ["milestones.M2"]


def test_who_holds_an_area_its_borders_and_what_comes_from_another_are_not_one_holder_s_to_change() -> None:
    from jalon.plan.difference import difference
    from jalon.plan.document import read_plan

    def touched(old: str, new: str) -> frozenset[str]:
        assert old in SOUND
        plans = [read_plan(text.encode(), "plan.yaml").plan for text in (SOUND, SOUND.replace(old, new, 1))]
        assert plans[0] is not None
        assert plans[1] is not None
        return difference(plans[0], plans[1]).touched_kras()

    assert touched("Être trouvé par les bonnes personnes", "Être trouvé") == {"K_seo"}
    assert "*" in touched("owner: cleo\n    mission", "owner: ana\n    mission")
    assert "*" in touched("{channel: sea}, {budget: ads}", "{channel: sea}, {budget: [ads, reserve]}")
    assert touched("kra: K_seo\n    kpi: seo_leads", "kra: K_sea\n    kpi: sea_leads") == {"K_seo", "K_sea"}


CLAIM = Claim(
    About("claim", "territory"),
    {"channel": [Option("seo", "SEO"), Option("sea", "Google Ads")], "asset": [Option("blog", "Blog")]},
    {"market": [Option("fr", "France"), Option("be", "Belgique")]},
    {},
)


@pytest.mark.parametrize(
    "claim",
    [
        {"channel": "seo"},
        {"channel": ["sea", "seo"]},
        {"channel": ["seo", "/blog/*"], "market": ["be", "fr"]},
        {"asset": "/devis", "market": "fr"},
    ],
)
def test_a_claim_picked_from_what_the_plan_knows_comes_back_as_it_was(claim: dict[str, Data]) -> None:
    assert CLAIM.meant("f", CLAIM.said("f", claim), claim) == claim
    asked = CLAIM.asked("f", CLAIM.said("f", claim), {})
    ticked = [option.value for option in asked.inner[1].options if option.chosen]
    assert all(one in str(claim) for one in ticked)


def test_a_value_ticked_before_its_ground_says_its_ground_and_two_grounds_are_refused() -> None:
    assert CLAIM.meant("f", {"f.values": ["channel:seo", "channel:sea"]}, None) == {"channel": ["seo", "sea"]}
    with pytest.raises(Unread, match=r"f\.ground"):
        CLAIM.meant("f", {"f.values": ["channel:seo", "asset:blog"]}, None)
    offered = [option.value for option in CLAIM.asked("f", {}, {}).inner[1].options]
    assert offered == ["channel:seo", "channel:sea", "asset:blog"]
