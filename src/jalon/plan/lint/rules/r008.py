"""R008: every required cell, and every budget line, is held on every day."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for hole in case.territory.holes():
        ground = hole.required.ground
        cells = [case.territory.cell(ground, box) for box in hole.left]
        where = [case.territory.narrowed(ground, box) for box in hole.left]
        yield Breach(f"ground:{ground}", hole.required.path, {"ground": ground, "cells": cells, "where": where})


RULE = error("R008", _breaches)
