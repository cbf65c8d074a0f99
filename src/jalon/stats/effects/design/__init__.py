"""Before launch: what each design could see, after how long, and which units to compare."""

from jalon.stats.effects.design.announced import Announced, Kind, recommended
from jalon.stats.effects.design.lots import LotsAsked, lots_design
from jalon.stats.effects.design.panels import (
    Groups,
    PanelAsked,
    matched_groups,
    nearest_controls,
    panel_design,
    stepped_design,
)
from jalon.stats.effects.design.past import PastAsked, past_design

__all__ = [
    "Announced",
    "Groups",
    "Kind",
    "LotsAsked",
    "PanelAsked",
    "PastAsked",
    "lots_design",
    "matched_groups",
    "nearest_controls",
    "panel_design",
    "past_design",
    "recommended",
    "stepped_design",
]
