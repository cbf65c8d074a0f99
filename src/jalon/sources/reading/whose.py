"""Whose figures a file holds, by what it says itself: the property it states, the site of its pages, of its name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from jalon.facts.table import Cell, Table

PROPERTY, ACCOUNT, SITE = "property", "account", "site"
_PAGES = ("page", "landing_page", "url")
_MOSTLY = 0.8
"""Pages of one site at least, for a file to be about it: lists of links to a site name many."""
_HOST = re.compile(r"https?://([^/?#\s:]+)", re.IGNORECASE)
_NAMED = re.compile(
    r"(?<![a-z0-9.-])((?:[a-z0-9-]+\.)+(?:com|fr|net|org|eu|io|co|uk|de|es|it|be|ch|ca|lu|nl|pt|pl|at|se|dk|fi|ie|us|bzh"
    r"|paris|shop|store|info|biz|app|dev|ai|me|tv|agency|online|site))(?![a-z0-9.])",
    re.IGNORECASE,
)
_SHORT = 3
"""Letters of a middle part such as `co` in `co.uk`, which names nobody."""


def whose(file_name: str, table: Table, property_name: str | None, account: str | None) -> str | None:
    """`property=…`, `account=…` or `site=…`; None where nothing tells. Only equal kinds compare."""
    for kind, said in ((PROPERTY, property_name), (ACCOUNT, account)):
        if said and said.strip():
            return f"{kind}={' '.join(unicodedata.normalize('NFC', said).split())}"
    site = _site_of_pages(table) or _site_of_name(file_name)
    return f"{SITE}={site}" if site else None


def _site_of_pages(table: Table) -> str | None:
    counted: Counter[str] = Counter()
    for name in _PAGES:
        if name in table.cut.dimensions:
            counted.update(_sites(table.columns.get(name, ())))
    if not counted:
        return None
    site, pages = counted.most_common(1)[0]
    return site if pages >= _MOSTLY * counted.total() else None


def _sites(cells: Iterable[Cell]) -> Iterable[str]:
    seen = Counter(cell for cell in cells if isinstance(cell, str))
    return (owned(found[1]) for cell in seen if (found := _HOST.match(cell)))


def _site_of_name(file_name: str) -> str | None:
    plain = re.sub(r"^https?_+", "", file_name.rsplit(".", 1)[0]).replace("_", "/")
    found = next(iter(_NAMED.findall(plain)), None)
    return owned(found) if found else None


def owned(host: str) -> str:
    """The part of a host that somebody owns: `shop.kervoal.fr` is `kervoal.fr`'s."""
    parts = host.casefold().strip(".").split(".")
    kept = 3 if len(parts) > 2 and len(parts[-2]) <= _SHORT else 2
    return ".".join(parts[-kept:])
