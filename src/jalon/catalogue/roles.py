"""Role templates: what a trade answers for, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jalon.catalogue.measures import listed, rows
from jalon.quantities import Text


@dataclass(frozen=True, slots=True)
class RoleTemplate:
    """A ready KRA for a trade; `combines` names the single roles that a combined one replaces."""

    id: str
    name: Text
    synonyms: tuple[str, ...]
    combines: tuple[str, ...]
    kra_id: str
    kra: Text
    area: str
    territory: str
    kpis: tuple[str, ...]
    kris: tuple[str, ...]
    more_kris: tuple[str, ...]
    limits: Text


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
