"""Panels: synthetic control and synthetic difference in differences, with the proof of untouched units."""

from jalon.stats.effects.panels.measuring import PanelEffect, PanelQuestion, panel_effect
from jalon.stats.effects.panels.weights import Compared, Method, compared

__all__ = ["Compared", "Method", "PanelEffect", "PanelQuestion", "compared", "panel_effect"]
