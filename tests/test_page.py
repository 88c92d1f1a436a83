"""The page that anyone can open: in a real browser, it asks what the command asks and says what the command says."""

import random
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.browsing import WITHOUT_HISTORY, Open, Window, sections
from tests.conftest import ROOT, Run
from tests.test_pack import NASTY, hostile, one_line

from seips_cli.act import prepare
from seips_cli.act.pack import files
from seips_cli.age import due, months_between
from seips_cli.ask import CHECK_KEYS, Aid, Interview
from seips_cli.commands.place import aids
from seips_cli.dataset import Dataset
from seips_cli.decision import Outcome, decide, diagram_of, find
from seips_cli.errors import plain
from seips_cli.export.page import page
from seips_cli.html import as_html
from seips_cli.local.overlay import LocalContact, LocalPartnership, Overlay, laid_over
from seips_cli.local.reach import LONGEST_EMAIL, LONGEST_LINK
from seips_cli.pages import route_sections, tier_sentence
from seips_cli.render import as_text
from seips_cli.source import Atlas, Edition, load

TODAY = date(2026, 11, 24)
DATASETS = ["data/partnerships.yaml", "examples/river-port.yaml", "tests/small.yaml"]
#: A result with companions, costs, evidence and a contact of each kind.
FULL = {
    "school": "city-secondary",
    "home": "county",
    "exclusion": "at-risk",
    "level": "psp2a",
    "ehcp": "has-plan",
    "sen-resources": "no",
    "area": "blaby",
}


@dataclass(frozen=True)
class Journey:
    """A complete set of answers, by name and as the numbers of the options in the order in which they are asked."""

    answers: dict[str, str]
    options: list[int]
    outcome: Outcome


def journeys_of(data: Dataset) -> list[Journey]:
    """Every complete set of answers that can be given."""
    numbers = {q.id: {option.id: n for n, option in enumerate(q.options)} for q in data.questions}
    return [
        Journey(answers, [numbers[question][option] for question, option in answers.items()], outcome)
        for answers, outcome in diagram_of(data).journeys()
    ]


def answer_in_words(data: Dataset, question: str, option: str) -> str:
    """What readers call *option*."""
    return next(one.text for one in find(data.questions, question).options if one.id == option)


def one_for_each(data: Dataset, what: Callable[[Outcome], Hashable]) -> list[Journey]:
    """The longest journey to each thing that is *what* of an outcome."""
    journeys = sorted(journeys_of(data), key=lambda one: len(one.answers))
    return list({what(journey.outcome): journey for journey in journeys}.values())


#: Goes everywhere: every option of every question, each result, and back.
EXPLORE = """
() => {
  const found = [];
  const explore = path => {
    if (!hands.options().length) {
      const rows = hands.rows();
      hands.press('See the result');
      found.push([path, rows, hands.sections()]);
      hands.press('Back');
      return;
    }
    const question = hands.heading();
    for (const option of hands.options().keys()) {
      hands.choose(option);
      explore([...path, [question, option]]);
      hands.press('Back');
    }
  };
  explore([]);
  return found;
}
"""
WALK = """
journeys => journeys.map(options => {
  options.forEach(hands.choose);
  hands.press('See the result');
  const shown = hands.sections();
  hands.press('Start again');
  return shown;
})
"""


# What it decides


@pytest.mark.parametrize("name", DATASETS)
def test_every_set_of_answers_gets_what_the_command_gives(opened: Open, seips: Run, name: str) -> None:
    """Over every journey, the page asks the same questions in the same order and shows the same result, word for word.

    The words hold the pathway, the companions, the tier, the contacts, the evidence and the paragraphs.
    """
    edition = load(ROOT / name)
    texts = {question.id: question.text for question in edition.data.questions}
    every = {
        tuple((texts[question], n) for question, n in zip(journey.answers, journey.options, strict=True)): journey
        for journey in journeys_of(edition.data)
    }
    found = opened(page(edition), script=WITHOUT_HISTORY).do(EXPLORE)
    assert [tuple(map(tuple, path)) for path, _, _ in found] == list(every)
    for (_, rows, shown), journey in zip(found, every.values(), strict=True):
        assert rows == [
            [texts[name], answer_in_words(edition.data, name, option)] for name, option in journey.answers.items()
        ]
        pairs = [word for pair in journey.answers.items() for word in ("-a", "=".join(pair))]
        said = seips("route", *pairs, "--data", str(ROOT / name), "--as-of", TODAY.isoformat())
        assert as_text(sections(shown)) == said.stdout, journey.answers


def test_words_tell_results_apart(data: Dataset) -> None:
    """No two pathways, contacts or levels are called the same, so the same words are the same result."""
    names = [pathway.title for pathway in data.pathways]
    names += [f"{one.title} {one.organisation}" for one in data.contacts]
    assert data.tiers
    names += [tier_sentence(data.tiers, pair) for pair in data.tiers.pairs]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", DATASETS)
def test_ages_are_those_of_the_day_it_is_read(opened: Open, name: str) -> None:
    """Made once and opened later: on the eve a contact reads as checked, and on the day it falls due it says so."""
    edition = load(ROOT / name)
    every = one_for_each(edition.data, lambda outcome: outcome.contacts)
    stale = due(max(source.checked_on for source in edition.data.sources))
    for day in (stale - timedelta(days=1), stale):
        now = datetime(day.year, day.month, day.day, 23, 59)
        shown = opened(page(edition), now=now, script=WITHOUT_HISTORY).do(WALK, [journey.options for journey in every])
        for journey, result in zip(every, shown, strict=True):
            expected = route_sections(decide(edition.data, journey.answers), edition, day)
            assert as_text(sections(result)) == as_text(expected), journey.answers


@given(st.dates(max_value=date(9990, 1, 1)), st.integers(1, 40))
def test_what_falls_due_does_so_on_that_day_and_not_before(day: date, months: int) -> None:
    """The first day of an age is the first, whatever the month's length."""
    first = due(day, months)
    assert months_between(day, first) >= months > months_between(day, first - timedelta(days=1))


def test_a_page_says_when_its_own_facts_are_old(opened: Open, edition: Edition) -> None:
    """A copy that has been passed round for a year warns of itself on every screen, and does not before."""
    for day, warns in ((datetime(2027, 11, 23), False), (datetime(2027, 11, 24), True)):
        window = opened(page(edition), now=day)
        assert window.page.get_by_text("last checked a year ago or more").is_visible() == warns
        window.choose(2)
        assert window.page.get_by_text("last checked a year ago or more").is_visible() == warns


# Back and change


#: In a district of the county, in the city, in neither, in a part of the county that is in two districts.
POSTCODES = ("LE2 9DH", "LE2 8LE", "LE15 6", "LE8")


def talk(
    data: Dataset, chance: random.Random, helped: Mapping[str, Aid] | None = None
) -> tuple[list[tuple[str, int]], list[list[str]]]:
    """A person who wanders through the questions at the terminal: what they did, and what was said before each step.

    With *helped*, they type a postcode now and then where that answers.
    """
    helping = {find(data.questions, name).text for name in helped or {}}
    said: list[str] = []
    screens: list[list[str]] = []
    steps: list[tuple[str, int]] = []

    def read() -> str:
        screen = [line for line in said if not line.startswith(("This is the first question.", "Understood: "))]
        is_check = screen[-1] == CHECK_KEYS
        many = sum(bool(re.match(r"\d+\. ", line)) for line in screen)
        screens.append([line.strip("\n") for line in screen[:-1] if line])
        said.clear()
        can_go_back = bool(interview.answers) and bool(len(steps))
        done, number = chance.random(), chance.randrange(many)
        if can_go_back and done < 0.2:
            steps.append(("back", 0))
        elif is_check and (done < 0.3 or len(steps) > 60):
            steps.append(("see", 0))
        elif not is_check and done < 0.6 and screens[-1][0] in helping:
            steps.append(("look", chance.randrange(len(POSTCODES))))
        else:
            steps.append(("change" if is_check else "choose", number))
        act, n = steps[-1]
        return {"back": "b", "see": "", "look": POSTCODES[n % len(POSTCODES)]}.get(act, str(number + 1))

    interview = Interview(data, {}, read, said.append, helped or {})
    interview.run()
    return steps, screens


ACT = """
([walks, postcodes]) => walks.map(steps => {
  const screens = [];
  for (const [act, n] of steps) {
    screens.push(hands.screen());
    ({ back: () => hands.press('Back'), see: () => hands.press('See the result'),
       change: () => hands.change(n), choose: () => hands.choose(n), look: () => hands.look(postcodes[n]) })[act]();
  }
  hands.press('Start again');
  return screens;
})
"""


def as_said(screen: Sequence[object]) -> list[str]:
    """A screen in the lines of the terminal."""
    heading, hint, options, dropped, rows = screen
    assert isinstance(heading, str)
    assert isinstance(options, list)
    assert isinstance(dropped, list)
    assert isinstance(rows, list)
    numbered = [f"{n}. {words}" for n, words in enumerate(options or [" ".join(row) for row in rows], 1)]
    return [*dropped, heading, *([f"({hint})"] if hint else []), *numbered]


@pytest.mark.parametrize("name", DATASETS)
def test_back_and_change_go_where_the_terminal_goes(opened: Open, name: str) -> None:
    """Whatever way a person wanders, every screen is what the terminal shows: questions, checks, answers dropped."""
    data = load(ROOT / name).data
    walks = [talk(data, random.Random(seed)) for seed in range(60)]
    shown = opened(page(load(ROOT / name)), script=WITHOUT_HISTORY).do(ACT, [[steps for steps, _ in walks], []])
    dropped = 0
    for (_, said), screens in zip(walks, shown, strict=True):
        assert [as_said(screen) for screen in screens] == said
        dropped += sum(bool(screen[3]) for screen in screens)
    assert dropped


def test_back_and_change_with_postcodes(opened: Open, edition: Edition) -> None:
    """What came along with a postcode goes with it, here as there, whichever way a person wanders."""
    home = edition.data.geography.home if edition.data.geography else None
    assert home
    helped = {home.question: aids(edition.data, Atlas(edition))[home.question]}
    walks = [talk(edition.data, random.Random(seed), helped) for seed in range(60)]
    assert sum(act == "look" for steps, _ in walks for act, _ in steps) > 60
    window = opened(page(edition, Atlas(edition).postcodes), script=WITHOUT_HISTORY)
    shown = window.do(ACT, [[steps for steps, _ in walks], POSTCODES])
    for (_, said), screens in zip(walks, shown, strict=True):
        assert [as_said(screen) for screen in screens] == said


def test_back_and_change_by_mouse(opened: Open, edition: Edition) -> None:
    """A person with a pointer, clicking words and not boxes, gets to the same screens."""
    for seed in range(1000, 1002):
        steps, said = talk(edition.data, random.Random(seed))
        window = opened(page(edition))
        for (act, n), expected in zip(steps, said, strict=True):
            assert as_said(window.do("hands.screen()")) == expected
            if act == "choose":
                window.page.locator("#question label").nth(n).click()
                window.page.get_by_role("button", name="Continue").click()
            elif act == "change":
                window.page.get_by_role("button", name="Change").nth(n).click()
            else:
                window.page.get_by_role("button", name={"back": "Back", "see": "See the result"}[act]).click()
        assert window.page.get_by_role("button", name="Print this page").is_visible()


# By hand


def test_by_keyboard_alone(opened: Open, edition: Edition) -> None:
    """Tab, arrows, Space and Enter are enough for the whole way, help and change included."""
    window = opened(page(edition))
    keys = window.page.keyboard

    def until(words: str) -> None:
        for _ in range(30):
            keys.press("Tab")
            if words in window.do("document.activeElement.textContent || document.activeElement.id"):
                return
        pytest.fail(f"{words} cannot be reached")

    until("option-0")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    until("Why we ask")
    keys.press("Enter")
    assert window.page.get_by_text(edition.data.questions[0].why).is_visible()
    until("Continue")
    keys.press("Enter")
    assert window.do("hands.heading()") == "Check your answers"
    until(f"Change: {edition.data.questions[0].text}")
    keys.press("Enter")
    assert window.do("document.querySelector(':checked').value") == "2"
    until("option-2")
    keys.press("Enter")
    until("See the result")
    keys.press("Enter")
    result = decide(edition.data, {edition.data.questions[0].id: edition.data.questions[0].options[2].id})
    assert window.do("hands.heading()") == result.pathway.title


def test_a_screen_reader_is_taken_along(opened: Open, edition: Edition) -> None:
    """Each new screen has a title of its own and begins at its heading; the first is read from the top."""
    window = opened(page(edition), viewport={"width": 320, "height": 300})
    focus = "document.activeElement.tagName"
    assert (window.do(focus), window.do("document.documentElement.lang")) == ("BODY", "en-GB")
    for option in journeys_of(edition.data)[-1].options:
        assert window.page.title() == f"{window.do('hands.heading()')} - {edition.data.about.title}"
        window.do("scrollTo(0, 1000)")
        window.choose(option)
        assert (window.do(focus), window.do("scrollY")) == ("H1", 0)
    assert window.page.title() == f"Check your answers - {edition.data.about.title}"


def test_continuing_without_an_answer(opened: Open, edition: Edition) -> None:
    """Nothing is taken for granted: the page says what is missing, there and at the top, and leads to the options."""
    window = opened(page(edition))
    for _ in range(2):
        window.press("Continue")
        assert window.page.title().startswith("Error: ")
        assert window.page.get_by_role("alert").inner_text().split("\n")[0] == "There is a problem"
        assert window.do("document.activeElement.getAttribute('role')") == "alert"
        assert window.do("hands.texts('.problem, .error').length") == 2
    described = window.do("document.querySelector('fieldset').getAttribute('aria-describedby')")
    assert window.page.locator(f"#{described}").inner_text().endswith("Choose an answer")
    window.page.get_by_role("link", name="Choose an answer").click()
    assert window.do("document.activeElement.id") == "option-0"
    assert "#" not in window.page.url
    window.choose(2)
    assert not window.page.title().startswith("Error")


def test_the_browsers_own_back_button(opened: Open, edition: Edition) -> None:
    """Back and forward go by screens; what a reload or a new start has forgotten does not come back."""
    window = opened(page(edition))
    window.choose(0, 0)
    third = window.do("hands.heading()")
    window.page.go_back()
    assert window.do("hands.heading()") == edition.data.questions[1].text
    assert window.do("document.querySelector(':checked').value") == "0"
    window.page.go_forward()
    assert window.do("hands.heading()") == third
    window.choose(2)
    window.page.reload()
    assert window.do("hands.heading()") == edition.data.questions[0].text
    assert not window.do("document.querySelector(':checked')")
    window.choose(2)
    window.press("See the result")
    window.press("Start again")
    window.page.go_back()
    assert window.do("hands.heading()") == edition.data.questions[0].text
    assert not window.do("document.querySelector(':checked')")


def test_nothing_is_kept(opened: Open, edition: Edition) -> None:
    """The address does not change, and the browser is given nothing to store but the number of the screen."""
    window = opened(page(edition))
    before = window.page.url
    window.choose(*journeys_of(edition.data)[0].options)
    window.press("See the result")
    assert window.page.url == before
    assert window.do("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert isinstance(window.do("history.state"), int)


def test_without_scripts_it_says_so(opened: Open, edition: Edition) -> None:
    """With scripts off the page says plainly that it cannot ask, and what to do instead."""
    window = opened(page(edition), java_script_enabled=False)
    assert window.page.get_by_text("Scripts are off in this browser").is_visible()
    assert window.page.get_by_text("seips route").first.is_visible()


# On any screen, and on paper

VIEWS: dict[str, dict[str, object]] = {
    "wide": {"viewport": {"width": 1280, "height": 800}},
    "telephone, dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
    "dark, more contrast": {"contrast": "more", "color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}


def every_kind_of_screen(window: Window, data: Dataset) -> Iterator[str]:
    """Shows one after another: a question with its help, a problem, the check, one with dropped answers, results."""
    every = journeys_of(data)
    full = max(every, key=lambda one: (len(one.outcome.companions), len(one.outcome.contacts), len(one.answers)))
    silent = [one for one in every if find(data.pathways, one.outcome.pathways[0]).basis == "silent"]
    other = min(silent, key=lambda one: len(one.answers))
    yield "question"
    window.do("hands.all('details').forEach(one => { one.open = true; })")
    yield "help"
    window.press("Continue")
    yield "problem"
    window.choose(*full.options)
    yield "check"
    window.do("hands.change(0)")
    yield "change"
    window.choose(*other.options)
    yield "check of what is left"
    window.press("Back")
    window.choose(*full.options)
    window.press("See the result")
    yield "result"
    window.press("Start again")
    window.choose(*other.options)
    window.press("See the result")
    yield "silent result"


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_wrong(opened: Open, edition: Edition, view: str) -> None:
    """On every kind of screen, in every mode, axe-core finds no violation, and nothing is wider than the window."""
    window = opened(page(edition, Atlas(edition).postcodes), **VIEWS[view])
    for screen in every_kind_of_screen(window, edition.data):
        assert not window.faults(), screen
        assert window.do("document.documentElement.scrollWidth <= innerWidth"), screen


def test_axe_finds_nothing_wrong_without_scripts(opened: Open, edition: Edition) -> None:
    """The page that cannot ask is as plain as the others."""
    text = page(edition)
    assert not opened(text[: text.index('<script type="application/json"')]).faults()


def test_targets_are_large_enough_to_touch(opened: Open, edition: Edition) -> None:
    """On a telephone each option and button is at least 44 pixels high, with its words beside it part of it."""
    window = opened(page(edition), viewport={"width": 320, "height": 640})
    heights = window.do("hands.all('.option, button:not(.link)').map(one => one.getBoundingClientRect().height)")
    assert min(heights) >= 44
    window.page.locator("label").first.click(position={"x": 200, "y": 20})
    assert window.do("document.querySelector(':checked').value") == "0"


@pytest.mark.parametrize("name", DATASETS)
def test_every_kind_of_result_prints_on_one_sheet(opened: Open, name: str) -> None:
    """Each mix of pathway and companions fits one A4 sheet, with what was answered, and without buttons."""
    edition = load(ROOT / name)
    window = opened(page(edition))
    for journey in one_for_each(edition.data, lambda outcome: (outcome.pathways, outcome.companions)):
        window.result(*journey.options)
        sheets = re.findall(rb"/Type\s*/Page\b", window.page.pdf(prefer_css_page_size=True))
        assert len(sheets) == 1, journey.answers
        window.page.emulate_media(media="print")
        assert not window.page.get_by_role("button").count()
        window.page.emulate_media(media="null")
        window.press("Start again")


#: The longest result that there is.
LONGEST = {
    "school": "city-secondary",
    "home": "county",
    "exclusion": "not-at-risk",
    "level": "psp3",
    "ehcp": "yes",
    "partnership-advice": "yes",
    "send-plan": "no",
    "sen-resources": "no",
    "area": "north-west-leicestershire",
}


def all_local(data: Dataset) -> Dataset:
    """*data* with a name and three ways for whatever a school can enter."""
    # As long as a page of the County's own is, which is as long as a page may be.
    site = "https://resources.leicestershire.gov.uk"
    page = f"{site}/{'education-and-children/' * 9}"[:LONGEST_LINK]
    email = f"{'partnership.co-ordinator.' * 4}"[: LONGEST_EMAIL - 19] + "@office.example.org"
    ways = (email, "0116 305 0000", page)
    contacts = tuple(LocalContact(one.id, TODAY, *ways) for one in data.contacts)
    serving = data.geography.partnerships if data.geography else ()
    name = "North and West Secondary Education and Behaviour Inclusion Partnership"
    partnerships = tuple(LocalPartnership(one.id, TODAY, name) for one in serving)
    return laid_over(data, Overlay(contacts, partnerships))


@pytest.mark.parametrize("day", [TODAY, date(2028, 1, 1)])
@pytest.mark.parametrize("known", [lambda data: data, all_local], ids=["published", "local"])
def test_the_longest_pack_prints_on_one_sheet(
    opened: Open, edition: Edition, day: date, known: Callable[[Dataset], Dataset]
) -> None:
    """With every contact entered locally too, and all of them long ago, in letters of 8 points or more."""
    told = replace(edition, data=known(edition.data))
    for answers in (LONGEST, {**LONGEST, "level": "psp2b", "heading-for-tier-4": "no", "support": "yes"}):
        made = files(decide(told.data, answers), told, day, "a-case")
        window = opened(made["summary.html"].decode())
        assert len(re.findall(rb"/Type\s*/Page\b", window.page.pdf(prefer_css_page_size=True))) == 1
        window.page.emulate_media(media="print")
        sizes = window.do("hands.all('body *').map(one => parseFloat(getComputedStyle(one).fontSize))")
        assert min(sizes) * 72 / 96 >= 8


@pytest.mark.parametrize("name", DATASETS)
def test_the_page_to_prepare_with_prints_on_one_sheet(opened: Open, name: str) -> None:
    """It is taken round before the meeting."""
    prepared = tuple(prepare.sections(load(ROOT / name)))
    window = opened(as_html(prepared, prepared[0].heading))
    assert len(re.findall(rb"/Type\s*/Page\b", window.page.pdf(prefer_css_page_size=True))) == 1


@pytest.mark.parametrize("view", VIEWS)
def test_a_pack_and_the_page_to_prepare_with_are_read_on_any_screen(opened: Open, edition: Edition, view: str) -> None:
    """In every mode axe-core finds no violation, nothing is wider than the window, and the page asks for nothing."""
    told = replace(edition, data=all_local(edition.data))
    packs = [files(decide(one.data, LONGEST), one, TODAY, "a-case")["summary.html"].decode() for one in (edition, told)]
    prepared = tuple(prepare.sections(edition))
    for text in (*packs, as_html(prepared, prepared[0].heading)):
        window = opened(text, **VIEWS[view])
        assert not window.faults()
        assert window.do("document.documentElement.scrollWidth <= innerWidth")
        assert not window.do("hands.all('main *').some(one => one.textContent.trim() && !one.offsetHeight)")
        assert (len(window.requests), window.complaints) == (1, [])


# Text that means harm, and what a page may do


@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_text_is_shown_as_text(opened: Open, edition: Edition, nasty: str) -> None:
    """Whatever stands in a dataset is words on the screen: nothing runs, loads, breaks out or pushes the page wide."""
    made = hostile(edition, nasty)
    window = opened(page(made), viewport={"width": 320, "height": 640})
    tags = "[...new Set(hands.all('body *').map(one => one.tagName))].sort()"
    usual = opened(page(edition))
    for options in ([], journeys_of(edition.data)[0].options):
        window.choose(*options)
        usual.choose(*options)
        assert one_line(nasty) in one_line(window.do("document.body.innerText"))
        assert window.do(tags) == usual.do(tags)
        assert window.do("document.documentElement.scrollWidth <= innerWidth")
        assert not [mark for mark in window.do("document.body.innerText") if mark not in "\n\t" and plain(mark) != mark]
    window.press("See the result")
    shown = sections(window.do("hands.sections()"))
    expected = route_sections(decide(made.data, journeys_of(edition.data)[0].answers), made, TODAY)
    assert one_line(as_text(shown)) == one_line(as_text(expected))
    assert window.do("hands.all('[style], [onclick], [onerror], img').length") == 0


def test_the_policy_allows_the_page_and_nothing_else(opened: Open, edition: Edition) -> None:
    """Scripts, styles, pictures and requests that are not the page's own are refused by the page itself."""
    window = opened(page(edition))
    policy = window.do("document.querySelector('meta[http-equiv]').content")
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-[\w+/]+='; style-src 'sha256-[\w+/]+='; "
        r"base-uri 'none'; form-action 'none'",
        policy,
    )
    refused = window.do(
        """async () => {
          const refused = [];
          addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
          document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }));
          document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.org/a.png' }));
          document.body.setAttribute('style', 'color: red');
          document.body.append(Object.assign(document.createElement('style'), { textContent: 'body { color: red }' }));
          await fetch('https://example.org').catch(() => 0);
          await new Promise(resolve => setTimeout(resolve, 100));
          return [...new Set(refused)].sort();
        }"""
    )
    assert refused == ["connect-src", "img-src", "script-src-elem", "style-src-attr", "style-src-elem"]
    assert not window.do("window.ran")
    assert all("Content Security Policy" in complaint for complaint in window.complaints)
    window.complaints.clear()
    window.requests[1:] = []  # what the browser was asked for; it refused


# The command


def test_the_page_is_small_and_says_what_it_is_made_from(edition: Edition) -> None:
    """Below 200 kB, postcodes and all; it carries the data's fingerprint, version and dates."""
    for postcodes in ("", Atlas(edition).postcodes):
        text = page(edition, postcodes)
        assert len(text.encode()) < 200_000
        assert edition.digest in text
        assert f"version {edition.data.about.version}, checked on 24 November 2026" in text
        assert "revised November 2020" in text
        assert ("Contains OS data" in text) == bool(postcodes)


def test_the_command_writes_the_page(seips: Run, edition: Edition, tmp_path: Path) -> None:
    """To a file, or to stdout without one; a file that exists is kept unless --force says otherwise."""
    file = tmp_path / "seips.html"
    assert seips("export", "page").stdout == page(edition)
    assert seips("export", "page", "-o", str(file)).exit_code == 0
    assert file.read_text(encoding="utf-8") == page(edition)
    again = seips("export", "page", "-o", str(file), "--with-postcodes")
    assert (again.exit_code, "--force" in again.stderr) == (2, True)
    assert seips("export", "page", "-o", str(file), "--with-postcodes", "--force").exit_code == 0
    assert file.read_text(encoding="utf-8") == page(edition, Atlas(edition).postcodes)
    (tmp_path / "any").touch()
    assert file.stat().st_mode == (tmp_path / "any").stat().st_mode  # whoever may read a new file may read the page


def test_the_local_file_is_left_out_unless_asked_for(
    seips: Run, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a school has entered goes no further by accident; where it is asked for, the page says so and ages it."""
    monkeypatch.setenv("SEIPS_LOCAL", str(tmp_path / "local.yaml"))
    entered = ("--role", "co-ordinator", "--email", "office@example.org", "--checked", "2026-03-05")
    assert seips("contacts", "set", "blaby", *entered).exit_code == 0
    assert "office@example.org" not in seips("export", "page").stdout
    text = seips("export", "page", "--with-local").stdout
    assert "entered locally" in text
    for day in (datetime(2027, 3, 4), datetime(2027, 3, 5), datetime(2027, 11, 24)):
        edition = load()
        (journey,) = [one for one in journeys_of(edition.data) if one.answers == FULL]
        shown = opened(text, now=day).result(*journey.options)
        assert as_text(shown) == as_text(route_sections(decide(edition.data, FULL), edition, day.date()))


def test_what_cannot_be_put_in_is_said(seips: Run) -> None:
    """A table or a local file that is not there is an error that says what to leave out."""
    small = str(ROOT / "tests/small.yaml")
    for option in ("--with-postcodes", "--with-local"):
        told = seips("export", "page", option, "--data", small)
        assert (told.exit_code, told.stdout) == (2, "")
        assert f"leave {option} out" in told.stderr
