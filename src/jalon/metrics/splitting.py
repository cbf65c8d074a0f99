"""By which dimensions an input of a risk is read: what its row asks, then what does where no cut tells that."""

from __future__ import annotations

from collections.abc import Mapping

from jalon.facts.engine import ACROSS

POSITION_BUCKET = "position_bucket"
"""A cell that is no column: ranks 1 to 3, 4 to 10, 11 to 20 and beyond, told by the rank itself."""
HOUR = "hour"
_COARSER = {"keyword": ("ad_group", "campaign"), "ad": ("ad_set", "campaign")}
"""What holds an item of an advertising account: a campaign is still a cell that is compared with itself."""
_ROWS: dict[str, dict[str, tuple[str, ...]]] = {
    "own_urls_alternate": {"position": ("keyword*url", "keyword*page")},
    "silence_over_own_gap": {"orders": ("customer",)},
}
"""Conditions that are tested on rows: their inputs by item, and nothing else of them."""


def splits(name: str, params: Mapping[str, str]) -> tuple[str, ...]:
    """Drill-downs of an input, finest first; none where it is read whole."""
    if params.get("condition") in _ROWS:
        return _ROWS[params["condition"]].get(name, ())
    if name in ("also", "rank") and "also_dim" in params:
        return (params["also_dim"],)
    asked = params.get("dim") or params.get("cells") or params.get("dims") or params.get("item") or ""
    parts = tuple(one for one in asked.split(ACROSS) if one and one != POSITION_BUCKET)
    if params.get("grain") == "hour":
        return (HOUR,)
    if params.get("window") == "1h" and len(parts) == 1 and "model" not in params:
        return (f"{parts[0]}{ACROSS}{HOUR}", HOUR, parts[0])
    alone = parts if len(parts) > 1 else ()
    return (*((ACROSS.join(parts),) if parts else ()), *alone, *(up for one in parts for up in _COARSER.get(one, ())))
