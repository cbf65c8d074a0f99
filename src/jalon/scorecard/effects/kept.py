"""What an earlier scorecard published of an action, read back: measured once, never measured over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from jalon.quantities import Period, Refusal, refusals
from jalon.scorecard.acted import (
    ActionEffect,
    Announced,
    ArmRow,
    ControlRow,
    DesignRow,
    EffectPoint,
    Interval,
    PlaceboRow,
    RefusedDesign,
    TestRow,
)

Row = Mapping[str, object]


def rows_before(document: Mapping[str, object] | None) -> dict[str, Row]:
    """The action rows of a published scorecard, by id."""
    return {str(row["id"]): row for row in _rows((document or {}).get("actions"))}


def effect_in(row: object) -> ActionEffect | None:
    """A measured effect as it was published; None for a refusal or for nothing."""
    if not isinstance(row, Mapping) or "refused" in row or "effect" not in row:
        return None
    first, last = row["window"]
    return ActionEffect(
        read_as=str(row["read_as"]),
        window=Period(date.fromisoformat(first), date.fromisoformat(last)),
        grain=str(row["grain"]),
        periods=int(row["periods"]),
        measured_on=date.fromisoformat(row["measured_on"]),
        question=str(row["question"]),
        unit=str(row["unit"]),
        effect=Decimal(row["effect"]),
        interval80=_pair(row["interval80"]),
        interval95=_pair(row["interval95"]),
        came=_number(row["came"]),
        without=_number(row["without"]),
        relative=_number(row["relative"]),
        relative95=_band(row["relative95"]),
        p=Decimal(row["p"]),
        verdict=str(row["verdict"]),
        margin=_number(row["margin"]),
        shape=row["shape"],
        spent_after_days=row["spent_after_days"],
        placebos=tuple(
            PlaceboRow(Decimal(one["error"]), bool(one["inside"]), _day(one["day"]), one["unit"])
            for one in row["placebos"]
        ),
        controls=tuple(ControlRow(one["id"], Decimal(one["worth"])) for one in row["controls"]),
        warnings=tuple(row["warnings"]),
        path=tuple(_point(one) for one in row["path"]),
        test=_test(row["test"]),
        facts=dict(row["facts"]),
    )


def announced_in(row: object) -> Announced | None:
    """What was announced before the launch; None where nothing was."""
    if not isinstance(row, Mapping):
        return None
    designs = tuple(
        DesignRow(
            one["kind"],
            int(one["days"]),
            Decimal(one["relative"]),
            Decimal(one["smallest"]),
            one["needed_days"],
            _number(one["cried_wolf"]),
        )
        for one in _rows(row["designs"])
    )
    return Announced(
        date.fromisoformat(row["made_on"]),
        row["question"],
        _number(row["expected"]),
        designs,
        tuple(RefusedDesign(one["kind"], _refusal(one["why"])) for one in _rows(row["refused"])),
        row["recommended"],
    )


def _refusal(row: Mapping[str, object]) -> Refusal:
    """A refusal as it was published, by its code."""
    found: Refusal = getattr(refusals, str(row["refused"]))(**{k: v for k, v in row.items() if k != "refused"})
    return found


def _test(row: object) -> TestRow | None:
    if not isinstance(row, Mapping):
        return None
    arms = tuple(ArmRow(a["name"], int(a["units"]), int(a["converted"]), Decimal(a["rate"])) for a in row["arms"])
    return TestRow(
        row["mode"], row["split"], Decimal(row["split_p"]), arms, row["guardrail"], _number(row["information"])
    )


def _point(row: Mapping[str, str]) -> EffectPoint:
    return EffectPoint(
        date.fromisoformat(row["start"]),
        date.fromisoformat(row["end"]),
        _number(row["came"]),
        _number(row["expected"]),
        _band(row["band80"]),
        _band(row["band95"]),
    )


def _rows(found: object) -> list[dict]:  # type: ignore[type-arg]  # rows of a JSON document
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list | tuple) else []  # type: ignore[misc]


def _number(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) else None


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _pair(value: object) -> Interval:
    assert isinstance(value, list | tuple)  # noqa: S101  # as it was published
    return Decimal(value[0]), Decimal(value[1])


def _band(value: object) -> Interval | None:
    return None if value is None else _pair(value)
