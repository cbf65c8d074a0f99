"""What a workspace said its own files are is kept version by version, and told in the journal."""

from __future__ import annotations

from datetime import UTC, datetime

from jalon.records import formats, workspaces

NOW = datetime(2026, 10, 15, 9, tzinfo=UTC)
CHOICE = {"tool": "csv_orders", "report": "boutique", "columns": {"Date": "day", "Commandes": "measure:orders"}}


def test_a_choice_is_kept_and_a_changed_one_is_its_next_version(records_home: object) -> None:
    place = workspaces.create("formats", "Kervoal", "Europe/Paris", "EUR")
    other = workspaces.create("formats-other", "Autre", "Europe/Paris", "EUR")
    assert formats.every(place) == []
    first = formats.save(place, CHOICE, "sofiane", NOW)
    assert formats.save(place, CHOICE, "sofiane", NOW).version == first.version == 1
    changed = {**CHOICE, "numbers": "comma"}
    assert formats.save(place, changed, "theo", NOW).version == 2
    (kept,) = formats.every(place)
    assert (kept.choice, kept.author) == (changed, "theo")
    assert formats.every(other) == []


def test_a_retired_choice_recognises_nothing_until_it_is_saved_again(records_home: object) -> None:
    place = workspaces.create("formats-retired", "Kervoal", "Europe/Paris", "EUR")
    formats.save(place, CHOICE, "sofiane", NOW)
    assert formats.retire(place, "csv_orders", "boutique", "sofiane", NOW) is not None
    assert formats.every(place) == []
    assert formats.retire(place, "csv_orders", "boutique", "sofiane", NOW) is None
    assert formats.save(place, CHOICE, "sofiane", NOW).version == 3
