"""A line to one tool: each question asked until it is answered, within its quota, its patience and its limits."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from jalon.sources.asking.pace import Clock, Pace, Quota, RealClock
from jalon.sources.asking.reach import Reach, client
from jalon.sources.asking.secret import Secret, without
from jalon.sources.asking.unanswered import Unanswered

AGAIN = frozenset({429, 500, 502, 503, 504})
"""Answers after which the same question may be put again."""
TRIES, BUDGET = 6, 40
"""Times that one question is put; times that questions are put again in one run."""
FIRST, LONGEST = 1.0, 64.0
"""Seconds waited before the second try, doubled each time up to the longest, with chance in them."""
HOLDS = timedelta(minutes=5)
"""A tool that asks for a longer rest than this is left alone until then."""
LARGEST = 200_000_000
"""Bytes of one answer."""
SAID = 240
"""Letters of a tool's own words that are repeated."""

Headers = Callable[[bool], Mapping[str, str]]
"""What proves who asks; called with True when the last proof was not believed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer: nothing of it is missing."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Its document, numbers exact. Raises `Unanswered` (passing) when it is no document: half of one is none."""
        try:
            return json.loads(self.body, parse_float=Decimal)
        except (ValueError, RecursionError):
            raise Unanswered("fetch.unreadable", passing=True) from None

    def text(self) -> str:
        """Its words."""
        return self.body.decode("utf-8-sig", "replace")


@dataclass(slots=True)
class Line:
    """Asks one tool. A 202 means that the answer is still being made: the question is put again."""

    base: str
    reach: Reach
    quota: Quota
    secrets: Sequence[Secret] = ()
    headers: Headers = lambda anew: {}
    clock: Clock = field(default_factory=RealClock)
    chance: random.Random = field(default_factory=random.Random)
    calls: int = 0
    again: int = 0
    _pace: Pace | None = None
    _client: httpx.Client | None = None

    def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """One question, put until it is answered. Raises `Unanswered`: lasting at once, passing after the last try."""
        anew, tries = False, 0
        while True:
            tries += 1
            fault = rest = None
            try:
                answer = self._once(method, path, params, body, form, anew)
            except httpx.TransportError as broken:
                fault = Unanswered("fetch.broken", passing=True, fault=type(broken).__name__)
            else:
                if answer.status == 401 and not anew:
                    anew = True
                    continue
                fault = self._fault(answer)
                if fault is None:
                    return answer
                rest = fault.rest
            if not fault.passing or tries >= TRIES or self.again >= BUDGET or (rest is not None and rest > HOLDS):
                raise fault
            self.again += 1
            self.clock.wait(rest.total_seconds() if rest is not None else self._delay(tries))

    def _delay(self, tries: int) -> float:
        longest = min(LONGEST, FIRST * float(2 ** (tries - 1)))
        return longest * (0.5 + self.chance.random() / 2)

    def _once(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        body: object,
        form: Mapping[str, str] | None,
        anew: bool,
    ) -> Answer:
        if self._client is None:
            self._client, self._pace = client(self.reach), Pace(self.quota, self.clock)
        assert self._pace is not None  # noqa: S101  # made together
        self._pace.turn()
        self.calls += 1
        proof = {"Accept": "application/json", **self.headers(anew)}
        with self._client.stream(method, self.base + path, params=params, headers=proof, json=body, data=form) as said:
            blocks, size = [], 0
            for block in said.iter_bytes():
                size += len(block)
                if size > LARGEST:
                    raise Unanswered("fetch.too_long")
                blocks.append(block)
            return Answer(
                said.status_code, {name.lower(): value for name, value in said.headers.items()}, b"".join(blocks)
            )

    def _fault(self, answer: Answer) -> Unanswered | None:
        """What is wrong with an answer; None when it is one."""
        status = answer.status
        if status == 202:
            return Unanswered("fetch.not_ready", passing=True, rest=_rest(answer))
        if status in AGAIN:
            code = "fetch.too_often" if status == 429 else "fetch.out_of_order"
            return Unanswered(code, passing=True, rest=_rest(answer), status=str(status), said=self.said(answer))
        if 200 <= status < 300:
            return None
        if 300 <= status < 400:
            return Unanswered("fetch.led_elsewhere", status=str(status))
        codes = {401: "fetch.denied", 403: "fetch.denied", 404: "fetch.unknown_account"}
        return Unanswered(codes.get(status, "fetch.refused"), status=str(status), said=self.said(answer))

    def said(self, answer: Answer) -> str:
        """The tool's own words about a refusal, short, without any secret."""
        words = answer.text()[:4000]
        try:
            told = json.loads(words)
        except (ValueError, RecursionError):
            told = None
        found = _message(told) if told is not None else " ".join(words.split())
        return without(found, self.secrets)[:SAID]

    def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            self._client.close()
            self._client = None


def _message(told: object) -> str:
    """The sentence in an error document, whatever its shape: `error.message`, `message`, `detail`, `errors[0]`."""
    if isinstance(told, list):
        return _message(told[0]) if told else ""
    if isinstance(told, dict):
        for name in ("message", "error_description", "detail", "title", "error", "errors"):
            if told.get(name):
                return _message(told[name])
        return ""
    return str(told)


def _rest(answer: Answer) -> timedelta | None:
    """How long the tool asks to be left alone: seconds, or until a moment."""
    said = answer.headers.get("retry-after", "").strip()
    if not said:
        return None
    try:
        return timedelta(seconds=max(0.0, float(said)))
    except (ValueError, OverflowError):
        pass
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    here = answer.headers.get("date")
    try:
        now = parsedate_to_datetime(here) if here else datetime.now(UTC)
    except (ValueError, TypeError):
        now = datetime.now(UTC)
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(timedelta(0), until - now)
