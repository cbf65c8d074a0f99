"""Small files as each tool would write them: synthetic look-alikes, and how they are read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from jalon.assembly import House
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.format import Format
from jalon.sources.reading.recognising import read_files
from jalon.sources.reading.report import FileReport

FORMATS: Sequence[Format] = House(Path()).formats()

TABLE = (
    "day,currency,channel,orders,revenue\n2026-10-01,EUR,seo,41,12480.50\n2026-10-01,EUR,sea,27,7310.00\n"
    "2026-10-02,EUR,seo,39,11902.25\n"
)
RATES = "day,from,to,rate\n2026-10-01,EUR,USD,1.0842\n2026-10-02,EUR,USD,1.0851\n"
ADS = (
    "Campaign report\nOctober 1, 2026 - October 2, 2026\nDay,Campaign,Currency code,Impr.,Clicks,Cost\n"
    '2026-10-01,Brand,EUR,"1,204",310,118.40\n2026-10-02,Brand,EUR,998,280,101.10\n'
    '2026-10-01,Generic,EUR,"5,410",201,402.75\n2026-10-02,Generic,EUR,"4,988",190,377.20\n'
    'Total: Campaigns, --, --,"12,600",981,999.45\n'
)
KEYWORDS = (
    "Search keyword report\nOctober 1, 2026 - October 2, 2026\n"
    "Day,Campaign,Ad group,Keyword,Match type,Currency code,Impr.,Clicks,Cost\n"
    "2026-10-01,Brand,Desks,kervoal,Exact match,EUR,120,40,12.10\n"
    "2026-10-02,Brand,Desks,kervoal,Exact match,EUR,130,44,13.05\n"
)
TERMS = (
    "Search terms report\nOctober 1, 2026 - October 2, 2026\n"
    "Day,Search term,Match type,Campaign,Ad group,Currency code,Impr.,Clicks,Cost\n"
    "2026-10-01,standing desk,Phrase match,Generic,Desks,EUR,120,10,12.10\n"
)
GA4 = (
    "# ----------------------------------------\n# Traffic acquisition: Session default channel group\n"
    "# Account: Kervoal\n# Property: Kervoal\n# ----------------------------------------\n#\n"
    "# All Users\n# Start date: 20261001\n# End date: 20261007\n"
    "Session default channel group,Sessions,Engaged sessions\nOrganic Search,1200,800\nDirect,300,120\n"
)
SEARCH = {
    "Dates.csv": "Date,Clics,Impressions,CTR,Position\n2026-10-02,90,1000,9%,4.2\n2026-10-01,110,1200,9.17%,4\n",
    "Appareils.csv": "Appareil,Clics,Impressions,CTR,Position\nMobile,150,1500,10%,4\nOrdinateur,50,700,7.14%,4.3\n",
    "Requêtes.csv": "Requêtes les plus fréquentes,Clics,Impressions,CTR,Position\nbureau assis debout,40,500,8%,3\n",
    "Filtres.csv": "Filtre,Valeur\nType de recherche,Web\nDate,2026-10-01 - 2026-10-02\n",
}


def zipped(members: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return made.getvalue()


LOOK_ALIKES: dict[str, tuple[str, bytes]] = {
    "jalon.table@1": ("csv_orders-october.csv", TABLE.encode()),
    "rates@1": ("rates.csv", RATES.encode()),
    "google_ads.campaigns@1": ("Campaign report.csv", ADS.encode()),
    "google_ads.keywords@1": ("Search keyword report.csv", KEYWORDS.encode()),
    "google_ads.search_terms@1": ("Search terms report.csv", TERMS.encode()),
    "ga4.interface@1": ("data-export.csv", GA4.encode()),
    "search_console.performance@1": ("kervoal-Performance-2026-10-04.zip", zipped(SEARCH)),
}
"""Format → a file it must recognise."""

ON_DISK = Path(__file__).parent / "look_alikes"
"""One folder a format: its look-alikes, and `expected.json` with what reading each of them must give."""


def expectations() -> list[tuple[str, Path, dict[str, object]]]:
    """Format, file, and what is expected of it, for every look-alike on disk."""
    found = []
    for told in sorted(ON_DISK.glob("*/expected.json")):
        said = json.loads(told.read_text("utf-8"))
        found += [(said["format"], told.parent / name, expected) for name, expected in said["files"].items()]
    return found


for _format, _path, _ in expectations():
    LOOK_ALIKES.setdefault(_format, (_path.name, _path.read_bytes()))


def read(folder: Path, name: str, content: bytes | str, **told: object) -> FileReport:
    """One file written and read."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (report,) = read_files([path], FORMATS, Answers(**told)).files  # type: ignore[arg-type]
    return report


def codes(report: FileReport) -> list[str]:
    return [finding.code for finding in report.findings]


def totals(report: FileReport) -> dict[str, dict[str, object]]:
    """Cut → measure → exact total, for flows."""
    return {
        read.table.cut.text: {m.name: read.total(m.name) for m in read.table.measures if m.kind == "flow"}
        for read in report.tables
    }
