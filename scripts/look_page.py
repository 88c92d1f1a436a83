"""Takes pictures of the page that `seips export page` writes: `python scripts/look_page.py FOLDER`.

Every kind of screen, wide, on a telephone, in the dark and with forced colours, and the sheets that are printed. For a
person to look at: what a test can measure is in tests/test_page.py. It needs Chromium and poppler.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from seips_cli import load
from seips_cli.dataset import Dataset
from seips_cli.decision import decide, diagram_of
from seips_cli.export.page import page
from seips_cli.source import Atlas

BROWSER = os.environ.get("BROWSER", "/usr/bin/chromium")
VIEWS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1000, "height": 800}},
    "narrow": {"viewport": {"width": 320, "height": 640}, "device_scale_factor": 2},
    "dark": {"viewport": {"width": 800, "height": 800}, "color_scheme": "dark"},
    "forced": {"viewport": {"width": 800, "height": 800}, "forced_colors": "active"},
}


def journeys(data: Dataset) -> tuple[list[int], list[int], list[int]]:
    """The numbers of the options that lead to the fullest result, the shortest, and one the guidance is silent on."""
    options = {question.id: [option.id for option in question.options] for question in data.questions}
    every = [
        (answers, [options[q].index(option) for q, option in answers.items()])
        for answers, _ in diagram_of(data).journeys()
    ]
    results = [(decide(data, answers), numbers) for answers, numbers in every]
    full = max(results, key=lambda one: (len(one[0].companions), len(one[0].contacts), len(one[1])))
    silent = [one for one in results if one[0].pathway.basis == "silent"]
    return full[1], min(results, key=lambda one: len(one[1]))[1], max(silent, key=lambda one: len(one[1]))[1]


def choose(shown: Page, *options: int) -> None:
    """Answer the questions as they come."""
    for option in options:
        shown.locator("#question input").nth(option).check()
        shown.get_by_role("button", name="Continue").click()


def screens(shown: Page, data: Dataset) -> Iterator[str]:
    """Shows each kind of screen, and gives its name."""
    full, short, silent = journeys(data)
    yield "1-question"
    shown.get_by_role("button", name="Continue").click()
    yield "2-problem"
    choose(shown, full[0])
    shown.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    if shown.locator("#words").count():
        shown.locator("#words").fill("LE2 9DH")
        shown.get_by_role("button", name="Look it up").click()
    yield "3-help"
    if shown.locator("#words").count():
        shown.locator("#words").fill("")
    choose(shown, *full[1:])
    yield "4-check"
    shown.get_by_role("button", name="Change").first.click()
    choose(shown, short[0])
    yield "5-check-with-dropped-answers"
    shown.get_by_role("button", name="Back").click()
    choose(shown, *full)
    for name, options in {"6-result": None, "7-silent": silent, "8-not-covered": short}.items():
        if options:
            shown.get_by_role("button", name="Start again").click()
            choose(shown, *options)
        shown.get_by_role("button", name="See the result").click()
        yield name


def look(folder: Path) -> None:
    """Write all pictures to *folder*."""
    edition = load()
    file = folder / "seips.html"
    file.write_text(page(edition, Atlas(edition).postcodes), encoding="utf-8")
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as driver, driver.chromium.launch(executable_path=BROWSER, args=root) as browser:
        for view, options in VIEWS.items():
            shown = browser.new_page(**options)
            shown.goto(file.resolve().as_uri())
            for name in screens(shown, edition.data):
                shown.screenshot(path=folder / f"{name}-{view}.png", full_page=True)
                if view == "wide" and shown.get_by_role("button", name="Print this page").count():
                    _print(shown, folder / f"{name}.pdf")
        off = browser.new_page(java_script_enabled=False)
        off.goto(file.resolve().as_uri())
        off.screenshot(path=folder / "9-scripts-off.png")


def _print(shown: Page, sheet: Path) -> None:
    shown.pdf(path=sheet, prefer_css_page_size=True)
    subprocess.run(["pdftoppm", "-r", "100", "-png", sheet, sheet.with_name(f"{sheet.stem}-print")], check=True)


if __name__ == "__main__":
    into = Path(sys.argv[1])
    into.mkdir(parents=True, exist_ok=True)
    look(into)
    print(*sorted(into.iterdir()), sep="\n")
