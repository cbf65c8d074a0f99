"""`account`, `renew-key`: what whoever runs the deployment does about how people come in."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from jalon.cli import output
from jalon.cli.entry import UNUSABLE, Call
from jalon.cli.language import told


@click.command(help=told("cli.account"))
@click.argument("email")
@click.option("--reset-factors", is_flag=True, help=told("cli.account.reset_factors"))
@click.pass_obj
def account(call: Call, email: str, reset_factors: bool) -> None:
    """Print a single-use link that lets somebody choose a password; with the option, her second factors go too."""
    from jalon.assembly import house
    from jalon.records import accounts, audit, factors, password_links, visits

    here, now = house(call.home), datetime.now(UTC)
    found = accounts.found(email)
    token = password_links.issue(found.id, now, most=None) if found else None
    if found is None or token is None:
        output.note(told("cli.account.unknown", email=email))
        raise SystemExit(UNUSABLE)
    reset = reset_factors and factors.reset(found.id)
    if reset:
        visits.end_all(found.id, now)
        audit.write("operator", "reset", "second_factor", now, {"email": found.email})
    audit.write("operator", "link", "password", now, {"email": found.email})
    link = f"{here.post().address}/password/{token}"
    if call.as_json:
        output.document({"contract": 1, "link": link, "factors_reset": reset})
        return
    if reset_factors:
        output.note(told("cli.account.reset" if reset else "cli.account.no_factors"))
    minutes = str(int(password_links.LASTS.total_seconds() // 60))
    output.note(told("cli.account.link", email=found.email, minutes=minutes))
    click.echo(link)


@click.command(help=told("cli.renew-key"))
@click.pass_obj
def renew_key(call: Call) -> None:
    """Another key for the home: secrets are sealed anew under it, and what the old one signed is worth nothing."""
    from jalon.assembly import house
    from jalon.identity import home_key
    from jalon.records import audit, factors

    home = house(call.home).home
    sealed, paper = factors.reseal(home_key.kept(home), home_key.begun(home))
    audit.write("operator", "renew", "key", datetime.now(UTC), {"sealed": sealed, "paper": paper})
    home_key.taken(home)
    if call.as_json:
        output.document({"contract": 1, "sealed": sealed, "paper_ended": paper})
        return
    output.note(told("cli.renew-key.done", sealed=str(sealed), paper=str(paper)))
