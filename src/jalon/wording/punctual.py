"""Whether a common milestone is kept, in one sentence: a chance or two bounds of it, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping

from jalon.wording.numbers import percent
from jalon.wording.phrases import phrase
from jalon.wording.sentences import refusal


def on_time(document: object, language: str) -> str:
    """The published form of a chance to be in time, said; empty when nothing was published of it."""
    if not isinstance(document, Mapping):
        return ""
    if document.get("refused") == "TooLittleHistory":
        values = {"needed": str(document["needed"]), "have": str(document["have"])}
        return phrase("stage.on_time.few", language, values)
    if "refused" in document:
        return phrase("stage.on_time.refused", language, {"reason": refusal(document, language)})
    low, high = (percent(str(document[name]), language, 0) for name in ("low", "high"))
    values = {"low": low, "high": high, "cases": str(document["cases"])}
    return phrase("stage.on_time" if low == high else "stage.on_time.between", language, values)
