"""What a few letters may mean: everything of the plan with a page of its own, people, territories, pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from jalon import wording
from jalon.plan.model import Plan
from jalon.plan.territory.whose import words_of
from jalon.web.claims import value_words
from jalon.web.here import Here
from jalon.web.rooms import every
from jalon.web.rows import measured, said

KINDS = ("kra", "kpi", "kri", "objective", "action", "milestone", "decision", "person", "territory", "room")
MOST = 12
"""Of one kind; the page of that kind holds the others."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to go to: its name, what is said beside it, and words it is known by too."""

    kind: str
    title: str
    link: str
    text: str = ""
    sign: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Things of one kind, best first, and how many there are in all."""

    kind: str
    name: str
    things: tuple[Thing, ...]
    count: int


def found(place: Here, asked: str, most: int = MOST) -> list[Found]:
    """What was asked for, kind by kind, the best kind first; every word typed must begin a word of the thing."""
    said_words = words_of(asked)
    if not said_words:
        return []
    held: dict[str, list[tuple[int, Thing]]] = {}
    for thing in _things(place):
        score = _score(thing, said_words)
        if score:
            held.setdefault(thing.kind, []).append((score, thing))
    rows = []
    for kind, scored in held.items():
        scored.sort(key=lambda one: (-one[0], len(one[1].title), one[1].title))
        name = wording.phrase(f"search.kind.{kind}", place.language)
        rows.append((scored[0][0], Found(kind, name, tuple(thing for _, thing in scored[:most]), len(scored))))
    return [one for _, one in sorted(rows, key=lambda row: (-row[0], KINDS.index(row[1].kind)))]


def _score(thing: Thing, asked: list[str]) -> int:
    """3 where the name begins so, 2 where it holds every word, 1 where something it is known by does; else 0."""
    own, other = _words(thing.title), _words(thing.known)
    if not all(_begins(word, own) or _begins(word, other) for word in asked):
        return 0
    if own and all(mine.startswith(word) for word, mine in zip(asked, own, strict=False)) and len(asked) <= len(own):
        return 3
    return 2 if all(_begins(word, own) for word in asked) else 1


def _begins(word: str, words: Iterable[str]) -> bool:
    return any(one.startswith(word) for one in words)


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words_of(text))


def _things(place: Here) -> Iterator[Thing]:
    yield from (Thing("room", name, room.link, "", room.picture) for room, name in every(place))
    plan = place.plan
    if plan is None:
        return
    yield from _measured(place)
    yield from _planned(place, plan)
    yield from _grounds(place, plan)


def _measured(place: Here) -> Iterator[Thing]:
    """What has a standing."""
    areas = {str(row["id"]): said(row["name"], place.language) for row in place.rows("kras")}
    for row in place.rows("kras"):
        yield _standing(place, "kra", row, place.person(row["owner"])["name"])
    for row in place.rows("kpis"):
        yield _standing(place, "kpi", measured(row), areas.get(str(row["kra"]), ""))
    for row in place.rows("objectives"):
        yield _standing(place, "objective", measured(row), place.person(measured(row)["owner"])["name"])
    for row in place.rows("kris"):
        yield _standing(place, "kri", row, areas.get(str(row["kra"]), ""))


def _standing(place: Here, kind: str, row, beside: str) -> Thing:  # type: ignore[no-untyped-def]  # a row of the contract
    code, owner = str(row["standing"]), place.person(row["owner"])["name"]
    text = " · ".join(part for part in (wording.standing(code, place.language), beside) if part)
    known = f"{row['id']} {str(row['id']).replace('_', ' ')} {owner}"
    return Thing(kind, said(row["name"], place.language), f"/{kind}/{row['id']}", text, code, known)


def _planned(place: Here, plan: Plan) -> Iterator[Thing]:
    """What is done, awaited, decided, and by whom."""
    language = place.language
    for action in plan.actions:
        owner = place.person(plan.owner_of(action))["name"]
        text = f"{wording.phrase(f'status.{action.status}', language)} · {owner}"
        yield Thing(
            "action",
            said(action.name, language) or action.id,
            f"/action/{action.id}",
            text,
            "action",
            f"{action.id} {owner}",
        )
    for one in plan.milestones:
        owner, day = place.person(one.owner)["name"], wording.day(one.day, language, "short") if one.day else ""
        text = " · ".join(part for part in (day, owner) if part)
        yield Thing(
            "milestone", said(one.name, language) or one.id, f"/milestone/{one.id}", text, "flag", f"{one.id} {owner}"
        )
    for decision in plan.decisions:
        text = wording.phrase("search.decided" if decision.chosen else "search.awaited", language)
        yield Thing(
            "decision", said(decision.question, language), f"/decision/{decision.id}", text, "decision", decision.id
        )
    for person in plan.people:
        held = ", ".join(said(kra.name, language) for kra in plan.kras if kra.owner == person.id)
        yield Thing(
            "person",
            person.name,
            f"/person/{person.id}",
            held,
            "people",
            f"{person.id} {person.role or ''}".replace("_", " "),
        )


def _grounds(place: Here, plan: Plan) -> Iterator[Thing]:
    """Pieces of territory, each leading to whoever answers for it."""
    for ground, values in plan.grounds.items():
        word = wording.phrase(f"ground.{ground}", place.language)
        for value in values:
            name = value_words(plan, ground, value, place.language)
            yield Thing("territory", name, f"/territories?q={value}", word, "territory", value.replace("_", " "))
    for line in plan.budget.lines if plan.budget else ():
        word = wording.phrase("ground.budget", place.language)
        yield Thing(
            "territory",
            said(line.name, place.language) or line.id,
            f"/territories?q={line.id}",
            word,
            "territory",
            f"budget {line.id}",
        )
