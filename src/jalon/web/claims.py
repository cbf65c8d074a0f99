"""Pieces of territory as people say them, with the plan's own names."""

from __future__ import annotations

from jalon import wording
from jalon.plan.model import Claim, Plan


def claim_words(claim: Claim, plan: Plan, language: str) -> str:
    """A piece of territory as people say it: channel : seo, for b2c."""
    ground = wording.phrase(f"ground.{claim.ground}", language)
    values = ", ".join(value_words(plan, claim.ground, value, language) for value in claim.values)
    narrowed = "; ".join(
        f"{dimension_words(plan, name, language)} {', '.join(value_words(plan, name, v, language) for v in inner)}"
        for name, inner in claim.qualifiers.items()
    )
    colon = "\u00a0: " if language == "fr" else ": "
    return f"{ground}{colon}{values}{f' ({narrowed})' if narrowed else ''}"


def dimension_words(plan: Plan, name: str, language: str) -> str:
    """The plan's own name of a dimension."""
    text = plan.dimension_names.get(name)
    return text.in_language(language).lower() if text else name.replace("_", " ")


def value_words(plan: Plan, ground: str, value: str, language: str) -> str:
    """The plan's own name of a value; its id when it has none."""
    if value == "*":
        return wording.phrase("ground.everything", language)
    text = plan.value_names(ground).get(value)
    return text.in_language(language) if text else value.replace("_", " ")
