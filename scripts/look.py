"""Looks at pages as a browser shows and prints them: `python scripts/look.py FOLDER page.html …`.

Writes a picture of each page (wide, on a telephone, in the dark) and the sheet it prints to FOLDER, and says how many
sheets that is. It needs Chromium and poppler; nothing else here does.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

BROWSER = os.environ.get("BROWSER", "chromium")
QUIET = ["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--hide-scrollbars"]
VIEWS = {
    "wide": ["--window-size=1280,1800"],
    "narrow": ["--window-size=500,2600"],
    "dark": ["--window-size=1280,1800", "--blink-settings=preferredColorScheme=0"],
}


def browse(page: Path, *options: str) -> None:
    """Open *page* in a browser of its own, offline."""
    with TemporaryDirectory() as profile:
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [BROWSER, *QUIET, *root, f"--user-data-dir={profile}", *options, page.resolve().as_uri()]
        subprocess.run(command, check=True, capture_output=True)


def sheets(pdf: Path) -> int:
    """How many sheets *pdf* has."""
    told = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    found = re.search(r"^Pages: +(\d+)$", told, re.MULTILINE)
    return int(found[1]) if found else 0


def look(page: Path, folder: Path) -> int:
    """Write what *page* looks like to *folder*; how many sheets it prints."""
    for name, options in VIEWS.items():
        browse(page, *options, f"--screenshot={folder / f'{page.stem}-{name}.png'}")
    pdf = folder / f"{page.stem}.pdf"
    browse(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    subprocess.run(["pdftoppm", "-r", "100", "-png", pdf, folder / f"{page.stem}-print"], check=True)
    return sheets(pdf)


if __name__ == "__main__":
    into = Path(sys.argv[1])
    into.mkdir(parents=True, exist_ok=True)
    for each in map(Path, sys.argv[2:]):
        print(each, look(each, into))
