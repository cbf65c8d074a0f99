"""What every engine keeps: slices replaced whole, once, newest extraction first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jalon.facts.cut import Cut
from jalon.facts.engine import Aggregate, Engine, Lasting
from jalon.facts.load import MeasureChange
from jalon.quantities import Grain, Period

if TYPE_CHECKING:
    from conftest import Facts


def period(text: str) -> Period:
    first, _, last = text.partition("..")
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


LEADS = "csv_crm/table/day/channel"
RANGES = "meta_ads/performance/range/campaign"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_same_file_again_changes_nothing(facts: Facts) -> None:
    load, table = facts.told(LEADS, [("2026-01-01", "seo", 3)], "leads")
    first, second = facts.engine.replace(load, table), facts.engine.replace(load, table)
    assert (first.written, second.written) == (True, False)
    assert second.difference.already_loaded
    assert second.version == first.version
    assert facts.total(LEADS) == 3


def test_the_same_file_is_known_to_whoever_opens_the_facts_next(facts: Facts, again: Callable[[Facts], Facts]) -> None:
    load, table = facts.told(LEADS, [("2026-01-01", "seo", 3)], "leads")
    facts.engine.replace(load, table)
    assert again(facts).engine.replace(load, table).difference.already_loaded


def test_a_newer_extraction_replaces_its_days_whole(facts: Facts) -> None:
    facts.load(LEADS, [(f"2026-01-0{d}", c, 1) for d in (1, 2, 3) for c in ("seo", "sea")], "leads")
    done = facts.load(
        LEADS, [("2026-01-02", "seo", 5)], "leads", covers="2026-01-02..2026-01-04", extracted="2026-06-02"
    )
    assert facts.lines(LEADS) == [("2026-01-01", 2), ("2026-01-02", 5)]
    said = done.difference
    assert (said.rows_before, said.rows_after) == (4, 1)
    assert (said.new, said.replaced, said.vanished) == ((), (period("2026-01-02"),), (period("2026-01-03"),))
    assert said.changes == (MeasureChange("leads", Decimal(4), Decimal(5), Decimal(5), 2),)
    assert (said.changes[0].move, said.changes[0].share) == (1, Decimal("0.25"))


def test_a_preview_says_what_the_load_then_does_and_writes_nothing(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads")
    load, table = facts.told(
        LEADS, [("2026-01-01", "seo", 2), ("2026-01-02", "seo", None)], "leads", extracted="2026-06-02"
    )
    before = facts.engine.files(load.cut)
    seen = facts.engine.preview(load, table)
    assert (facts.engine.files(load.cut), facts.total(LEADS)) == (before, 1)
    assert facts.engine.replace(load, table).difference == seen
    assert (seen.new_days, seen.replaced_days, seen.changes[0].after) == (1, 1, 2)


def test_an_older_extraction_never_wins(facts: Facts) -> None:
    newer = facts.load(LEADS, [("2026-01-02", "seo", 20)], "leads", extracted="2026-06-02")
    late = facts.load(LEADS, [("2026-01-02", "seo", 1)], "leads", extracted="2026-06-01")
    assert (late.written, late.difference.superseded_by) == (False, newer.import_id)
    assert (late.difference.rows_before, late.difference.rows_after) == (1, 1)
    (holder,) = late.difference.held
    assert (holder.import_id, holder.file_name, holder.extracted_at) == (newer.import_id, "f.csv", at("2026-06-02"))
    assert holder.days == (period("2026-01-02"),)
    assert facts.total(LEADS) == 20


def test_an_older_extraction_still_brings_the_days_that_the_newer_one_lacks(facts: Facts) -> None:
    newer = facts.load(LEADS, [("2026-01-02", "seo", 20)], "leads", extracted="2026-06-02")
    older, table = facts.told(LEADS, [(f"2026-01-0{d}", "seo", d) for d in (1, 2, 3)], "leads", extracted="2026-06-01")
    done = facts.engine.replace(older, table)
    assert facts.lines(LEADS) == [("2026-01-01", 1), ("2026-01-02", 20), ("2026-01-03", 3)]
    assert (done.written, done.difference.superseded_by) == (True, None)
    assert done.difference.new == (period("2026-01-01"), period("2026-01-03"))
    assert [(one.import_id, one.days) for one in done.difference.held] == [(newer.import_id, (period("2026-01-02"),))]
    assert facts.engine.replace(older, table).difference.already_loaded


def test_what_a_newer_extraction_held_back_may_be_loaded_once_it_is_undone(facts: Facts) -> None:
    newer = facts.load(LEADS, [("2026-01-02", "seo", 20)], "leads", extracted="2026-06-02")
    older, table = facts.told(LEADS, [(f"2026-01-0{d}", "seo", d) for d in (1, 2)], "leads", extracted="2026-06-01")
    facts.engine.replace(older, table)
    facts.engine.undo(newer.import_id, newer.cut)
    assert facts.lines(LEADS) == [("2026-01-01", 1)]
    assert facts.engine.replace(older, table).difference.new == (period("2026-01-02"),)
    assert facts.lines(LEADS) == [("2026-01-01", 1), ("2026-01-02", 2)]
    facts.engine.undo(older.import_id, older.cut)
    assert facts.lines(LEADS) == []


def test_a_new_day_is_told_apart_from_a_restated_one(facts: Facts) -> None:
    facts.load(LEADS, [(f"2026-01-0{d}", "seo", 10) for d in (1, 2, 3)], "leads")
    rows = [("2026-01-01", "seo", 10), ("2026-01-02", "seo", 12), ("2026-01-03", "sea", 10), ("2026-01-04", "seo", 9)]
    said = facts.load(LEADS, rows, "leads", extracted="2026-06-02").difference
    (leads,) = said.changes
    assert (leads.before, leads.restated, leads.after, leads.moved_days) == (30, 32, 41, 1)
    assert (said.new, said.replaced) == ((period("2026-01-04"),), (period("2026-01-01..2026-01-03"),))
    assert said.changed_days == 2, "the third day counts as many leads, of another channel"


def test_a_level_is_compared_on_the_last_day_that_both_know(facts: Facts) -> None:
    cut = "csv_market/table/day/total"
    facts.load(cut, [("2026-01-01", 40), ("2026-01-02", 50)], "followers", kind="stock")
    done = facts.load(cut, [("2026-01-02", 52), ("2026-01-03", 60)], "followers", kind="stock", extracted="2026-06-02")
    (change,) = done.difference.changes
    assert (change.before, change.restated, change.after, change.kind) == (50, 52, 60, "stock")


def test_nothing_becomes_a_share_of_nothing(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 0)], "leads")
    (change,) = facts.load(LEADS, [("2026-01-01", "seo", 3)], "leads", extracted="2026-06-02").difference.changes
    assert (change.move, change.share) == (3, None)


def test_an_export_without_rows_empties_its_days(facts: Facts) -> None:
    facts.load(LEADS, [(f"2026-01-0{d}", "seo", d) for d in (1, 2, 3)], "leads")
    done = facts.load(LEADS, [], "leads", covers="2026-01-01..2026-01-02", extracted="2026-06-02")
    assert facts.lines(LEADS) == [("2026-01-03", 3)]
    assert (done.difference.rows_before, done.difference.rows_after) == (2, 0)
    assert (done.difference.replaced_days, done.difference.vanished_days) == (0, 2)
    facts.load(LEADS, [], "leads", covers="2026-01-03", extracted="2026-06-02")
    assert facts.lines(LEADS) == []
    facts.load(LEADS, [("2026-01-03", "seo", 4)], "leads", extracted="2026-06-03")
    assert facts.lines(LEADS) == [("2026-01-03", 4)]


def test_another_account_keeps_its_days(facts: Facts) -> None:
    for account in ("o'neil", None, "b"):
        facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads", account=account)
    facts.load(LEADS, [("2026-01-01", "seo", 5)], "leads", account="o'neil", extracted="2026-06-02")
    assert facts.total(LEADS) == 7
    (state,) = facts.engine.cuts()
    assert set(state.accounts) == {None, "b", "o'neil"}


def test_a_range_replaces_the_very_same_pair_only(facts: Facts) -> None:
    facts.load(RANGES, [("2026-01-01..2026-01-31", "a", 1), ("2026-01-01..2026-01-31", "b", 1)], "leads")
    facts.load(RANGES, [("2026-01-01..2026-01-15", "a", 10)], "leads", extracted="2026-06-02")
    facts.load(RANGES, [("2026-01-01..2026-01-31", "a", 5)], "leads", extracted="2026-06-03")
    found = facts.scan(RANGES, Aggregate("x", "leads"), grain=Grain.RANGE)
    assert list(zip(found.ends, found.values["x"], strict=True)) == [(date(2026, 1, 15), 10), (date(2026, 1, 31), 5)]


def test_snapshots_of_several_days_stay_side_by_side(facts: Facts) -> None:
    cut = "hootsuite/posts/snapshot/post"
    facts.load(
        cut, [("2026-01-05", "p", 10), ("2026-01-06", "p", 12)], "social_impressions", covers="2026-01-05 2026-01-06"
    )
    facts.load(cut, [("2026-01-06", "p", 13)], "social_impressions", extracted="2026-06-02")
    assert facts.lines(cut, "social_impressions") == [("2026-01-05", 10), ("2026-01-06", 13)]


def test_a_new_column_of_a_tool_joins_the_old_ones(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads")
    facts.load(LEADS, [("2026-01-02", "seo", 2, 30)], "leads", "orders", extracted="2026-06-02")
    facts.load(LEADS, [("2026-01-03", "seo", 40)], "orders", extracted="2026-06-03")
    assert facts.lines(LEADS) == [("2026-01-01", 1), ("2026-01-02", 2), ("2026-01-03", None)]
    assert facts.lines(LEADS, "orders") == [("2026-01-01", None), ("2026-01-02", 30), ("2026-01-03", 40)]
    (state,) = facts.engine.cuts()
    assert (state.measures, state.kinds["orders"]) == ({"leads": "count", "orders": "count"}, "flow")


def test_a_measure_that_a_newer_file_lost_is_told_as_lost(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 1, 30)], "leads", "orders")
    done = facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads", extracted="2026-06-02")
    assert MeasureChange("orders", Decimal(30), None, None, 1) in done.difference.changes


def test_bounds_and_attributes_are_kept_with_their_rows(facts: Facts) -> None:
    cut = "google_ads/campaigns/day/campaign"
    facts.load(
        cut, [("2026-01-01", "brand", "Enabled", 0.5)], "sea_share", kind="index", attributes=("campaign_status",)
    )
    facts.load(
        cut, [("2026-01-02", "brand", "Paused", 0.4)], "sea_share", kind="index", attributes=("campaign_status",)
    )
    assert facts.lines(cut, "sea_share", "single") == [("2026-01-01", Decimal("0.5")), ("2026-01-02", Decimal("0.4"))]


def test_undoing_a_load_gives_the_slice_back_as_it_was(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 1), ("2026-01-02", "seo", 2)], "leads")
    load, table = facts.told(LEADS, [("2026-01-02", "sea", 20, 7)], "leads", "orders", extracted="2026-06-02")
    facts.engine.replace(load, table)
    facts.load(LEADS, [("2026-01-05", "seo", 5)], "leads", extracted="2026-06-03")
    done = facts.engine.undo(load.import_id, load.cut)
    assert done is not None
    assert (done.difference.rows_before, done.difference.rows_after) == (1, 1)
    assert MeasureChange("leads", Decimal(20), Decimal(2), Decimal(2), 1) in done.difference.changes
    assert facts.lines(LEADS) == [("2026-01-01", 1), ("2026-01-02", 2), ("2026-01-05", 5)]
    assert load.import_id not in facts.engine.imports(load.cut)
    assert facts.engine.undo(load.import_id, load.cut) is None


def test_what_was_undone_may_be_loaded_again_once(facts: Facts) -> None:
    load, table = facts.told(LEADS, [("2026-01-01", "seo", 3)], "leads")
    for _ in range(3):
        assert facts.engine.replace(load, table).written
        assert not facts.engine.replace(load, table).written
        assert facts.total(LEADS) == 3
        assert facts.engine.undo(load.import_id, load.cut) is not None
        assert facts.total(LEADS) is None


def test_undoing_a_load_under_later_ones_leaves_their_days(facts: Facts) -> None:
    facts.load(LEADS, [(f"2026-01-0{d}", "seo", d) for d in (1, 2, 3)], "leads", extracted="2026-05-31")
    load, table = facts.told(LEADS, [(f"2026-01-0{d}", "sea", 10 * d) for d in (1, 2, 3)], "leads")
    facts.engine.replace(load, table)
    later = facts.load(LEADS, [("2026-01-02", "seo", 200)], "leads", extracted="2026-06-02")
    done = facts.engine.undo(load.import_id, load.cut)
    assert done is not None
    assert [(one.import_id, one.days) for one in done.difference.held] == [(later.import_id, (period("2026-01-02"),))]
    assert facts.lines(LEADS, group_by="channel") == [
        ("2026-01-01", "seo", 1),
        ("2026-01-02", "seo", 200),
        ("2026-01-03", "seo", 3),
    ]
    facts.engine.undo(later.import_id, later.cut)
    assert facts.lines(LEADS, group_by="channel") == [(f"2026-01-0{d}", "seo", d) for d in (1, 2, 3)]


def test_a_load_that_holds_no_day_any_more_can_be_undone_too(facts: Facts) -> None:
    load, table = facts.told(LEADS, [("2026-01-01", "seo", 1)], "leads")
    facts.engine.replace(load, table)
    later = facts.load(LEADS, [("2026-01-01", "seo", 20)], "leads", extracted="2026-06-02")
    assert facts.engine.undo(load.import_id, load.cut) is not None
    assert (facts.total(LEADS), list(facts.engine.imports(load.cut))) == (20, [later.import_id])
    facts.engine.undo(later.import_id, later.cut)
    assert facts.total(LEADS) is None, "what was undone never comes back by itself"


def test_an_overlapping_range_is_no_obstacle_to_undoing(facts: Facts) -> None:
    load, table = facts.told(RANGES, [("2026-01-01..2026-01-31", "a", 1)], "leads")
    facts.engine.replace(load, table)
    facts.load(RANGES, [("2026-01-01..2026-01-15", "a", 10)], "leads", extracted="2026-06-02")
    assert facts.engine.undo(load.import_id, load.cut) is not None
    assert facts.lines(RANGES, grain=Grain.RANGE) == [("2026-01-01", 10)]


def test_the_state_of_a_cut_says_how_far_it_reaches(facts: Facts) -> None:
    facts.load(
        LEADS, [("2026-01-01", "seo", 1), ("2026-01-09", "seo", 2)], "leads", account="a", extracted="2026-06-02"
    )
    last = facts.load(LEADS, [("2026-01-03", "seo", 1)], "leads", account="b", extracted="2026-06-01")
    (state,) = facts.engine.cuts()
    assert (state.cut.text, state.version, state.rows) == (LEADS, last.version, 3)
    assert (state.first_day, state.last_day, state.accounts) == (date(2026, 1, 1), date(2026, 1, 9), ("a", "b"))
    assert (state.last_extracted_at, state.measures) == (at("2026-06-02"), {"leads": "count"})


def test_facts_are_read_as_they_stood_at_a_moment(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads", extracted="2026-02-01")
    facts.load(LEADS, [("2026-01-01", "seo", 2)], "leads", extracted="2026-03-01")
    last, table = facts.told(LEADS, [("2026-01-02", "seo", 5)], "leads", extracted="2026-04-01")
    facts.engine.replace(last, table)

    def total(moment: str) -> object:
        states = facts.engine.cuts(at(moment))
        return facts.total(LEADS, version=states[0].version) if states else "nothing"

    assert [total(f"2026-0{month}-15") for month in range(1, 6)] == ["nothing", 1, 2, 7, 7]
    facts.engine.undo(last.import_id, last.cut)
    assert [total(f"2026-0{month}-15") for month in range(1, 6)] == ["nothing", 1, 2, 2, 2]


def test_every_load_says_its_daily_totals_for_good(facts: Facts) -> None:
    first = facts.load(
        LEADS, [("2026-01-01", "seo", 1), ("2026-01-01", "sea", "0.5"), ("2026-01-02", "seo", None)], "leads"
    )
    second = facts.load(LEADS, [("2026-01-01", "seo", 2)], "leads", extracted="2026-06-02")
    told = [(r.import_id, r.extracted_at, r.day, r.measure, r.total) for r in facts.engine.revisions(Cut.parse(LEADS))]
    assert told == [
        (first.import_id, at("2026-06-01"), date(2026, 1, 1), "leads", Decimal("1.5")),
        (first.import_id, at("2026-06-01"), date(2026, 1, 2), "leads", None),
        (second.import_id, at("2026-06-02"), date(2026, 1, 1), "leads", Decimal(2)),
    ]


def test_imports_lead_back_to_their_file(facts: Facts) -> None:
    load, table = facts.told(
        "search_console/performance/day/total?query=contains:l'été %26&search_type=Web", [("2026-01-01", 1)], "leads"
    )
    facts.engine.replace(load, table)
    assert facts.engine.imports(load.cut) == {load.import_id: load}


def test_digests_are_those_of_the_files_on_disk(facts: Facts) -> None:
    done = facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads")
    assert done.files
    for file in done.files:
        content = Path(file.path).read_bytes()
        assert (file.bytes, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert facts.engine.files(Cut.parse(LEADS)) == list(done.files)


def test_an_earlier_version_keeps_its_files(facts: Facts) -> None:
    first = facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads")
    second = facts.load(LEADS, [("2026-01-01", "seo", 2)], "leads", extracted="2026-06-02")
    assert facts.engine.files(Cut.parse(LEADS), first.version) == list(first.files)
    assert facts.engine.files(Cut.parse(LEADS)) == list(second.files)
    assert facts.total(LEADS, version=first.version) == 1


def test_rows_outside_the_days_a_load_covers_are_refused(facts: Facts) -> None:
    with pytest.raises(Lasting) as refused:
        facts.load(
            LEADS, [("2026-01-01", "seo", 1), ("2026-02-01", "seo", 1)], "leads", covers="2026-01-01..2026-01-31"
        )
    assert (refused.value.code, refused.value.details["rows"]) == ("facts.rows_outside", "1")
    assert facts.engine.cuts() == []


@pytest.mark.parametrize("impossible", ["NaN", "Infinity", "1E+40"])
def test_a_number_that_cannot_be_kept_exactly_is_refused(facts: Facts, impossible: str) -> None:
    with pytest.raises(Lasting) as refused:
        facts.load(LEADS, [("2026-01-01", "seo", impossible)], "leads")
    assert refused.value.code == "facts.not_exact"


@pytest.mark.parametrize("home", ["l'été de Zoë", "100% sûr", "client=1", "a#b?c"])
def test_the_folder_may_have_any_name(
    opened: Callable[[Path], Engine], tmp_path: Path, home: str, facts: Facts
) -> None:
    facts.engine = opened(tmp_path / home)
    facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads")
    facts.load(LEADS, [("2026-01-01", "seo", 2)], "leads", extracted="2026-06-02")
    assert facts.lines(LEADS, group_by="channel") == [("2026-01-01", "seo", 2)]


def test_workspaces_do_not_see_one_another(opened: Callable[[Path], Engine], tmp_path: Path, facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads")
    assert opened(tmp_path / "another").cuts() == []
