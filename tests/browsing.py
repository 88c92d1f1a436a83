"""A real browser for what only a browser can show: Debian's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from seips_cli.pages import TOLD
from seips_cli.render import Section

#: Steps by the thousand would wait for the browser's history; a test of its own goes back in it.
WITHOUT_HISTORY = "history.pushState = () => {};"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ROOT = Path(__file__).parent.parent
#: The version that the Makefile installs.
AXE = ROOT / ".venv/axe/node_modules/axe-core/axe.min.js"
NOON = datetime(2026, 11, 24, 12)

#: What a person sees and does, through what is on the screen and nothing else. It is put into the page by the driver.
HANDS = """
window.hands = {
  all: (what, within = document) => [...within.querySelectorAll(what)],
  texts: (what, within) => hands.all(what, within).map(one => one.innerText),
  press: words => hands.all('button').find(one => one.textContent === words).click(),
  choose: n => {
    hands.all('#question input')[n].click();
    hands.press('Continue');
  },
  look: words => {
    document.querySelector('#words').value = words;
    hands.press('Look it up');
    hands.press('Continue');
  },
  change: n => hands.all('dd button')[n].click(),
  heading: () => document.querySelector('h1').textContent,
  options: () => hands.all('#question label').map(one => one.textContent),
  hint: () => document.querySelector('#hint')?.innerText ?? '',
  rows: () => hands.all('dl div').map(row => hands.texts('dt, dd:nth-of-type(1)', row)),
  screen: () => [hands.heading(), hands.hint(), hands.options(), hands.texts('#dropped p'), hands.rows()],
  sections: () => hands.all('main > section').map(one => [
    one.firstChild.innerText,
    hands.texts('p, li', one),
    one.querySelector('ol') ? '1.' : one.querySelector('ul') ? '-' : '',
    one.dataset.label ?? '',
  ]),
};
"""


def missing(what: str) -> None:
    """Skip a test for want of *what*; where the build says that it must be there, fail."""
    if os.environ.get("SEIPS_BROWSER") == "required":
        pytest.fail(f"{what}, and SEIPS_BROWSER says that it is required")
    pytest.skip(what)


@contextmanager
def started() -> Iterator[Browser]:
    """A browser with a profile of its own, which goes when it is closed."""
    program = next(filter(None, map(shutil.which, (os.environ.get("BROWSER", ""), *NAMES))), None)
    if program is None:
        missing(f"no browser is installed: {', '.join(NAMES)}")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"] if is_root else [])
        yield browser
        browser.close()


class Window:
    """A page that is open in a browser, and what came of opening it."""

    def __init__(self, browser: Browser, file: Path, now: datetime = NOON, script: str = "", **options: Any) -> None:
        """Open *file* as if it were *now*."""
        self.file = file
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.clock.set_fixed_time(now)
        self.page.add_init_script(HANDS + script)
        self.page.goto(file.as_uri())

    def do(self, script: str, *given: Any) -> Any:
        """What *script* gives in the page, which holds `hands`."""
        return self.page.evaluate(script, *given)

    def choose(self, *options: int) -> None:
        """Answer the questions as they come, by the number of the option from 0."""
        self.do("options => options.forEach(hands.choose)", list(options))

    def faults(self) -> list[str]:
        """What axe-core finds wrong on the screen as it is."""
        if not AXE.exists():
            missing(f"axe-core is not installed: make {AXE.relative_to(ROOT)}")
        self.do(AXE.read_text(encoding="utf-8"))
        found = self.do("axe.run()")
        assert found["passes"]
        return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]

    def press(self, words: str) -> None:
        """Press the button that says *words*."""
        self.do("hands.press", words)

    def result(self, *options: int) -> list[Section]:
        """What is shown once the questions are answered and checked."""
        self.choose(*options)
        self.press("See the result")
        return sections(self.do("hands.sections()"))


def sections(shown: Sequence[Sequence[Any]]) -> list[Section]:
    """What a result shows, without what was answered and when."""
    parts = [Section(heading, tuple(lines), mark, label) for heading, lines, mark, label in shown]
    return parts[: [part.heading for part in parts].index(TOLD)]


Open = Callable[..., Window]
