"""From exports to a draft: what is found is what the files say, and the draft passes the lint as a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jalon.assembly import House, engine_in
from jalon.facts.engine import Engine
from jalon.plan.document import read_plan
from jalon.plan.model import Company, Plan
from jalon.quantities import Period, Text
from jalon.routines import starting
from jalon.routines.planning import completed
from jalon.routines.starting import Looked, Written
from jalon.scorecard.starting.draft import Answers
from jalon.sources.reading.answers import NOTHING
from jalon.sources.reading.report import ReadReport

TODAY = date(2026, 10, 15)
NOW = datetime(2026, 10, 15, 8, tzinfo=UTC)
DAYS = [date(2025, 1, 1) + timedelta(days=n) for n in range((TODAY - date(2025, 1, 1)).days)]


def table(folder: Path, name: str, header: str, row: Callable[[date], list[str]]) -> None:
    lines = [f"{day.isoformat()},{line}" for day in DAYS for line in row(day)]
    (folder / name).write_text("\n".join([header, *lines]) + "\n", "utf-8")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop's orders, its media and its leads, day by day; a channel that stopped; a file that asks something."""
    folder = tmp_path_factory.mktemp("exports")

    def orders(day: date) -> list[str]:
        found = ["EUR,sea,2,200", "EUR,Newsletter,1,80", "EUR,place de marché,3,240"]
        return [*found, *(["EUR,affiliation,1,90"] if day < date(2026, 3, 1) else [])]

    table(folder, "csv_orders-shop.csv", "day,currency,channel,orders,revenue", orders)
    media = "day,currency,channel,media_cost"
    table(folder, "csv_media-all.csv", media, lambda day: ["EUR,sea,50", "EUR,place de marché,10"])
    (folder / "ga4-days.csv").write_text("day,sessions\n2026-10-01,40\n", "utf-8")
    (folder / "notes.txt").write_text("nothing of an export\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_in(tmp_path_factory.mktemp("facts"))


@pytest.fixture(scope="module")
def report(exports: Path, engine: Engine) -> ReadReport:
    return starting.gather(starting.every_file([exports]), House(exports).reading(), NOTHING, engine, NOW)


@pytest.fixture(scope="module")
def looked(report: ReadReport, engine: Engine) -> Looked:
    company = Company("savons", Text({"fr": "Savons"}))
    found = starting.look(engine, company, Period(date(2026, 1, 1), date(2026, 12, 31)), TODAY)
    assert found is not None
    return found


Drafting = Callable[..., Written]


@pytest.fixture(scope="module")
def draft(looked: Looked, engine: Engine, report: ReadReport) -> Drafting:
    """The draft that some names make."""

    def written(language: str = "fr", director: str | None = None, **owners: str) -> Written:
        proposed = starting.propose(looked, engine, Answers(owners, director))
        return starting.write(proposed, looked, language, report)

    return written


def plan(written: Written) -> Plan:
    found = read_plan(written.text.encode(), "plan.yaml").plan
    assert found is not None
    return found


def test_channels_are_found_with_what_they_cost_and_bring(looked: Looked) -> None:
    found = {one.id: one for one in looked.channels}
    assert [name for name, one in found.items() if one.active] == ["sea", "email", "place_de_marche", "shop"]
    sea = found["sea"]
    assert sea.spend is not None
    assert (sea.spend.value, sea.spend.unit, len(sea.spend.period)) == (365 * 50, "EUR", 365)
    assert sea.headline is not None
    assert sea.headline.start is not None
    assert (sea.headline.name, sea.headline.start.amount.value) == ("orders", 730)
    assert sea.cost_per_result is not None
    assert sea.cost_per_result.value == 25


def test_a_channel_that_stopped_stands_apart_with_its_last_month(looked: Looked) -> None:
    stopped = {one.id: one.active_until for one in looked.channels if not one.active}
    assert stopped == {"affiliation": date(2026, 2, 28)}


def test_a_word_of_the_company_s_own_is_its_own_channel_and_a_known_one_is_mapped(looked: Looked) -> None:
    assert [one.name.in_language("fr") for one in looked.places.own] == ["Place de marché"]
    said = {(rule.value, rule.gives["channel"]) for rule in looked.places.mappings if rule.tool == "csv_orders"}
    assert said == {("Newsletter", "email"), ("place de marché", "place_de_marche")}


def test_a_file_with_a_question_is_left_out_and_the_rest_goes_on(report: ReadReport) -> None:
    left = {Path(file.path).name for file in report.files if not starting.kept_tables(report, file.path)}
    assert left == {"ga4-days.csv", "notes.txt"}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("owners", [{}, {"sea": "Amel", "email": "Lucie", "place_de_marche": "Amel"}])
def test_the_draft_passes_the_lint_as_a_draft(draft: Drafting, language: str, owners: dict[str, str]) -> None:
    written = draft(language, None, **owners)
    assert plan(written).is_draft
    assert written.proved.report.counts["error"] == 0
    assert written.proved.report.counts["todo"] > 0


def test_baselines_are_last_year_s_and_no_target_is_invented(draft: Drafting) -> None:
    found = {kpi.id: kpi.measured for _, kpi in plan(draft(sea="Amel")).kpis()}
    assert found["sea_orders"].baseline == 730
    assert found["sea_orders"].baseline_period == Period(date(2025, 1, 1), date(2025, 12, 31))
    # 610 euros for 7 orders a day.
    assert found["aov"].baseline == Decimal("87.1429")
    assert all(measured.targets == () for measured in found.values())
    assert plan(draft()).objectives[0].result.use == "revenue"


def test_the_last_twelve_months_stand_beside_as_a_mark_for_the_target(draft: Drafting) -> None:
    assert "Repère pour la valeur cible\u00a0: 730 sur les douze derniers mois" in draft("fr").text


def test_each_area_has_its_channels_its_numbers_and_its_risks(draft: Drafting) -> None:
    made = plan(draft(sea="Amel", email="Lucie", shop="Lucie", place_de_marche="Amel", director="Claire"))
    for kra in made.kras:
        claimed = [claim for claim in kra.territory if claim.ground in ("channel", "decision")]
        assert claimed, kra.id
        assert 1 <= len(kra.kpis) <= 3, kra.id
    owners = {kra.id: kra.owner for kra in made.kras}
    assert owners["strategy_arbitration"] == "claire"
    assert (owners["paid_search_leads"], owners["retention_value"]) == ("amel", "lucie")
    with_template = [kra for kra in made.kras if kra.template]
    assert {len(kra.kris) for kra in with_template} == {2}
    used = [kri.use for _, kri in made.kris()]
    assert len(used) == len(set(used))


def test_the_money_of_a_whole_year_becomes_lines_to_confirm(draft: Drafting) -> None:
    budget = plan(draft()).budget
    assert budget is not None
    assert {line.id: line.amount for line in budget.lines} == {"sea": 18_250, "place_de_marche": 3_650}
    assert budget.total == 21_900


def test_what_is_left_to_complete_is_said_where_it_lacks(draft: Drafting) -> None:
    text = draft("fr").text
    assert "# owner:  # à compléter" in text
    assert "# target:  # à compléter" in text
    assert "Arrêté, laissé hors du plan\u00a0: Affiliation" in text
    assert "ga4-days.csv" in text
    assert "# owner:  # to complete" in draft("en").text


def test_a_name_given_is_no_longer_asked_for(draft: Drafting) -> None:
    written = draft("fr", "Claire", sea="Amel", email="Amel", place_de_marche="Amel", shop="Amel")
    assert "# owner:" not in written.text
    assert {person.name for person in plan(written).people} == {"Claire", "Amel"}
    assert written.draft.unnamed == ()


def test_what_was_completed_is_carried_into_the_draft_made_from_other_names(draft: Drafting) -> None:
    first = draft("fr", "Claire", sea="Amel")
    numbers = {kpi.id: kpi for _, kpi in plan(first).kpis()}
    answers = {
        f"{numbers['sea_orders'].path}.target": Decimal(800),
        "objectives.0.result.target": Decimal(300_000),
        "objectives.0.name": "Vendre plus",
    }
    text = completed(first.text, answers)
    assert text.count("# target:") == first.text.count("# target:") - 2
    before = read_plan(text.encode(), "plan.yaml").plan
    again = read_plan(starting.carry_over(draft("fr", "Claire", sea="Lucie"), before).encode(), "plan.yaml").plan
    assert again is not None
    targets = {kpi.id: kpi.measured.last_target for _, kpi in again.kpis()}
    assert targets["sea_orders"] is not None
    assert targets["sea_orders"].target == 800
    objective = again.objectives[0]
    assert objective.name is not None
    assert objective.name.in_language("fr") == "Vendre plus"
    assert [kra.owner for kra in again.kras if kra.id == "paid_search_leads"] == ["lucie"]
    assert starting.carry_over(first, None) == first.text


def test_two_currencies_are_asked_about_never_added(exports: Path, tmp_path: Path) -> None:
    (tmp_path / "csv_media-uk.csv").write_text(
        "day,currency,channel,media_cost\n" + "".join(f"{day},GBP,sea,40\n" for day in DAYS), "utf-8"
    )
    (tmp_path / "csv_orders-fr.csv").write_text(
        "day,currency,channel,orders,revenue\n" + "".join(f"{day},EUR,sea,2,90\n" for day in DAYS), "utf-8"
    )
    apart = engine_in(tmp_path / "facts")
    starting.gather(starting.every_file([tmp_path / "csv_media-uk.csv", tmp_path / "csv_orders-fr.csv"]),
                    House(exports).reading(), NOTHING, apart, NOW)  # fmt: skip
    company = starting.company_of(apart, None, None, "Europe/Paris", "fr")
    looked = starting.look(apart, company, starting.year_of_plan(TODAY), TODAY)
    assert looked is not None
    assert looked.currencies == ("EUR", "GBP")
    spend = next(one.spend for one in looked.channels if one.id == "sea")
    assert spend is not None
    assert (spend.value, spend.unit) == (365 * 40, "GBP")
    written = starting.write(starting.propose(looked, apart, Answers()), looked, "fr")
    assert "EUR, GBP" in written.text
    assert written.proved.report.counts["error"] == 0
    assert plan(written).budget is None


def test_without_facts_nothing_is_proposed(tmp_path: Path) -> None:
    company = replace(Company("s", Text({"fr": "S"})), currency="EUR")
    assert starting.look(engine_in(tmp_path), company, starting.year_of_plan(TODAY), TODAY) is None


@pytest.mark.parametrize(
    ("today", "asked", "year"),
    [(date(2026, 3, 1), None, 2026), (date(2026, 10, 15), None, 2026), (date(2026, 12, 1), None, 2027),
     (date(2026, 12, 1), 2026, 2026)],
)  # fmt: skip
def test_the_plan_is_for_the_year_that_has_days_left(today: date, asked: int | None, year: int) -> None:
    assert starting.year_of_plan(today, asked) == Period(date(year, 1, 1), date(year, 12, 31))
