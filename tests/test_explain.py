"""Why, why not, and what would change it: held against every case, by brute force."""

from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import Result

from seips_cli.dataset import Companion, Dataset, Rule
from seips_cli.decision import Outcome, decide, diagram_of, holds
from seips_cli.explain import Change, changes, pathway_lines, question_lines, why_not
from seips_cli.proof.algebra import recast

Run = Callable[..., Result]
Journeys = list[tuple[dict[str, str], Outcome]]


def nearest(journeys: list[tuple[dict[str, str], str]], answers: dict[str, str]) -> dict[str, list[Change]]:
    """The smallest changes of *answers* to each other pathway, by trying every complete set of answers."""
    found: dict[str, list[Change]] = {}
    for other, pathway in journeys:
        change = {name: option for name, option in other.items() if answers.get(name) != option}
        best = found.setdefault(pathway, [change])
        if len(change) < len(best[0]):
            found[pathway] = [change]
        elif len(change) == len(best[0]) and change not in best:
            best.append(change)
    return found


def test_the_changes_are_the_smallest_there_are(data: Dataset, journeys: Journeys) -> None:
    """For every case, no change with fewer answers leads to the same other pathway, and none as small is left out."""
    pathways = list(recast(diagram_of(data), lambda outcome: outcome.pathways[0]).journeys())
    for answers, outcome in journeys[::9]:
        expected = nearest(pathways, answers)
        del expected[outcome.pathways[0]]
        found = changes(data, answers)
        assert found.keys() == expected.keys()
        for pathway, ways in found.items():
            assert sorted(map(repr, map(sorted, map(dict.items, ways)))) == sorted(
                map(repr, map(sorted, map(dict.items, expected[pathway])))
            )


def test_a_change_leads_where_it_is_said_to(data: Dataset, journeys: Journeys) -> None:
    """Whoever changes just these answers gets that pathway, whatever else there is still to answer."""
    primary = recast(diagram_of(data), lambda outcome: outcome.pathways[0])
    for answers, _ in journeys[::9]:
        for pathway, ways in changes(data, answers).items():
            for way in ways:
                assert primary.leaves[~primary.follow(answers | way)[1]] == pathway


def test_every_other_pathway_is_ruled_out_by_an_answer_that_was_given(data: Dataset, journeys: Journeys) -> None:
    """Each pathway that is not shown has one line, and the answer it names is one that its rules cannot take."""
    for answers, outcome in journeys:
        result = decide(data, answers)
        told = {one.pathway: one for one in why_not(data, result)}
        assert told.keys() == {p.id for p in data.pathways} - set(outcome.pathways) - set(outcome.companions)
        for one in told.values():
            if one.question:
                assert answers[one.question] == one.answer
                assert one.answer not in one.needs
                assert holds({one.question: one.needs}, answers | {one.question: one.needs[0]})


def test_a_case_is_explained_in_three_parts(seips: Run) -> None:
    """--explain adds because, why not, and what would change it."""
    text = seips("route", "-a", "school=city-secondary", "-a", "home=city", "--explain").stdout
    because, rest = text.split("Because\n")[1].split("Why not another pathway\n")
    assert "(rule city-school-city-home; introduction-3)" in because
    why, change = rest.split("What would change it\n")
    assert 'Go to your own partnership: home is "Leicester City", not "Leicestershire (the County)"' in why
    assert 'Find out which council the child\'s home is in: home "Not sure"' in change


def test_a_past_decision_is_explained_from_its_file(seips: Run, tmp_path: Any) -> None:
    """The answers that were saved say the same again, with the reasons."""
    file = str(tmp_path / "answers.yaml")
    seips("route", "-a", "school=other", "--save-answers", file)
    assert "Because\n" in seips("route", "--answers", file, "--explain").stdout


def test_the_explanation_as_json(seips_json: Any) -> None:
    """A script gets the same under keys of their own."""
    found = seips_json("route", "-a", "school=city-secondary", "-a", "home=city", "--explain")
    assert found["changes"]["find-home-authority"] == [{"home": "not-sure"}]
    assert {"pathway": "panel", "question": "home", "answer": "city", "needs": ["county"]} in found["why_not"]


def test_everything_can_be_explained_in_twelve_lines(data: Dataset) -> None:
    """A pathway or a question is told on less than a screen, paragraph and ways to reach it included."""
    for pathway in data.pathways:
        lines = list(pathway_lines(data, pathway))
        assert len(lines) <= 12
        assert any(line.startswith(("Primary by rule", "Beside")) for line in lines)
    for question in data.questions:
        lines = list(question_lines(data, question))
        assert len(lines) <= 12
        assert question.cites[0] in lines[2]


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
