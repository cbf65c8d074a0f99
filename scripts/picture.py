"""Photograph the map of the demo for the README, in both languages: `python scripts/picture.py http://127.0.0.1:8000`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"


def main(address: str) -> None:
    """One picture a language, of what one sees first of the map."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for language in ("fr", "en"):
            page = browser.new_context(viewport={"width": 1440, "height": 900}, locale=language).new_page()
            page.goto(f"{address}/demo-in")
            page.goto(f"{address}/map?lang={language}")
            page.screenshot(path=IMAGES / f"map-{language}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
