"""Why, why not, and what would change it: held against every case, by brute force, for every dataset that is here."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from itertools import combinations as subsets
from itertools import product
from operator import and_
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import QUESTIONS, combinations, datasets
from tests.test_examples import everywhere, journeys, one_of_each, options_of_questions
from tests.test_reading import HARDEST, grade, prose
from typer.testing import Result

from seips_cli import explain
from seips_cli.dataset import Companion, Dataset, Rule
from seips_cli.decision import decide, diagram_of, holds
from seips_cli.diagram import TooLarge
from seips_cli.explain import MOST_LINES, changes, pathway_lines, pathway_ways_json, question_lines, sections, why_not
from seips_cli.proof import nearest as nearest_module
from seips_cli.proof.algebra import recast
from seips_cli.proof.nearest import each_change, nearest
from seips_cli.source import load

Run = Callable[..., Result]
Answers = dict[str, str]
#: For what is led to, changes.
Found = dict[tuple[str, ...], set[frozenset[tuple[str, str]]]]


@dataclass(frozen=True)
class Table:
    """Every set of one answer to each question as one bit of a number: which hold an option, which lead somewhere."""

    questions: Mapping[str, Sequence[str]]
    holding: dict[tuple[str, str], int]
    leading: dict[tuple[str, ...], int]


def table(data: Dataset, questions: Mapping[str, Sequence[str]]) -> Table:
    """The primary pathways of every set of answers, by reading every rule."""
    holding: dict[tuple[str, str], int] = {}
    leading: dict[tuple[str, ...], int] = {}
    for n, answers in enumerate(combinations(questions)):
        pathways = tuple(dict.fromkeys(rule.pathway for rule in data.rules if holds(rule.when, answers)))
        leading[pathways] = leading.get(pathways, 0) | 1 << n
        for pair in answers.items():
            holding[pair] = holding.get(pair, 0) | 1 << n
    return Table(questions, holding, leading)


def smallest(table: Table, given: Answers) -> Found:
    """For all that can be led to, every smallest change of *given*: tried are those of no answer, of one, of two..."""
    best: Found = {}
    everything = sum(table.leading.values())
    for size in range(len(table.questions) + 1):
        found: Found = {}
        for changed in subsets(table.questions, size):
            kept = [table.holding[name, option] for name, option in given.items() if name not in changed]
            others = ([(name, o) for o in table.questions[name] if o != given.get(name)] for name in changed)
            for change in product(*others):
                may_follow = reduce(and_, (*kept, *(table.holding[pair] for pair in change)), everything)
                for outcome, leading in table.leading.items():
                    if outcome not in best and may_follow & ~leading == 0:
                        found.setdefault(outcome, set()).add(frozenset(change))
        best |= found
        if best.keys() == table.leading.keys():
            break
    return best


@given(datasets(), st.fixed_dictionaries({}, optional={q: st.sampled_from(o) for q, o in QUESTIONS.items()}))
@settings(max_examples=300, deadline=None)
def test_the_changes_are_the_smallest_there_are(data: Dataset, given: Answers) -> None:
    """Whatever was answered, in whatever order: none is smaller, none as small is left out, and each leads there."""
    diagram = recast(diagram_of(data), lambda outcome: outcome.pathways)
    expected = smallest(table(data, QUESTIONS), given)
    for pathways in diagram.leaves:
        found = [frozenset(change.items()) for change in each_change(nearest(diagram, pathways, given))]
        assert len(found) == len(set(found))
        assert set(found) == expected[pathways]


@cache
def table_of(file: Path) -> Table:
    """What the questions that rules ask lead to."""
    data = load(file).data
    return table(data, options_of_questions(data, {question for rule in data.rules for question in rule.when}))


def last_of_everything(data: Dataset) -> Answers:
    """An answer to every question, needed or not."""
    return {question.id: question.options[-1].id for question in data.questions}


@everywhere
@pytest.mark.parametrize("more", [False, True], ids=["what was needed", "more than was needed"])
def test_no_case_has_a_smaller_change(file: Path, more: bool) -> None:
    """A case of every pathway, with only what was needed and with every other question answered too."""
    data = load(file).data
    known = table_of(file)
    for answers in one_of_each(file):
        given = (last_of_everything(data) if more else {}) | answers
        result = decide(data, given)
        expected = smallest(known, {name: given[name] for name in given if name in known.questions})
        found = {
            (name,): {frozenset(change.items()) for change in each_change(ways)}
            for name, ways in changes(data, result).items()
        }
        assert expected.pop((result.pathway.id,)) == {frozenset()}
        assert found == expected


@everywhere
def test_a_change_leads_where_it_is_said_to(file: Path) -> None:
    """Whoever changes just these answers gets that pathway, and nothing that is asked afterwards takes it away."""
    data = load(file).data
    cases = journeys(file)
    for answers, _ in cases[:: max(1, len(cases) // 40)]:
        for pathway, ways in changes(data, decide(data, answers)).items():
            for way in each_change(ways):
                assert all(
                    outcome.pathways == (pathway,)
                    for then, outcome in cases
                    if all(then.get(name, option) == option for name, option in {**answers, **way}.items())
                )


def test_an_answer_that_was_given_is_not_asked_for_again(data: Dataset) -> None:
    """A child at risk and at PSP3 whose home is taken to be in the City: the home alone is one change from Tier 4."""
    given = {"school": "city-secondary", "home": "city", "exclusion": "at-risk", "level": "psp3", "area": "melton"}
    assert changes(data, decide(data, given))["programme-managed"] == [{"home": ("county",)}]
    needed = {"school": "city-secondary", "home": "city"}
    assert set(changes(data, decide(data, needed))["programme-managed"][0]) == {"home", "exclusion", "level"}


def test_a_page_holds_only_as_many_changes_as_are_read(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two answers by each of which alone a case would go to the panel: one is told, the other counted."""
    given = {"school": "city-secondary", "home": "county", "exclusion": "not-at-risk", "level": "psp1", "support": "no"}
    result = decide(data, {**given, "heading-for-tier-4": "no", "ehcp": "no", "area": "melton"})
    both = 'Change heading for tier 4 to "Yes". Or: Change exclusion to "Yes, at risk".'
    assert any(line.endswith(f": {both}") for line in list(sections(data, result))[2].lines)
    monkeypatch.setattr(explain, "MOST_CHANGES", 1)
    assert any(line.endswith('"Yes". Other ways: 1.') for line in list(sections(data, result))[2].lines)


def test_too_much_that_is_open_is_said(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the search for the smallest changes would not end, it says so in words."""
    monkeypatch.setattr(nearest_module, "LIMIT", 2)
    with pytest.raises(TooLarge, match="too many questions are open to find the smallest changes"):
        changes(data, decide(data, {"school": "city-secondary", "home": "city"}))


def shown_after(file: Path) -> dict[tuple[tuple[str, str], ...], set[str]]:
    """For the answers that begin any journey, all that such a journey can show in the end."""
    found: dict[tuple[tuple[str, str], ...], set[str]] = {}
    for answers, outcome in journeys(file):
        told = tuple(answers.items())
        for size in range(len(told) + 1):
            found.setdefault(told[:size], set()).update(outcome.pathways, outcome.companions)
    return found


@everywhere
def test_every_other_pathway_is_ruled_out_by_an_answer_that_was_given(file: Path) -> None:
    """After it nothing leads to that pathway any more; with any of the options named instead, something still did."""
    data = load(file).data
    shown = shown_after(file)
    for answers, outcome in journeys(file):
        told = {one.pathway: one for one in why_not(data, decide(data, answers))}
        assert told.keys() == {p.id for p in data.pathways} - set(outcome.pathways) - set(outcome.companions)
        for one in told.values():
            before = tuple(answers.items())[: list(answers).index(one.question)]
            would_do = [
                option
                for option in options_of_questions(data)[one.question]
                if one.pathway in shown.get((*before, (one.question, option)), ())
            ]
            assert answers[one.question] == one.answer
            assert one.answer not in one.needs
            assert list(one.needs) == would_do != []


def test_a_companion_is_ruled_out_by_an_answer_too(seips: Run, data: Dataset) -> None:
    """At PSP1 with no thought of an EHC plan, that answer rules out the advice that would come before one."""
    answers = ("school=city-secondary", "home=county", "exclusion=not-at-risk", "level=psp1", "heading-for-tier-4=no")
    typed = [f"--answer={one}" for one in (*answers, "support=no", "ehcp=no", "area=melton")]
    why = seips("route", "--explain", *typed).stdout.split("Why not another pathway\n")[1].split("\n\n")[0]
    assert '- Ask the partnership before you ask SENA: ehcp is "No". It needs "Yes".\n' in why
    ids = {pathway.id for pathway in data.pathways} | {question.id for question in data.questions if "-" in question.id}
    assert {name for name in ids if f" {name}" in why} == {"panel"}


def test_a_pathway_that_nothing_leads_to_is_said_so(data: Dataset) -> None:
    """In a dataset that was not proven, no answer can be blamed."""
    idle = replace(data.pathways[0], id="idle", title="Idle")
    with_idle = replace(data, pathways=(*data.pathways, idle))
    told = list(sections(with_idle, decide(with_idle, {"school": "other"})))
    assert told[1].lines[-1] == "Idle: no answers lead to it"


@everywhere
def test_an_explanation_is_plain(file: Path) -> None:
    """Someone with two minutes and a reading grade of 9 can follow why, why not, and what would change it."""
    data = load(file).data
    for answers in one_of_each(file):
        for section in sections(data, decide(data, answers)):
            assert section.lines
            told = [re.sub(r" \([^()]*\)$", "", line) for line in section.lines]  # ids of rules and paragraphs
            assert grade(f"{section.heading}. {prose(replace(section, lines=tuple(told)))}") <= HARDEST, section


def test_a_case_is_explained_in_three_parts(seips: Run) -> None:
    """--explain adds because, why not, and what would change it."""
    text = seips("route", "-a", "school=city-secondary", "-a", "home=city", "--explain").stdout
    because, rest = text.split("Because\n")[1].split("Why not another pathway\n")
    assert "(rule city-school-city-home; introduction-3)" in because
    why, change = rest.split("What would change it\n")
    assert 'Refer to the partnership\'s panel: home is "Leicester City". It needs "Leicestershire (the County)".' in why
    assert 'Find out which council the child\'s home is in: Change home to "Not sure".' in change


def test_a_past_decision_is_explained_from_its_file(seips: Run, seips_json: Any, tmp_path: Path) -> None:
    """The answers that were saved say the same again, with the reasons, by either command."""
    file = str(tmp_path / "answers.yaml")
    shown = seips("route", "-a", "school=other", "--explain", "--save-answers", file).stdout
    assert seips("route", "--answers", file, "--explain").stdout == shown
    told = seips("explain", file).stdout
    assert told.splitlines()[0] == shown.splitlines()[0]
    assert told.split("Because\n")[1] == shown.split("Because\n")[1]
    assert seips_json("explain", file) == seips_json("route", "--answers", file, "--explain")


def test_answers_that_do_not_suffice_are_not_explained(seips: Run, tmp_path: Path) -> None:
    """The next question is named; a file of that name that holds no answers is an error too."""
    file = tmp_path / "answers.yaml"
    file.write_text("school: city-secondary\n", encoding="utf-8")
    short = seips("explain", str(file))
    assert (short.exit_code, short.stdout) == (2, "")
    assert "home" in short.stderr
    file.write_text("school: castle\n", encoding="utf-8")
    assert "no option of `school` is called `castle`" in seips("explain", str(file)).stderr


def test_the_explanation_as_json(seips_json: Any) -> None:
    """A script gets the same under keys of their own."""
    found = seips_json("route", "-a", "school=city-secondary", "-a", "home=city", "--explain")
    assert found["changes"]["find-home-authority"] == [{"home": "not-sure"}]
    assert {"pathway": "panel", "question": "home", "answer": "city", "needs": ["county"]} in found["why_not"]


@everywhere
def test_everything_can_be_explained_in_twelve_lines(file: Path) -> None:
    """A pathway or a question is told on less than a screen, paragraph and ways to reach it included."""
    data = load(file).data
    for pathway in data.pathways:
        lines = list(pathway_lines(data, pathway))
        assert len(lines) <= MOST_LINES == 12
        assert any(line.startswith(("Primary by rule", "Beside")) for line in lines)
    for question in data.questions:
        lines = list(question_lines(data, question))
        assert len(lines) <= MOST_LINES
        assert question.cites[0] in lines[2]


@everywhere
def test_a_question_says_how_often_it_is_asked(file: Path) -> None:
    """As many of the ways through the questions as really ask it."""
    data = load(file).data
    for question in data.questions:
        asked = sum(question.id in answers for answers, _ in journeys(file))
        line = f"It is asked in {asked:,} of {len(journeys(file)):,} ways through the questions."
        assert line in question_lines(data, question)


def test_a_pathway_with_many_rules_is_cut_at_twelve_lines(data: Dataset) -> None:
    """What is left out is counted; the JSON has the whole."""
    pathway = data.pathways[0]
    rule = next(rule for rule in data.rules if rule.pathway == pathway.id)
    for number in (8, 9, 100):
        many = replace(data, rules=tuple(replace(rule, id=f"rule-{n}") for n in range(number)))
        lines = list(pathway_lines(many, pathway))
        assert len(lines) == MOST_LINES
        assert lines[-1].startswith("Primary by rule rule-7" if number == 8 else f"And {number - 7} more ways")
        assert len(pathway_ways_json(many, pathway)["ways"]) == number


@pytest.mark.parametrize(("name", "first"), [("panel", "Refer to the partnership's panel"), ("home", "Which council")])
def test_explain_knows_pathways_and_questions(seips: Run, name: str, first: str) -> None:
    """One command for both; a slip gets the nearest id."""
    assert seips("explain", name).stdout.startswith(first)
    slip = seips("explain", name[:-1] + "x")
    assert (slip.exit_code, slip.stdout) == (2, "")
    assert f"did you mean `{name}`?" in slip.stderr


def test_what_a_pathway_or_question_is_as_json(seips_json: Callable[..., Any], data: Dataset) -> None:
    """Scripts read the ways to a pathway, and what a question decides, under the names of the dataset."""
    clauses: list[Rule | Companion] = [*data.rules, *data.companions]
    for pathway in data.pathways:
        shown = seips_json("explain", pathway.id)
        assert (shown["schema"], shown["kind"], shown["id"]) == ("seips.explain/1", "pathway", pathway.id)
        assert [way["rule"] for way in shown["ways"]] == [one.id for one in clauses if one.pathway == pathway.id]
    for question in data.questions:
        shown = seips_json("explain", question.id)
        assert [option["id"] for option in shown["options"]] == [option.id for option in question.options]
        assert set(shown["decides"]) == {one.pathway for one in clauses if question.id in one.when}
