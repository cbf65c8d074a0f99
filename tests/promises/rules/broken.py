"""A sound plan broken in one place: how a fault is written into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SOUND = (ROOT / "tests" / "plan" / "sound.yaml").read_text("utf-8")
NEW_KRA = """  - id: K_new
    name: Fidélité
    owner: ana
    primary: false
    mission: Faire revenir
    territory: [{stage: retour}]
    limits: [Pas la première vente]
    serves: [O1]
    kpis: [{use: content_leads, baseline: 10, target: 13, due: 2027-12-31}]
    kris: [{use: demand_decline, threatens: [O1]}]
"""
CSAT = "      - {use: csat, baseline: 0.86, target: 0.9, due: 2027-12-31}"
SEA_KRI = "{use: keyword_saturation, threatens: [sea_leads]}"
LINT = ("lint:\n", "lint:\n  %s\n")

Edit = tuple[str, str]


@dataclass(frozen=True)
class Broken:
    """The sound plan with one fault: `line` is a line of the broken document (the `nth` that reads so)."""

    code: str
    subject: str
    line: str
    edits: Sequence[Edit]
    nth: int = 1
    near: str | None = None
    others: tuple[str, ...] = ()
    details: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The broken document."""
        text = SOUND
        for old, new in self.edits:
            assert text.count(old) == 1, f"{self.code}: {old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        return text


def new_kra(*edits: Edit) -> list[Edit]:
    """A fourth area, with something wrong in it."""
    block = NEW_KRA
    for old, new in edits:
        assert block.count(old) == 1
        block = block.replace(old, new)
    return [("overlap_rules:\n", f"{block}overlap_rules:\n"), ("dimensions:\n", "  stage: [retour]\ndimensions:\n")]


def new_kpi(kpi: str) -> list[Edit]:
    """A fourth area with that KPI alone."""
    return new_kra((" [{use: content_leads, baseline: 10, target: 13, due: 2027-12-31}]", f"\n      - {kpi}"))


def own(formula: str, unit: str) -> str:
    """A KPI with a formula of the company's own."""
    head = f"{{id: maison, formula: {formula}, name: Maison, unit: {unit}, direction: up, "
    return f"{head}baseline: 0.1, target: 0.13, due: 2027-12-31}}"


def new_line(after: str, line: str) -> list[Edit]:
    """One more line below that one."""
    return [(after, f"{after}{line}\n")]
