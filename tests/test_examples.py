"""What must hold of any authority's guidance holds of every dataset that is here, whatever its shape."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from math import prod
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import combinations, outcome
from tests.test_reading import HARDEST, SHORTEST, grade, prose, texts
from typer.testing import Result

from seips_cli.ask import interview
from seips_cli.dataset import Dataset
from seips_cli.decision import Outcome, asked, decide, diagram_of, find, holds, next_question
from seips_cli.pages import contact_sections, route_sections
from seips_cli.proof.prove import prove
from seips_cli.render import as_markdown, as_text
from seips_cli.schema import route_json
from seips_cli.source import Edition, load

ROOT = Path(__file__).parent.parent
FILES = sorted([*(ROOT / "data").glob("*.yaml"), *(ROOT / "examples").glob("*.yaml")])
#: More combinations than this are sampled, not gone through.
MOST_TRIED = 200_000

Answers = dict[str, str]
Run = Callable[..., Result]

everywhere = pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])


@cache
def journeys(file: Path) -> list[tuple[Answers, Outcome]]:
    """Every complete set of answers, with its outcome."""
    return list(diagram_of(load(file).data).journeys())


def options_of_questions(data: Dataset, named: set[str] | None = None) -> dict[str, tuple[str, ...]]:
    """The ids of the options of each question, or of those *named*."""
    chosen = [question for question in data.questions if named is None or question.id in named]
    return {question.id: tuple(option.id for option in question.options) for question in chosen}


def one_of_each(file: Path) -> list[Answers]:
    """For each pathway that is ever primary, the first answers that lead to it."""
    first: dict[str, Answers] = {}
    for answers, found in journeys(file):
        first.setdefault(found.pathways[0], answers)
    return list(first.values())


def test_there_is_more_than_one_authority() -> None:
    """The properties below are not those of one note: another of a different shape is here too."""
    shapes = [prove(load(file).data) for file in FILES]
    assert len(FILES) >= 2
    assert len({(shape.questions, shape.rules, shape.pathways) for shape in shapes}) == len(FILES)


@everywhere
def test_it_is_proven(file: Path) -> None:
    """Nothing at all is found in it, and each example says in its first lines that it is invented."""
    assert prove(load(file).data).findings == ()
    if file.parent.name == "examples":
        head = file.read_text(encoding="utf-8").split("about:")[0]
        assert "INVENTED" in head


@everywhere
def test_every_journey_has_one_primary_pathway(file: Path) -> None:
    """Whatever is answered, a school is told one thing to do, and never two or none."""
    assert all(len(found.pathways) == 1 for _, found in journeys(file))


@everywhere
def test_the_order_of_the_rules_does_not_matter(file: Path) -> None:
    """Turned upside down, the rules say the same for every set of answers."""
    data = load(file).data
    turned = diagram_of(replace(data, rules=data.rules[::-1]))
    assert list(turned.journeys()) == journeys(file)


@everywhere
def test_worse_need_is_never_routed_milder(file: Path) -> None:
    """Tried one by one, with the rules read plainly: no worse answer lowers the rank of the pathway or loses it."""
    data = load(file).data
    options = options_of_questions(data, {question for rule in data.rules for question in rule.when})
    ordered = [question.id for question in data.questions if question.ordered]
    ranks = {tuple(case.values()): rank_of(data, case) for case in combinations(options)}
    for answers in combinations(options):
        for question in ordered:
            after = options[question].index(answers[question]) + 1
            for worse in options[question][after : after + 1]:
                before, then = (ranks[tuple(case.values())] for case in (answers, {**answers, question: worse}))
                assert before is None or (then is not None and then >= before), (answers, question, worse)


def rank_of(data: Dataset, answers: Answers) -> int | None:
    """The rank of the pathway whose rule holds, by reading every rule."""
    (pathway,) = {rule.pathway for rule in data.rules if holds(rule.when, answers)}
    return find(data.pathways, pathway).rank


def read_plainly(data: Dataset, answers: Answers) -> Outcome:
    """What the file says of *answers*, rule by rule and with no diagram."""
    found = outcome(data, answers)
    serving = [p for p in (data.geography.partnerships if data.geography else ()) if p.id == found.partnership]
    first = [partnership.contact_first for partnership in serving if partnership.contact_first]
    return replace(found, contacts=tuple(dict.fromkeys([*first, *found.contacts])))


def agrees_with_a_plain_reading(data: Dataset, answers: Answers) -> bool:
    """Whether the compiled diagram and the file say the same of *answers*."""
    diagram = diagram_of(data)
    return diagram.leaves[~diagram.follow(answers)[1]] == read_plainly(data, answers)


@everywhere
def test_the_diagram_says_what_the_rules_say(file: Path) -> None:
    """What is compiled for speed is what a person with the file and a pencil would find, for every way to answer."""
    data = load(file).data
    options = options_of_questions(data)
    if prod(map(len, options.values())) <= MOST_TRIED:
        assert all(agrees_with_a_plain_reading(data, answers) for answers in combinations(options))
        return

    @settings(max_examples=1000, deadline=None)
    @given(st.fixed_dictionaries({question: st.sampled_from(ids) for question, ids in options.items()}))
    def sampled(answers: Answers) -> None:
        assert agrees_with_a_plain_reading(data, answers)

    sampled()


@everywhere
@settings(max_examples=60, deadline=None)
@given(typed=st.lists(st.sampled_from(["1", "2", "3", "4", "9", "b", "?", "", "what"]), max_size=60))
def test_any_walk_through_the_interview_ends_as_the_straight_one(file: Path, typed: list[str]) -> None:
    """Going back, changing an answer and typing nonsense leave no trace: only the answers that stand count."""
    data = load(file).data
    answers = interview(data, {}, *person(typed))
    straight: Answers = {}
    while (question := next_question(data, straight)) is not None:
        straight[question.id] = answers[question.id]
    assert straight == answers == asked(data, answers)
    assert decide(data, answers) == decide(data, straight)


def person(typed: list[str]) -> tuple[Callable[[], str], Callable[[str], None]]:
    """Somebody who types what is given and then hurries to the end, with what reads and what listens."""
    heard, waiting = [""], iter(typed)

    def read() -> str:
        return next(waiting, "" if heard[-1].startswith("Press Enter") else "1")

    return read, heard.append


def pages(edition: Edition, answers: Answers) -> Iterator[str]:
    """A result in every form that people read."""
    sections = list(route_sections(decide(edition.data, answers), edition))
    yield from (as_text(sections, 30), as_text(sections, 100), as_text(sections), as_markdown(sections))


@everywhere
def test_every_result_can_be_printed(file: Path) -> None:
    """No journey ends without a page: narrow, wide, as Markdown, and as JSON that can be read back."""
    edition = load(file)
    for answers, found in journeys(file)[:: max(1, len(journeys(file)) // 3000)]:
        result = decide(edition.data, answers)
        assert all(page.strip() for page in pages(edition, answers))
        shown = route_json(result, edition)
        assert json.loads(json.dumps(shown)) == shown
        assert (shown["pathway"]["id"], shown["answers"]) == (found.pathways[0], answers)


@everywhere
def test_every_text_and_result_is_plain(file: Path) -> None:
    """Whoever wrote the guidance, a reader of grade 9 can follow it."""
    edition = load(file)
    hard = {name: text for name, text in texts(edition.data).items() if len(text.split()) >= SHORTEST}
    assert [name for name, text in hard.items() if grade(text) > HARDEST] == []
    for answers in one_of_each(file):
        sections = route_sections(decide(edition.data, answers), edition)
        assert grade(" ".join(f"{section.heading}. {prose(section)}" for section in sections)) <= HARDEST


def own_words(data: Dataset) -> set[str]:
    """Everything that only this authority would say: its texts, titles, contacts and partnerships."""
    said = {*texts(data).values(), *(pathway.title for pathway in data.pathways), data.guidance.title}
    said |= {fact for one in data.contacts for fact in (one.organisation, one.email, one.phone, one.url)}
    said |= {partnership.name for partnership in (data.geography.partnerships if data.geography else ())}
    return {text for text in said if text}


@everywhere
def test_one_authority_never_speaks_for_another(file: Path, seips: Run) -> None:
    """After a result of one dataset, the next from another holds not a word, a name or a number of the first."""
    edition = load(file)
    shown = " ".join(page for answers in one_of_each(file) for page in pages(edition, answers))
    shown += seips("contacts", "--data", str(file)).output + seips("tier-map", "--data", str(file)).output
    for other in FILES:
        if other != file:
            foreign = own_words(load(other).data) - own_words(edition.data)
            assert {text for text in foreign if text in shown} == set()


@everywhere
def test_route_answers_for_each_pathway(file: Path, seips: Run) -> None:
    """The command finds every pathway there is; where the note is silent the exit code says so."""
    data = load(file).data
    for answers in one_of_each(file):
        options = [f"--answer={question}={option}" for question, option in answers.items()]
        done = seips("route", "--data", str(file), *options)
        pathway = decide(data, answers).pathway
        assert done.stdout.splitlines()[0] == pathway.title
        assert done.exit_code == (1 if pathway.basis == "silent" else 0)
        assert json.loads(seips("route", "--json", "--data", str(file), *options).stdout)["answers"] == answers


@everywhere
def test_contacts_names_everybody(file: Path, seips: Run) -> None:
    """Each partnership and each way to reach somebody in the dataset is on the page of contacts."""
    edition = load(file)
    served = edition.data.geography.partnerships if edition.data.geography else ()
    shown = seips("contacts", "--data", str(file)).stdout
    assert shown == as_text(contact_sections(edition, served, edition.data.contacts))
    assert all(fact in shown for one in edition.data.contacts for fact in (one.email, one.phone) if fact)
    for partnership in served:
        assert partnership.name in seips("contacts", "-p", partnership.name, "--data", str(file)).stdout


@everywhere
def test_tier_map_matches_each_level(file: Path, seips: Run) -> None:
    """A level gives the levels of other schemes in its pair and nothing else; one with no match gives nothing."""
    tiers = load(file).data.tiers
    assert tiers
    for pair in tiers.pairs:
        for scheme, level in pair.levels.items():
            done = seips("tier-map", level, "--data", str(file))
            others = [other for name, other in pair.levels.items() if name != scheme]
            assert set(done.stdout.splitlines()) <= set(others)
            assert (bool(done.stdout), done.exit_code) == (bool(others), 0 if others else 1)
