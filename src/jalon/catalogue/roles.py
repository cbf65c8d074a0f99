"""Role templates: what a trade answers for, and what it does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jalon.catalogue.measures import listed, rows
from jalon.quantities import Text

_PAIR = re.compile(r"(\w+): *(?:\[([^\]]*)\]|(\w+))")


@dataclass(frozen=True, slots=True)
class RoleTemplate:
    """A ready KRA for a trade; `combines` names the single roles that a combined one replaces.

    `kra_name` is the short name of its area, `kra` its mission, `territory` its claims as a plan writes them.
    """

    id: str
    name: Text
    synonyms: tuple[str, ...]
    combines: tuple[str, ...]
    kra_id: str
    kra_name: Text
    kra: Text
    area: str
    territory: str
    kpis: tuple[str, ...]
    kris: tuple[str, ...]
    more_kris: tuple[str, ...]
    limits: Text

    @property
    def claims(self) -> tuple[Mapping[str, tuple[str, ...]], ...]:
        """Its claims: ground or qualifier → values."""
        written = re.findall(r"\{([^}]*)\}", self.territory)
        return tuple({name: _values(many, one) for name, many, one in _PAIR.findall(text)} for text in written)

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that its claims name, whole or in part."""
        return tuple(dict.fromkeys(value for claim in self.claims for value in claim.get("channel", ())))


def _values(many: str, one: str) -> tuple[str, ...]:
    return (one,) if one else tuple(part.strip() for part in many.split(",") if part.strip())


@cache
def roles() -> dict[str, RoleTemplate]:
    """Every role template by id."""
    return {
        row["role_id"]: RoleTemplate(
            id=row["role_id"],
            name=Text.of(row["name_fr"], row["name_en"]),
            synonyms=listed(row["synonyms"]),
            combines=listed(row["combines"]),
            kra_id=row["default_kra_id"],
            kra_name=Text.of(row["kra_name_fr"], row["kra_name_en"]),
            kra=Text.of(row["kra_fr"], row["kra_en"]),
            area=row["area"],
            territory=row["territory"],
            kpis=listed(row["default_kpis"]),
            kris=listed(row["default_kris"]),
            more_kris=listed(row["more_kris"]),
            limits=Text.of(row["limits_fr"], row["limits_en"]),
        )
        for row in rows("roles")
    }
