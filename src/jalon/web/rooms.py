"""The pages as the menu and the search know them: the day's three verbs, the course, the data, the team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jalon import wording
from jalon.records.access import Verb
from jalon.web.here import Here


@dataclass(frozen=True, slots=True)
class Room:
    """One page of the menu: `counted` names what waits there, `verb` the right it takes, `letter` its key after "g"."""

    key: str
    link: str
    picture: str
    counted: str = ""
    verb: Verb = "see"
    letter: str = ""


GROUPS: Mapping[str, tuple[Room, ...]] = {
    "day": (
        Room("today", "/", "today", letter="j"),
        Room("review", "/review", "calendar", letter="w"),
        Room("action", "/action", "action"),
        Room("kri", "/kri", "kri", "kri", letter="r"),
        Room("alerts", "/alerts", "bell"),
        Room("decision", "/decision", "decision", "decision", letter="a"),
    ),
    "course": (
        Room("map", "/map", "map", letter="c"),
        Room("kra", "/kra", "kra", letter="z"),
        Room("kpi", "/kpi", "kpi", letter="k"),
        Room("milestone", "/milestone", "flag"),
        Room("territories", "/territories", "territory", "territory", letter="t"),
        Room("plan", "/plan", "plan", letter="p"),
        Room("curves", "/curves", "option"),
    ),
    "data": (Room("sources", "/sources", "sources", "sources", letter="s"), Room("trust", "/trust", "yes")),
    "team": (
        Room("person", "/person", "people"),
        Room("codir", "/codir", "print"),
        Room("digest", "/digest", "mail"),
        Room("shared", "/shared", "leave"),
        Room("members", "/members", "people", verb="invite"),
    ),
}
BEHIND: tuple[Room, ...] = (
    Room("check_ins", "/check-in", "calendar", verb="comment"),
    Room("me", "/me", "people"),
    Room("plan_edit", "/plan/edit", "plan"),
    Room("plan_history", "/plan/history", "plan"),
    Room("plan_proposals", "/plan/proposals", "plan"),
    Room("plan_sheets", "/plan/sheets", "file"),
    Room("imports", "/sources/imports", "sources"),
    Room("events", "/sources/events", "calendar"),
    Room("account", "/account", "people"),
    Room("tokens", "/tokens", "file"),
    Room("companies", "/companies", "people"),
)
"""Pages that the menu does not name and the search does."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A room as a reader sees it."""

    room: Room
    name: str
    count: int
    here_now: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rooms under one heading; `waiting` is what waits in all of them."""

    key: str
    name: str
    rooms: tuple[Shown, ...]

    @property
    def waiting(self) -> int:
        """What waits there, said when the group is folded."""
        return sum(one.count for one in self.rooms)

    @property
    def here_now(self) -> bool:
        """Whether the page shown is one of its own."""
        return any(one.here_now for one in self.rooms)


def groups(place: Here, now: str, counts: Mapping[str, int]) -> list[Group]:
    """The menu of whoever is signed in."""
    return [
        Group(key, name_of(f"group.{key}", place), tuple(
            Shown(room, name_of(room.key, place), counts.get(room.counted, 0), room.key == now)
            for room in rooms if place.may(room.verb)
        ))
        for key, rooms in GROUPS.items()
    ]  # fmt: skip


def name_of(key: str, place: Here) -> str:
    """What a room or a group is called."""
    return wording.phrase(f"room.{key}", place.language)


def every(place: Here) -> list[tuple[Room, str]]:
    """Every room that may be entered, by name."""
    rooms = (*(room for held in GROUPS.values() for room in held), *BEHIND)
    return [(room, name_of(room.key, place)) for room in rooms if place.may(room.verb)]
