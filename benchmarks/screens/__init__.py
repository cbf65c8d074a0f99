"""Opening page, map, area and KPI of a company of 60 areas and 1,000 KPIs, as a browser and the records see them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from urllib.request import urlopen

PAGES = {
    "opening page": "/",
    "map, 60 areas": "/map",
    "map, in detail": "/map?zoom=near",
    "map, work": "/map?zoom=work",
    "all areas": "/kra",
    "an area": "/kra/K_seo",
    "all KPIs": "/kpi",
    "a KPI": "/kpi/organic_clicks_nonbrand",
    "an objective": "/objective/O1",
}
LCP, INP, CLS, SCRIPT, QUERIES = 1.0, 100.0, 0.05, 250_000, 30


def run(built: str = "") -> bool:
    """Build the demo, enlarge it, count queries page by page, then let Chromium tell the rest."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if built:
            shutil.copytree(built, home)
        else:
            demo = [sys.executable, "-m", "jalon", "demo", "--no-serve", "--home", str(home)]
            subprocess.run(demo, check=True, capture_output=True)
        print(f"  {_enlarge(home)}")
        asked = _queries(home)
        with _served(home) as address:
            from benchmarks.screens.looks import looks

            seen = looks(address, PAGES)
    if not seen:
        print("  no Chromium: only the queries were counted")
    print(f"  goals: LCP {LCP:g} s, INP {INP:g} ms, CLS {CLS:g}, script {SCRIPT:,} bytes gzip, {QUERIES} queries")
    print(
        f"  machine's load {os.getloadavg()[0]:.1f}: beyond its cores the browser's times are those of waiting in line"
    )
    print("  of the waits: median and worst; of the page's own thread: the dearest act, in the processor's time")
    print(
        "  page              LCP first   median  worst   INP ms  worst   CLS    script  queries  server CPU s   dearest"
    )
    kept = all(count <= QUERIES for count, _ in asked.values())
    for name, (count, spent) in asked.items():
        one = seen.get(name)
        if one is None:
            print(f"  {name:16} {count:6} queries {spent:10.2f} server CPU s")
            continue
        waits = f"{one.first:8.2f} {one.lcp:8.2f} {one.worst_lcp:6.2f} {one.inp:8.0f} {one.worst_inp:6.0f}"
        dearest = f"{one.dearest.name} {one.dearest.spent:.0f} ms"
        print(f"  {name:16} {waits} {one.cls:7.3f} {one.script:8,} {count:6} {spent:10.2f}         {dearest}")
        kept &= one.lcp < LCP and one.inp < INP and one.cls < CLS and one.script <= SCRIPT
    return kept


def _enlarge(home: Path) -> str:
    """Publish the large plan and its scorecard behind the demo's own."""
    from jalon import records

    records.start(home, demo=True)
    from benchmarks.screens.big import big_card, big_plan
    from jalon.records import plans, scorecards, workspaces

    company = workspaces.every()[0]
    last = scorecards.latest(company)
    if last is None:
        raise RuntimeError("the demo has published nothing")
    source = files("jalon.demo").joinpath("plan.yaml").read_bytes()
    document = big_plan(source)
    revision = plans.append(company, document, "in_force", "claire", "Sixty areas", last.as_of)
    card = big_card(last.document, source)
    edition = scorecards.next_edition(company, last.as_of)
    card["edition"], card["plan_revision"] = edition, revision.number
    scorecards.publish(company, last.as_of, edition, revision.number, card)
    areas, kpis, kris = (len(card[kind]) for kind in ("kras", "kpis", "kris"))
    return f"{areas} areas, {kpis} KPIs, {kris} risks; a plan of {len(document) / 1000:.0f} kB"


def _queries(home: Path) -> dict[str, tuple[int, float]]:
    """How often each page asks the records and what it costs the processor, once warm."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from jalon.records import models

    settings.ALLOWED_HOSTS = ["testserver"]
    visitor = Client(headers={"accept-language": "fr"})
    visitor.force_login(models.Account.objects.get(email="claire@kervoal.example"))
    found = {}
    for name, path in PAGES.items():
        visitor.get(path)
        start = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            answer = visitor.get(path)
        spent = time.process_time() - start
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}")
        found[name] = (len(asked), spent)
    connection.close()
    return found


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """`jalon serve` on a free port, as the demo serves itself."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "jalon", "--home", str(home), "serve", "--port", str(port)]
    process = subprocess.Popen(words, env={**os.environ, "JALON_DEMO": "1"}, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                with urlopen(f"{address}/healthz", timeout=5):  # noqa: S310  # our own loopback address
                    break
            except OSError:
                process.poll()
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)
