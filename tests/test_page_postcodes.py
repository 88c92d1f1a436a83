"""A postcode in the page: understood, answered and put into words as at the terminal, and gone when it has served."""

import random
import string
from itertools import product

import pytest
from tests.browsing import Open, Window

from seips_cli.commands.place import aids
from seips_cli.dataset import Dataset
from seips_cli.export.page import page
from seips_cli.export.places import NEITHER
from seips_cli.places.postcodes import ENDINGS, SEPARATORS, Index, understand
from seips_cli.source import Atlas, Edition

MARKS = [*map(chr, SEPARATORS), "\u00a0", "\u3000", "\x0b", "\x00", "?", "é", "ı", "ß", "\uff2c", "\u0661", "²", "😀"]
#: As long as may be, and one more; letters that count twice in a browser, in a text just short enough to be read.
MATHEMATICAL = "\U0001d40b\U0001d404\U0001d7d0 \U0001d7d7\U0001d403\U0001d407"
LONG = ("x" * 41, "LE2" + " " * 34 + "9DH", "LE2" + " " * 35 + "9DH", MATHEMATICAL + " " * 33, MATHEMATICAL + " " * 34)
LOOK_UP = "every => every.map(typed => { const { answers, said } = locate(typed); return [answers, said]; })"


@pytest.fixture(scope="module")
def table(edition: Edition) -> Index:
    """The shipped table."""
    return Index(Atlas(edition).postcodes)


@pytest.fixture
def window(opened: Open, edition: Edition) -> Window:
    """The page with its table, at the question of the home."""
    window = opened(page(edition, Atlas(edition).postcodes))
    window.choose(0)
    return window


def known(table: Index) -> list[str]:
    """Every sector and outcode that the table knows, many of its postcodes, and all there may be in a split sector."""
    split = [place for place, possible in table.possible.items() if " " in place and len(possible) > 1]
    assert len(split) > 12
    ends = ["".join(pair) for pair in product(sorted(ENDINGS), repeat=2)]
    beyond = [f"{outcode} {n}" for outcode in (*table.elsewhere, *table.outside) for n in range(2)]
    half = [*table.possible, *table.bulk, *table.elsewhere, *beyond]
    return [
        *list(table.units)[::7],
        *half,
        *(f"{half} 1AA" for half in half),
        *(f"{sector}{end}" for sector in split for end in ends),
    ]


def sloppy(typed: str, chance: random.Random) -> str:
    """*typed* as it might come out of a hurry, another keyboard or a spreadsheet; perhaps no postcode any more."""
    letters = list(chance.choice([typed, typed.lower(), typed.replace(" ", "")]))
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(letters) + 1)
        letters[at : at + chance.randrange(2)] = [
            chance.choice([*MARKS, *string.ascii_letters, *string.digits, *"OIL01"])
        ]
    return "".join(letters)


def test_every_postcode_is_answered_as_at_the_terminal(
    window: Window, data: Dataset, edition: Edition, table: Index
) -> None:
    """Listed or not, whole or half, and junk: the same answers, the same sentences."""
    assert data.geography
    assert data.geography.home
    options = {question.id: [option.id for option in question.options] for question in data.questions}
    numbers = {name: n for n, name in enumerate(options)}
    chance = random.Random(2026)
    every = known(table)
    every += [sloppy(typed, chance) for typed in chance.sample(every, 5000)]
    every += ["", " ", "lol", "LE", "LE11", "LE110", "LE 1 1", "LE 11 1", "LE2 99DH", *LONG]
    terminal = aids(data, Atlas(edition))[data.geography.home.question]
    shown = window.do(LOOK_UP, every)
    settled = 0
    for typed, (answers, said) in zip(every, shown, strict=True):
        expected = terminal.understand(typed) if understand(typed) else None
        told = [[numbers[name], options[name].index(o)] for name, o in expected.answers.items()] if expected else []
        assert (answers, said) == (told, expected.said if expected else NEITHER), typed
        settled += bool(answers)
    assert len(every) > settled > 5_000


def test_looking_a_postcode_up(window: Window, edition: Edition) -> None:
    """It is said back and chosen, and waits to be continued; the district comes along, and need not be asked."""
    window.page.get_by_text("Look up the child's postcode").click()
    field = window.page.get_by_label("Postcode", exact=True)
    field.fill("le29dh")
    field.press("Enter")
    assert window.page.get_by_role("status").inner_text().startswith("Understood: LE2 9DH is listed in Blaby.")
    assert window.page.get_by_label("Leicestershire (the County)").is_checked()
    assert not window.faults()
    window.press("Continue")
    assert "LE2" not in window.do("document.documentElement.outerHTML").split("<script")[0].upper()
    window.choose(1, 2, 0, 1)
    assert window.do("hands.rows()")[-1] == [edition.data.questions[-1].text, "Blaby"]
    window.press("See the result")
    assert "2 9DH" not in window.do("document.body.innerText").upper()
    assert "9DH" not in window.page.url.upper()
    assert not window.do("hands.all('input').length")
    window.page.go_back()
    window.page.go_back()
    assert "9DH" not in window.do("JSON.stringify([history.state, document.body.innerText])").upper()


def test_a_postcode_that_settles_nothing_leaves_the_question_open(window: Window) -> None:
    """What is not listed is said to be so, with how to find out; nothing is chosen."""
    window.page.get_by_text("Look up the child's postcode").click()
    field = window.page.get_by_label("Postcode", exact=True)
    for typed, said in {
        "LE2 9": "Ask which council bills",
        "LE2 9ZZ": "not listed",
        "Wigston": "not a postcode",
    }.items():
        field.fill(typed)
        window.press("Look it up")
        assert said in window.page.get_by_role("status").inner_text()
        assert not window.do("document.querySelector('#question :checked')")


def test_a_person_may_still_choose_otherwise(window: Window, edition: Edition) -> None:
    """Another option chosen, or the postcode changed, and nothing of what was looked up is left."""
    window.page.get_by_text("Look up the child's postcode").click()
    field = window.page.get_by_label("Postcode", exact=True)
    field.fill("LE2 9DH")
    window.press("Look it up")
    field.fill("LE2 9D")
    assert not window.do("document.querySelector('#question :checked')")
    assert window.page.get_by_role("status").inner_text() == ""
    field.fill("LE2 9DH")
    window.press("Look it up")
    window.choose(1)
    assert window.do("hands.rows()")[-1] == [edition.data.questions[1].text, "Leicester City"]


def test_a_district_goes_with_the_postcode_it_came_with(window: Window, edition: Edition) -> None:
    """A home that is answered anew asks for its own district."""
    window.page.get_by_text("Look up the child's postcode").click()
    window.page.get_by_label("Postcode", exact=True).fill("LE2 9DH")
    window.press("Look it up")
    window.press("Continue")
    window.press("Back")
    window.choose(0, 1, 0, 0, 1)
    assert window.do("hands.heading()") == edition.data.questions[-1].text
    assert not window.do("document.querySelector(':checked')")


def test_without_the_table_there_is_no_field(opened: Open, edition: Edition) -> None:
    """A page without postcodes does not ask for one."""
    window = opened(page(edition))
    window.choose(0)
    assert not window.page.get_by_text("postcode").count()
