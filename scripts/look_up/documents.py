"""The pages of the commands' JSON forms, made from what the commands really print."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np

from jalon import wording
from jalon.cli.checking import document as check_ins_document
from jalon.quantities.refusals import NotComputedYet
from jalon.records.alerts import Alert, Intent, Step
from jalon.records.check_ins import CheckIn
from jalon.records.risks import KeptSignal, KeptStep
from jalon.records.risks import document as kept_signals
from jalon.scorecard.kri.replaying import Alarm, Fall, LastYear, ReplayedRisk, risks_document
from jalon.scorecard.odds.backtest import Backtest, Replayed
from jalon.scorecard.odds.kept import KeptOdds
from jalon.scorecard.odds.told import backtest_document
from jalon.stats.scoring import calibration
from look_up import fitted
from look_up.page import MADE, SOURCE, said, table, text_of

PLAN = SOURCE / "demo" / "plan.yaml"
TABLE = "day,currency,channel,by_business,orders,revenue\n" + "".join(
    f"2026-09-{day:02d},EUR,{channel},b2c,{10 + day},{900 + day}.50\n"
    for day in range(1, 31)
    for channel in ("seo", "sea")
)
REPORT = """Campaign report
September 1, 2026 - September 30, 2026
Campaign,Campaign status,Budget,Currency code,Impr.,Clicks,CTR,Cost
Brand,Enabled,10,EUR,1200,60,5.00%,30.50
Generic,Enabled,10,EUR,800,20,2.50%,25.00
Total: Campaigns,,,EUR,2000,80,4.00%,55.50
Total: Account,,,EUR,2000,80,4.00%,55.50
"""
FREE = {
    "details", "filters", "constants", "coverage", "names", "difference", "read", "name", "filter", "budget", "lint",
    "money_without_owner", "facts_versions", "refused", "spend",
}  # fmt: skip
"""Mappings whose names are the data's own, or whose form is told elsewhere."""
NAMED = {"measures"}
"""Mappings from a name of the data to an object of fixed fields."""


@cache
def documents() -> dict[str, object]:
    """Command → the document it prints, in a home made for that."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "csv_orders-september.csv").write_text(TABLE, "utf-8")
        (folder / "campaigns.csv").write_text(REPORT, "utf-8")
        plan = PLAN.read_text("utf-8")
        (folder / "plan.yaml").write_text(plan, "utf-8")
        (folder / "moved.yaml").write_text(plan.replace("owner: sofiane", "owner: elise", 1), "utf-8")
        (folder / "ga4-days.csv").write_text("day,sessions\n2026-09-01,40\n", "utf-8")
        made = _typed(folder)
    made["backtest"], made["signals"], made["account"] = _backtest(), _signals(), _account()
    made["alerts"], made["check_in"] = _alerts(), _check_in()
    made |= fitted.forms(PLAN.read_bytes())
    return made


def _typed(folder: Path) -> dict[str, object]:
    """What a day's commands print, one after the other in one home."""
    days = ("--from", "2026-09-16", "--to", "2026-09-30")
    exports = ("campaigns.csv", "csv_orders-september.csv", "ga4-days.csv")
    draft = ("--year", "2026", "--owner", "sea=Amel", "--director", "Claire")
    commands: dict[str, tuple[str, ...]] = {
        "read": ("read", "campaigns.csv", "csv_orders-september.csv"),
        "lint": ("lint", "plan.yaml"),
        "diff": ("diff", "plan.yaml", "moved.yaml"),
        "apply": ("apply", "plan.yaml", "--on", "2026-01-05"),
        "import": ("import", "csv_orders-september.csv", "--yes", "--extracted-at", "2026-10-01T05:00:00+00:00"),
        "refresh": ("refresh", "--as-of", "2026-10-01"),
        "exploration": ("show", "aov", "--by", "channel", "--grain", "week"),
        "why": ("why", "aov", "--by", "channel", *days),
        "undo": ("undo", IMPORT),
        "start": ("start", *exports, "-o", "draft.yaml", *draft),
        "doctor": ("doctor",),
        "audit": ("audit", "verify"),
        "codir": ("report", "codir"),
        "review": ("report", "review"),
        "digest": ("digest",),
    }
    said = [sys.executable, "-c", TOGETHER, str(folder / "home"), json.dumps(commands)]
    done = subprocess.run(said, capture_output=True, text=True, check=False, cwd=folder, env=_environment())
    if done.returncode:
        raise RuntimeError(done.stderr)
    made: dict[str, object] = json.loads(done.stdout)
    del made["refresh"]  # what it prints is the scorecard, which has its own page
    return made


def _backtest() -> Mapping[str, object]:
    """A replay that has everything to say: months of past and closed targets are more than an example needs."""
    day = date(2026, 10, 1)
    kept = [KeptOdds(f"kpi:{n}", day, day, 0.7, n % 10 < 7) for n in range(12)]
    replay = Replayed("kpi:aov", day, (0.2, 0.7), (False, True), True, True)
    whole = calibration(np.array(replay.said), np.array(replay.reached, float))
    falls = tuple(Fall(date(2026, 1 + n, 1), "aov", 9) for n in range(5))
    alarms = tuple(Alarm(date(2026, 1 + n, 1), "amber", True) for n in range(5))
    risk = ReplayedRisk(
        "payment_failure", None, date(2025, 1, 1), day, 600, alarms, falls, 0.2, 0.4, "aov", LastYear(0.1, 0.02)
    )
    document = backtest_document(day, Backtest(28, (replay,), whole, 1.0, 1.0), kept)
    return {**document, "risks": risks_document([risk, ReplayedRisk("key_person", NotComputedYet("past"))])}


def _account() -> Mapping[str, object]:
    """What a way back in is given as: a link is of one moment, and is in no page."""
    return {"contract": 1, "link": "https://jalon.example.org/password/TOKEN", "factors_reset": False}


def _signals() -> Mapping[str, object]:
    """A signal with a step of each kind of field."""
    day, now = date(2026, 10, 1), datetime(2026, 10, 1, 8, tzinfo=UTC)
    step = KeptStep("closed", "hit", day, "sofiane", "Clicks fell", now)
    return {
        "contract": 1,
        "signals": kept_signals([KeptSignal(1, "cpc_inflation", day, "red", "0.3", "ratio", {}, (step,))]),
    }


def _alerts() -> Mapping[str, object]:
    """A line of the ledger with a step."""
    day, now = date(2026, 10, 1), datetime(2026, 10, 1, 8, tzinfo=UTC)
    intent = Intent("k", "standing", "kpi:aov", ("kra:sales",), "on_course", "watch", day, 1, "sofiane", "email", 5)
    line = Alert(1, intent, now, (Step(1, "acknowledged", "", "Sofiane", None, now),))
    return {"contract": 1, "alerts": [line.as_document()]}


def _check_in() -> Mapping[str, object]:
    """A check-in that was kept, and what another left to say."""
    day, now = date(2026, 9, 28), datetime(2026, 9, 28, 8, tzinfo=UTC)
    said = CheckIn(
        "sofiane", "sales", "aov", day, day, Decimal("0.62"), "60", day, Decimal("0.6"), "Fine", "hold", "terminal", now
    )
    return check_ins_document([said], ("sentence",))


IMPORT = "@import"
"""Stands for the id of what was imported."""
TOGETHER = """
import contextlib, io, json, sys
from jalon.cli.entry import main
home, made = sys.argv[1], {}
for name, words in json.loads(sys.argv[2]).items():
    words = [made["import"]["imports"][0]["import_id"] if word == "@import" else word for word in words]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        main(["--home", home, "--lang", "en", "--json", *words])
    made[name] = json.loads(said.getvalue())
print(json.dumps(made))
"""


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("JALON_")}


def paths(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Each field of a document with a value it takes: `files[].tables[].rows`, 30."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if path.removesuffix("[]").rpartition(".")[2] in NAMED:
                yield from paths(inner, f"{path}.…")
                continue
            here = f"{path}.{name}" if path else str(name)
            yield here, inner
            if name not in FREE:
                yield from paths(inner, here)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{path}[]")


def meaning_key(form: str, path: str) -> str:
    """The phrase of a field: its own in that form, else the one it has everywhere."""
    plain = path.replace("[]", "").replace(".…", "")
    own = f"json.{form}.{plain}"
    if wording.known(own, "fr"):
        return own
    start = plain.find("findings")
    return f"json.any.{plain[start:] if start >= 0 else plain.rpartition('.')[2]}"


def fields_of(form: str) -> dict[str, set[str]]:
    """Path of a field → the kinds of values seen there."""
    found: dict[str, set[str]] = {}
    for path, value in paths(documents()[form]):
        found.setdefault(path, set()).add(_kind(value))
    return found


def _kind(value: object) -> str:
    kinds = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "text"), (list, "list"), (Mapping, "object"))
    return next((word for kind, word in kinds if isinstance(value, kind)), "null")


KINDS = {
    "boolean": ("vrai ou faux", "true or false"),
    "integer": ("entier", "integer"),
    "number": ("nombre", "number"),
    "text": ("texte", "text"),
    "list": ("liste", "list"),
    "object": ("objet", "object"),
    "null": ("null", "null"),
}


def _form(form: str, language: str) -> list[str]:
    lines = ["", f"## {text_of(f'json.title.{form}', language)}", "", text_of(f"json.intro.{form}", language), ""]
    head = [said(language, "Champ", "Field"), said(language, "Type", "Type"), said(language, "Sens", "Meaning")]
    rows = []
    for path, kinds in fields_of(form).items():
        ordered = sorted(kinds, key=lambda kind: (kind == "null", kind))
        types = said(language, " ou ", " or ").join(said(language, *KINDS[kind]) for kind in ordered)
        rows.append((f"`{path}`", types, text_of(meaning_key(form, path), language)))
    return [*lines, *table(head, rows)]


def read_json(language: str) -> list[str]:
    """What files are and what they change."""
    title = said(language, "# Les fichiers en JSON", "# Files as JSON")
    note = said(
        language,
        "Contrat 1. Des champs peuvent s’ajouter ; aucun n’est renommé ni retiré sans un nouveau numéro. Un champ sans "
        "valeur est null : le tableau montre les types vus dans un exemple.",
        "Contract 1. Fields may be added; none is renamed or removed without a new number. A field without a value is "
        "null: the table shows the types seen in one example.",
    )
    return [title, "", MADE[language], "", note, *_form("read", language), *_form("import", language)]


def commands_json(language: str) -> list[str]:
    """The other commands' forms; the scorecard has a page of its own."""
    title = said(language, "# Les autres commandes en JSON", "# The other commands as JSON")
    note = said(
        language,
        "`read` et `import` sont sur la [page des fichiers](read-json.md), `refresh` et `show` sur celle du "
        "[tableau de bord](scorecard-json.md).",
        "`read` and `import` are on the [page of files](read-json.md), `refresh` and `show` on that of the "
        "[scorecard](scorecard-json.md).",
    )
    forms = (
        "start", "lint", "diff", "apply", "undo", "exploration", "why", "backtest", "signals", "curves",
        "budget", "alerts", "digest", "check_in", "codir", "review", "account", "doctor", "audit",
    )  # fmt: skip
    return [title, "", MADE[language], "", note, *(line for form in forms for line in _form(form, language))]
