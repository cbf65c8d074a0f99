"""A secret is carried shut: printing, logging or comparing it shows nothing."""

from __future__ import annotations

from collections.abc import Iterable

SHUT = "•••"


class Secret:
    """A key, a token or a key file's content. `opened()` is called where it is sent and nowhere else."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def opened(self) -> str:
        """The secret itself."""
        return self._text

    def __repr__(self) -> str:
        return SHUT

    __str__ = __repr__

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        raise TypeError("a secret is not written down")


def without(text: str, secrets: Iterable[Secret]) -> str:
    """A text in which no secret is left, nor any long line of one: what a tool repeats back is cleaned too."""
    for secret in secrets:
        parts = {secret.opened(), *(line for line in secret.opened().splitlines() if len(line) >= LONG)}
        for part in sorted(parts, key=len, reverse=True):
            if len(part) >= SHORT:
                text = text.replace(part, SHUT)
    return text


SHORT, LONG = 4, 16
"""Letters under which a part is no secret, and over which a line of a longer one is."""
