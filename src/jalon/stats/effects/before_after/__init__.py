"""Before and after: what would have come without the action, averaged over scales, models and laws of noise."""

from jalon.stats.effects.before_after.asked import EffectQuestion, Leaning, MeasuredEffect, Path
from jalon.stats.effects.before_after.measuring import measured_effect, measured_effects
from jalon.stats.effects.before_after.placebos import Placebo
from jalon.stats.effects.before_after.shapes import Shape

__all__ = [
    "EffectQuestion",
    "Leaning",
    "MeasuredEffect",
    "Path",
    "Placebo",
    "Shape",
    "measured_effect",
    "measured_effects",
]
