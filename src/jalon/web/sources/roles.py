"""What a column of a file may be, as a list to choose from: when, measures tool by tool, dimensions, not read."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from jalon import catalogue, wording
from jalon.sources.reading.dimensions import DIMENSIONS
from jalon.sources.reading.mapping import COMPUTED, OTHERS, TIMES, named

LEFT = ("ratio", "personal", "ignored")


def options(role: str, header: str, language: str) -> SafeString:
    """The list of one column, its role chosen; a dimension of the company's own bears the column's name."""
    said = f'value="{role}"'
    listed = _options(language)
    if said in listed:
        # Made of ids of the catalogue only: nothing of the file stands in it.
        return mark_safe(listed.replace(said, f"{said} selected", 1) + _own("", header, language))  # noqa: S308
    return mark_safe(listed + _own(role, header, language))  # noqa: S308


def roles() -> frozenset[str]:
    """Every role that needs no name of the company's own."""
    return frozenset({*TIMES, *OTHERS, *_measures(), *(f"dimension:{name}" for name in DIMENSIONS)})


def _own(role: str, header: str, language: str) -> SafeString:
    kind, _, name = role.partition(":")
    own = name if kind in ("dimension", "attribute") and name else named(header)
    if not own or own in DIMENSIONS or own[0].isdigit():
        return SafeString("")
    option = format_html(
        '<option value="dimension:{}"{}>{}</option>',
        own,
        SafeString(" selected") if role == f"dimension:{own}" else "",
        wording.phrase("role.own", language, {"name": own}),
    )
    return _group(wording.phrase("role.group.own", language), option)


@lru_cache(maxsize=4)
def _options(language: str) -> SafeString:
    times = [(name, wording.phrase(f"role.{name}", language)) for name in (*TIMES, "account", "currency")]
    left = [(name, wording.phrase(f"role.{name}", language)) for name in reversed(LEFT)]
    dimensions = sorted(
        ((f"dimension:{name}", dimension_name(name, language)) for name in DIMENSIONS), key=lambda pair: pair[1].lower()
    )
    groups = [
        (wording.phrase("role.group.left", language), left),
        (wording.phrase("role.group.time", language), times),
        (wording.phrase("role.group.dimension", language), dimensions),
        *_measured(language),
    ]
    return format_html_join("", "{}", ((_group(name, _listed(pairs)),) for name, pairs in groups))


def _measured(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The measures under the first tool that provides each, tables of the team's own first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for role, measure_id in _measures().items():
        measure = catalogue.measures()[measure_id]
        tool = next(one for one in measure.tools if one not in COMPUTED)
        found.setdefault(tool, []).append((role, measure.name.in_language(language)))
    order = sorted(found, key=lambda tool: (not tool.startswith("csv_"), tool))
    return [(tool_name(tool, language), sorted(found[tool], key=lambda pair: pair[1].lower())) for tool in order]


def _measures() -> dict[str, str]:
    return {f"measure:{one.id}": one.id for one in catalogue.measures().values() if not set(one.tools) <= COMPUTED}


def tool_name(tool: str, language: str) -> str:
    """A tool as people call it."""
    key = f"tool.{tool}"
    return wording.phrase(key, language) if wording.known(key, language) else tool


def dimension_name(name: str, language: str) -> str:
    """A dimension as people call it."""
    for key in (f"dimension.{name}", f"ground.{name}"):
        if wording.known(key, language):
            text = wording.phrase(key, language)
            return text[:1].upper() + text[1:]
    return name.replace("_", " ").capitalize()


def _listed(pairs: list[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', pairs)


def _group(name: str, inner: SafeString) -> SafeString:
    return format_html('<optgroup label="{}">{}</optgroup>', name, inner)
