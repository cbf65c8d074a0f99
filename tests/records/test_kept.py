"""Loads, scorecards, changes of standing, accounts and the audit trail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from jalon.facts.cut import Cut
from jalon.facts.load import Commit, DataFile, Difference, Load
from jalon.quantities import Grain, Period
from jalon.records import accounts, audit, loads, models, scorecards, workspaces
from jalon.records.workspaces import Workspace

from .conftest import NOW

CUT = Cut("csv_orders", "table", Grain.DAY, ())
WEEK = Period(date(2026, 10, 5), date(2026, 10, 11))
DAY = date(2026, 10, 15)


def a_load() -> tuple[Load, Commit]:
    load = Load("csv_orders", None, CUT, (WEEK,), "5" * 64, "orders.csv", "jalon.table@1", NOW, "elise")
    files = (DataFile("/home/facts/w/cut/a.parquet", 10, "a" * 64),)
    return load, Commit(load.import_id, CUT, 1, Difference(CUT, 0, 7, 7, 0), files)


def test_a_load_is_listed_once_however_often_it_is_acknowledged(workspace: Workspace) -> None:
    load, commit = a_load()
    loads.keep(workspace, load, commit)
    loads.keep(workspace, load, commit)
    (listed,) = loads.recent(workspace)
    assert (listed.file_name, listed.rows, listed.first_day, listed.author) == ("orders.csv", 7, WEEK.start, "elise")
    assert loads.import_ids(workspace) == {load.import_id}


def test_a_digest_once_kept_never_changes(workspace: Workspace) -> None:
    load, commit = a_load()
    loads.keep(workspace, load, commit)
    loads.keep_digests(workspace, [DataFile("/home/facts/w/cut/a.parquet", 10, "b" * 64)])
    assert loads.digests(workspace) == {"cut/a.parquet": "a" * 64}


def test_an_import_is_found_by_the_beginning_of_its_id_when_that_names_one(workspace: Workspace) -> None:
    load, commit = a_load()
    loads.keep(workspace, load, commit)
    found = loads.found(workspace, load.import_id[:10])
    assert found is not None
    assert found.import_id == load.import_id
    assert loads.found(workspace, "zz") is None
    loads.mark_undone(workspace, load.import_id, commit.files, NOW, "elise", "wrong file")
    assert loads.import_ids(workspace) == set()


def card(standing: str, owner: str = "sofiane") -> dict[str, object]:
    measured = {"id": "clicks", "standing": standing, "owner": owner}
    return {"objectives": [], "kras": [], "kpis": [{"measured": measured}], "kris": []}


def test_a_standing_that_moved_is_stored_with_the_scorecard_that_moved_it(workspace: Workspace) -> None:
    assert scorecards.publish(workspace, DAY, 1, 1, card("on_course")) == []
    (moved,) = scorecards.publish(workspace, DAY + timedelta(days=1), 1, 1, card("watch"))
    assert (moved.subject, moved.before, moved.after, moved.owner) == ("kpi:clicks", "on_course", "watch", "sofiane")
    assert scorecards.changes(workspace, DAY) == [moved]
    assert scorecards.changes(workspace, DAY + timedelta(days=2)) == []
    assert scorecards.days(workspace) == [DAY + timedelta(days=1), DAY]


def test_editions_of_a_day_follow_one_another_and_are_never_changed(workspace: Workspace) -> None:
    scorecards.publish(workspace, DAY, scorecards.next_edition(workspace, DAY), 1, card("watch"))
    scorecards.publish(workspace, DAY, scorecards.next_edition(workspace, DAY), 1, card("on_course"))
    newest = scorecards.latest(workspace, DAY)
    assert newest is not None
    assert (newest.edition, newest.document["kpis"][0]["measured"]["standing"]) == (2, "on_course")  # type: ignore[index]
    row = models.PublishedScorecard.objects.filter(workspace_id=workspace.id).first()
    assert row is not None
    with pytest.raises(models.Immutable):
        row.save()


def test_a_membership_changes_role_and_stays_one(workspace: Workspace) -> None:
    account = accounts.without_password("theo@kervoal.example", "Théo")
    workspaces.join(workspace, account.id, "reader")
    workspaces.join(workspace, account.id, "holder", "theo")
    assert [(one.role, one.person) for one in workspaces.members(workspace)] == [("holder", "theo")]
    assert workspaces.of_account(account.id)[-1].name == "Atelier Kervoal"


def test_a_setup_link_is_used_by_one_person_within_fifteen_minutes(
    records_home: Path, together: Callable[..., list[object]]
) -> None:
    old, token = accounts.new_setup_link(NOW), accounts.new_setup_link(NOW)
    assert not accounts.setup_link_holds(old, NOW)
    assert not accounts.setup_link_holds(token, NOW + timedelta(minutes=15, seconds=1))
    assert sorted(together(lambda _: accounts.use_setup_link(token, NOW)), key=str) == [False] * 5 + [True]
    assert not models.SetupLink.objects.filter(token_hash__contains=token).exists()


def test_passwords_are_weighed_and_never_kept_as_written(records_home: Path) -> None:
    with pytest.raises(ValueError, match="password_too_short"):
        accounts.create("a@kervoal.example", "Ana", "short")
    with pytest.raises(ValueError, match="password_too_common"):
        accounts.create("a@kervoal.example", "Ana", "password123")
    accounts.create("Ana.Strong@kervoal.example", "Ana", "granite lighthouse 42")
    row = models.Account.objects.get(email="ana.strong@kervoal.example")
    assert row.password.startswith("argon2")
    assert "granite" not in row.password


def test_an_account_without_password_opens_with_none(records_home: Path) -> None:
    from django.contrib.auth import authenticate

    accounts.without_password("demo-only@kervoal.example", "Demo")
    assert authenticate(username="demo-only@kervoal.example", password="") is None


def test_a_company_reads_its_own_trail_and_nobody_moves_an_entry_to_another(records_home: Path) -> None:
    one, two = (workspaces.create(f"w-{uuid4().hex[:10]}", name, "Europe/Paris", "EUR") for name in ("One", "Two"))
    for number in range(3):
        audit.write("ana", "import", "orders", NOW, {"n": number}, workspace=one.id)
        audit.write("ben", "import", "orders", NOW, {"n": number}, workspace=two.id)
    audit.write("ana", "sign_in", "account", NOW)
    assert [(said.actor, said.details["n"]) for said in audit.of(one)] == [("ana", 2), ("ana", 1), ("ana", 0)]
    newest = audit.of(one)[0].number
    assert [said.details["n"] for said in audit.of(one, newest, 1)] == [1]
    assert (audit.count_of(one), audit.count_of(two), audit.verify()) == (3, 3, None)
    for moved in (two.id, None):
        models.AuditEntry.objects.filter(number=newest).update(workspace=moved)
        assert audit.verify() == newest
    models.AuditEntry.objects.filter(number=newest).update(workspace=one.id)
    assert audit.verify() is None


def test_the_audit_chain_names_the_first_entry_that_was_touched(
    records_home: Path, together: Callable[..., list[object]]
) -> None:
    before = audit.count()
    faults = together(lambda n: audit.write(f"person {n}", "import", "orders", datetime.now(UTC), {"n": n}))
    assert faults == [None] * 6
    assert (audit.count(), audit.verify()) == (before + 6, None)
    touched = models.AuditEntry.objects.order_by("-number")[2]
    kept = touched.actor
    models.AuditEntry.objects.filter(number=touched.number).update(actor="somebody else")
    assert audit.verify() == touched.number
    forged = hashlib.sha256(b"forged").hexdigest()
    models.AuditEntry.objects.filter(number=touched.number).update(digest=forged)
    assert audit.verify() == touched.number
    models.AuditEntry.objects.filter(number=touched.number).update(actor=kept, digest=touched.digest)
    assert audit.verify() is None
