"""A company as large as the promise: the demo's own plan and scorecard, its areas and KPIs told many times over."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML

AREAS, KPIS = 60, 1000
Row = dict[str, Any]


class Copies:
    """Which copy of which area of the demo stands for each area, and which of its KPIs for each KPI."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self.areas = [kra for kra in plan["kras"] if kra.get("kpis")]
        self.drawn = [(self.areas[n % len(self.areas)], n // len(self.areas)) for n in range(AREAS)]

    def kpis(self, number: int) -> Iterator[tuple[Row, int]]:
        """The KPIs of an area: a share of the whole, the demo's own first, each with which copy it is."""
        area, turn = self.drawn[number]
        wanted = KPIS * (number + 1) // AREAS - KPIS * number // AREAS
        held = area["kpis"]
        for place in range(wanted):
            yield held[place % len(held)], turn * 100 + place // len(held)


def called(name: str, turn: int) -> str:
    """The id of a copy; the first keeps its own."""
    return name if turn == 0 else f"{name}_{turn}"


def own(row: Row) -> str:
    """The id a row goes by: its own, else the catalogue's."""
    return str(row.get("id") or row["use"])


def renamed(name: Any, turn: int) -> Any:
    """What a copy is called, in each language."""
    if turn == 0 or name is None:
        return name
    if isinstance(name, Mapping):
        return {language: f"{text} {turn}" for language, text in name.items()}
    return f"{name} {turn}"


def big_plan(document: bytes) -> str:
    """The plan document with sixty areas and a thousand KPIs; what names an area or a KPI goes on naming the first."""
    yaml = YAML(typ="safe", pure=True)
    plan = yaml.load(document)
    copies = Copies(plan)
    kras = [_area(copies, number) for number in range(AREAS)]
    plan["kras"] = [*kras, *(kra for kra in plan["kras"] if not kra.get("kpis"))]
    plan["actions"] = [*plan["actions"], *_actions(plan["actions"], copies)]
    out = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = None
    writer.representer.ignore_aliases = lambda *_: True  # type: ignore[method-assign]  # the format refuses them
    writer.dump(plan, out)
    return out.getvalue()


def _area(copies: Copies, number: int) -> Row:
    source, turn = copies.drawn[number]
    area = copy.deepcopy(source)
    area["id"], area["name"] = called(source["id"], turn), renamed(source.get("name"), turn)
    area["kpis"] = [_copied(kpi, nth) for kpi, nth in copies.kpis(number)]
    area["kris"] = [_copied(kri, turn) for kri in source.get("kris", ())]
    for kri in area["kris"]:
        kri["threatens"] = [called(one, turn * 100) for one in kri.get("threatens", ())] if turn else kri["threatens"]
    return area


def _copied(row: Row, turn: int) -> Row:
    made = {**copy.deepcopy(row), "id": called(own(row), turn)}
    return {**made, "name": renamed(row["name"], turn)} if row.get("name") else made


def _actions(actions: list[Row], copies: Copies) -> Iterator[Row]:
    for area, turn in copies.drawn:
        held = {own(kpi) for kpi in area["kpis"]}
        for action in actions if turn else ():
            if action.get("kpi") in held or action.get("kra") == area["id"]:
                made = {**copy.deepcopy(action), "id": called(action["id"], turn)}
                made["name"] = renamed(action.get("name"), turn)
                if "kra" in made:
                    made["kra"] = called(area["id"], turn)
                if made.get("kpi") in held:
                    made["kpi"] = called(action["kpi"], turn * 100)
                yield made


def big_card(card: Mapping[str, Any], document: bytes) -> Row:
    """The published scorecard of that plan: each copy has the figures of the row it was made from."""
    copies = Copies(YAML(typ="safe", pure=True).load(document))
    kras, kpis = _by_id(card["kras"]), {row["measured"]["id"]: row for row in card["kpis"]}
    made: Row = {**card, "kras": [], "kpis": [], "kris": []}
    for number, (area, turn) in enumerate(copies.drawn):
        name = called(area["id"], turn)
        because = kras[area["id"]].get("because")
        made["kras"].append(
            {
                **kras[area["id"]],
                "id": name,
                "name": renamed(kras[area["id"]]["name"], turn),
                "because": called(because, turn * 100) if because else because,
                "kpis": [called(own(kpi), nth) for kpi, nth in copies.kpis(number)],
                "kris": [called(one, turn) for one in kras[area["id"]]["kris"]],
            }
        )
        for kpi, nth in copies.kpis(number):
            made["kpis"].append(_measured(kpis[own(kpi)], nth, name))
        for row in card["kris"]:
            if row["kra"] == area["id"]:
                threatens = [called(one, turn * 100) for one in row["threatens"]]
                told = renamed(row["name"], turn)
                made["kris"].append(
                    {**row, "id": called(row["id"], turn), "name": told, "kra": name, "threatens": threatens}
                )
    return made


def _by_id(rows: list[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


def _measured(row: Row, turn: int, kra: str) -> Row:
    measured = row["measured"]
    name = renamed(measured["name"], turn)
    return {**row, "kra": kra, "measured": {**measured, "id": called(measured["id"], turn), "name": name}}
