"""Why a tool gave no figures: a code with its facts, and whether the same question may be answered later."""

from __future__ import annotations

from datetime import timedelta


class Unanswered(Exception):
    """No answer to keep. `code` says why (`fetch.denied`); `passing`: asking again later may do, after `rest`.

    `details` are short texts without a secret in them: never an address with its query, never a header.
    """

    def __init__(self, code: str, *, passing: bool = False, rest: timedelta | None = None, **details: str) -> None:
        super().__init__(code)
        self.code, self.passing, self.rest, self.details = code, passing, rest, details
