"""A first plan from the trades of a team: each role brings an area that the check has no error against."""

from __future__ import annotations

from datetime import date

import pytest

from jalon.catalogue import roles
from jalon.plan.document import read_plan
from jalon.plan.document.annotated import annotated
from jalon.plan.document.from_roles import Seat, Team, first_plan, seated
from jalon.plan.lint import lint
from jalon.quantities import Period

YEAR = Period(date(2027, 1, 1), date(2027, 12, 31))


def team(*seats: tuple[str, str], language: str = "fr") -> Team:
    names = {"Claire": "claire"} | {name: name.lower() for name, _ in seats}
    return Team(
        "Savonnerie", "savonnerie", "EUR", "Europe/Paris", YEAR, "Claire", "Vendre davantage", "revenue",
        tuple(Seat(name, role) for name, role in seats), language, names,
    )  # fmt: skip


@pytest.mark.parametrize("role", sorted(roles()))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_role_alone_makes_a_draft_without_an_error(role: str, language: str) -> None:
    text = annotated(first_plan(team(("Ana", role), language=language)), {})
    report = lint(read_plan(text.encode(), "plan.yaml"), YEAR.start)
    assert report.counts["error"] == 0, [(one.code, one.subject, one.details) for one in report.findings]


def test_a_whole_team_is_a_draft_in_which_every_area_has_one_holder_and_what_lacks_is_a_figure() -> None:
    single = [one.id for one in roles().values() if not one.combines]
    whole = team(*((f"P{number}", role) for number, role in enumerate(single)))
    reading = read_plan(annotated(first_plan(whole), {}).encode(), "plan.yaml")
    report = lint(reading, YEAR.start)
    assert report.counts["error"] == 0
    assert reading.plan is not None
    assert len(reading.plan.kras) == len(single) == 13
    assert all(kra.owner and 1 <= len(kra.kpis) <= 3 and len(kra.kris) <= 2 for kra in reading.plan.kras)
    assert {one.code for one in report.findings if one.severity == "todo"} <= {"S001", "R014", "K004", "R004", "R008"}


def test_a_trade_given_twice_is_one_area_and_what_is_unticked_stays_out() -> None:
    twice = team(("Ana", "seo_content"), ("Ben", "seo_specialist"), ("Cleo", "seo_content"))
    assert [(seat.name, template.id) for seat, template in seated(twice)] == [("Ana", "seo_content")]
    kept = team()
    seat = Seat("Ana", "seo_specialist", ("index_rate",), ())
    made = first_plan(Team(**{**_fields(kept), "seats": (seat,), "ids": {"Claire": "claire", "Ana": "ana"}}))
    plan = read_plan(annotated(made, {}).encode(), "plan.yaml").plan
    assert plan is not None
    assert [kpi.id for kpi in plan.kras[0].kpis] == ["index_rate"]
    assert plan.kras[0].kris == ()


def _fields(of: Team) -> dict[str, object]:
    return {name: getattr(of, name) for name in of.__dataclass_fields__}
