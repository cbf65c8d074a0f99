"""A preview says whose figures a file would replace, and what two files of one slice become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jalon.assembly import House, engine_in
from jalon.facts.engine import Engine
from jalon.facts.trial import trial_of
from jalon.findings import Finding, Severity
from jalon.routines import importing
from jalon.sources.reading.answers import NOTHING, Answers

NOW = datetime(2026, 10, 15, 8, tzinfo=UTC)
READ = House(Path()).reading()


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return engine_in(tmp_path / "facts")


@pytest.fixture
def look(engine: Engine) -> Callable[..., importing.Preview]:
    """What importing these files would do."""

    def looked(*paths: Path, answers: Answers = NOTHING) -> importing.Preview:
        return importing.preview(paths, READ, answers, engine, NOW, "x")

    return looked


def kept(shown: importing.Preview, engine: Engine) -> None:
    for part in shown.parts:
        engine.replace(part.load, part.table)


def said(shown: importing.Preview) -> dict[str, Finding]:
    return {one.code: one for file in shown.report.files for one in file.findings if one.code.startswith("slice.")}


def analytics(folder: Path, name: str, about: str, users: int = 40) -> Path:
    text = (
        "# ----------------------------------------\n# Traffic acquisition\n# Account: Agency\n"
        f"# Property: {about}\n# ----------------------------------------\n# \n# All Users\n"
        "# Start date: 20260901\n# End date: 20260930\n"
        f"Session primary channel group (Default Channel Group),Sessions\nDirect,{users}\nOrganic Search,{users * 2}\n"
    )
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def campaigns(folder: Path, name: str, names: list[str], leads: int = 10) -> Path:
    rows = [f"2026-10-0{day},{one},{leads}" for day in (1, 2, 3, 4) for one in names]
    path = folder / name
    path.write_text("\n".join(["day,campaign,leads", *rows]) + "\n", "utf-8")
    return path


def test_a_download_of_another_property_asks_before_it_replaces_the_first(
    tmp_path: Path, look: Callable[..., importing.Preview], engine: Engine
) -> None:
    kept(look(analytics(tmp_path, "one.csv", "Shop")), engine)
    again = look(analytics(tmp_path, "again.csv", "Shop", 41))
    assert said(again) == {}
    assert again.ready
    other = look(analytics(tmp_path, "other.csv", "Blog"))
    asked = said(other)["slice.other_property"]
    assert (asked.severity, asked.details["says"], asked.details["kept"]) == (Severity.ERROR, "Blog", "Shop")
    assert not other.ready
    named = look(tmp_path / "other.csv", answers=replace(NOTHING, account="blog"))
    assert said(named) == {}
    same = look(tmp_path / "other.csv", answers=replace(NOTHING, accepted=frozenset({"slice.other_property"})))
    assert same.ready
    assert said(same)["slice.other_property"].severity is Severity.INFO


def test_a_file_of_which_no_campaign_is_known_on_those_days_asks_whose_it_is(
    tmp_path: Path, look: Callable[..., importing.Preview], engine: Engine
) -> None:
    kept(look(campaigns(tmp_path, "csv_crm-a.csv", ["Marque", "Parquet", "Escaliers"])), engine)
    assert said(look(campaigns(tmp_path, "csv_crm-b.csv", ["Marque", "Neuf 1", "Neuf 2"]))) == {}
    strange = look(campaigns(tmp_path, "csv_crm-c.csv", ["Volets", "Stores", "Portails"]))
    assert said(strange)["slice.other_values"].details["dimension"] == "campaign"
    assert not strange.ready


def test_figures_many_times_what_they_were_on_the_same_days_are_said(
    tmp_path: Path, look: Callable[..., importing.Preview], engine: Engine
) -> None:
    names = ["Marque", "Parquet"]
    kept(look(campaigns(tmp_path, "csv_crm-a.csv", names)), engine)
    assert said(look(campaigns(tmp_path, "csv_crm-b.csv", names, leads=14))) == {}
    far = look(campaigns(tmp_path, "csv_crm-c.csv", names, leads=900))
    assert said(far)["slice.unlike"].severity is Severity.WARNING
    assert far.ready


def test_of_two_files_of_one_slice_given_together_it_is_said_which_one_is_kept(
    tmp_path: Path, look: Callable[..., importing.Preview], engine: Engine
) -> None:
    first = campaigns(tmp_path, "csv_crm-a.csv", ["Marque"])
    second = campaigns(tmp_path, "csv_crm-b.csv", ["Marque"], leads=12)
    shown = look(first, second)
    assert said(shown)["slice.twice"].details == {"other": first.name, "kept": second.name}
    both = look(analytics(tmp_path, "one.csv", "Shop"), analytics(tmp_path, "two.csv", "Blog"))
    assert said(both)["slice.other_property"].severity is Severity.ERROR


def test_what_is_tried_on_a_second_folder_leaves_the_first_as_it_was(
    tmp_path: Path, look: Callable[..., importing.Preview], engine: Engine
) -> None:
    kept(look(campaigns(tmp_path, "csv_crm-a.csv", ["Marque"])), engine)
    before = engine.cuts()
    more = look(campaigns(tmp_path, "csv_crm-b.csv", ["Marque"], leads=12))
    with trial_of(tmp_path / "facts") as folder:
        kept(more, engine_in(folder))
        assert [state.version for state in engine_in(folder).cuts()] == [1]
    assert engine.cuts() == before
    assert engine_in(tmp_path / "facts").cuts() == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["facts"]
