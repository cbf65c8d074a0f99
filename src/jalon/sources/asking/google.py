"""Proving to Google who asks: a service account's key file, or a person's consent kept as a refresh token."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import httpx

from jalon.sources.asking.reach import Reach, client, near_hosts
from jalon.sources.asking.secret import Secret
from jalon.sources.asking.unanswered import Unanswered

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

TOKENS = "https://oauth2.googleapis.com/token"
TOKEN_HOST = "oauth2.googleapis.com"  # noqa: S105  # a host's name


def door(host: str, key: Secret, scopes: Sequence[str], at: str | None) -> tuple[str, Reach, Proof]:
    """Where a tool of Google is asked, how far that reaches, and what proves who asks; `at` is a stand-in's address."""
    near = near_hosts([at.partition("://")[2]]) if at else frozenset()
    reach = Reach(frozenset({host, TOKEN_HOST}), near)
    return at or f"https://{host}", reach, Proof(key, scopes, reach, f"{at}/token" if at else TOKENS)


class _Said:
    """An answer in the shape that google-auth reads."""

    def __init__(self, said: httpx.Response) -> None:
        self.status, self.headers, self.data = said.status_code, said.headers, said.content


class Proof:
    """The header of a call, made anew before it ends. Where the token is asked is ours to say, not the key file's."""

    def __init__(self, key: Secret, scopes: Sequence[str], reach: Reach, tokens: str = TOKENS) -> None:
        self._key, self._scopes, self._reach, self._tokens = key, tuple(scopes), reach, tokens
        self._made: Credentials | None = None

    def headers(self, anew: bool = False) -> Mapping[str, str]:
        """`Authorization` for one call. Raises `Unanswered` when the key file is none, or Google takes it no more."""
        from google.auth.exceptions import GoogleAuthError

        made = self._made = self._made or self._credentials()
        try:
            if anew or not made.valid:
                with client(self._reach) as goes:
                    made.refresh(_asker(goes))  # type: ignore[no-untyped-call]
        except GoogleAuthError as fault:
            passing = bool(getattr(fault, "retryable", False))
            raise Unanswered("fetch.denied", passing=passing, status="", said=_reason(fault)) from None
        return {"Authorization": f"Bearer {made.token}"}

    def _credentials(self) -> Credentials:
        from google.oauth2 import credentials, service_account

        logging.getLogger("google.auth").setLevel(logging.WARNING)
        try:
            told = json.loads(self._key.opened())
            if told["type"] == "service_account":
                return service_account.Credentials.from_service_account_info(  # type: ignore[no-any-return, no-untyped-call]
                    {**told, "token_uri": self._tokens}, scopes=list(self._scopes)
                )
            if told["type"] == "authorized_user":
                return credentials.Credentials(  # type: ignore[no-untyped-call]
                    None,
                    refresh_token=told["refresh_token"],
                    client_id=told["client_id"],
                    client_secret=told["client_secret"],
                    token_uri=self._tokens,
                    scopes=list(self._scopes),
                )
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Unanswered("fetch.no_key_file") from None
        raise Unanswered("fetch.no_key_file")


def _asker(goes: httpx.Client) -> Any:
    """google-auth asks for its tokens by our own line: the same hosts, the same patience."""
    from google.auth.exceptions import TransportError

    def ask(url: str, method: str = "GET", body: object = None, headers: object = None, **_: object) -> _Said:
        try:
            return _Said(goes.request(method, url, content=body, headers=headers))  # type: ignore[arg-type]
        except httpx.TransportError as fault:
            raise TransportError(type(fault).__name__) from None  # type: ignore[no-untyped-call]

    return ask


def _reason(fault: Exception) -> str:
    """Google's own word for a refusal (`invalid_grant`): its sentences may hold what was sent."""
    told = fault.args[1] if len(fault.args) > 1 else None
    return str(told.get("error", ""))[:60] if isinstance(told, Mapping) else type(fault).__name__
