"""Programs that hold a token: one a role and a scope, in a company whose day is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from jalon.records import accounts, tokens, workspaces
from jalon.records.tokens import Scope
from jalon.records.workspaces import Workspace


@dataclass(frozen=True)
class Program:
    """What asks, with its token in every request."""

    token: str
    language: str = "en"

    def get(self, path: str, data: dict[str, object] | None = None, **headers: str) -> Any:
        """One reading."""
        return self._client(headers).get(f"/api/v1/{path}", data or {})

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        """One act, said in JSON."""
        return self._client(headers).post(f"/api/v1/{path}", body or {}, content_type="application/json")

    def put(self, path: str, body: bytes, kind: str, **headers: str) -> Any:
        """One document given whole."""
        return self._client(headers).put(f"/api/v1/{path}", body, content_type=kind)

    def patch(self, path: str, body: object, **headers: str) -> Any:
        """Some fields, said in JSON."""
        return self._client(headers).patch(f"/api/v1/{path}", body, content_type="application/json")

    def delete(self, path: str, **headers: str) -> Any:
        """One thing ended."""
        return self._client(headers).delete(f"/api/v1/{path}")

    def upload(self, path: str, body: bytes, kind: str) -> Any:
        """One file as the body itself."""
        return self._client({}).post(f"/api/v1/{path}", body, content_type=kind)

    def send(self, path: str, form: dict[str, object]) -> Any:
        """One act, said in a form with files."""
        return self._client({}).post(f"/api/v1/{path}", form)

    def rows(self, path: str, **asked: object) -> list[dict[str, Any]]:
        """The rows of a list."""
        found = self.get(path, asked)
        assert found.status_code == 200, found.content
        rows: list[dict[str, Any]] = found.json()["items"]
        return rows

    def _client(self, headers: dict[str, str]) -> Client:
        spoken = {"accept-language": self.language, "authorization": f"Bearer {self.token}"}
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client(headers={**spoken, **more})


def program(
    workspace: Workspace, role: str = "director", scope: Scope = "read", person: str = "", language: str = "en"
) -> Program:
    """A program of somebody with a role there."""
    made = accounts.without_password(f"{uuid4().hex[:8]}@savons.example", person.title() or role)
    workspaces.join(workspace, made.id, role, person)
    owner = workspaces.member(made.id, workspace.slug)
    assert owner is not None
    return Program(tokens.issue(owner, "Script", scope, datetime.now(UTC))[0], language)


def problem(answer: HttpResponse) -> dict[str, Any]:
    """What an answer says no with, proved to be of the form of RFC 9457."""
    import json

    assert answer.headers["Content-Type"] == "application/problem+json"
    said: dict[str, Any] = json.loads(answer.content)
    assert {"type", "title", "status", "code", "detail"} <= set(said)
    assert said["status"] == answer.status_code
    return said
