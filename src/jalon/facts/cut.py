"""The shape of a report: which tool, report, grain, dimensions and filters. Only equal shapes compare."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import quote, unquote

from jalon.quantities import Grain

_KEEP = "".join(chr(code) for code in range(33, 127) if chr(code) not in "%&=?")


@dataclass(frozen=True, slots=True)
class Cut:
    """One report shape. Its text is `tool/report/grain/dimensions?name=value&…`; account and days are no part of it."""

    tool: str
    report: str
    grain: Grain
    dimensions: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The name people and records use; equal texts mean comparable rows."""
        shape = f"{self.tool}/{self.report}/{self.grain}/{'+'.join(self.dimensions) or 'total'}"
        named = "&".join(f"{quote(name, safe=_KEEP)}={_escaped(value)}" for name, value in sorted(self.filters))
        return f"{shape}?{named}" if named else shape

    @property
    def key(self) -> str:
        """SHA-256 of the text: the name of its folder, so that no file name ever holds foreign text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @classmethod
    def parse(cls, text: str) -> Cut:
        """The cut that a text names."""
        shape, _, named = text.partition("?")
        tool, report, grain, dimensions = shape.split("/", 3)
        pairs = [part.partition("=") for part in named.split("&") if part]
        return cls(
            tool,
            report,
            Grain(grain),
            () if dimensions == "total" else tuple(dimensions.split("+")),
            tuple((unquote(name), unquote(value)) for name, _, value in pairs),
        )


def _escaped(value: str) -> str:
    return "".join(quote(letter) if letter in "%&=?" else letter for letter in value)
