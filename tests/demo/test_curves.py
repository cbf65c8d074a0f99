"""The curves that the demo is built with find what the simulator planted, and the move they propose is a real gain."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from jalon.demo.company import TRUTH
from jalon.demo.flights import CURVES, bought
from jalon.demo.rhythm import BASE_YEAR, days_simulated
from jalon.demo.sales import ORDERS
from jalon.plan.document import read_plan
from jalon.scorecard.curves.moving import proposal
from jalon.scorecard.curves.wishes import Wish

Json = Mapping[str, Any]
BASKET = 240


@pytest.fixture(scope="module")
def fits(built_demo: Path) -> dict[str, Json]:
    with sqlite3.connect(f"file:{built_demo / 'records.sqlite3'}?mode=ro", uri=True) as records:
        found = records.execute("select key, document from records_curvefit").fetchall()
    return {key: json.loads(document) for key, document in found}


@pytest.fixture(scope="module")
def moved(fits: dict[str, Json]) -> Json:
    plan = read_plan(files("jalon.demo").joinpath("plan.yaml").read_bytes(), "plan.yaml").plan
    assert plan is not None
    return proposal(fits["objective:O1"], plan, Wish())


def channels(fit: Json) -> dict[str, Json]:
    return {row["channel"]: row for row in fit["channels"]}


def test_the_saturated_channel_is_flagged_and_the_one_with_room_is_not(fits: dict[str, Json]) -> None:
    told = channels(fits["objective:O1"])
    assert told[TRUTH.saturated_channel]["saturated"] is True
    assert told["sea"]["saturated"] is False
    assert float(told["sea"]["marginal90"][0]) > float(told[TRUTH.saturated_channel]["marginal90"][1])


def test_what_moves_with_the_season_is_said_not_to_be_identified(fits: dict[str, Json]) -> None:
    whys = {row["channel"]: row["refused"]["refused"] for row in fits["objective:O1"]["untold"]}
    assert {whys[channel] for channel in ("influence", "affiliation", "display")} == {"NotIdentified"}
    assert whys["marketplace"] == "TooLittleHistory"
    assert fits["objective:O2"]["light"] == "not_identified"
    assert fits["objective:O2"]["channels"] == []


def true_gain(moved: Json, fit: Json) -> float:
    """What the proposed split brings a week beyond today's, by the law that the orders were drawn from."""
    days, gain = days_simulated(), 0.0
    base = days.year == BASE_YEAR
    for row in moved["channels"]:
        name = row["channel"]
        mean_week = float(channels(fit)[name]["spent"]) / fit["weeks"]
        orders = ORDERS[name][0] / 52
        usual = CURVES[name].lift(bought(days, name))[base].mean()
        answer = [float(CURVES[name].works(float(row[side]) / mean_week)) for side in ("proposed", "today")]
        gain += BASKET * orders * (answer[0] - answer[1]) / usual
    return gain


def test_the_move_proposed_is_better_under_the_true_curves(moved: Json, fits: dict[str, Json]) -> None:
    assert moved["clear"]
    assert float(moved["gain"]["better"]) > 0.8
    assert true_gain(moved, fits["objective:O1"]) > 0


def test_it_crosses_two_areas_and_so_asks_for_an_arbitration(moved: Json) -> None:
    sides = {row["kra"]: float(row["proposed"]) - float(row["today"]) for row in moved["areas"]}
    assert sides["K_sea"] > 0 > sides["K_traffic"]
    assert moved["crosses"]


def test_the_published_risk_of_saturation_is_red(built_demo: Path) -> None:
    with sqlite3.connect(f"file:{built_demo / 'records.sqlite3'}?mode=ro", uri=True) as records:
        (text,) = records.execute(
            "select document from records_publishedscorecard order by as_of desc, edition desc limit 1"
        ).fetchone()
    (risk,) = (row for row in json.loads(text)["kris"] if row["id"] == "channel_saturation")
    assert risk["standing"] == "red"
