"""`serve`, `demo`, `doctor`, `audit`: running a deployment and checking that it is sound."""

from __future__ import annotations

import errno
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from jalon.cli import output
from jalon.cli.entry import FINDINGS, UNUSABLE, Call
from jalon.cli.language import told

HOST = click.option("--host", default="127.0.0.1", show_default=True, help=told("cli.serve.host"))
PORT = click.option("--port", default=8000, show_default=True, type=int, help=told("cli.serve.port"))


@click.command(help=told("cli.serve"))
@HOST
@PORT
@click.pass_obj
def serve(call: Call, host: str, port: int) -> None:
    """Start the web application and its worker; the first start prints a single-use setup link."""
    _listens_alone(host, port)
    from jalon.assembly import house
    from jalon.records import accounts

    house(call.home)
    if accounts.none_yet():
        token = accounts.new_setup_link(datetime.now(UTC))
        output.note(told("cli.serve.setup"))
        output.note(f"http://{host}:{port}/setup/{token}")
    click.echo(f"http://{host}:{port}/")
    _granian(host, port)


@click.command(help=told("cli.demo"))
@HOST
@PORT
@click.option("--no-serve", is_flag=True, help=told("cli.demo.no_serve"))
@click.option("--home", "home", type=click.Path(path_type=Path), default=None, help=told("cli.home"))
@click.pass_obj
def demo(call: Call, host: str, port: int, no_serve: bool, home: Path | None) -> None:
    """Run the main job on the simulated company, then serve it. Binds this machine alone."""
    if not no_serve:
        _listens_alone(host, port)
    import os

    from jalon.assembly import house
    from jalon.cli.steering import print_scorecard
    from jalon.routines import refreshing
    from jalon.routines.demonstrating import demonstrate

    place = home or call.home / "demo"
    here = house(place, demo=True)
    os.environ.setdefault("JALON_MAIL", "console")
    os.environ.setdefault("JALON_ADDRESS", f"http://{host}:{port}")
    with _progress() as step:
        done = demonstrate(place, here.reading(), here.engine, here.post(), step, datetime.now(UTC))
    if isinstance(done.refreshed, refreshing.Refreshed):
        document = done.refreshed.scorecard.as_document()
        output.document(document) if call.as_json else print_scorecard(document, call.language)
    if call.as_json and no_serve:
        return
    if no_serve:
        click.echo(f"http://{host}:{port}/")
    else:
        _serve_afresh(call, place, host, port)


def _serve_afresh(call: Call, place: Path, host: str, port: int) -> None:
    """Become `jalon serve`: a server forks, and the library that wrote the facts refuses to go on in a fork."""
    import os

    os.environ["JALON_DEMO"] = "1"
    sys.stdout.flush()
    words = ["--home", str(place), "--lang", call.language, "serve", "--host", host, "--port", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "jalon", *words])  # noqa: S606  # ourselves, no shell


class _progress:  # used as a context, like open
    """A bar on a terminal, one line a step elsewhere; always on standard error."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._terminal = sys.stderr.isatty()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=1)
        self._last = ""

    def __enter__(self):  # type: ignore[no-untyped-def]  # returns its own step
        if self._terminal:
            self._bar.start()
        return self.step

    def __exit__(self, *_: object) -> None:
        if self._terminal:
            self._bar.stop()

    def step(self, what: str, number: int, total: int) -> None:
        """Say what is being done."""
        if self._terminal:
            self._bar.update(self._task, description=told(what), completed=number, total=total)
        elif what != self._last:
            output.note(told(what))
        self._last = what


def _listens_alone(host: str, port: int) -> None:
    """Refuse an address that cannot be ours alone: the server shares a taken port, and pages would come from either."""
    import socket

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            # What a closed server leaves behind is no reason to refuse; one that listens is.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except (OSError, OverflowError) as fault:
        taken = isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE
        output.note(told("cli.serve.taken" if taken else "cli.serve.unbound", host=host, port=str(port)))
        raise SystemExit(UNUSABLE) from None


def _granian(host: str, port: int) -> None:
    """Serve by import string: nothing of the web is imported here."""
    import os

    from granian import Granian
    from granian.constants import Interfaces

    sys.stdout.flush()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.settings")
    os.environ["JALON_WORKER"] = "1"
    os.environ.setdefault("JALON_ADDRESS", f"http://{host}:{port}")
    server = Granian(
        "jalon.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=1,
        blocking_threads=4, log_enabled=False,
    )  # fmt: skip
    server.serve()


@click.command(help=told("cli.doctor"))
@click.pass_obj
def doctor(call: Call) -> None:
    """Check the home: every data file as it was written, facts and list of imports in agreement."""
    import os

    from jalon.assembly import house
    from jalon.identity.oidc.checked import checked
    from jalon.records import audit, workspaces
    from jalon.routines.checking import check

    here = house(call.home)
    checks = [check(workspace, here.engine(workspace), here.facts(workspace)) for workspace in workspaces.every()]
    broken, provider = audit.verify(), checked(os.environ, datetime.now(UTC))
    if call.as_json:
        found = {"audit_broken_at": broken, "workspaces": [one.as_document() for one in checks]}
        asked = {"identity_provider": provider.issuer if provider else None}
        output.document({"contract": 1, **found, **asked, "identity_refused": provider.refused if provider else ""})
    else:
        for one in checks:
            facts = {"workspace": one.workspace, "files": str(one.files), "mended": str(one.mended)}
            click.echo(told("cli.doctor.workspace", **facts))
            for path in one.damaged:
                click.echo("  " + told("cli.doctor.damaged", file=path))
        entries = audit.count() if broken is None else broken
        click.echo(told("cli.audit.whole" if broken is None else "cli.audit.broken", number=str(entries)))
        if provider is not None:
            said = "cli.doctor.provider.refused" if provider.refused else "cli.doctor.provider"
            facts = {"issuer": provider.issuer, "keys": str(provider.keys), "code": provider.refused}
            click.echo(told(said, **facts, details=provider.details or provider.issuer))
    shut = provider is not None and bool(provider.refused)
    raise SystemExit(FINDINGS if broken is not None or shut or any(one.damaged for one in checks) else 0)


@click.group(help=told("cli.audit"))
def audit() -> None:
    """The audit trail."""


@audit.command(help=told("cli.audit.verify"))
@click.pass_obj
def verify(call: Call) -> None:
    """Check the chain; the first broken entry is named and the exit status is 1."""
    from jalon.assembly import house
    from jalon.records import audit as trail

    house(call.home)
    broken, count = trail.verify(), trail.count()
    if call.as_json:
        output.document({"contract": 1, "entries": count, "broken_at": broken})
    else:
        click.echo(told("cli.audit.whole" if broken is None else "cli.audit.broken", number=str(broken or count)))
    raise SystemExit(0 if broken is None else FINDINGS)
